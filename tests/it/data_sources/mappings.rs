//! What is found of mappings.

use serde_json::json;

use super::{MAPPING, MAPPINGS, on_domain};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, REGION, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(all_mappings_of_a_domain_are_found_by_their_keys).on_every_core(),
    scenario!(one_mapping_is_found_by_its_key_and_the_root_without_one).on_every_core(),
    scenario!(a_domain_without_mappings_has_an_empty_map),
    scenario!(mappings_are_looked_for_in_the_region_that_is_named),
    scenario!(a_mapping_without_a_stage_is_found_with_an_empty_one, needs: [OutOfBand]),
    scenario!(a_thousand_mappings_are_found, needs: [OutOfBand]),
];

fn all_mappings_of_a_domain_are_found_by_their_keys(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.create_domain("shop.example.com");
    let root = case.aws.create_mapping(DOMAIN, &world.payments, "test", "");
    let orders = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let cart = case.aws.create_mapping("shop.example.com", &shop, "$default", "cart/v2");
    let project = case.project();
    let hcl = on_domain(MAPPINGS, "ws", DOMAIN, &[]) + &on_domain(MAPPINGS, "shop", "shop.example.com", &[]);
    project.main(&hcl);
    let applied = project.apply().succeeds();
    let found = |id: &str, api: &str, stage: &str, url: &str| json!({"api_mapping_id": id, "api_id": api, "stage": stage, "url": url});
    let expected = json!({
        "domain_name": DOMAIN, "id": DOMAIN, "region": REGION,
        "mappings": {
            "": found(&root, &world.payments, "test", "wss://api.example.com"),
            "orders": found(&orders, &world.orders, "production", "wss://api.example.com/orders"),
        },
    });
    assert_eq!(applied.output("ws"), &expected);
    let expected = json!({"cart/v2": found(&cart, &shop, "$default", "https://shop.example.com/cart/v2")});
    assert_eq!(applied.output("shop")["mappings"], expected);
    project.plan().plans_nothing();
}

fn one_mapping_is_found_by_its_key_and_the_root_without_one(case: &Case) {
    let world = World::new(case);
    let root = case.aws.create_mapping(DOMAIN, &world.payments, "test", "");
    let orders = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    let keys =
        [("without", None), ("null", Some("null")), ("empty", Some("\"\"")), ("orders", Some("\"orders\""))];
    let hcl = keys.map(|(name, key)| {
        let key = key.map(|key| ("api_mapping_key", key));
        on_domain(MAPPING, name, DOMAIN, key.as_slice())
    });
    project.main(&hcl.concat());
    let applied = project.apply().succeeds();
    let found = |id: &str, api: &str, stage: &str, key: &str, url: &str| {
        json!({
            "domain_name": DOMAIN, "region": REGION, "api_mapping_key": key, "api_id": api, "stage": stage,
            "url": url, "id": id, "api_mapping_id": id,
        })
    };
    for name in ["without", "null", "empty"] {
        let expected = found(&root, &world.payments, "test", "", "wss://api.example.com");
        assert_eq!(applied.output(name), &expected, "{name}");
    }
    let expected = found(&orders, &world.orders, "production", "orders", "wss://api.example.com/orders");
    assert_eq!(applied.output("orders"), &expected);
    project.plan().plans_nothing();
}

fn a_domain_without_mappings_has_an_empty_map(case: &Case) {
    World::new(case);
    let project = case.project();
    project.main(&on_domain(MAPPINGS, "all", DOMAIN, &[]));
    assert_eq!(project.apply().succeeds().output("all")["mappings"], json!({}));
}

fn mappings_are_looked_for_in_the_region_that_is_named(case: &Case) {
    let (_, there) = (World::new(case), World::in_region(case, "us-east-1"));
    let id = case.aws.in_region("us-east-1").create_mapping(DOMAIN, &there.orders, "test", "there");
    let project = case.project();
    let region = ("region", "\"us-east-1\"");
    project.main(
        &[
            on_domain(MAPPINGS, "all", DOMAIN, &[region]),
            on_domain(MAPPINGS, "here", DOMAIN, &[("region", "null")]),
            on_domain(MAPPING, "one", DOMAIN, &[region, ("api_mapping_key", "\"there\"")]),
        ]
        .concat(),
    );
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("all")["mappings"]["there"]["api_mapping_id"], id);
    assert_eq!(applied.output("one")["id"], id);
    for name in ["all", "one"] {
        assert_eq!(applied.output(name)["region"], "us-east-1");
    }
    assert_eq!(applied.output("here")["region"], REGION);
    assert_eq!(applied.output("here")["mappings"], json!({}));
}

fn a_mapping_without_a_stage_is_found_with_an_empty_one(case: &Case) {
    let world = World::new(case);
    case.aws.local().world(|account| account.put_mapping(DOMAIN, "old", &world.orders, ""));
    let project = case.project();
    let key = ("api_mapping_key", "\"old\"");
    project.main(&(on_domain(MAPPINGS, "all", DOMAIN, &[]) + &on_domain(MAPPING, "one", DOMAIN, &[key])));
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("all")["mappings"]["old"]["stage"], "");
    assert_eq!(applied.output("one")["stage"], "");
}

fn a_thousand_mappings_are_found(case: &Case) {
    let world = World::new(case);
    case.aws.local().world(|account| {
        for number in 0..1_000 {
            account.put_mapping(DOMAIN, &format!("key{number}"), &world.orders, "test");
        }
    });
    let project = case.project();
    project.main(&on_domain(MAPPINGS, "all", DOMAIN, &[]));
    let applied = project.apply().succeeds();
    let found = applied.output("all")["mappings"].as_object().expect("a map").len();
    assert_eq!(found, 1_000);
}
