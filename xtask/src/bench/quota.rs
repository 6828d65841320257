//! Creating and destroying under the quota that the service documents: a burst
//! of 40 calls, then 10 a second, for everything in the account.

use std::time::Duration;

use anyhow::Result;

use super::calls::Calls;
use super::figure::Figure;
use super::runner::Runner;
use super::world::{RateLimit, World};

const WRITES: usize = 200;
/// The quota, as the service documents it.
const BURST: usize = 40;
const A_SECOND: f64 = 10.0;

/// Time, calls and leftovers of 200 creates and 200 destroys.
pub(crate) fn measure(runner: &Runner) -> Result<Vec<Figure>> {
    let world = World::of(WRITES);
    let endpoint = runner.endpoint(world, false, &["--quota"])?;
    let project = runner.project(&world.configuration(endpoint.url(), RateLimit::Default))?;
    let create = runner.run(&project, &["apply", "-auto-approve"])?;
    // The quota's bucket fills up again, as it does between two real runs.
    std::thread::sleep(Duration::from_secs_f64(BURST as f64 / A_SECOND));
    let destroy = runner.run(&project, &["destroy", "-auto-approve"])?;

    let calls = Calls::of(&endpoint.finish());
    let throttled = calls.throttled();
    let (creating, destroying) = calls.split_after("CreateApiMapping");
    let created = creating.answered("CreateApiMapping", "201");
    let deleted = destroying.answered("DeleteApiMapping", "204");
    let name = |what| format!("{WRITES} under the quota: {what}");
    let time = |what, time, calls: &Calls| {
        Figure::seconds(name(what), time).against(seconds_for(calls.to_api_gateway()), "for as many calls")
    };
    let others = creating.to_api_gateway() + destroying.to_api_gateway() - created - deleted;
    Ok(vec![
        time("create", create.time, &creating),
        time("destroy", destroy.time, &destroying),
        Figure::count(name("calls beside the writes, in both"), others),
        Figure::count(name("throttled answers"), throttled),
        Figure::count(name("mappings left behind"), created.saturating_sub(deleted)),
    ])
}

/// Whether the quota makes so many calls wait at all.
pub(crate) fn makes_wait(calls: usize) -> bool {
    calls > BURST
}

/// The seconds in which the quota lets so many calls through.
pub(crate) fn seconds_for(calls: usize) -> f64 {
    calls.saturating_sub(BURST) as f64 / A_SECOND
}
