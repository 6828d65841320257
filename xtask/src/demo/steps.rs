//! What the demo shows, step by step, and what each step must come to.

use anyhow::{Result, bail, ensure};
use serde::Deserialize;

use crate::project::Project;
use crate::{console, process};

const ADDRESS: &str = "apigatewayv2_api_mapping.orders";
const TEST_STAGE: &str = "-var=stage=test";
/// Exit codes of `terraform plan -detailed-exitcode`.
pub(super) const NO_CHANGES: i32 = 0;
pub(super) const CHANGES: i32 = 2;

/// Runs every step in its order.
pub(crate) fn all(project: &Project) -> Result<()> {
    install(project)?;
    plan(project)?;
    apply(project)?;
    plan_again(project)?;
    let id = switch_stage(project)?;
    import(project, &id)?;
    refuse_a_bad_key(project)?;
    destroy(project)
}

fn install(project: &Project) -> Result<()> {
    console::step("Init installs the provider");
    expect(project, 0, ["init", "-input=false"])
}

fn plan(project: &Project) -> Result<()> {
    console::step("Plan: the production stage is to answer at wss://api.example.com/orders");
    expect(project, CHANGES, ["plan", "-detailed-exitcode"])
}

fn apply(project: &Project) -> Result<()> {
    console::step("Apply: the mapping is created");
    expect(project, 0, ["apply", "-auto-approve"])
}

fn plan_again(project: &Project) -> Result<()> {
    console::step("A second plan has nothing to do");
    expect(project, NO_CHANGES, ["plan", "-detailed-exitcode"])
}

/// Gives the id of the mapping.
fn switch_stage(project: &Project) -> Result<String> {
    console::step("Switch to the test stage: in place, the mapping is never gone");
    let before = mapping_id(project)?;
    expect(project, 0, ["plan", TEST_STAGE, "-out=switch.tfplan"])?;
    let actions = planned_actions(project, "switch.tfplan")?;
    ensure!(actions == ["update"], "planned {actions:?}, not an update");
    expect(project, 0, ["apply", "switch.tfplan"])?;
    let after = mapping_id(project)?;
    ensure!(before == after, "the id changed from {before} to {after}");
    console::note(&format!("the mapping's id is still {after}"));
    Ok(after)
}

fn import(project: &Project, id: &str) -> Result<()> {
    console::step("Import: the mapping is forgotten, and adopted again by its id");
    expect(project, 0, ["state", "rm", ADDRESS])?;
    let import_id = format!("{id}/api.example.com");
    expect(project, 0, ["import", TEST_STAGE, ADDRESS, &import_id])?;
    console::note("what was imported is what the configuration says:");
    let plan = ["plan", "-detailed-exitcode", TEST_STAGE];
    expect(project, NO_CHANGES, plan)
}

fn refuse_a_bad_key(project: &Project) -> Result<()> {
    console::step("A mistake is found by plan, before anything is changed");
    let (code, printed) = project.show(["plan", TEST_STAGE, "-var=path=new orders"])?;
    ensure!(code == 1, "plan ended with exit code {code}, not 1");
    ensure!(printed.contains("Invalid API Mapping Key"), "the error is not about the key");
    Ok(())
}

fn destroy(project: &Project) -> Result<()> {
    console::step("Destroy: the mapping is deleted");
    expect(project, 0, ["destroy", "-auto-approve", TEST_STAGE])?;
    let left = process::output(&mut project.terraform(["state", "list"]))?;
    ensure!(left.trim().is_empty(), "still in state: {left}");
    Ok(())
}

/// Runs Terraform, shows its output and checks its exit code.
pub(super) fn expect<'a>(
    project: &Project,
    code: i32,
    args: impl IntoIterator<Item = &'a str>,
) -> Result<()> {
    match project.show(args)?.0 {
        found if found == code => Ok(()),
        found => bail!("it ended with exit code {found}; the demo expects {code} here"),
    }
}

fn mapping_id(project: &Project) -> Result<String> {
    process::output(&mut project.terraform(["output", "-raw", "mapping"]))
}

/// What a saved plan does to the mapping.
fn planned_actions(project: &Project, plan: &str) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Plan {
        resource_changes: Vec<ResourceChange>,
    }
    #[derive(Deserialize)]
    struct ResourceChange {
        change: Change,
    }
    #[derive(Deserialize)]
    struct Change {
        actions: Vec<String>,
    }
    let json = process::output(&mut project.terraform(["show", "-json", plan]))?;
    let plan: Plan = serde_json::from_str(&json)?;
    let changes = plan.resource_changes.into_iter();
    Ok(changes.flat_map(|change| change.change.actions).collect())
}
