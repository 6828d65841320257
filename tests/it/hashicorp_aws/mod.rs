//! The provider beside hashicorp/aws itself, which makes the APIs, stages and domain
//! names that it maps, and whose mappings it adopts.
//!
//! A plan of hashicorp/aws takes seconds, so this is a lane of its own: a few
//! scenarios on ministack, with the newest Terraform and the newest OpenTofu. It is
//! left out where that provider is not found, for no registry of packages carries it.

mod adopting;
mod examples;
mod guides;
mod package;
mod stack;
mod surroundings;

use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::Trial;

pub(crate) use self::package::Package;
use crate::harness::endpoint::EndpointLane;
use crate::harness::install::REQUIRED_PROVIDERS;
use crate::harness::lanes::Lanes;
use crate::harness::{Case, Outcome, Project, Ready};

/// The trials, when there is a hashicorp/aws, and those that need it when there is a ministack;
/// what is missing is noted.
pub(crate) fn trials(
    terraforms: &[Ready],
    lanes: &mut Lanes,
    package: Result<Package, String>,
) -> Vec<Trial> {
    let package = match package {
        Ok(package) => package,
        Err(why) => {
            lanes.leave_out("hashicorp_aws", why);
            return Vec::new();
        }
    };
    let mut trials = examples::trials(&package, terraforms);
    let Some(ministack) = lanes.endpoints.iter().find(|lane| matches!(lane, EndpointLane::Ministack(_)))
    else {
        return trials;
    };
    // hashicorp/aws keeps a processor busy, so each Terraform plays one scenario at a time.
    let newest = terraforms.iter().filter(|ready| ready.lane.newest);
    let turns: Vec<(&Ready, Arc<Mutex<()>>)> = newest.map(|ready| (ready, Arc::default())).collect();
    for scenario in [guides::SCENARIOS, stack::SCENARIOS, adopting::SCENARIOS].concat() {
        for (ready, turn) in turns.iter().filter(|(ready, _)| ready.lane.offers(scenario.needs)) {
            let (package, ready, ministack) = (package.clone(), (*ready).clone(), ministack.clone());
            let turn = Arc::clone(turn);
            let name = format!("hashicorp_aws::{}::{}::hashicorp_aws", scenario.name, ready.lane.name);
            trials.push(Trial::test(name, move || {
                let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
                scenario.play(&ministack, package.install(&ready));
                Ok(())
            }));
        }
    }
    trials
}

/// The block of a configuration that uses both.
pub(crate) fn versions() -> String {
    REQUIRED_PROVIDERS
        .replace("apigatewayv2 =", "aws = {\n      source = \"hashicorp/aws\"\n    }\n    apigatewayv2 =")
}

/// The provider blocks of both.
const PROVIDERS: &str = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n\nprovider \"apigatewayv2\" {\n  region = \"eu-west-1\"\n}\n";

/// A project for both providers, which find endpoint and credentials in the environment.
fn project(case: &Case) -> Project {
    let mut project = case.bare_project();
    project.file("versions.tf", &versions());
    project.env("AWS_ENDPOINT_URL", case.aws.url());
    project.env("AWS_ACCESS_KEY_ID", case.aws.account()).env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    project.provider(PROVIDERS);
    project
}

/// # Panics
/// When the plan is anything but so many moves, or something is said of it.
#[track_caller]
fn only_moves(outcome: &Outcome, count: usize) {
    let planned: Vec<_> = outcome.changes.iter().map(|change| change.action.as_str()).collect();
    assert_eq!(planned, vec!["move"; count], "{}", outcome.text);
    assert_eq!(outcome.diagnostics.len(), 0, "{}", outcome.text);
}
