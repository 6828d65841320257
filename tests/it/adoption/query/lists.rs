//! What a list holds, and what it costs.

use local_gateway::Operation;
use serde_json::json;

use super::{api_calls, fill, identity, query};
use crate::acceptance::world::{DOMAIN, World};
use crate::adoption::{in_domain, list};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, REGION, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_domain_is_listed_by_addresses_that_people_recognise, needs: [Query]),
    scenario!(without_a_domain_all_domains_are_listed, needs: [Query]),
    scenario!(a_list_is_in_the_order_of_domains_and_keys, needs: [Query]),
    scenario!(a_limit_ends_the_list_and_the_calls, needs: [CallLog, Query]),
    scenario!(a_full_list_goes_on_until_it_finds_one_more_mapping, needs: [CallLog, Query]),
    scenario!(a_list_that_ends_at_its_limit_says_that_there_are_more, needs: [Query, OutOfBand]),
    scenario!(whole_objects_come_when_they_are_asked_for, needs: [Query]),
    scenario!(a_long_list_costs_one_call_a_page, needs: [CallLog, Query]),
    scenario!(small_pages_are_fetched_when_large_ones_are_refused, needs: [CallLog, Query]),
    scenario!(an_empty_domain_has_an_empty_list, needs: [Query]),
    scenario!(a_list_is_of_the_region_that_it_names, needs: [Query]),
    scenario!(a_region_that_a_list_cannot_name_is_refused, needs: [Query]),
];

fn a_domain_is_listed_by_addresses_that_people_recognise(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("shop.example.com");
    case.aws.create_mapping("shop.example.com", &world.orders, "production", "elsewhere");
    let orders = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let root = case.aws.create_mapping(DOMAIN, &world.payments, "test", "");
    let found = query(&case.project(), &list(&in_domain(DOMAIN))).succeeds();
    assert_eq!(found.names(), ["api.example.com", "api.example.com/orders"]);
    assert_eq!(found.identity("api.example.com"), &identity(case, DOMAIN, &root));
    assert_eq!(found.identity("api.example.com/orders"), &identity(case, DOMAIN, &orders));
    assert!(found.results.iter().all(|result| result.get("resource_object").is_none()));
}

fn without_a_domain_all_domains_are_listed(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("empty.example.com");
    case.aws.create_domain("shop.example.com");
    let orders = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let shop = case.aws.create_mapping("shop.example.com", &world.payments, "test", "");
    for nothing in ["", "config {\n  }", "config {\n    domain_name = null\n  }"] {
        let found = query(&case.project(), &list(nothing)).succeeds();
        assert_eq!(found.names(), ["api.example.com/orders", "shop.example.com"], "{nothing:?}");
        assert_eq!(found.identity("api.example.com/orders"), &identity(case, DOMAIN, &orders));
        assert_eq!(found.identity("shop.example.com"), &identity(case, "shop.example.com", &shop));
    }
}

/// Created in another order, on domains that are created in another order.
fn a_list_is_in_the_order_of_domains_and_keys(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("shop.example.com");
    case.aws.create_domain("blog.example.com");
    for (domain, key) in [
        ("shop.example.com", "b"),
        ("blog.example.com", "z"),
        (DOMAIN, "orders"),
        (DOMAIN, "Orders"),
        (DOMAIN, "a.b"),
        (DOMAIN, ""),
        ("shop.example.com", "a"),
    ] {
        case.aws.create_mapping(domain, &world.orders, "production", key);
    }
    let expected = [
        "api.example.com",
        "api.example.com/Orders",
        "api.example.com/a.b",
        "api.example.com/orders",
        "blog.example.com/z",
        "shop.example.com/a",
        "shop.example.com/b",
    ];
    let found = query(&case.project(), &list("")).succeeds();
    assert_eq!(found.names_in_order(), expected);
    let found = query(&case.project(), &list("limit = 3")).succeeds();
    assert_eq!(found.names_in_order(), expected[..3]);
}

/// A domain that the list has come to is read to its end: its keys are sorted.
fn a_limit_ends_the_list_and_the_calls(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("shop.example.com");
    case.aws.create_mapping("shop.example.com", &world.orders, "production", "shop");
    fill(case, &world, 400);
    case.aws.forget_calls();
    let found = query(&case.project(), &list("limit = 7")).succeeds();
    assert_eq!(found.results.len(), 7);
    assert_eq!(api_calls(case), [Operation::GetDomainNames, Operation::GetApiMappings]);
}

/// It has to know whether to warn.
fn a_full_list_goes_on_until_it_finds_one_more_mapping(case: &Case) {
    let world = World::new(case);
    for domain in ["blog.example.com", "empty.example.com", "shop.example.com", "video.example.com"] {
        case.aws.create_domain(domain);
    }
    fill(case, &world, 7);
    let empty = "the domains after api.example.com, to the end";
    for (mapped, calls, why) in
        [(None, 5, empty), (Some("shop.example.com"), 4, "video.example.com is not listed")]
    {
        if let Some(domain) = mapped {
            case.aws.create_mapping(domain, &world.orders, "production", "shop");
        }
        case.aws.forget_calls();
        let found = query(&case.project(), &list("limit = 7")).succeeds();
        assert_eq!(found.results.len(), 7);
        assert_eq!(found.outcome.warnings().len(), usize::from(mapped.is_some()), "{}", found.outcome.text);
        let mut expected = vec![Operation::GetApiMappings; 1 + calls];
        expected[0] = Operation::GetDomainNames;
        assert_eq!(api_calls(case), expected, "{why}");
    }
}

