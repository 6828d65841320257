//! A plan when the mappings exist and nothing is to change: what CI runs on
//! every pull request.

use anyhow::Result;

use super::baseline;
use super::calls::Calls;
use super::figure::Figure;
use super::lab::{Lab, set_state};
use super::quota;
use super::world::World;

/// The largest page that the provider asks for.
const PAGE: usize = 500;

/// Time, calls and memory of a plan that reads `size` mappings.
pub(crate) fn measure(lab: &Lab, size: usize) -> Result<Vec<Figure>> {
    let world = World::of(size);
    let state = world.state(&state_of_one(lab)?)?;
    let endpoint = lab.endpoint(world, true, &[])?;
    let project = lab.project(&world.configuration(endpoint.url()))?;
    set_state(&project, &state)?;
    // Any change would be an exit code of 2, and the measurement void.
    let run = lab.run(&project, &["plan", "-detailed-exitcode"])?;
    let calls = Calls::of(&endpoint.finish());
    let own = baseline::existing(lab, size)?;

    let quota = quota::seconds_for(calls.to_api_gateway());
    let limit = format!("for terraform_data, {quota:.1} s for the calls under the quota");
    let name = |what| format!("refresh of {}: {what}", world.name());
    let pages = world.pages(PAGE).min(size);
    let mut figures = vec![
        Figure::seconds(name("time"), run.time).against(own.as_secs_f64(), limit),
        Figure::count(name("calls"), calls.to_api_gateway())
            .against(pages as f64, format!("by pages, {size} one by one")),
    ];
    figures.extend(run.peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
    Ok(figures)
}

/// The state after one mapping was really created.
fn state_of_one(lab: &Lab) -> Result<String> {
    let world = World::of(1);
    let endpoint = lab.endpoint(world, false, &[])?;
    let project = lab.project(&world.configuration(endpoint.url()))?;
    lab.state_after_apply(&project)
}
