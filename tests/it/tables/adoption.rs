//! Import, generated configuration, identity and lists.

use serde_json::json;

use super::{TABLE, holds, in_state, on_domain, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, REGION, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(the_command_import_takes_a_table_over),
    scenario!(generated_configuration_of_a_table_plans_clean),
    scenario!(a_mapping_without_a_stage_is_imported_with_a_word_about_it, needs: [OutOfBand]),
    scenario!(an_empty_domain_is_imported_before_anything_is_created),
    scenario!(an_identity_imports_a_table, needs: [Identity]),
    scenario!(a_wrong_import_id_of_a_table_is_answered_with_the_right_form),
    scenario!(single_mappings_move_into_a_table_and_back, needs: [Removed]),
]);

fn import_block(id: &str) -> String {
    format!("\nimport {{\n  to = {TABLE}\n  id = {id:?}\n}}\n")
}

fn the_command_import_takes_a_table_over(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "test", "");
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    let rows = [("", world.orders.as_str(), "test"), ("payments", world.payments.as_str(), "test")];
    let project = case.project();
    project.main(&table(&rows));
    project.import(TABLE, DOMAIN).succeeds();
    holds(case, &project, &rows);
    project.plan().plans_nothing();
}

fn generated_configuration_of_a_table_plans_clean(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default", "v2"]);
    for (key, stage) in
        [("", "$default"), ("orders/v2", "v2"), ("a.b", "v2"), ("$x", "$default"), ("for", "v2")]
    {
        case.aws.create_mapping(DOMAIN, &shop, stage, key);
    }
    let project = case.project();
    project.main(&import_block(DOMAIN));
    let planned = project.plan_with(&["-generate-config-out=generated.tf"]).succeeds();
    assert_eq!(planned.imports, 1, "{}", planned.text);
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[]);
    in_state(case, &project);
    project.plan().plans_nothing();
}

fn a_mapping_without_a_stage_is_imported_with_a_word_about_it(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "test", "a");
    case.aws.local().world(|account| account.put_mapping(DOMAIN, "b", &world.orders, ""));
    let project = case.project();
    // As it is, it cannot be written.
    project.main(&(table(&[("a", &world.orders, "test"), ("b", &world.orders, "")]) + &import_block(DOMAIN)));
    project.validate().fails().error("Missing Stage Name").says("mappings[\"b\"].stage");
    let rows = [("a", world.orders.as_str(), "test"), ("b", world.orders.as_str(), "production")];
    project.main(&(table(&rows) + &import_block(DOMAIN)));
    let planned = project.plan().succeeds();
    let warning = planned.warning("API Mappings Without a Stage").says("key \"b\"");
    warning.reads_as("table_without_a_stage", case, &[]);
    project.apply().succeeds();
    holds(case, &project, &rows);
    project.plan().plans_nothing();
}

fn an_empty_domain_is_imported_before_anything_is_created(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test")];
    project.main(&(table(&rows) + &import_block(DOMAIN)));
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    holds(case, &project, &rows);
    project.plan().plans_nothing();
}

fn an_identity_imports_a_table(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "test", "a");
    let rows = [("a", world.orders.as_str(), "test")];
    let project = case.project();
    let import =
        format!("\nimport {{\n  to = {TABLE}\n  identity = {{\n    domain_name = {DOMAIN:?}\n  }}\n}}\n");
    project.main(&(table(&rows) + &import));
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    holds(case, &project, &rows);
    let state = project.state();
    let identity = json!({"domain_name": DOMAIN, "region": REGION, "account_id": case.aws.account()});
    assert_eq!(state.tables()[0]["identity"], identity);
    project.plan().plans_nothing();
}

fn a_wrong_import_id_of_a_table_is_answered_with_the_right_form(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    for id in
        [format!("abc123/{DOMAIN}"), "https://api.example.com".to_owned(), format!("{DOMAIN}@eu-west-1a")]
    {
        let refused = project.import(TABLE, &id).fails();
        refused.error("Invalid Import ID").says("is its domain name, for example \"api.example.com\"");
    }
    project.import(TABLE, "missing.example.com").fails().error("Domain Name Not Found");
    assert!(project.state().tables().is_empty());
}

fn single_mappings_move_into_a_table_and_back(case: &Case) {
    let world = World::new(case);
    let rows = [("orders", world.orders.as_str(), "production")];
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    let removed = |what: &str| {
        format!("\nremoved {{\n  from = {what}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n")
    };
    case.aws.forget_calls();
    project.main(&(table(&rows) + &import_block(DOMAIN) + &removed(crate::acceptance::world::ORDERS)));
    project.apply().succeeds();
    project.state().is_empty();
    in_state(case, &project);
    project.main(&table(&rows));
    project.plan().plans_nothing();
    let back =
        format!("\nimport {{\n  to = {}\n  id = \"{id}/{DOMAIN}\"\n}}\n", crate::acceptance::world::ORDERS);
    project.main(&(world.orders_block().hcl() + &back + &removed(TABLE)));
    project.apply().succeeds();
    assert!(project.state().tables().is_empty());
    assert_eq!(project.state().id(), id);
    case.aws.expect_writes(&[]);
    on_domain(case, &rows);
}
