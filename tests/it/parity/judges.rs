//! hashicorp/aws and the AWS CLI before the same settings.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use libtest_mimic::Trial;

use super::cases::{self, Setting};
use super::{Answers, led_to, placed};
use crate::harness::endpoint::EndpointLane;
use crate::harness::lanes::Lanes;
use crate::harness::process::{self, Finished};
use crate::harness::project::clean_environment;
use crate::harness::relay::Relay;
use crate::harness::{Case, Ready, play};
use crate::hashicorp_aws::Package;

const HASHICORP_AWS: &str = r#"
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

data "aws_caller_identity" "current" {}
"#;

/// Each judge is asked by so many trials side by side: hashicorp/aws takes seconds to start.
const PARTS: usize = 4;

/// The trials of the judges that are here; that hashicorp/aws is missing is noted by its own lane.
pub(crate) fn trials(terraforms: &[Ready], lanes: &Lanes, workspace: &Path) -> Vec<Trial> {
    let Some(ready) = terraforms.iter().find(|ready| ready.lane.newest) else { return Vec::new() };
    let mut trials = Vec::new();
    if let Ok(package) = Package::find(workspace) {
        for part in 0..PARTS {
            let (package, ready) = (package.clone(), ready.clone());
            let name = "the_answers_are_those_of_hashicorp_aws";
            trials.push(Trial::test(format!("parity::{name}::hashicorp_aws::{part}"), move || {
                let ask = |setting: &Setting, case: &Case| Some(of_hashicorp_aws(setting, case));
                let judge = |case: &Case| judge(case, part, Judge::HashicorpAws, ask);
                play(name, &EndpointLane::Local, package.install(&ready), judge);
                Ok(())
            }));
        }
        let ready = ready.clone();
        let name = "the_guide_has_every_argument_of_hashicorp_aws";
        trials.push(Trial::test(format!("parity::{name}::hashicorp_aws"), move || {
            play(name, &EndpointLane::Offline, package.install(&ready), arguments_are_in_the_guide);
            Ok(())
        }));
    }
    let Some(cli) = &lanes.aws_cli else { return trials };
    for (name, judge, ask) in [
        ("the_answers_are_those_of_the_cli", Judge::Cli, of_the_cli as fn(&Setting, &Case, &Path) -> _),
        ("what_is_used_is_what_the_cli_lists", Judge::CliList, listed_by_the_cli),
    ] {
        for part in 0..PARTS {
            let (cli, ready) = (cli.clone(), ready.clone());
            trials.push(Trial::test(format!("parity::{name}::aws_cli::{part}"), move || {
                let ask = |setting: &Setting, case: &Case| ask(setting, case, &cli);
                play(name, &EndpointLane::Local, ready, |case| self::judge(case, part, judge, ask));
                Ok(())
            }));
        }
    }
    trials
}

fn arguments_are_in_the_guide(case: &Case) {
    let guide = include_str!("../../../docs/guides/settings.md");
    let project = case.bare_project();
    project.file("versions.tf", HASHICORP_AWS);
    let schemas = project.json(&["providers", "schema", "-json"]);
    let schemas = schemas["provider_schemas"].as_object().expect("the schemas of providers");
    let block = &schemas.values().next().expect("a provider")["provider"]["block"];
    let names = ["attributes", "block_types"].map(|kind| block[kind].as_object().expect("names").keys());
    let missing: Vec<_> =
        names.into_iter().flatten().filter(|name| !guide.contains(&format!("| `{name}` |"))).collect();
    assert!(missing.is_empty(), "not in the guide: {missing:?}");
}

/// The judges, in the order of their columns.
#[derive(Clone, Copy)]
enum Judge {
    HashicorpAws,
    Cli,
    CliList,
}

