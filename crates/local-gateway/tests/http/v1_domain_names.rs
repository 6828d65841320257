//! Domain names through API Gateway v1.

use local_gateway::{LocalGateway, Seed};
use serde_json::{Value, json};

use crate::client::{Client, Reply};

const UNKNOWN: &str = "Invalid domain name identifier specified";

fn start() -> (LocalGateway, Client) {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

fn create(client: &Client, name: &str, endpoint: &str, more: &Value) -> Reply {
    let mut body = json!({ "domainName": name, "endpointConfiguration": { "types": [endpoint] } });
    body.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
    client.post("/domainnames", &body)
}

#[test]
fn v1_makes_domain_names_of_tls_1_0_that_v2_sees_and_does_not_manage() {
    let (_gateway, client) = start();
    let certificate = "arn:aws:acm:eu-west-1:123456789012:certificate/c";
    let more = json!({ "securityPolicy": "TLS_1_0", "regionalCertificateArn": certificate });
    let made = create(&client, "Old.example.com", "REGIONAL", &more);
    assert_eq!((made.status, made.field("domainName").as_str()), (201, "old.example.com"));
    assert_eq!(made.field("regionalCertificateArn"), certificate);
    assert_eq!(made.field("routingMode"), "BASE_PATH_MAPPING_ONLY");
    assert_eq!(client.get("/domainnames/old.example.com").json(), made.json());
    let in_v2 = client.get("/v2/domainnames/old.example.com").json();
    assert_eq!(in_v2["domainNameConfigurations"][0]["securityPolicy"], "TLS_1_0");
    assert_eq!(client.get("/v2/domainnames/old.example.com/apimappings").status, 400);
    assert_eq!(create(&client, "old.example.com", "REGIONAL", &json!({})).status, 400);
    assert_eq!(client.delete("/domainnames/old.example.com").status, 202);
    client.get("/domainnames/old.example.com").refuses(404, "NotFoundException", UNKNOWN);
}

#[test]
fn v1_makes_edge_optimised_domain_names_when_nothing_is_said() {
    let (_gateway, client) = start();
    let made = client.post("/domainnames", &json!({ "domainName": "edge.example.com" })).json();
    assert_eq!(made["endpointConfiguration"]["types"], json!(["EDGE"]));
    assert!(made["distributionDomainName"].is_string());
    client.get("/v2/domainnames/edge.example.com/apimappings").refuses(
        400,
        "BadRequestException",
        "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use \
         the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.",
    );
}

#[test]
fn an_enhanced_policy_comes_with_an_access_mode() {
    let (_gateway, client) = start();
    let policy = "SecurityPolicy_TLS13_1_3_2025_09";
    let refused = create(&client, "strict.example.com", "REGIONAL", &json!({ "securityPolicy": policy }));
    assert_eq!(refused.status, 400);
    let more = json!({ "securityPolicy": policy, "endpointAccessMode": "STRICT" });
    let made = create(&client, "strict.example.com", "REGIONAL", &more);
    assert_eq!(
        (made.field("securityPolicy"), made.field("endpointAccessMode")),
        (policy.into(), "STRICT".into())
    );
}

#[test]
fn a_private_domain_name_is_found_by_its_identifier_and_by_v1_alone() {
    let (_gateway, client) = start();
    let made = create(&client, "inside.example.com", "PRIVATE", &json!({}));
    let id = made.field("domainNameId");
    let arn = format!("arn:aws:apigateway:eu-west-1:123456789012:/domainnames/inside.example.com+{id}");
    assert_eq!((made.status, made.field("domainNameArn")), (201, arn));
    let path = format!("/domainnames/inside.example.com?domainNameId={id}");
    assert_eq!(client.get(&path).json(), made.json());
    for other in [
        "/domainnames/inside.example.com",
        "/domainnames/inside.example.com?domainNameId=nope",
        &format!("/domainnames/other.example.com?domainNameId={id}"),
        "/v2/domainnames/inside.example.com",
        "/v2/domainnames/inside.example.com/apimappings",
    ] {
        client.get(other).refuses(404, "NotFoundException", UNKNOWN);
    }
    let second = create(&client, "inside.example.com", "PRIVATE", &json!({}));
    assert_ne!(second.field("domainNameId"), id);
    assert_eq!(client.delete(&path).status, 202);
    assert_eq!(client.get(&path).status, 404);
}

#[test]
fn v1_has_names_of_its_own_for_routing_modes() {
    let (_gateway, client) = start();
    let mode = "ROUTING_RULE_THEN_BASE_PATH_MAPPING";
    let made = create(
        &client,
        "ruled.example.com",
        "REGIONAL",
        &json!({ "routingMode": mode, "securityPolicy": "TLS_1_2" }),
    );
    assert_eq!(made.field("routingMode"), mode);
    assert_eq!(
        client.get("/v2/domainnames/ruled.example.com").field("routingMode"),
        "ROUTING_RULE_THEN_API_MAPPING"
    );
    assert_eq!(
        create(&client, "other.example.com", "REGIONAL", &json!({ "routingMode": "API_MAPPING_ONLY" }))
            .status,
        400
    );
}

#[test]
fn v1_lists_public_and_private_domain_names_page_by_page() {
    let gateway = LocalGateway::start(Seed::empty()).expect("a port");
    let client = Client::of(&gateway);
    let id = create(&client, "inside.example.com", "PRIVATE", &json!({})).field("domainNameId");
    create(&client, "outside.example.com", "REGIONAL", &json!({}));
    let first = client.get("/domainnames?limit=1").json();
    assert_eq!(first["item"][0]["domainNameId"], id);
    let position: String =
        form_urlencoded::byte_serialize(first["position"].as_str().expect("more").as_bytes()).collect();
    let second = client.get(&format!("/domainnames?limit=1&position={position}")).json();
    assert_eq!(second["item"][0], client.get("/domainnames/outside.example.com").json());
    assert_eq!(second.get("position"), None);
}
