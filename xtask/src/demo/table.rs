//! What the demo shows of a table: two keys exchange their stages, and a mapping that was added
//! by hand is found.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use ureq::Agent;

use super::steps::{CHANGES, NO_CHANGES, expect};
use crate::project::Project;
use crate::{console, process};

const EXCHANGED: &str = "-var=exchanged=true";

/// Runs every step in its order.
pub(crate) fn all(project: &Project, url: &str) -> Result<()> {
    create(project)?;
    exchange(project)?;
    find_a_stray_mapping(project, url)?;
    destroy(project)
}

fn create(project: &Project) -> Result<()> {
    console::step("A table: all mappings of api.example.com in one resource");
    expect(project, 0, ["init", "-input=false"])?;
    expect(project, 0, ["apply", "-auto-approve"])
}

fn exchange(project: &Project) -> Result<()> {
    console::step("Two keys exchange their stages: in place, no path stops answering");
    let before = ids(project)?;
    expect(project, 0, ["apply", "-auto-approve", EXCHANGED])?;
    let after = ids(project)?;
    ensure!(before == after, "the ids changed from {before} to {after}");
    console::note("both mappings still have their ids");
    expect(project, NO_CHANGES, ["plan", "-detailed-exitcode", EXCHANGED])
}

fn find_a_stray_mapping(project: &Project, url: &str) -> Result<()> {
    console::step("A mapping that was added by hand shows in the plan, and apply removes it");
    map_by_hand(url)?;
    expect(project, CHANGES, ["plan", "-detailed-exitcode", EXCHANGED])?;
    expect(project, 0, ["apply", "-auto-approve", EXCHANGED])?;
    expect(project, NO_CHANGES, ["plan", "-detailed-exitcode", EXCHANGED])
}

fn destroy(project: &Project) -> Result<()> {
    console::step("Destroy: the mappings of the table are deleted");
    expect(project, 0, ["destroy", "-auto-approve", EXCHANGED])
}

/// The ids of the mappings, by key, as Terraform prints them.
fn ids(project: &Project) -> Result<String> {
    process::output(&mut project.terraform(["output", "-json", "mappings"]))
}

/// Makes a mapping past Terraform.
fn map_by_hand(url: &str) -> Result<()> {
    let agent: Agent = Agent::config_builder().proxy(None).build().into();
    let stray = json!({ "apiId": "a1b2c3d4", "stage": "test", "apiMappingKey": "stray" });
    agent
        .post(format!("{url}/v2/domainnames/api.example.com/apimappings"))
        .header("content-type", "application/json")
        .header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=demo/20260101/eu-west-1/apigateway/aws4_request, SignedHeaders=host, \
             Signature=0",
        )
        .send(stray.to_string())
        .context("cannot make a mapping by hand")?;
    console::note("made by hand: key \"stray\", stage test");
    Ok(())
}
