//! No key and an empty key are the same mapping: the root of the domain.

use super::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(the_root_is_mapped_without_a_key),
    scenario!(the_root_is_mapped_with_an_empty_key),
    scenario!(a_key_is_taken_away_and_given_back_in_place),
    scenario!(an_imported_root_mapping_plans_clean_in_both_forms),
]);

fn the_root_is_mapped_without_a_key(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().no_key().hcl());
    project.apply().succeeds();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_key, "");
    project.plan().plans_nothing();
    // The other way to write the same: nothing to do.
    project.main(&world.orders_block().key("").hcl());
    project.plan().plans_nothing();
}

fn the_root_is_mapped_with_an_empty_key(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().key("").hcl());
    project.apply().succeeds();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_key, "");
    project.plan().plans_nothing();
    project.main(&world.orders_block().no_key().hcl());
    project.plan().plans_nothing();
}

fn a_key_is_taken_away_and_given_back_in_place(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    for (block, key) in [
        (world.orders_block().no_key(), ""),
        (world.orders_block().key("orders"), "orders"),
        (world.orders_block().key(""), ""),
    ] {
        project.main(&block.hcl());
        project.apply().succeeds().plans(&[(ORDERS, "update")]);
        let mapping = case.aws.mapping(DOMAIN);
        assert_eq!((mapping.api_mapping_id, mapping.api_mapping_key.as_str()), (id.clone(), key));
        project.plan().plans_nothing();
    }
}

fn an_imported_root_mapping_plans_clean_in_both_forms(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    let project = case.project();
    project.main(&world.orders_block().no_key().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    project.plan().plans_nothing();
    project.main(&world.orders_block().key("").hcl());
    project.plan().plans_nothing();
}
