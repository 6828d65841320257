//! Custom domain names and their routing rules.

use local_gateway::{Domain, DomainStatus, EndpointType, LocalGateway, RoutingRule, SecurityPolicy, Seed};
use serde_json::json;

use crate::client::Client;

fn start() -> (LocalGateway, Client) {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

#[test]
fn a_created_domain_is_regional_available_and_routed_by_mappings() {
    let (_gateway, client) = start();
    let body = json!({
        "domainName": "new.example.com",
        "domainNameConfigurations": [{ "certificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/c",
            "endpointType": "REGIONAL", "securityPolicy": "TLS_1_2" }],
        "tags": { "team": "orders" },
    });
    let created = client.post("/v2/domainnames", &body);
    assert_eq!(created.status, 201);
    let shown = created.json();
    assert_eq!(client.get("/v2/domainnames/new.example.com").json(), shown);
    assert_eq!(shown["domainNameArn"], "arn:aws:apigateway:eu-west-1::/domainnames/new.example.com");
    assert_eq!(shown["routingMode"], "API_MAPPING_ONLY");
    assert_eq!(shown["tags"], json!({ "team": "orders" }));
    let configuration = &shown["domainNameConfigurations"][0];
    assert_eq!(configuration["domainNameStatus"], "AVAILABLE");
    assert_eq!(configuration["endpointType"], "REGIONAL");
    assert_eq!(configuration["securityPolicy"], "TLS_1_2");
    let target = configuration["apiGatewayDomainName"].as_str().expect("a target");
    assert!(target.starts_with("d-") && target.ends_with(".execute-api.eu-west-1.amazonaws.com"), "{target}");

    client.post("/v2/domainnames", &body).refuses(
        400,
        "BadRequestException",
        "The domain name you provided already exists.",
    );
}

#[test]
fn names_are_kept_in_lower_case_and_found_by_no_other_spelling() {
    let (_gateway, client) = start();
    let named = |name: &str| json!({ "domainName": name, "domainNameConfigurations": [{}] });
    let created = client.post("/v2/domainnames", &named("New.Example.com"));
    assert_eq!(created.field("domainName"), "new.example.com");
    assert_eq!(client.get("/v2/domainnames/new.example.com").status, 200);
    let message = "Invalid domain name identifier specified";
    client.get("/v2/domainnames/New.Example.com").refuses(404, "NotFoundException", message);
    client.get("/v2/domainnames/New.Example.com/apimappings").refuses(404, "NotFoundException", message);
    let again = client.post("/v2/domainnames", &named("NEW.example.com"));
    assert_eq!(again.status, 400);
}

#[test]
fn a_domain_is_not_made_without_a_configuration() {
    let (_gateway, client) = start();
    client.post("/v2/domainnames", &json!({ "domainName": "new.example.com" })).refuses(
        400,
        "BadRequestException",
        "Invalid input. Expected one domain name configuration",
    );
}

#[test]
fn edge_domains_and_tls_1_0_are_not_made_through_v2() {
    let (_gateway, client) = start();
    for (configuration, message) in [
        (
            json!({ "endpointType": "EDGE" }),
            "EDGE endpoint type is not supported for APIGatewayV2 domainName",
        ),
        (json!({ "securityPolicy": "TLS_1_0" }), "TLS_1_0 is not supported for APIGatewayV2 domainName."),
    ] {
        let body = json!({ "domainName": "new.example.com", "domainNameConfigurations": [configuration] });
        client.post("/v2/domainnames", &body).refuses(400, "BadRequestException", message);
    }
}

#[test]
fn an_update_changes_how_a_domain_is_routed() {
    let (_gateway, client) = start();
    let path = "/v2/domainnames/api.example.com";
    assert_eq!(
        client.patch(path, &json!({ "routingMode": "ROUTING_RULE_ONLY" })).field("routingMode"),
        "ROUTING_RULE_ONLY"
    );
    assert_eq!(client.get(path).field("routingMode"), "ROUTING_RULE_ONLY");
}

#[test]
fn mutual_tls_is_shown_until_its_truststore_is_taken_away() {
    let (_gateway, client) = start();
    let path = "/v2/domainnames/api.example.com";
    assert_eq!(client.get(path).json()["mutualTlsAuthentication"], json!(null));
    let proof = "arn:aws:acm:eu-west-1:123456789012:certificate/proof";
    let body = json!({
        "domainNameConfigurations": [{ "ipAddressType": "dualstack", "ownershipVerificationCertificateArn": proof }],
        "mutualTlsAuthentication": { "truststoreUri": "s3://trust/bundle.pem", "truststoreVersion": "v1" },
    });
    client.patch(path, &body);
    let shown = client.get(path).json();
    let expected = json!({
        "truststoreUri": "s3://trust/bundle.pem", "truststoreVersion": "v1", "truststoreWarnings": [],
    });
    assert_eq!(shown["mutualTlsAuthentication"], expected);
    let configuration = &shown["domainNameConfigurations"][0];
    assert_eq!(configuration["ipAddressType"], "dualstack");
    assert_eq!(configuration["ownershipVerificationCertificateArn"], proof);
    client.patch(path, &json!({ "mutualTlsAuthentication": { "truststoreUri": "" } }));
    assert_eq!(client.get(path).json()["mutualTlsAuthentication"], json!(null));
}

#[test]
fn what_the_world_says_of_a_domain_is_shown() {
    let (gateway, client) = start();
    gateway.world(|world| {
        world.put_domain(Domain {
            endpoint_type: EndpointType::Edge,
            status: DomainStatus::Updating,
            ..Domain::new("edge.example.com")
        });
        world.put_domain(Domain {
            security_policy: SecurityPolicy::Enhanced,
            status: DomainStatus::Failed,
            ..Domain::new("strict.example.com")
        });
    });
    let strict = client.get("/v2/domainnames/strict.example.com").json();
    let configuration = &strict["domainNameConfigurations"][0];
    assert_eq!(configuration["securityPolicy"], "SecurityPolicy_TLS13_1_3_2025_09");
    assert_eq!(configuration["domainNameStatus"], "FAILED");
    let shown = client.get("/v2/domainnames/edge.example.com").json();
    assert_eq!(shown["domainNameConfigurations"][0]["endpointType"], "EDGE");
    assert_eq!(shown["domainNameConfigurations"][0]["domainNameStatus"], "UPDATING");
}

#[test]
fn domains_are_listed_in_pages() {
    let (gateway, client) = start();
    gateway.world(|world| world.paging.default_size = 1);
    let first = client.get("/v2/domainnames").json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(1));
    assert!(first["nextToken"].is_string());
}

