//! The whole table of a domain in one resource: one file for each part of its life.

mod adoption;
mod at_apply;
mod claims;
mod drift;
mod faults;
mod findings;
mod interrupted;
mod lifecycle;
mod making_room;
mod mistakes;
mod places;
mod reasons;

use std::fmt::Write as _;

use local_gateway::Fault;

use crate::acceptance::world::{DOMAIN, quote};
use crate::harness::endpoint::Mapping;
use crate::harness::{Case, Project, Scenario};

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        lifecycle::SCENARIOS,
        drift::SCENARIOS,
        claims::SCENARIOS,
        adoption::SCENARIOS,
        faults::SCENARIOS,
        mistakes::SCENARIOS,
        places::SCENARIOS,
        findings::SCENARIOS,
        at_apply::SCENARIOS,
        reasons::SCENARIOS,
        interrupted::SCENARIOS,
        making_room::SCENARIOS,
    ]
    .concat()
}

/// The resource of most scenarios.
pub(crate) const TABLE: &str = "apigatewayv2_api_mappings.api";

/// A key, an API and a stage.
pub(crate) type Row<'a> = (&'a str, &'a str, &'a str);

/// A way to fail, and what it is called.
type Failure = (&'static str, fn(Fault) -> Fault);

/// A table of the domain, as HCL.
pub(crate) fn table(rows: &[Row<'_>]) -> String {
    table_with("", rows)
}

/// The same with more lines in the block.
fn table_with(more: &str, rows: &[Row<'_>]) -> String {
    let rows = rows
        .iter()
        .map(|(key, api, stage)| (*key, format!("{{ api_id = {}, stage = {} }}", quote(api), quote(stage))));
    block(DOMAIN, &map(rows), more)
}

/// A map of these expressions, as HCL.
fn map<'k>(elements: impl IntoIterator<Item = (&'k str, String)>) -> String {
    let mut hcl = "{\n".to_owned();
    for (key, element) in elements {
        let _ = writeln!(hcl, "    {} = {element}", quote(key));
    }
    hcl + "  }"
}

/// The resource with this expression as its map.
fn block(domain: &str, mappings: &str, more: &str) -> String {
    format!(
        "\nresource \"apigatewayv2_api_mappings\" \"api\" {{\n  domain_name = {domain:?}\n  mappings = {mappings}\n{more}}}\n"
    )
}

/// Checks that the domain has exactly these mappings, and state too.
///
/// # Panics
/// When it has not.
#[track_caller]
pub(crate) fn holds(case: &Case, project: &Project, rows: &[Row<'_>]) {
    on_domain(case, rows);
    in_state(case, project);
}

/// Checks that the domain has exactly these mappings.
///
/// # Panics
/// When it has not.
#[track_caller]
fn on_domain(case: &Case, rows: &[Row<'_>]) {
    let mut found: Vec<_> = case.aws.mappings(DOMAIN).into_iter().map(row).collect();
    found.sort();
    let row = |(key, api, stage): &Row<'_>| ((*key).to_owned(), (*api).to_owned(), (*stage).to_owned());
    let mut expected: Vec<_> = rows.iter().map(row).collect();
    expected.sort();
    assert_eq!(found, expected);
}

fn row(mapping: Mapping) -> (String, String, String) {
    (mapping.api_mapping_key, mapping.api_id, mapping.stage)
}

/// Checks that state says of each mapping on the domain what it is, and of none else.
///
/// # Panics
/// When it does not.
#[track_caller]
fn in_state(case: &Case, project: &Project) {
    let state = project.state();
    let attributes = state.table();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut stored = Vec::new();
    for (key, target) in attributes["mappings"].as_object().expect("a map of mappings") {
        let id = text(&attributes["api_mapping_ids"][key]);
        stored.push((id, key.clone(), text(&target["api_id"]), text(&target["stage"])));
    }
    for computed in ["api_mapping_ids", "urls"] {
        assert_eq!(
            attributes[computed].as_object().map_or(0, serde_json::Map::len),
            stored.len(),
            "{computed}"
        );
    }
    let found = case.aws.mappings(DOMAIN);
    let mut found: Vec<_> =
        found.into_iter().map(|m| (m.api_mapping_id, m.api_mapping_key, m.api_id, m.stage)).collect();
    found.sort();
    stored.sort();
    assert_eq!(stored, found, "state is not what exists");
}

/// The id of a mapping, by its key.
#[track_caller]
pub(crate) fn id_of(case: &Case, key: &str) -> String {
    let found = case.aws.mappings(DOMAIN).into_iter().find(|mapping| mapping.api_mapping_key == key);
    found.unwrap_or_else(|| panic!("no mapping at {key:?}")).api_mapping_id
}
