//! The address at which a mapping answers.

use local_gateway::Operation;

use super::{in_mode, upstream};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(the_url_is_known_at_plan_for_every_kind_of_api),
    scenario!(the_url_of_an_unknown_api_is_unknown_at_plan),
    scenario!(the_url_follows_key_api_and_domain),
    scenario!(the_url_stays_known_while_the_stage_changes),
    scenario!(reads_keep_the_url_without_a_further_call, needs: [CallLog]),
    scenario!(an_imported_mapping_has_its_url),
    scenario!(without_checks_the_url_is_found_out_at_apply),
];

fn the_url_is_known_at_plan_for_every_kind_of_api(case: &Case) {
    case.aws.create_domain(DOMAIN);
    case.aws.create_domain("*.example.com");
    for (api, domain, key, url) in [
        (websocket(case), DOMAIN, "orders", "wss://api.example.com/orders"),
        (websocket(case), DOMAIN, "", "wss://api.example.com"),
        (case.aws.create_api("web", Protocol::Http, &["live"]), DOMAIN, "a/b", "https://api.example.com/a/b"),
        (case.aws.create_rest_api("old", &["live"]), DOMAIN, "", "https://api.example.com"),
        (websocket(case), "*.example.com", "$context.domainName", "wss://*.example.com/$context.domainName"),
    ] {
        let project = case.project();
        project.main(&Block::new("orders").domain(domain).api(&api).stage("live").key(key).hcl());
        assert_eq!(project.planned_values(ORDERS)["url"], url);
        project.apply().succeeds();
        assert_eq!(project.state().attributes()["url"], url);
        project.plan().plans_nothing();
        project.destroy().succeeds();
    }
}

fn the_url_of_an_unknown_api_is_unknown_at_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block().set("api_id", "terraform_data.api.output");
    let output = format!("output \"url\" {{\n  value = {ORDERS}.url\n}}\n");
    project.main(&(upstream("api", &world.orders) + &block.hcl() + &output));
    assert!(project.planned_values(ORDERS).get("url").is_none());
    assert_eq!(project.apply().succeeds().output("url"), "wss://api.example.com/orders");
}

fn the_url_follows_key_api_and_domain(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    for (block, action, url) in [
        (world.orders_block().key("v2"), "update", "wss://api.example.com/v2"),
        (world.orders_block().no_key(), "update", "wss://api.example.com"),
        (world.orders_block().api(&shop), "update", "https://api.example.com/orders"),
        (
            world.orders_block().api(&shop).domain("web.example.com"),
            "replace",
            "https://web.example.com/orders",
        ),
    ] {
        project.main(&block.hcl());
        assert_eq!(project.planned_values(ORDERS)["url"], url);
        project.apply().succeeds().plans(&[(ORDERS, action)]);
        assert_eq!(project.state().attributes()["url"], url);
        project.plan().plans_nothing();
    }
}

fn the_url_stays_known_while_the_stage_changes(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let later = world.orders_block().set("stage", "terraform_data.stage.output");
    project.main(&(upstream("stage", "test") + &later.hcl()));
    assert_eq!(project.planned_values(ORDERS)["url"], "wss://api.example.com/orders");
}

fn reads_keep_the_url_without_a_further_call(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.forget_calls();
    project.apply_with(&["-refresh-only"]).succeeds();
    let calls = case.aws.local().calls();
    let others = calls.iter().filter(|call| {
        call.operation.is_api_gateway() && !Operation::MAPPING_READS.contains(&call.operation)
    });
    assert_eq!(others.count(), 0, "{calls:#?}");
    assert_eq!(project.state().attributes()["url"], "wss://api.example.com/orders");
}

fn an_imported_mapping_has_its_url(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    assert_eq!(project.state().attributes()["url"], "wss://api.example.com/orders");
    project.plan().plans_nothing();

    case.aws.create_domain("web.example.com");
    let rest = case.aws.create_rest_api("old", &["live"]);
    let id = case.aws.create_mapping("web.example.com", &rest, "live", "");
    let project = case.project();
    let block = Block::new("rest").domain("web.example.com").api(&rest).stage("live");
    let import =
        format!("import {{\n  to = apigatewayv2_api_mapping.rest\n  id = \"{id}/web.example.com\"\n}}\n");
    project.main(&(world.orders_block().hcl() + &block.hcl() + &import));
    assert_eq!(project.planned_values("apigatewayv2_api_mapping.rest")["url"], "https://web.example.com");
}

fn without_checks_the_url_is_found_out_at_apply(case: &Case) {
    let world = World::new(case);
    let project = in_mode(case, "off");
    project.main(&world.orders_block().hcl());
    assert!(project.planned_values(ORDERS).get("url").is_none(), "off looks nothing up");
    project.apply().succeeds();
    assert_eq!(project.state().attributes()["url"], "wss://api.example.com/orders");
    project.plan().plans_nothing();
}

fn websocket(case: &Case) -> String {
    case.aws.create_api("chat", Protocol::WebSocket, &["live"])
}
