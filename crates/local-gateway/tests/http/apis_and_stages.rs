//! WebSocket and HTTP APIs and their stages.

use local_gateway::{LocalGateway, Protocol, Seed};
use serde_json::json;

use crate::client::{Client, MAPPINGS};

fn start() -> (LocalGateway, Client) {
    let seed = Seed::demo().api("rest", Protocol::Rest, &["prod"]);
    let gateway = LocalGateway::start(seed).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

#[test]
fn an_api_is_made_and_found_with_its_protocol() {
    let (_gateway, client) = start();
    for protocol in ["WEBSOCKET", "HTTP"] {
        let created = client.post("/v2/apis", &json!({ "name": "new", "protocolType": protocol }));
        assert_eq!((created.status, created.field("protocolType").as_str()), (201, protocol));
        let found = client.get(&format!("/v2/apis/{}", created.field("apiId")));
        assert_eq!((found.status, found.json()), (200, created.json()));
    }
}

#[test]
fn v2_does_not_see_rest_apis() {
    let (_gateway, client) = start();
    client.get("/v2/apis/rest").refuses(
        404,
        "NotFoundException",
        "Invalid API identifier specified 123456789012:rest",
    );
    assert_eq!(client.get("/v2/apis/rest/stages").status, 404);
    let items = client.get("/v2/apis").json()["items"].clone();
    let ids: Vec<_> =
        items.as_array().expect("items").iter().filter_map(|api| api["apiId"].as_str()).collect();
    assert_eq!(ids, ["a1b2c3d4", "e5f6g7h8"]);
}

#[test]
fn a_stage_is_made_found_listed_and_deleted() {
    let (_gateway, client) = start();
    let stages = "/v2/apis/e5f6g7h8/stages";
    assert_eq!(client.post(stages, &json!({ "stageName": "beta" })).status, 201);
    assert_eq!(client.post(stages, &json!({ "stageName": "beta" })).status, 409);
    assert_eq!(client.get(&format!("{stages}/beta")).field("stageName"), "beta");
    assert_eq!(client.get(&format!("{stages}/%24default")).field("stageName"), "$default");
    assert_eq!(client.get(stages).json()["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(client.delete(&format!("{stages}/beta")).status, 204);
    client.get(&format!("{stages}/beta")).refuses(
        404,
        "NotFoundException",
        "Invalid stage identifier specified [made up: unknown_stage_lookup (text)]",
    );
}

#[test]
fn a_malformed_stage_name_is_refused() {
    let (_gateway, client) = start();
    assert_eq!(client.post("/v2/apis/a1b2c3d4/stages", &json!({ "stageName": "a.b" })).status, 400);
}

#[test]
fn what_is_mapped_cannot_be_deleted_until_it_is_mapped_no_more() {
    let (gateway, client) = start();
    let id = gateway.world(|world| world.put_mapping("api.example.com", "v1", "a1b2c3d4", "test"));
    client.delete("/v2/apis/a1b2c3d4").refuses(
        400,
        "BadRequestException",
        "Deleting API a1b2c3d4 failed. Please remove all API mappings for the API from your custom domain names.",
    );
    client.delete("/v2/apis/a1b2c3d4/stages/test").refuses(
        400,
        "BadRequestException",
        "Deleting stage test failed. Please remove all base path mappings related to the stage in your domains: \
         api.example.com",
    );
    assert_eq!(client.delete("/v2/apis/a1b2c3d4/stages/production").status, 204);
    assert_eq!(client.delete(&format!("{MAPPINGS}/{id}")).status, 204);
    assert_eq!(client.delete("/v2/apis/a1b2c3d4/stages/test").status, 204);
    assert_eq!(client.delete("/v2/apis/a1b2c3d4").status, 204);
}
