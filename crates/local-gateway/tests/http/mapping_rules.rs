//! What the service refuses, seen through a create and an update.

use local_gateway::{Domain, EndpointType, LocalGateway, Protocol, RoutingMode, SecurityPolicy, Seed};
use serde_json::{Value, json};

use crate::client::{Client, MAPPINGS};

/// The domain name `api.example.com` with nothing mapped, and an API of each protocol.
fn start() -> (LocalGateway, Client) {
    start_with(Domain::new("api.example.com"))
}

fn start_with(domain: Domain) -> (LocalGateway, Client) {
    let seed = Seed::empty()
        .api("socket", Protocol::WebSocket, &["live"])
        .api("http", Protocol::Http, &["$default"])
        .api("rest", Protocol::Rest, &["prod"]);
    let gateway = LocalGateway::start(seed).expect("a port");
    gateway.world(|world| world.put_domain(domain));
    let client = Client::of(&gateway);
    (gateway, client)
}

fn mapping(api: &str, stage: &str, key: &str) -> Value {
    json!({ "apiId": api, "stage": stage, "apiMappingKey": key })
}

#[test]
fn malformed_keys_are_refused_on_create_and_on_update() {
    let (gateway, client) = start();
    let id = gateway.world(|world| world.put_mapping("api.example.com", "held", "http", "$default"));
    let characters =
        "An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.";
    let end = "API mapping key should not end with a '/'.";
    let start = "API mapping key should not start with a '/' or have consecutive '/'s.";
    let long = "a".repeat(301);
    for (key, message) in [
        ("a~b", characters),
        (" a", characters),
        ("/", end),
        ("a/", end),
        ("/a", start),
        ("a//b", start),
        (long.as_str(), "ApiMapping key length must be under 300 characters."),
    ] {
        let body = mapping("http", "$default", key);
        client.post(MAPPINGS, &body).refuses(400, "BadRequestException", message);
        client.patch(&format!("{MAPPINGS}/{id}"), &body).refuses(400, "BadRequestException", message);
    }
}

#[test]
fn odd_keys_that_the_service_accepts_are_accepted() {
    let (_gateway, client) = start();
    for key in ["a,b$", "orders/v1/items", "$context.domainName", &"a".repeat(300)] {
        assert_eq!(client.post(MAPPINGS, &mapping("http", "$default", key)).status, 201, "{key}");
    }
}

#[test]
fn an_unknown_api_or_stage_is_refused_on_create_and_on_update() {
    let (gateway, client) = start();
    let id = gateway.world(|world| world.put_mapping("api.example.com", "held", "http", "$default"));
    for reply in [
        client.post(MAPPINGS, &mapping("nope", "live", "a")),
        client.patch(&format!("{MAPPINGS}/{id}"), &json!({ "apiId": "nope" })),
    ] {
        reply.refuses(400, "BadRequestException", "Invalid API identifier specified 123456789012:nope");
    }
    let unknown = client.post(MAPPINGS, &mapping("http", "live", "a"));
    unknown.refuses(400, "BadRequestException", "Invalid stage identifier specified");
    for reply in [
        client.patch(&format!("{MAPPINGS}/{id}"), &json!({ "apiId": "http", "stage": "live" })),
        // The stage is kept, and the other API does not have it.
        client.patch(&format!("{MAPPINGS}/{id}"), &json!({ "apiId": "rest" })),
    ] {
        let message = "Invalid stage identifier specified [made up: update_unknown_stage]";
        reply.refuses(400, "BadRequestException", message);
    }
}

#[test]
fn a_domain_that_v2_does_not_manage_is_refused_by_every_operation() {
    let unmanaged = [
        Domain { endpoint_type: EndpointType::Edge, ..Domain::new("api.example.com") },
        Domain { security_policy: SecurityPolicy::Tls10, ..Domain::new("api.example.com") },
    ];
    for domain in unmanaged {
        let (_gateway, client) = start_with(domain);
        for reply in [client.post(MAPPINGS, &mapping("rest", "prod", "a")), client.get(MAPPINGS)] {
            assert_eq!((reply.status, reply.error_type.as_str()), (400, "BadRequestException"));
            assert!(reply.field("message").starts_with("Only REGIONAL domain names "), "{reply:?}");
        }
        assert_eq!(client.get("/v2/domainnames/api.example.com").status, 200);
    }
}

#[test]
fn rest_and_http_apis_share_a_domain_but_not_with_web_socket_apis() {
    let (_gateway, client) = start();
    assert_eq!(client.post(MAPPINGS, &mapping("rest", "prod", "rest")).status, 201);
    assert_eq!(client.post(MAPPINGS, &mapping("http", "$default", "http")).status, 201);
    assert_eq!(client.post(MAPPINGS, &mapping("socket", "live", "socket")).status, 400);
}

#[test]
fn a_web_socket_domain_takes_web_socket_apis_only() {
    let (_gateway, client) = start();
    let id = client.post(MAPPINGS, &mapping("socket", "live", "")).field("apiMappingId");
    assert_eq!(client.post(MAPPINGS, &mapping("http", "$default", "http")).status, 400);
    assert_eq!(client.post(MAPPINGS, &mapping("socket", "live", "chat")).status, 201);
    let switch = json!({ "apiId": "http", "stage": "$default" });
    assert_eq!(client.patch(&format!("{MAPPINGS}/{id}"), &switch).status, 400);
}

#[test]
fn the_last_mapping_of_a_domain_can_be_switched_to_another_protocol() {
    let (_gateway, client) = start();
    let id = client.post(MAPPINGS, &mapping("socket", "live", "")).field("apiMappingId");
    let switch = json!({ "apiId": "http", "stage": "$default" });
    assert_eq!(client.patch(&format!("{MAPPINGS}/{id}"), &switch).status, 200);
}

#[test]
fn nothing_that_is_not_on_record_is_held_against_the_key_of_a_web_socket_api() {
    let (_gateway, client) = start();
    assert_eq!(client.post(MAPPINGS, &mapping("socket", "live", "a/b")).status, 201);
    assert_eq!(client.post(MAPPINGS, &mapping("socket", "live", "$context.apiId")).status, 201);
}

#[test]
fn a_domain_routed_by_rules_alone_shows_its_mappings_and_takes_no_more() {
    let (gateway, client) =
        start_with(Domain { routing_mode: RoutingMode::RoutingRuleOnly, ..Domain::new("api.example.com") });
    gateway.world(|world| world.put_mapping("api.example.com", "held", "http", "$default"));
    assert_eq!(client.post(MAPPINGS, &mapping("http", "$default", "a")).status, 400);
    assert_eq!(client.get(MAPPINGS).json()["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_domain_routed_by_rules_first_takes_mappings() {
    let (_gateway, client) = start_with(Domain {
        routing_mode: RoutingMode::RoutingRuleThenApiMapping,
        ..Domain::new("api.example.com")
    });
    assert_eq!(client.post(MAPPINGS, &mapping("http", "$default", "a")).status, 201);
}
