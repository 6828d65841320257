//! A mapping that is imported although it has another address.

use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(an_import_of_a_mapping_whose_old_address_is_destroyed_is_told),
    scenario!(two_imports_of_one_mapping_are_told),
]);

const TWICE: &str = "API Mapping Managed Twice";

fn import(name: &str, id: &str) -> String {
    format!("\nimport {{\n  to = apigatewayv2_api_mapping.{name}\n  id = \"{id}/{DOMAIN}\"\n}}\n")
}

fn named(world: &World, name: &str) -> String {
    world.orders_block().hcl().replace("\"orders\" {", &format!("{name:?} {{"))
}

fn an_import_of_a_mapping_whose_old_address_is_destroyed_is_told(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    // Renamed, with an import where a `moved` block belongs.
    project.main(&(named(&world, "production") + &import("production", &id)));
    let failed = project.apply().fails();
    let error = failed.error("API Mapping Imported and Destroyed").says("`moved`");
    error.reads_as("mapping_imported_and_destroyed", case, &[(&id, "id")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
    // What it advises works.
    let moved = "\nmoved {\n  from = apigatewayv2_api_mapping.orders\n  to   = apigatewayv2_api_mapping.production\n}\n";
    project.main(&(named(&world, "production") + moved));
    project.apply().succeeds();
    assert_eq!(project.state().id(), id);
}

fn two_imports_of_one_mapping_are_told(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&["one", "other"].map(|name| named(&world, name) + &import(name, &id)).concat());
    let planned = project.plan().succeeds();
    assert_eq!(planned.warnings().len(), 1, "{}", planned.text);
    planned.warning(TWICE).says("another import").reads_as("mapping_managed_twice", case, &[(&id, "id")]);
}
