//! How many calls Terraform waits for one after the other, which is what a run
//! takes far from AWS.
//!
//! The endpoint holds each answer, so that calls that do not wait for each other
//! are under way together, and counts the longest chain of those that do.

use anyhow::Result;

use super::calls::Calls;
use super::figure::Figure;
use super::runner::{Runner, set_state};
use super::world::{RateLimit, World};

/// Longer than the provider takes, even on a busy machine, to make all calls
/// that it can make at once.
const MILLISECONDS: &str = "400";

/// What is done with one mapping, whether it exists before, and the Terraform
/// command.
const VERBS: [(&str, bool, &[&str]); 4] = [
    ("plan", false, &["plan"]),
    ("apply", false, &["apply", "-auto-approve"]),
    ("refresh", true, &["plan", "-detailed-exitcode"]),
    ("destroy", true, &["destroy", "-auto-approve"]),
];

/// The round trips of each verb, for one mapping.
pub(crate) fn measure(runner: &Runner) -> Result<Vec<Figure>> {
    let world = World::of(1);
    let state = state(runner, world)?;
    VERBS
        .into_iter()
        .map(|(verb, exists, command)| {
            let endpoint = runner.endpoint(world, exists, &["--delay", MILLISECONDS])?;
            let project = runner.project(&world.configuration(endpoint.url(), RateLimit::Default))?;
            if exists {
                set_state(&project, &state)?;
            }
            runner.run(&project, command)?;
            let calls = Calls::of(&endpoint.finish());
            Ok(Figure::count(format!("{verb} of 1: round trips"), calls.round_trips()))
        })
        .collect()
}

/// The state of a world that has been created.
fn state(runner: &Runner, world: World) -> Result<String> {
    let endpoint = runner.endpoint(world, false, &[])?;
    let project = runner.project(&world.configuration(endpoint.url(), RateLimit::None))?;
    world.state(&runner.state_after_apply(&project)?)
}
