//! The address at which a mapping answers.

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_websocket_api_answers_at_wss),
    scenario!(an_http_api_answers_at_https_and_its_root_has_no_path),
    scenario!(the_url_follows_the_key),
    scenario!(an_imported_mapping_has_its_url),
];

fn a_websocket_api_answers_at_wss(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&(world.orders_block().hcl() + &output()));
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("url"), "wss://api.example.com/orders");
    project.plan().plans_nothing();
}

fn an_http_api_answers_at_https_and_its_root_has_no_path(case: &Case) {
    case.aws.create_domain(DOMAIN);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.main(&Block::new("orders").domain(DOMAIN).api(&shop).stage("$default").hcl());
    project.apply().succeeds();
    assert_eq!(project.state().attributes()["url"], "https://api.example.com");
    project.plan().plans_nothing();
}

fn the_url_follows_the_key(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    for (key, url) in [("v2", "wss://api.example.com/v2"), ("", "wss://api.example.com")] {
        project.main(&world.orders_block().key(key).hcl());
        project.apply().succeeds().plans(&[(ORDERS, "update")]);
        assert_eq!(project.state().attributes()["url"], url);
        project.plan().plans_nothing();
    }
}

fn an_imported_mapping_has_its_url(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    project.plan().plans_nothing();
    assert_eq!(project.state().attributes()["url"], "wss://api.example.com/orders");
}

fn output() -> String {
    format!("\noutput \"url\" {{\n  value = {ORDERS}.url\n}}\n")
}
