//! What was unknown at plan is checked at apply, before the write, in the same words.

use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_unknown_api_is_checked_before_the_write),
    scenario!(an_unknown_key_is_checked_before_the_write),
    scenario!(a_mix_that_shows_only_at_apply_is_refused_before_the_write),
];

/// A project in which `attribute` becomes `value` only during the apply.
fn late(case: &Case, world: &World, attribute: &'static str, value: &str) -> Project {
    let project = case.project();
    let upstream = format!("resource \"terraform_data\" \"late\" {{\n  input = {value:?}\n}}\n");
    let block = world.orders_block().set(attribute, "terraform_data.late.output");
    project.main(&(upstream + &block.hcl()));
    project
}

fn an_unknown_api_is_checked_before_the_write(case: &Case) {
    let world = World::new(case);
    let project = late(case, &world, "api_id", "zzzz9999");
    project.plan().succeeds();
    project
        .apply()
        .fails()
        .error("API Not Found")
        .on("api_id")
        .says("There is no API with the id \"zzzz9999\"");
    case.aws.expect_writes(&[]);
    project.state().is_empty();
}

fn an_unknown_key_is_checked_before_the_write(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    case.aws.forget_calls();
    let project = late(case, &world, "api_mapping_key", "orders");
    project.plan().succeeds();
    let failed = project.apply().fails();
    failed
        .error("API Mapping Key Already Taken")
        .on("api_mapping_key")
        .says(&format!("\"{holder}/{DOMAIN}\""));
    case.aws.expect_writes(&[]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder);
}

fn a_mix_that_shows_only_at_apply_is_refused_before_the_write(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    case.aws.forget_calls();
    let project = late(case, &world, "api_id", &shop);
    project.plan().succeeds();
    project.apply().fails().error("WebSocket and Other APIs on One Domain").on("api_id");
    case.aws.expect_writes(&[]);
}
