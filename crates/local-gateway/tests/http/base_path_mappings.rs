//! Base path mappings: what v1 calls API mappings.

use local_gateway::{Domain, LocalGateway, Protocol, SecurityPolicy, Seed};
use serde_json::json;

use crate::client::{Client, Reply};

const DOMAIN: &str = "/domainnames/shop.example.com";
const PATHS: &str = "/domainnames/shop.example.com/basepathmappings";

fn start() -> (LocalGateway, Client) {
    let seed = Seed::empty()
        .domain("shop.example.com")
        .api("rest", Protocol::Rest, &["prod"])
        .api("http", Protocol::Http, &["prod"])
        .api("socket", Protocol::WebSocket, &["prod"]);
    let gateway = LocalGateway::start(seed).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

fn create(client: &Client, path: &str, api: &str) -> Reply {
    client.post(PATHS, &json!({ "basePath": path, "restApiId": api, "stage": "prod" }))
}

#[test]
fn both_versions_see_the_same_mappings() {
    let (gateway, client) = start();
    let made = create(&client, "v1", "rest");
    assert_eq!(
        (made.status, made.json()),
        (201, json!({ "basePath": "v1", "restApiId": "rest", "stage": "prod" }))
    );
    let mappings = client.get(&format!("/v2{DOMAIN}/apimappings")).json();
    assert_eq!(mappings["items"][0]["apiMappingKey"], "v1");
    assert_eq!(mappings["items"][0]["apiId"], "rest");

    gateway.world(|world| world.put_mapping("shop.example.com", "v2", "rest", "prod"));
    assert_eq!(client.get(&format!("{PATHS}/v2")).field("restApiId"), "rest");
    assert_eq!(client.get(PATHS).json()["item"].as_array().map(Vec::len), Some(2));
    assert!(client.get(&format!("{PATHS}?limit=1")).json()["position"].is_string());
    assert_eq!(client.delete(&format!("{PATHS}/v2")).status, 202);
    let gone = client.get(&format!("{PATHS}/v2"));
    gone.refuses(404, "NotFoundException", "Invalid base path mapping identifier specified");
}

#[test]
fn the_root_is_called_none() {
    let (_gateway, client) = start();
    assert_eq!(create(&client, "", "rest").field("basePath"), "(none)");
    create(&client, "(none)", "rest").refuses(
        409,
        "ConflictException",
        "Base path already exists for this domain name",
    );
    assert_eq!(client.get(&format!("{PATHS}/(none)")).field("restApiId"), "rest");
    assert_eq!(client.delete(&format!("{PATHS}/(none)")).status, 202);
}

#[test]
fn a_mapping_may_have_no_stage() {
    let (_gateway, client) = start();
    let made = client.post(PATHS, &json!({ "basePath": "v1", "restApiId": "rest" }));
    assert_eq!((made.status, made.json()), (201, json!({ "basePath": "v1", "restApiId": "rest" })));
    assert_eq!(client.get(&format!("/v2{DOMAIN}/apimappings")).json()["items"][0]["stage"], "");
    let unknown = client.post(PATHS, &json!({ "basePath": "v2", "restApiId": "rest", "stage": "nope" }));
    unknown.refuses(400, "BadRequestException", "Invalid stage identifier specified");
}

#[test]
fn v1_maps_one_level_of_rest_apis_beside_nothing_else() {
    let (_gateway, client) = start();
    create(&client, "a/b", "rest").refuses(
        400,
        "BadRequestException",
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base \
         path mapping, use API Gateway V2.",
    );
    let mixing = "Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API \
         Gateway's V2 DomainName interface. Currently, WebSocket APIs can only be attached to a domain name with other \
         WebSocket APIs. This must also occur through API Gateway's V2 DomainName interface.";
    for api in ["http", "socket"] {
        create(&client, "v1", api).refuses(400, "BadRequestException", mixing);
    }
    assert_eq!(create(&client, "v1", "rest").status, 201);
    let through_v2 = json!({ "apiId": "http", "stage": "prod", "apiMappingKey": "v2" });
    assert_eq!(client.post(&format!("/v2{DOMAIN}/apimappings"), &through_v2).status, 201);
    create(&client, "v3", "rest").refuses(400, "BadRequestException", mixing);
}

#[test]
fn domain_names_that_v2_does_not_manage_take_base_paths() {
    let (gateway, client) = start();
    gateway.world(|world| {
        world
            .put_domain(Domain { security_policy: SecurityPolicy::Tls10, ..Domain::new("shop.example.com") });
    });
    assert_eq!(create(&client, "v1", "rest").status, 201);

    let body = json!({ "domainName": "in.example.com", "endpointConfiguration": { "types": ["PRIVATE"] } });
    let id = client.post("/domainnames", &body).field("domainNameId");
    let body = json!({ "basePath": "v1", "restApiId": "rest", "stage": "prod" });
    assert_eq!(client.post("/domainnames/in.example.com/basepathmappings", &body).status, 404);
    let paths = |path: &str| format!("/domainnames/in.example.com/basepathmappings{path}?domainNameId={id}");
    assert_eq!(client.post(&paths(""), &body).status, 201);
    assert_eq!(client.get(&paths("/v1")).json(), body);
    assert_eq!(client.delete(&paths("/v1")).status, 202);
    assert_eq!(client.get(&paths("")).json(), json!({ "item": [] }));
}
