//! A plan that creates mappings, with every check against the account.

use anyhow::Result;

use super::baseline;
use super::calls::Calls;
use super::figure::Figure;
use super::lab::Lab;
use super::quota;
use super::world::World;

/// Time, calls and memory of a plan that creates `size` mappings.
pub(crate) fn measure(lab: &Lab, size: usize) -> Result<Vec<Figure>> {
    let world = World::of(size);
    let endpoint = lab.endpoint(world, false, &[])?;
    let project = lab.project(&world.configuration(endpoint.url()))?;
    let run = lab.run(&project, &["plan", "-out=it.tfplan"])?;
    let calls = Calls::of(&endpoint.finish());
    let own = baseline::creating(lab, size)?;

    let quota = quota::seconds_for(calls.to_api_gateway());
    let limit = format!("for terraform_data, {quota:.1} s for the calls under the quota");
    let name = |what| format!("plan to create {}: {what}", world.name());
    let mut figures = vec![
        Figure::seconds(name("time"), run.time).against(own.as_secs_f64(), limit),
        Figure::count(name("calls"), calls.to_api_gateway()),
    ];
    figures.extend(run.peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
    Ok(figures)
}
