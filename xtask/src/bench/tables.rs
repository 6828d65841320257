//! The same mappings in tables, one for each domain.

use anyhow::Result;

use super::baseline;
use super::calls::Calls;
use super::figure::Figure;
use super::quota;
use super::runner::{Runner, set_state};
use super::world::{RateLimit, World};

const MANY: usize = 10_000;
/// Terraform's own time grows with the square of the elements of one map.
const ON_ONE_DOMAIN: [usize; 2] = [5_000, MANY];
const WRITES: usize = 200;

const ONE_MORE: &str = r#""one-more" = { api_id = "a1b2c3d4", stage = "production" }"#;

/// Elements of a table that exchange two of its keys' APIs or stages.
const EXCHANGED: [&str; 2] = [
    r#""x" = { api_id = "a1b2c3d4", stage = "production" }, "y" = { api_id = "a1b2c3d4", stage = "test" }"#,
    r#""x" = { api_id = "a1b2c3d4", stage = "test" }, "y" = { api_id = "a1b2c3d4", stage = "production" }"#,
];

/// Time, calls and memory of plans and writes of tables.
pub(crate) fn measure(runner: &Runner) -> Result<Vec<Figure>> {
    let mut figures = plan(runner, World::of(MANY), "")?;
    for mappings in ON_ONE_DOMAIN {
        figures.extend(plan(runner, World { mappings, domains: 1 }, ONE_MORE)?);
    }
    figures.extend(writes(runner)?);
    figures.push(exchange(runner)?);
    Ok(figures)
}

/// A plan of tables that exist, with these elements beside.
fn plan(runner: &Runner, world: World, more: &str) -> Result<Vec<Figure>> {
    let endpoint = runner.endpoint(world, true, &[])?;
    let import = world.tables(endpoint.url(), RateLimit::None, "") + &world.imports();
    let state = runner.state_after_apply(&runner.project(&import)?)?;
    drop(endpoint);

    let endpoint = runner.endpoint(world, true, &[])?;
    let project = runner.project(&world.tables(endpoint.url(), RateLimit::Default, more))?;
    set_state(&project, &state)?;
    let run = runner.run(&project, &["plan", "-out=it.tfplan"])?;
    let calls = Calls::of(&endpoint.finish()).to_api_gateway();
    let what = if more.is_empty() { "refresh" } else { "plan of one more key" };
    let name = |figure| format!("{what} of {} in tables: {figure}", world.name());
    let own = baseline::maps(runner, world, more)?.as_secs_f64();
    let limit =
        format!("for terraform_data, {:.1} s for the calls under the quota", quota::seconds_for(calls));
    let mut figures = vec![
        Figure::seconds(name("time"), run.time).against(own, limit),
        Figure::count(name("calls"), calls).against(world.pages(super::refresh::PAGE) as f64, "by pages"),
    ];
    figures.extend(run.peak.map(|bytes| Figure::bytes(name("provider's peak memory"), bytes)));
    Ok(figures)
}

/// The creation of a table under the quota.
fn writes(runner: &Runner) -> Result<Vec<Figure>> {
    let world = World::of(WRITES);
    let endpoint = runner.endpoint(world, false, &["--quota"])?;
    let project = runner.project(&world.tables(endpoint.url(), RateLimit::Default, ""))?;
    let create = runner.run(&project, &["apply", "-auto-approve"])?;
    let calls = Calls::of(&endpoint.finish());
    let name = |what| format!("{WRITES} in a table under the quota: {what}");
    let limit = quota::seconds_for(calls.to_api_gateway());
    Ok(vec![
        Figure::seconds(name("create"), create.time).against(limit, "for as many calls"),
        Figure::count(name("throttled answers"), calls.throttled()),
    ])
}

/// How many writes an exchange of two keys takes.
fn exchange(runner: &Runner) -> Result<Figure> {
    let world = World { mappings: 0, domains: 1 };
    let endpoint = runner.endpoint(world, false, &[])?;
    let [before, after] = EXCHANGED.map(|more| world.tables(endpoint.url(), RateLimit::Default, more));
    let state = runner.state_after_apply(&runner.project(&before)?)?;
    let project = runner.project(&after)?;
    set_state(&project, &state)?;
    runner.run(&project, &["apply", "-auto-approve"])?;
    let calls = Calls::of(&endpoint.finish());
    let writes = ["CreateApiMapping", "UpdateApiMapping", "DeleteApiMapping"];
    let writes: usize = writes.map(|write| calls.of_operation(write)).iter().sum();
    // The two keys were created before.
    Ok(Figure::count("exchange of two keys of a table: writes", writes - 2))
}
