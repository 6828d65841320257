//! A plan when the mappings exist and nothing is to change: what CI runs on
//! every pull request.

use std::time::Duration;

use anyhow::Result;

use super::baseline;
use super::calls::Calls;
use super::figure::Figure;
use super::lab::{Lab, Run, set_state};
use super::quota;
use super::world::{Pace, World};

/// The largest page that the provider asks for.
const PAGE: usize = 500;

/// Time, calls and memory of a plan that reads `size` mappings.
pub(crate) fn measure(lab: &Lab, size: usize) -> Result<Vec<Figure>> {
    let world = World::of(size);
    let state = state(lab, world)?;
    let (run, calls) = refresh(lab, world, &state, Pace::Default, &[])?;
    let calls = calls.to_api_gateway();
    let own = baseline::existing(lab, size)?;

    let limit =
        format!("for terraform_data, {:.1} s for the calls under the quota", quota::seconds_for(calls));
    let name = |what| format!("refresh of {}: {what}", world.name());
    let pages = world.pages(PAGE).min(size);
    let mut figures = vec![Figure::seconds(name("time"), run.time).against(own.as_secs_f64(), limit)];
    if quota::makes_wait(calls) {
        let (unpaced, _) = refresh(lab, world, &state, Pace::Unpaced, &[])?;
        figures.push(Figure::seconds(name("time without a pace"), unpaced.time));
    }
    figures.push(
        Figure::count(name("calls"), calls).against(pages as f64, format!("by pages, {size} one by one")),
    );
    figures.extend(run.peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
    Ok(figures)
}

/// Time of the same when each answer takes its time.
pub(crate) fn measure_with_latency(lab: &Lab, size: usize, latency: Duration) -> Result<Figure> {
    let world = World::of(size);
    let state = state(lab, world)?;
    let (without, _) = refresh(lab, world, &state, Pace::Default, &[])?;
    let milliseconds = latency.as_millis().to_string();
    let (with, _) = refresh(lab, world, &state, Pace::Default, &["--delay", &milliseconds])?;
    let limit = latency.as_secs_f64() * world.pages(PAGE) as f64;
    let what = format!("for its pages, beside {:.2} s without latency", without.time.as_secs_f64());
    let name = format!("refresh of {} with {milliseconds} ms latency: time", world.name());
    Ok(Figure::seconds(name, with.time).against(limit, what))
}

/// A plan of mappings that exist, and its calls.
fn refresh(lab: &Lab, world: World, state: &str, pace: Pace, flags: &[&str]) -> Result<(Run, Calls)> {
    let endpoint = lab.endpoint(world, true, flags)?;
    let project = lab.project(&world.configuration(endpoint.url(), pace))?;
    set_state(&project, state)?;
    // Any change would be an exit code of 2, and the measurement void.
    let run = lab.run(&project, &["plan", "-detailed-exitcode"])?;
    Ok((run, Calls::of(&endpoint.finish())))
}

/// The state of a world, of which as much as is needed was really created.
fn state(lab: &Lab, world: World) -> Result<String> {
    let created = world.to_create();
    let endpoint = lab.endpoint(created, false, &[])?;
    let project = lab.project(&created.configuration(endpoint.url(), Pace::Unpaced))?;
    world.state(&lab.state_after_apply(&project)?)
}
