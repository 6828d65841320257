//! What Terraform itself needs for as many resources that no provider process
//! has a part in.

use std::time::Duration;

use anyhow::Result;

use super::runner::{Runner, set_state};
use super::state;
use super::world::World;

/// A plan that creates them.
pub(crate) fn creating(runner: &Runner, size: usize) -> Result<Duration> {
    let project = runner.project(&configuration(size))?;
    Ok(runner.run(&project, &["plan", "-out=it.tfplan"])?.time)
}

/// A plan when they exist.
pub(crate) fn existing(runner: &Runner, size: usize) -> Result<Duration> {
    let one = runner.project(&configuration(1))?;
    let state = runner.state_after_apply(&one)?;
    let project = runner.project(&configuration(size))?;
    let state = state::many(&state, size, |text, _, n| text.replace("key-0", &format!("key-{n}")))?;
    set_state(&project, &state)?;
    Ok(runner.run(&project, &["plan", "-detailed-exitcode"])?.time)
}

/// A plan of tables that exist, with these elements beside.
pub(crate) fn maps(runner: &Runner, world: World, more: &str) -> Result<Duration> {
    let state = runner.state_after_apply(&runner.project(&world.maps(""))?)?;
    let project = runner.project(&world.maps(more))?;
    set_state(&project, &state)?;
    Ok(runner.run(&project, &["plan", "-out=it.tfplan"])?.time)
}

fn configuration(size: usize) -> String {
    format!(
        "resource \"terraform_data\" \"it\" {{\n  count = {size}\n  input = \"key-${{count.index}}\"\n}}\n"
    )
}
