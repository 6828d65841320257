//! A WebSocket API cannot share a domain with HTTP or REST APIs.

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_websocket_api_onto_a_domain_of_http_and_rest_apis_is_an_error),
    scenario!(an_http_or_rest_api_onto_a_domain_of_websocket_apis_is_an_error),
    scenario!(both_kinds_planned_in_one_run_are_an_error),
    scenario!(another_kind_of_api_in_an_update_is_checked_against_the_others_alone),
    scenario!(a_domain_that_changes_kind_in_dependency_order_is_a_warning),
    scenario!(a_domain_that_is_emptied_first_takes_the_other_kind_with_a_warning),
    scenario!(a_mapping_of_another_kind_that_stays_is_an_error_once_it_is_planned),
];

const SUMMARY: &str = "WebSocket and Other APIs on One Domain Name";
const MAY_MIX: &str = "WebSocket and Other APIs May Meet on One Domain Name";

fn a_websocket_api_onto_a_domain_of_http_and_rest_apis_is_an_error(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let old = case.aws.create_rest_api("old", &["live"]);
    let first = case.aws.create_mapping(DOMAIN, &shop, "$default", "shop");
    let second = case.aws.create_mapping(DOMAIN, &old, "live", "");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    let failed = project.plan().fails();
    let error = failed.error(SUMMARY).on("api_id").says(&world.orders).says(DOMAIN).says("= \"warning\" in");
    for id in [&first, &second, &shop, &old] {
        error.says(id);
    }
    error.reads_as(
        "websocket_api_beside_http_and_rest_apis",
        case,
        &[(&world.orders, "orders"), (&first, "first"), (&second, "second"), (&shop, "shop"), (&old, "old")],
    );
}

fn an_http_or_rest_api_onto_a_domain_of_websocket_apis_is_an_error(case: &Case) {
    let world = World::new(case);
    let first = case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    let project = case.project();
    for (api, golden) in [
        (
            case.aws.create_api("shop", Protocol::Http, &["live"]),
            "http_api_beside_a_websocket_api_at_the_root",
        ),
        (case.aws.create_rest_api("old", &["live"]), "rest_api_beside_a_websocket_api_at_the_root"),
    ] {
        project.main(&Block::new("shop").domain(DOMAIN).api(&api).stage("live").key("shop").hcl());
        let failed = project.plan().fails();
        let error = failed.error(SUMMARY).on("api_id").says(&api).says(&first).says(&world.orders);
        error.reads_as(golden, case, &[(&api, "api"), (&first, "first"), (&world.orders, "orders")]);
    }
}

fn both_kinds_planned_in_one_run_are_an_error(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    let other = Block::new("shop").domain(DOMAIN).api(&shop).stage("$default").key("shop");
    let before = |name: &str| format!("  depends_on = [apigatewayv2_api_mapping.{name}]\n");
    let orders = &world.orders;
    for (hcl, golden) in [
        (
            world.orders_block().with(&before("shop")).hcl() + &other.hcl(),
            "websocket_api_planned_beside_an_http_api",
        ),
        (
            world.orders_block().hcl() + &other.clone().with(&before("orders")).hcl(),
            "http_api_planned_beside_a_websocket_api",
        ),
    ] {
        project.main(&hcl);
        let failed = project.plan().fails();
        let error = failed.error(SUMMARY).on("api_id").says(orders).says(&shop).says(DOMAIN);
        error.reads_as(golden, case, &[(orders, "orders"), (&shop, "shop")]);
    }
    // Without an order it is whichever comes second, and ten of them are told once.
    let many = other
        .set("for_each", "toset([\"a\", \"b\", \"c\", \"d\", \"e\"])")
        .set("api_mapping_key", "each.key");
    let orders = world.orders_block().set("for_each", "toset([\"f\", \"g\", \"h\", \"i\", \"j\"])");
    project.main(&(orders.set("api_mapping_key", "each.key").hcl() + &many.hcl()));
    let failed = project.plan().fails();
    assert!(failed.errors().iter().all(|error| error.summary == SUMMARY), "{}", failed.text);
    assert!(failed.errors().len() <= 2, "once for each API at most\n{}", failed.text);
}

fn another_kind_of_api_in_an_update_is_checked_against_the_others_alone(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    // A mapping is no neighbour of itself.
    project.main(&world.orders_block().api(&shop).hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    let neighbour = case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    let failed = project.plan().fails();
    let error = failed.error(SUMMARY).on("api_id").says(&neighbour).says(&world.payments);
    error.reads_as(
        "http_api_beside_a_websocket_api",
        case,
        &[(&shop, "shop"), (&neighbour, "neighbour"), (&world.payments, "payments")],
    );
}

fn a_domain_that_changes_kind_in_dependency_order_is_a_warning(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    let newcomer = Block::new("shop").domain(DOMAIN).api(&shop).stage("production").key("shop");
    let newcomer = newcomer.with(&format!("  depends_on = [{ORDERS}]\n"));
    let cart = case.aws.create_api("cart", Protocol::Http, &["production"]);
    project.main(&(world.orders_block().api(&cart).hcl() + &newcomer.hcl()));
    let planned = project.plan().succeeds();
    let warning = planned.warning(MAY_MIX).on("api_id").says(&id).says(&world.orders).says("depends_on");
    warning.reads_as(
        "http_api_beside_a_websocket_api_that_this_run_changes",
        case,
        &[(&shop, "shop"), (&id, "changed"), (&world.orders, "orders")],
    );
    let applied = project.apply().succeeds();
    assert!(applied.warnings().len() <= 1, "the plan's, and no other\n{}", applied.text);
    project.plan().plans_nothing();
}

fn a_domain_that_is_emptied_first_takes_the_other_kind_with_a_warning(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("chat.example.com");
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let newcomer = Block::new("shop").domain(DOMAIN).api(&shop).stage("production").key("shop");
    let newcomer = newcomer.with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&(world.orders_block().domain("chat.example.com").hcl() + &newcomer.hcl()));
    project.plan().succeeds().warning(MAY_MIX).on("api_id").says("may remove them");
    project.apply().succeeds();
    assert_eq!(case.aws.mapping(DOMAIN).api_id, shop);
    assert_eq!(case.aws.mapping("chat.example.com").api_id, world.orders);
    project.plan().plans_nothing();
}

fn a_mapping_of_another_kind_that_stays_is_an_error_once_it_is_planned(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    // Whichever of the two Terraform plans first.
    let newcomer = Block::new("shop").domain(DOMAIN).api(&shop).stage("production").key("shop");
    let before = |name: &str| format!("  depends_on = [apigatewayv2_api_mapping.{name}]\n");
    for (orders, newcomer) in [
        (world.orders_block(), newcomer.clone().with(&before("orders"))),
        (world.orders_block().with(&before("shop")), newcomer.clone()),
    ] {
        project.main(&(orders.hcl() + &newcomer.hcl()));
        let failed = project.plan().fails();
        failed.error(SUMMARY).on("api_id").says(&shop).says(&world.orders);
    }
}
