//! What the demo shows first: README's fifteen lines, as they stand.

use anyhow::Result;

use super::steps::{NO_CHANGES, expect};
use crate::console;
use crate::project::Project;

/// Runs every step in its order.
pub(crate) fn all(project: &Project) -> Result<()> {
    console::step("The fifteen lines of README: a stage answers at wss://api.example.com/orders");
    expect(project, 0, ["init", "-input=false"])?;
    expect(project, 0, ["apply", "-auto-approve"])?;
    console::note("a second plan has nothing to do:");
    expect(project, NO_CHANGES, ["plan", "-detailed-exitcode"])?;
    expect(project, 0, ["destroy", "-auto-approve"])
}
