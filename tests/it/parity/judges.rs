//! hashicorp/aws and the AWS CLI before the same settings.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use libtest_mimic::Trial;

use super::cases::{self, Setting};
use super::{Answers, led_to};
use crate::harness::endpoint::EndpointLane;
use crate::harness::lanes::Lanes;
use crate::harness::project::clean_environment;
use crate::harness::relay::Relay;
use crate::harness::{Case, Ready, play, process};
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
            let name = format!("parity::the_answers_are_those_of_hashicorp_aws::hashicorp_aws::{part}");
            trials.push(Trial::test(name, move || {
                let ask = |setting: &Setting, case: &Case| Some(of_hashicorp_aws(setting, case));
                let judge = |case: &Case| judge(case, part, Judge::HashicorpAws, ask);
                play(&EndpointLane::Local, package.install(&ready), judge);
                Ok(())
            }));
        }
        let ready = ready.clone();
        let name = "parity::the_guide_has_every_argument_of_hashicorp_aws::hashicorp_aws";
        trials.push(Trial::test(name, move || {
            play(&EndpointLane::Offline, package.install(&ready), arguments_are_in_the_guide);
            Ok(())
        }));
    }
    for part in 0..PARTS {
        let (Some(cli), ready) = (lanes.aws_cli.clone(), ready.clone()) else { break };
        let name = format!("parity::the_answers_are_those_of_the_cli::aws_cli::{part}");
        trials.push(Trial::test(name, move || {
            let ask = |setting: &Setting, case: &Case| of_the_cli(setting, case, &cli);
            play(&EndpointLane::Local, ready, |case| judge(case, part, Judge::Cli, ask));
            Ok(())
        }));
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

#[derive(Clone, Copy, PartialEq)]
enum Judge {
    HashicorpAws,
    Cli,
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
        let kept = answers.of(&setting.name);
        let kept = if judge == Judge::Cli { kept.cli } else { kept.hashicorp };
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
        let kept = before.find(&setting.name).map_or(("-", "-"), |kept| (kept.hashicorp, kept.cli));
        let (hashicorp, cli) = match judge {
            Judge::HashicorpAws if setting.name == name => (answer, kept.1),
            Judge::Cli if setting.name == name => (kept.0, answer),
            _ => kept,
        };
        writeln!(lines, "{} | {hashicorp} | {cli}", setting.name).expect("a line");
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
    if !setting.block.trim().is_empty() {
        return None;
    }
    let recorder = Relay::plain(case.aws.url());
    // Its files are where the CLI looks for them.
    let mut project = case.bare_project();
    setting.set_up(&mut project, "apigatewayv2", &recorder);
    let mut command = Command::new(cli);
    clean_environment(&mut command, project.folder());
    command.env("AWS_ENDPOINT_URL", recorder.url()).env("AWS_ENDPOINT_URL_STS", recorder.url());
    let folder = project.folder().display().to_string();
    for (name, value) in &setting.environment {
        command.env(name, value.replace("{folder}", &folder));
    }
    let finished = process::run(command.args(["sts", "get-caller-identity"]));
    Some(led_to(case, finished.code == 0, &recorder))
}
