//! Creating and destroying under the quota that the service documents: a burst
//! of 40 calls, then 10 a second, for everything in the account.

use std::time::Duration;

use anyhow::Result;

use super::calls::Calls;
use super::figure::Figure;
use super::lab::Lab;
use super::world::World;

const WRITES: usize = 200;
/// The quota, as the service documents it.
const BURST: usize = 40;
const A_SECOND: f64 = 10.0;

/// Time, calls and leftovers of 200 creates and 200 destroys.
pub(crate) fn measure(lab: &Lab) -> Result<Vec<Figure>> {
    let world = World::of(WRITES);
    let endpoint = lab.endpoint(world, false, &["--quota"])?;
    let project = lab.project(&world.configuration(endpoint.url()))?;
    let create = lab.run(&project, &["apply", "-auto-approve"])?;
    // The quota's bucket fills up again, as it does between two real runs.
    std::thread::sleep(Duration::from_secs_f64(BURST as f64 / A_SECOND));
    let destroy = lab.run(&project, &["destroy", "-auto-approve"])?;
    let calls = Calls::of(&endpoint.finish());

    let created = calls.answered("CreateApiMapping", "201");
    let deleted = calls.answered("DeleteApiMapping", "204");
    let name = |what| format!("{WRITES} under the quota: {what}");
    let fastest = seconds_for(WRITES);
    Ok(vec![
        Figure::seconds(name("create"), create.time).against(fastest, "for the writes alone"),
        Figure::seconds(name("destroy"), destroy.time).against(fastest, "for the writes alone"),
        Figure::count(name("calls beside the writes, in both"), calls.to_api_gateway() - created - deleted),
        Figure::count(name("throttled answers"), calls.throttled()),
        Figure::count(name("mappings left behind"), created.saturating_sub(deleted)),
    ])
}

/// The seconds in which the quota lets so many calls through.
pub(crate) fn seconds_for(calls: usize) -> f64 {
    calls.saturating_sub(BURST) as f64 / A_SECOND
}
