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

#[test]
fn a_rest_api_is_made_deployed_and_deleted() {
    let (_gateway, client) = start();
    let body = json!({ "name": "new", "endpointConfiguration": { "types": ["PRIVATE"] } });
    let made = client.post("/restapis", &body);
    assert_eq!((made.status, &made.json()["endpointConfiguration"]["types"]), (201, &json!(["PRIVATE"])));
    let api = format!("/restapis/{}", made.field("id"));
    let deploy = |stage: &str| client.post(&format!("{api}/deployments"), &json!({ "stageName": stage }));
    deploy("live").refuses(400, "BadRequestException", "The REST API doesn't contain any methods");

    let resources = client.get(&format!("{api}/resources")).json();
    assert_eq!(resources, json!({ "item": [{ "id": made.field("rootResourceId"), "path": "/" }] }));
    let method = format!("{api}/resources/{}/methods/GET", made.field("rootResourceId"));
    assert_eq!(client.send("PUT", &method, r#"{ "authorizationType": "NONE" }"#).status, 201);
    deploy("live").refuses(400, "BadRequestException", "No integration defined for method");
    let integration = client.send("PUT", &format!("{method}/integration"), r#"{ "type": "MOCK" }"#);
    assert_eq!((integration.status, integration.field("type").as_str()), (201, "MOCK"));
    deploy("$default").refuses(400, "BadRequestException", "Stage name only allows a-zA-Z0-9_");
    assert_eq!(deploy("live").status, 201);

    let stage = format!("{api}/stages/live");
    assert_eq!(client.get(&stage).field("stageName"), "live");
    assert_eq!(client.delete(&stage).status, 202);
    assert_eq!(client.get(&stage).status, 404);
    assert_eq!(client.delete(&api).status, 202);
    assert_eq!(client.get(&api).status, 404);
}

#[test]
fn a_method_belongs_to_a_resource_and_an_integration_to_a_method() {
    let (_gateway, client) = start();
    let put = |path: &str| {
        client.send(
            "PUT",
            &format!("/restapis/rest1{path}"),
            r#"{ "authorizationType": "NONE", "type": "MOCK" }"#,
        )
    };
    assert_eq!(put("/resources/nope/methods/GET").status, 404);
    assert_eq!(put("/resources/abcdefghij/methods/GET/integration").status, 404);
}

#[test]
fn an_enhanced_policy_comes_with_an_access_mode() {
    let (_gateway, client) = start();
    let mut body = json!({ "name": "strict", "securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09" });
    assert_eq!(client.post("/restapis", &body).status, 400);
    body["endpointAccessMode"] = json!("BASIC");
    assert_eq!(client.post("/restapis", &body).field("endpointAccessMode"), "BASIC");
}

#[test]
fn a_mapped_rest_api_and_its_mapped_stage_stay() {
    let (gateway, client) = start();
    gateway.world(|world| world.put_mapping("api.example.com", "v1", "rest1", "prod"));
    assert_eq!(client.delete("/restapis/rest1").status, 400);
    assert_eq!(client.delete("/restapis/rest1/stages/prod").status, 400);
}
