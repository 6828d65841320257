//! A key belongs to one mapping of a domain.

use super::KEY;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Diagnostic, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_key_held_by_another_mapping_is_an_error_that_says_how_to_adopt_it),
    scenario!(a_stray_mapping_that_is_just_what_is_planned_is_adopted_by_importing_it),
    scenario!(a_stray_mapping_stops_an_apply_that_has_no_state_before_anything_is_written),
    scenario!(an_update_to_a_key_that_is_held_is_an_error),
    scenario!(a_key_planned_twice_in_one_run_is_an_error),
    scenario!(a_key_of_another_resource_is_planned_twice),
    scenario!(a_key_with_levels_is_a_warning_for_a_websocket_api_only),
    scenario!(more_than_200_multi_level_keys_are_one_warning, needs: [OutOfBand]),
    scenario!(a_mapping_that_is_replaced_at_200_multi_level_keys_is_not_one_more, needs: [OutOfBand]),
    scenario!(a_key_that_comes_as_another_goes_at_200_multi_level_keys_may_be_right, needs: [OutOfBand]),
]);

fn a_key_held_by_another_mapping_is_an_error_that_says_how_to_adopt_it(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    for (key, golden) in [("orders", "key_held"), ("", "root_held")] {
        let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", key);
        project.main(&world.orders_block().key(key).hcl());
        let failed = project.plan().fails();
        failed
            .error("API Mapping Key Already Taken")
            .on(KEY)
            .says(&world.payments)
            .says(&format!("\"{holder}/{DOMAIN}\""))
            .says("= \"warning\" in")
            .reads_as(golden, case, &[(&holder, "holder"), (&world.payments, "payments")]);
        // What it advises works.
        project.main(&(world.orders_block().key(key).hcl() + &import(&holder)));
        let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
        assert_eq!((planned.imports, planned.diagnostics.len()), (1, 0), "{}", planned.text);
    }
}

fn a_stray_mapping_that_is_just_what_is_planned_is_adopted_by_importing_it(case: &Case) {
    let world = World::new(case);
    let stray = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project
        .plan()
        .fails()
        .error("API Mapping Key Already Taken")
        .on(KEY)
        .says(&format!("\"{stray}/{DOMAIN}\""))
        .says("`moved`")
        .says("create_before_destroy")
        .says("= \"warning\" in")
        .reads_as("key_held_by_what_is_planned", case, &[(&stray, "stray"), (&world.orders, "orders")]);
    project.main(&(world.orders_block().hcl() + &import(&stray)));
    project.apply().succeeds();
    assert_eq!(project.state().id(), stray);
    project.plan().plans_nothing();
}

fn a_stray_mapping_stops_an_apply_that_has_no_state_before_anything_is_written(case: &Case) {
    let world = World::new(case);
    let stray = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    let failed = project.apply().fails();
    failed.error("API Mapping Key Already Taken").on(KEY).says(&stray).reads_as(
        "key_held_by_what_is_planned",
        case,
        &[(&stray, "stray"), (&world.orders, "orders")],
    );
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, stray);
    project.state().is_empty();
}

fn an_update_to_a_key_that_is_held_is_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    project.main(&world.orders_block().key("payments").hcl());
    let failed = project.plan().fails();
    failed.error("API Mapping Key Already Taken").on(KEY).says("\"payments\"").says(&holder).reads_as(
        "key_held_at_an_update",
        case,
        &[(&holder, "holder"), (&world.payments, "payments")],
    );
}

fn a_key_planned_twice_in_one_run_is_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let second = Block::new("more").domain(DOMAIN).api(&world.payments).stage("test");
    for (key, golden) in [("orders", "key_planned_twice"), ("", "root_planned_twice")] {
        project.main(&(world.orders_block().key(key).hcl() + &second.clone().key(key).hcl()));
        let failed = project.plan().fails();
        let error = failed.error("API Mapping Key Planned Twice").on(KEY);
        // Whichever of the two is planned second names the other one.
        let others = [(&world.orders, "production"), (&world.payments, "test")];
        let (api, stage) = others.into_iter().find(|(api, _)| error.detail.contains(*api)).expect("an API");
        error.says(stage).says(DOMAIN).reads_as(golden, case, &[(api, "api"), (stage, "stage")]);
    }
    // No key and an empty key are the same root.
    project.main(&(world.orders_block().no_key().hcl() + &second.clone().key("").hcl()));
    project.plan().fails().error("API Mapping Key Planned Twice");
    // The same key on two domains is fine.
    case.aws.create_domain("web.example.com");
    project.main(&(world.orders_block().hcl() + &second.domain("web.example.com").key("orders").hcl()));
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}

