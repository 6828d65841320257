//! A WebSocket API cannot share a domain with HTTP or REST APIs.

use local_gateway::{Api, Protocol as Kind};

use crate::acceptance::world::{Block, DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_websocket_api_onto_a_domain_of_http_apis_is_an_error),
    scenario!(an_http_api_onto_a_domain_of_websocket_apis_is_an_error),
    scenario!(both_kinds_planned_in_one_run_are_an_error),
    scenario!(http_and_rest_apis_share_a_domain, needs: [Faults]),
];

const SUMMARY: &str = "WebSocket and Other APIs on One Domain";

fn a_websocket_api_onto_a_domain_of_http_apis_is_an_error(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let first = case.aws.create_mapping(DOMAIN, &shop, "$default", "shop");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.plan().fails().error(SUMMARY).on("api_id").says(&format!(
        "API \"{}\" is a WebSocket API, and {DOMAIN} already maps HTTP or REST APIs: mapping {first} (key \
         \"shop\", API {shop}). A WebSocket API cannot share a custom domain name with HTTP or REST APIs.",
        world.orders
    ));
}

fn an_http_api_onto_a_domain_of_websocket_apis_is_an_error(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let first = case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    let project = case.project();
    project.main(&Block::new("shop").domain(DOMAIN).api(&shop).stage("$default").key("shop").hcl());
    project.plan().fails().error(SUMMARY).on("api_id").says(&format!(
        "API \"{shop}\" is an HTTP API, and {DOMAIN} already maps WebSocket APIs: mapping {first} (the root of \
         the domain, API {}).",
        world.orders
    ));
}

fn both_kinds_planned_in_one_run_are_an_error(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    let other = Block::new("shop").domain(DOMAIN).api(&shop).stage("$default").key("shop");
    project.main(&(world.orders_block().hcl() + &other.hcl()));
    project.plan().fails().error(SUMMARY).on("api_id").says("this run also plans key");
}

fn http_and_rest_apis_share_a_domain(case: &Case) {
    case.aws.create_domain(DOMAIN);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.local().world(|world| {
        world.put_api(Api::new("r3st4p1", Kind::Rest, &["prod"]));
        world.put_mapping(DOMAIN, "old", "r3st4p1", "prod");
    });
    let project = case.project();
    project.main(&Block::new("shop").domain(DOMAIN).api(&shop).stage("$default").key("shop").hcl());
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}
