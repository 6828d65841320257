//! `import` blocks that a data source feeds, as the example has them.

use super::MAPPINGS;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(import_blocks_are_fed_by_a_look_up, needs: [ImportForEach]).on_every_core(),
    scenario!(import_blocks_are_fed_by_a_look_up_in_another_region, needs: [ImportForEach]),
];

const EXAMPLE: &str = include_str!("../../../examples/data-sources/apigatewayv2_api_mappings/data-source.tf");

/// The example, as it stands.
fn adopt(case: &Case, project: &Project, count: u64) {
    assert!(EXAMPLE.contains(&format!("domain_name = {DOMAIN:?}")) && EXAMPLE.contains(MAPPINGS));
    case.aws.forget_calls();
    let planned = project.plan().succeeds();
    assert_eq!(planned.imports, count, "{}", planned.text);
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, count, "{}", applied.text);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().instances().len() as u64, count);
    project.plan().plans_nothing();
}

fn import_blocks_are_fed_by_a_look_up(case: &Case) {
    let world = World::new(case);
    for key in ["", "orders", "orders.v2"] {
        case.aws.create_mapping(DOMAIN, &world.orders, "production", key);
    }
    let project = case.project();
    project.main(EXAMPLE);
    adopt(case, &project, 3);
    let state = project.state();
    let root = state.instances().into_iter().find(|instance| instance["index_key"] == "");
    assert_eq!(root.expect("an instance for the root")["attributes"]["url"], "wss://api.example.com");
}

fn import_blocks_are_fed_by_a_look_up_in_another_region(case: &Case) {
    let there = World::in_region(case, "us-east-1");
    let aws = case.aws.in_region("us-east-1");
    for key in ["orders", "orders.v2"] {
        aws.create_mapping(DOMAIN, &there.orders, "production", key);
    }
    let project = case.project();
    let domain = format!("domain_name = {DOMAIN:?}");
    let hcl = EXAMPLE.replace(&domain, &format!("{domain}\n  region = \"us-east-1\""));
    project.main(&hcl);
    adopt(case, &project, 2);
    assert!(project.state().instances().iter().all(|it| it["attributes"]["region"] == "us-east-1"));
}