fn a_list_that_ends_at_its_limit_says_that_there_are_more(case: &Case) {
    let world = World::new(case);
    fill(case, &world, 200);
    // Terraform's own limit is 100.
    let found = query(&case.project(), &list(&in_domain(DOMAIN))).succeeds();
    assert_eq!(found.results.len(), 100);
    let warning = found.outcome.warning("List Ends at Its Limit").says("100").says("limit = 10000");
    warning.reads_as("list_that_ends_at_its_limit", case, &[]);
    for (lines, expected) in [("limit = 199", 1), ("limit = 200", 0), ("limit = 201", 0)] {
        let found = query(&case.project(), &list(lines)).succeeds();
        assert_eq!(found.outcome.diagnostics.len(), expected, "{lines}: {}", found.outcome.text);
    }
    // One more on the next domain.
    case.aws.create_domain("shop.example.com");
    let found = query(&case.project(), &list("limit = 200")).succeeds();
    assert_eq!(found.outcome.diagnostics.len(), 0, "{}", found.outcome.text);
    case.aws.create_mapping("shop.example.com", &world.orders, "production", "shop");
    let found = query(&case.project(), &list("limit = 200")).succeeds();
    assert_eq!(found.results.len(), 200);
    found.outcome.warning("List Ends at Its Limit").says("200");
}

fn whole_objects_come_when_they_are_asked_for(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.create_domain("shop.example.com");
    let orders = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let root = case.aws.create_mapping("shop.example.com", &shop, "$default", "");
    let found = query(&case.project(), &list("include_resource = true")).succeeds();
    for (name, domain, id, api, stage, key, url) in [
        (
            "api.example.com/orders",
            DOMAIN,
            &orders,
            &world.orders,
            "production",
            "orders",
            "wss://api.example.com/orders",
        ),
        ("shop.example.com", "shop.example.com", &root, &shop, "$default", "", "https://shop.example.com"),
    ] {
        let object = json!({
            "domain_name": domain, "id": id, "api_mapping_id": id, "api_id": api, "stage": stage,
            "api_mapping_key": key, "url": url, "region": REGION, "timeouts": [],
        });
        assert_eq!(found.named(name)["resource_object"], object);
    }
}

fn a_long_list_costs_one_call_a_page(case: &Case) {
    let world = World::new(case);
    fill(case, &world, 1_200);
    let found = query(&case.project(), &list(&format!("limit = 5000\n  {}", in_domain(DOMAIN)))).succeeds();
    assert_eq!(found.results.len(), 1_200);
    assert_eq!(api_calls(case), [Operation::GetApiMappings; 3], "three pages of 500");
}

fn small_pages_are_fetched_when_large_ones_are_refused(case: &Case) {
    let world = World::new(case);
    fill(case, &world, 220);
    case.aws.local().world(|world| world.paging.largest_size = 100);
    let found = query(&case.project(), &list(&format!("limit = 5000\n  {}", in_domain(DOMAIN)))).succeeds();
    assert_eq!(found.results.len(), 220);
    assert_eq!(api_calls(case), [Operation::GetApiMappings; 1 + 9], "a refusal, and nine pages of 25");
}

fn an_empty_domain_has_an_empty_list(case: &Case) {
    World::new(case);
    let found = query(&case.project(), &list(&in_domain(DOMAIN))).succeeds();
    assert!(found.results.is_empty());
}

fn a_list_is_of_the_region_that_it_names(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, "us-east-1"));
    case.aws.create_mapping(DOMAIN, &here.orders, "production", "here");
    let id = case.aws.in_region("us-east-1").create_mapping(DOMAIN, &there.orders, "production", "there");
    for domain in ["", &format!("domain_name = {DOMAIN:?}")] {
        let hcl = list(&format!(
            "include_resource = true\n  config {{\n    region = \"us-east-1\"\n    {domain}\n  }}"
        ));
        let found = query(&case.project(), &hcl).succeeds();
        assert_eq!(found.names(), ["api.example.com/there"]);
        let named = found.named("api.example.com/there");
        assert_eq!(
            (&named["identity"]["region"], &named["identity"]["api_mapping_id"]),
            (&json!("us-east-1"), &json!(id))
        );
        assert_eq!(named["resource_object"]["region"], "us-east-1");
    }
    let nothing = query(&case.project(), &list("config {\n    region = null\n  }")).succeeds();
    assert_eq!(nothing.names(), ["api.example.com/here"]);
}

fn a_region_that_a_list_cannot_name_is_refused(case: &Case) {
    World::new(case);
    let in_region = |region: &str| list(&format!("config {{\n    region = {region:?}\n  }}"));
    let found = query(&case.project(), &in_region("cn-north-1")).fails();
    let error = found.outcome.error("Region of Another Partition").on("region");
    error.says("aws-cn").says("eu-west-1").reads_as("list_in_another_partition", case, &[]);
    let found = query(&case.project(), &in_region("eu-west-1a")).fails();
    found.outcome.error("Region Is an Availability Zone").on("region").says("\"eu-west-1\"");
}