#[test]
fn a_deleted_domain_takes_its_mappings_with_it() {
    let (gateway, client) = start();
    gateway.world(|world| world.put_mapping("api.example.com", "v1", "a1b2c3d4", "test"));
    assert_eq!(client.delete("/v2/domainnames/api.example.com").status, 204);
    client.get("/v2/domainnames/api.example.com").refuses(
        404,
        "NotFoundException",
        "Invalid domain name identifier specified",
    );
    assert_eq!(client.delete("/v2/domainnames/api.example.com").status, 404);
    assert_eq!(client.delete("/v2/apis/a1b2c3d4").status, 204);
}

#[test]
fn routing_rules_are_listed() {
    let (gateway, client) = start();
    let rules = "/v2/domainnames/api.example.com/routingrules";
    assert_eq!(client.get(rules).json(), json!({ "routingRules": [], "nextToken": null }));
    let rule = RoutingRule {
        id: "rule1".to_owned(),
        priority: 10,
        base_path: "v1".to_owned(),
        api: "a1b2c3d4".to_owned(),
        stage: "test".to_owned(),
    };
    gateway.world(|world| {
        let domain = world.domain_mut("api.example.com").expect("a domain name of the seed");
        domain.routing_rules.insert(rule.id.clone(), rule);
    });
    let shown = client.get(rules).json()["routingRules"][0].clone();
    assert_eq!(shown["priority"], 10);
    assert_eq!(shown["actions"][0]["invokeApi"]["apiId"], "a1b2c3d4");
    assert_eq!(client.get(&format!("{rules}?maxResults=101")).status, 400);
}

#[test]
fn a_routing_rule_is_made_and_deleted() {
    let (_gateway, client) = start();
    let rules = "/v2/domainnames/api.example.com/routingrules";
    let rule = |api: &str| {
        json!({
            "actions": [{ "invokeApi": { "apiId": api, "stage": "test" } }],
            "conditions": [{ "matchBasePaths": { "anyOf": ["v1"] } }],
            "priority": 7,
        })
    };
    assert_eq!(client.post(rules, &rule("nope")).status, 400);
    let made = client.post(rules, &rule("a1b2c3d4"));
    assert_eq!(made.status, 201);
    assert_eq!(client.get(rules).json()["routingRules"], json!([made.json()]));
    let path = format!("{rules}/{}", made.field("routingRuleId"));
    assert_eq!(client.delete(&path).status, 204);
    assert_eq!(client.delete(&path).status, 404);
    assert_eq!(client.get(rules).json()["routingRules"], json!([]));
}