fn a_key_of_another_resource_is_planned_twice(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    // Planned after the one that has the key, so that both are known.
    let newcomer = Block::new("newcomer").domain(DOMAIN).api(&world.payments).stage("test").key("orders");
    let newcomer = newcomer.with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&(world.orders_block().hcl() + &newcomer.hcl()));
    let failed = project.plan().fails();
    failed.error("API Mapping Key Planned Twice").on(KEY).reads_as(
        "key_planned_twice",
        case,
        &[(&world.orders, "api"), ("production", "stage")],
    );
}

fn a_key_with_levels_is_a_warning_for_a_websocket_api_only(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().key("orders/v2").hcl());
    let applied = project.apply().succeeds();
    let of_websocket = |found: &&Diagnostic| found.summary == "Multi-Level Key for a WebSocket API";
    let warning = applied.diagnostics.iter().find(of_websocket).expect("a warning");
    let warning = warning.on(KEY).says("\"orders/v2\"");
    warning.reads_as("levels_for_a_websocket_api", case, &[(&world.orders, "orders")]);
    // What the service takes stays, and is not spoken of again.
    project.plan().plans_nothing();
    project.destroy().succeeds();
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let orders = world.orders_block().api(&shop).stage("$default");
    project.main(&orders.clone().key("orders/v2").hcl());
    let planned = project.plan().succeeds();
    let first = planned.warning("First Multi-Level Key of the Domain Name").on(KEY).says(DOMAIN);
    first.says("lower case").reads_as("first_multi_level_key", case, &[]);
    assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
    project.apply().succeeds();
    // The second one brings nothing new.
    project.main(
        &(orders.clone().key("orders/v2").hcl()
            + &Block::new("second").domain(DOMAIN).api(&shop).stage("$default").key("a/b").hcl()),
    );
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}

fn more_than_200_multi_level_keys_are_one_warning(case: &Case) {
    case.aws.create_domain(DOMAIN);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.local().world(|world| {
        for number in 0..195 {
            world.put_mapping(DOMAIN, &format!("shop/v{number}"), &shop, "$default");
            world.put_mapping(DOMAIN, &format!("single{number}"), &shop, "$default");
        }
    });
    let project = case.project();
    let planned = |count: usize| {
        let block = Block::new("more")
            .domain(DOMAIN)
            .api(&shop)
            .stage("$default")
            .set("for_each", &format!("toset([for n in range({count}) : \"more/v${{n}}\"])"))
            .set(KEY, "each.key");
        project.main(&block.hcl());
        project.plan().succeeds()
    };
    assert_eq!(planned(5).diagnostics.len(), 0, "200 are fine, and single-level keys do not count");
    let planned = planned(10);
    let warning = planned.warning("Too Many Multi-Level Mappings").on(KEY).says(DOMAIN).says("200");
    warning.reads_as("too_many_levels", case, &[]);
}

/// 199 keys with levels behind Terraform's back, and the resource `orders` with one more.
fn with_200_levels(case: &Case, project: &Project) -> Block {
    case.aws.create_domain(DOMAIN);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.local().world(|world| {
        for number in 0..199 {
            world.put_mapping(DOMAIN, &format!("shop/v{number}"), &shop, "$default");
        }
    });
    let orders = Block::new("orders").domain(DOMAIN).api(&shop).stage("$default").key("orders/v1");
    project.main(&orders.hcl());
    assert_eq!(project.apply().succeeds().diagnostics.len(), 0);
    orders
}

fn a_mapping_that_is_replaced_at_200_multi_level_keys_is_not_one_more(case: &Case) {
    let project = case.project();
    let orders = with_200_levels(case, &project);
    let replace = format!("-replace={ORDERS}");
    for key in ["orders/v1", "orders/v2"] {
        project.main(&orders.clone().key(key).hcl());
        let planned = project.plan_with(&[&replace]).succeeds();
        assert_eq!(planned.diagnostics.len(), 0, "{key}: {}", planned.text);
    }
    project.apply_with(&[&replace]).succeeds();
    project.plan().plans_nothing();
}

fn a_key_that_comes_as_another_goes_at_200_multi_level_keys_may_be_right(case: &Case) {
    let project = case.project();
    let orders = with_200_levels(case, &project);
    project.main(&orders.key("orders/v2").named("renamed").hcl());
    let planned = project.plan().succeeds();
    let warning = planned.warning("Too Many Multi-Level Mappings").on(KEY);
    warning.says("an apply of their own before").reads_as("too_many_levels_until_others_go", case, &[]);
}

fn import(id: &str) -> String {
    format!("\nimport {{\n  to = {ORDERS}\n  id = \"{id}/{DOMAIN}\"\n}}\n")
}
