//! REST APIs, through API Gateway v1.

use local_gateway::{LocalGateway, Protocol, RestEndpoint, SecurityPolicy, Seed};
use serde_json::json;

use crate::client::Client;

fn start() -> (LocalGateway, Client) {
    let seed = Seed::demo().api("rest1", Protocol::Rest, &["prod"]).api("rest2", Protocol::Rest, &[]);
    let gateway = LocalGateway::start(seed).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

#[test]
fn v1_finds_rest_apis_and_no_others() {
    let (_gateway, client) = start();
    assert_eq!(client.get("/restapis/rest1").field("id"), "rest1");
    client.get("/restapis/a1b2c3d4").refuses(
        404,
        "NotFoundException",
        "Invalid API identifier specified 123456789012:a1b2c3d4",
    );
}

#[test]
fn v1_tells_from_where_a_rest_api_is_reached_and_its_security_policy() {
    let (gateway, client) = start();
    let shown = |client: &Client| {
        let api = client.get("/restapis/rest1").json();
        (api["endpointConfiguration"]["types"].clone(), api["securityPolicy"].clone())
    };
    assert_eq!(shown(&client), (json!(["REGIONAL"]), json!("TLS_1_0")));
    gateway.world(|world| {
        let api = world.api_mut("rest1").expect("an API of the seed");
        api.endpoint = RestEndpoint::Private;
        api.security_policy = SecurityPolicy::Enhanced;
    });
    assert_eq!(shown(&client), (json!(["PRIVATE"]), json!("SecurityPolicy_TLS13_1_3_2025_09")));
}

#[test]
fn v1_lists_rest_apis_and_leaves_the_token_out_on_the_last_page() {
    let (_gateway, client) = start();
    let first = client.get("/restapis?limit=1").json();
    assert_eq!(first["item"][0]["id"], "rest1");
    assert!(first["position"].is_string());
    let whole = client.get("/restapis").json();
    assert_eq!(whole["item"].as_array().map(Vec::len), Some(2));
    assert!(!whole.as_object().expect("an object").contains_key("position"));
}

#[test]
fn v1_finds_the_stages_of_a_rest_api() {
    let (_gateway, client) = start();
    assert_eq!(client.get("/restapis/rest1/stages/prod").field("stageName"), "prod");
    assert_eq!(client.get("/restapis/rest1/stages").json()["item"].as_array().map(Vec::len), Some(1));
    assert_eq!(client.get("/restapis/rest2/stages/prod").status, 404);
}
