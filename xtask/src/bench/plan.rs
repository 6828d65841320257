//! A plan that creates mappings, with every check against the account.

use anyhow::Result;

use super::baseline;
use super::calls::Calls;
use super::figure::Figure;
use super::quota;
use super::runner::{Run, Runner};
use super::world::{RateLimit, World};

/// Time, calls and memory of a plan that creates `size` mappings.
pub(crate) fn measure(runner: &Runner, size: usize) -> Result<Vec<Figure>> {
    let world = World::of(size);
    let (run, calls) = create(runner, world, RateLimit::Default)?;
    let calls = calls.to_api_gateway();
    let own = baseline::creating(runner, size)?;

    let quota = quota::seconds_for(calls);
    let limit = format!("for terraform_data, {quota:.1} s for the calls under the quota");
    let name = |what| format!("plan to create {}: {what}", world.name());
    let mut figures = vec![Figure::seconds(name("time"), run.time).against(own.as_secs_f64(), limit)];
    if quota::makes_wait(calls) {
        let (unlimited, _) = create(runner, world, RateLimit::None)?;
        figures.push(Figure::seconds(name("time without a rate limit"), unlimited.time));
    }
    figures.push(Figure::count(name("calls"), calls));
    figures.extend(run.peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
    Ok(figures)
}

/// A plan of mappings that do not exist, and its calls.
fn create(runner: &Runner, world: World, rate_limit: RateLimit) -> Result<(Run, Calls)> {
    let endpoint = runner.endpoint(world, false, &[])?;
    let project = runner.project(&world.configuration(endpoint.url(), rate_limit))?;
    let run = runner.run(&project, &["plan", "-out=it.tfplan"])?;
    Ok((run, Calls::of(&endpoint.finish())))
}
