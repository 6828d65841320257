//! hashicorp/aws and the AWS CLI before the same settings.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

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

/// The trials of the judges that are here; that hashicorp/aws is missing is noted by its own lane.
pub(crate) fn trials(terraforms: &[Ready], lanes: &Lanes, workspace: &Path) -> Vec<Trial> {
    let newest = terraforms.iter().find(|ready| ready.lane.newest);
    let mut trials = Vec::new();
    if let (Some(ready), Ok(package)) = (newest, Package::find(workspace)) {
        let ready = ready.clone();
        trials.push(Trial::test(
            "parity::the_answers_are_those_of_hashicorp_aws::hashicorp_aws",
            move || {
                let ask = |setting: &Setting, case: &Case| Some(of_hashicorp_aws(setting, case));
                play(&EndpointLane::Local, package.install(&ready), |case| {
                    judge(case, Judge::HashicorpAws, ask);
                });
                Ok(())
            },
        ));
    }
    if let (Some(ready), Ok(package)) = (newest, Package::find(workspace)) {
        let ready = ready.clone();
        trials.push(Trial::test(
            "parity::the_guide_has_every_argument_of_hashicorp_aws::hashicorp_aws",
            move || {
                play(&EndpointLane::Offline, package.install(&ready), arguments_are_in_the_guide);
                Ok(())
            },
        ));
    }
    if let (Some(ready), Some(cli)) = (newest, lanes.aws_cli.clone()) {
        let ready = ready.clone();
        trials.push(Trial::test("parity::the_answers_are_those_of_the_cli::aws_cli", move || {
            let ask = |setting: &Setting, case: &Case| of_the_cli(setting, case, &cli);
            play(&EndpointLane::Local, ready, |case| judge(case, Judge::Cli, ask));
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

/// Holds the answers against those that are kept, or keeps them.
fn judge(case: &Case, judge: Judge, ask: impl Fn(&Setting, &Case) -> Option<String>) {
    let kept = Answers::read();
    let update = std::env::var_os("TEST_UPDATE_ANSWERS").is_some();
    let (mut lines, mut different) = (String::new(), Vec::new());
    for setting in cases::all() {
        let answer = ask(&setting, case).unwrap_or_else(|| "-".to_owned());
        let name = &setting.name;
        if update {
            let before = if kept.0.contains(&format!("{name} | ")) { Some(kept.of(name)) } else { None };
            let (hashicorp, cli) = before.map_or(("-", "-"), |before| (before.hashicorp, before.cli));
            let (hashicorp, cli) = match judge {
                Judge::HashicorpAws => (answer.as_str(), cli),
                Judge::Cli => (hashicorp, answer.as_str()),
            };
            writeln!(lines, "{name} | {hashicorp} | {cli}").expect("a line");
            continue;
        }
        let kept = kept.of(name);
        let kept = if judge == Judge::Cli { kept.cli } else { kept.hashicorp };
        if answer != kept {
            different.push(format!("{name}: {answer}, and not {kept}"));
        }
    }
    if update {
        fs::write(Answers::path(), lines).expect("the answers");
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
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