/// Holds the answers to a part of the cases against those that are kept, or keeps them.
fn judge(case: &Case, part: usize, judge: Judge, ask: impl Fn(&Setting, &Case) -> Option<String>) {
    let update = std::env::var_os("TEST_UPDATE_ANSWERS").is_some();
    let mut different = Vec::new();
    for setting in cases::all().iter().skip(part).step_by(PARTS) {
        let answer = ask(setting, case).unwrap_or_else(|| "-".to_owned());
        if update {
            keep(&setting.name, judge, &answer);
            continue;
        }
        let answers = Answers::read();
        let kept = answers.of(&setting.name)[judge as usize];
        if answer != kept {
            different.push(format!("{}: {answer}, and not {kept}", setting.name));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// Writes the answers anew, in the order of the cases, with this one.
fn keep(name: &str, judge: Judge, answer: &str) {
    static WRITING: Mutex<()> = Mutex::new(());
    let _alone = WRITING.lock();
    let before = Answers::read();
    let mut lines = String::new();
    for setting in cases::all() {
        let mut kept = before.find(&setting.name).unwrap_or(["-"; 3]);
        if setting.name == name {
            kept[judge as usize] = answer;
        }
        writeln!(lines, "{} | {}", setting.name, kept.join(" | ")).expect("a line");
    }
    fs::write(Answers::path(), lines).expect("the answers");
}

fn of_hashicorp_aws(setting: &Setting, case: &Case) -> String {
    let recorder = Relay::plain(case.aws.url());
    let mut project = case.bare_project();
    project.file("versions.tf", HASHICORP_AWS);
    setting.set_up(&mut project, "aws", &recorder);
    let finished = project.run(&["plan", "-no-color", "-input=false"]);
    led_to(case, finished.code == 0, &recorder)
}

/// `None` for what has to do with the provider block.
fn of_the_cli(setting: &Setting, case: &Case, cli: &Path) -> Option<String> {
    let recorder = Relay::plain(case.aws.url());
    let finished = run_the_cli(setting, case, cli, &recorder, &["sts", "get-caller-identity"])?;
    Some(led_to(case, finished.code == 0, &recorder))
}

/// `AENV by env, eu-west-3 by env AWS_DEFAULT_REGION, profile none`: the end of the access
/// key, the region and the profile, and what each comes from.
fn listed_by_the_cli(setting: &Setting, case: &Case, cli: &Path) -> Option<String> {
    let recorder = Relay::plain(case.aws.url());
    let finished = run_the_cli(setting, case, cli, &recorder, &["configure", "list"])?;
    if finished.code != 0 {
        return Some("refused".to_owned());
    }
    // Columns have fixed widths, and any but the first may be empty.
    let listed = |name: &str| {
        let row = finished.stdout.lines().find(|line| line.trim_start().starts_with(name));
        let row = row.unwrap_or_else(|| panic!("no {name} in {}", finished.text()));
        let column = |from: usize, to: usize| row.get(from..to.min(row.len())).unwrap_or_default().trim();
        let value = match column(11, 35).trim_start_matches('*') {
            "<not set>" | "" => return "none".to_owned(),
            value => value,
        };
        match (column(36, 52), column(53, row.len())) {
            // A session's key is made up for it.
            (kind, _) if kind.starts_with("assume-role") => format!("role by {kind}"),
            // The line end of a key ends the row.
            ("", _) => value.to_owned(),
            (kind, place) => format!("{value} by {kind} {place}").trim_end().to_owned(),
        }
    };
    Some(format!("{}, {}, profile {}", listed("access_key"), listed("region"), listed("profile")))
}

fn run_the_cli(
    setting: &Setting,
    case: &Case,
    cli: &Path,
    recorder: &Relay,
    arguments: &[&str],
) -> Option<Finished> {
    if !setting.block.trim().is_empty() {
        return None;
    }
    // Its files are where the CLI looks for them.
    let mut project = case.bare_project();
    setting.set_up(&mut project, "apigatewayv2", recorder);
    let mut command = Command::new(cli);
    clean_environment(&mut command, project.folder());
    command.env("AWS_ENDPOINT_URL", recorder.url()).env("AWS_ENDPOINT_URL_STS", recorder.url());
    for (name, value) in &setting.environment {
        command.env(name, placed(value, project.folder(), recorder));
    }
    Some(process::run(command.args(arguments)))
}
