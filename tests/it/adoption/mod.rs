//! Bringing in what exists, and leaving again: identities, moves from
//! hashicorp/aws, lists, generated configuration, and states of other versions.

mod advice;
mod awscc;
mod base_path_mappings;
mod child_modules;
mod generated_configuration;
pub(crate) mod hashicorp_aws;
mod identity;
mod location;
mod managed_twice;
mod moved_instances;
mod moves;
mod moves_without_a_region;
pub(crate) mod query;
mod region;
mod states_of_other_versions;

use std::fs;

use serde_json::{Map, Value};

pub(crate) use self::hashicorp_aws::serve_if_asked;
pub(crate) use self::moves::MOVED;
use crate::harness::{Project, Scenario};

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        advice::SCENARIOS,
        awscc::SCENARIOS,
        base_path_mappings::SCENARIOS,
        child_modules::SCENARIOS,
        generated_configuration::SCENARIOS,
        location::SCENARIOS,
        identity::SCENARIOS,
        managed_twice::SCENARIOS,
        moved_instances::SCENARIOS,
        moves::SCENARIOS,
        moves_without_a_region::SCENARIOS,
        &query::scenarios(),
        region::SCENARIOS,
        states_of_other_versions::SCENARIOS,
    ]
    .concat()
}

/// Rewrites the only instance in the state file, as another version or a person
/// might have left it.
fn edit_state(project: &Project, edit: impl FnOnce(&mut Map<String, Value>)) {
    rewrite(project, |state| {
        edit(state["resources"][0]["instances"][0].as_object_mut().expect("an instance"));
    });
}

/// Rewrites the attributes of every resource in the state file.
fn edit_states(project: &Project, edit: impl Fn(&mut Map<String, Value>)) {
    rewrite(project, |state| {
        for resource in state["resources"].as_array_mut().expect("resources") {
            edit(resource["instances"][0]["attributes"].as_object_mut().expect("attributes"));
        }
    });
}

fn rewrite(project: &Project, edit: impl FnOnce(&mut Value)) {
    let file = project.folder().join("terraform.tfstate");
    let text = fs::read(&file).expect("a state file");
    let mut state: Value = serde_json::from_slice(&text).expect("a state file is JSON");
    edit(&mut state);
    fs::write(&file, state.to_string()).expect("a state file");
}

/// Forgets the state, for the next round of a scenario.
fn forget_state(project: &Project) {
    fs::remove_file(project.folder().join("terraform.tfstate")).expect("a state file");
}

/// A `list` block with these lines in it.
fn list(lines: &str) -> String {
    format!("list \"apigatewayv2_api_mapping\" \"all\" {{\n  provider = apigatewayv2\n  {lines}\n}}\n")
}

/// The line of a `list` block that asks for one domain.
fn in_domain(name: &str) -> String {
    format!("config {{\n    domain_name = {name:?}\n  }}")
}
