//! A plan when the mappings exist and nothing is to change: what CI runs on
//! every pull request.

use std::time::Duration;

use anyhow::Result;

use super::baseline;
use super::calls::Calls;
use super::figure::Figure;
use super::quota;
use super::runner::{Run, Runner, set_state};
use super::world::{RateLimit, World};

/// The largest page that the provider asks for.
pub(crate) const PAGE: usize = 500;

/// Time, calls and memory of a plan that reads `size` mappings.
pub(crate) fn measure(runner: &Runner, size: usize) -> Result<Vec<Figure>> {
    let world = World::of(size);
    let state = state(runner, world)?;
    let (run, calls) = refresh(runner, world, &state, RateLimit::Default, &[])?;
    let calls = calls.to_api_gateway();
    let own = baseline::existing(runner, size)?;

    let limit =
        format!("for terraform_data, {:.1} s for the calls under the quota", quota::seconds_for(calls));
    let name = |what| format!("refresh of {}: {what}", world.name());
    let pages = world.pages(PAGE).min(size);
    let mut figures = vec![Figure::seconds(name("time"), run.time).against(own.as_secs_f64(), limit)];
    if quota::makes_wait(calls) {
        let (unlimited, _) = refresh(runner, world, &state, RateLimit::None, &[])?;
        figures.push(Figure::seconds(name("time without a rate limit"), unlimited.time));
    }
    figures.push(
        Figure::count(name("calls"), calls).against(pages as f64, format!("by pages, {size} one by one")),
    );
    figures.extend(run.peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
    Ok(figures)
}

/// Time of the same when each answer takes its time.
pub(crate) fn measure_with_latency(runner: &Runner, size: usize, latency: Duration) -> Result<Figure> {
    let world = World::of(size);
    let state = state(runner, world)?;
    let (without, _) = refresh(runner, world, &state, RateLimit::Default, &[])?;
    let milliseconds = latency.as_millis().to_string();
    let (with, _) = refresh(runner, world, &state, RateLimit::Default, &["--delay", &milliseconds])?;
    let limit = latency.as_secs_f64() * world.pages(PAGE) as f64;
    let what = format!("for its pages, beside {:.2} s without latency", without.time.as_secs_f64());
    let name = format!("refresh of {} with {milliseconds} ms latency: time", world.name());
    Ok(Figure::seconds(name, with.time).against(limit, what))
}

/// A plan of mappings that exist, and its calls.
fn refresh(
    runner: &Runner,
    world: World,
    state: &str,
    rate_limit: RateLimit,
    flags: &[&str],
) -> Result<(Run, Calls)> {
    let endpoint = runner.endpoint(world, true, flags)?;
    let project = runner.project(&world.configuration(endpoint.url(), rate_limit))?;
    set_state(&project, state)?;
    // Any change would be an exit code of 2, and the measurement void.
    let run = runner.run(&project, &["plan", "-detailed-exitcode"])?;
    Ok((run, Calls::of(&endpoint.finish())))
}

/// The state of a world, of which as much as is needed was really created.
fn state(runner: &Runner, world: World) -> Result<String> {
    let created = world.to_create();
    let endpoint = runner.endpoint(created, false, &[])?;
    let project = runner.project(&created.configuration(endpoint.url(), RateLimit::None))?;
    world.state(&runner.state_after_apply(&project)?)
}
