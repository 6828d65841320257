//! A call that each rule refuses.

use local_gateway::{Api, World};
use local_gateway::{Domain, EndpointType, Protocol, Quota, RestEndpoint, RoutingMode, SecurityPolicy};
use serde_json::{Value, json};

use super::calls::Calls;
use super::successes::{rest_api, routing_rule};

const NULL: Value = Value::Null;
const MAPPINGS: &str = "/v2/domainnames/plain.example.com/apimappings";

pub(super) fn make(calls: &Calls) {
    calls.gateway.world(put_things_into);
    keys(calls);
    what_does_not_exist(calls);
    kinds(calls);
    domain_names(calls);
    listings(calls);
    updates_and_deletes(calls);
    base_paths(calls);
    rest_apis(calls);
    others(calls);
}

fn put_things_into(world: &mut World) {
    let plain = Domain::new("plain.example.com");
    let domain = |name: &str| Domain { name: name.to_owned(), ..plain.clone() };
    let enhanced = SecurityPolicy::Enhanced;
    for domain in [
        plain.clone(),
        Domain { endpoint_type: EndpointType::Edge, ..domain("edge.example.com") },
        Domain { security_policy: SecurityPolicy::Tls10, ..domain("old.example.com") },
        Domain { security_policy: enhanced, ..domain("enhanced.example.com") },
        Domain { routing_mode: RoutingMode::RoutingRuleOnly, ..domain("ruled.example.com") },
    ] {
        world.put_domain(domain);
    }
    world.put_api(Api::new("http", Protocol::Http, &["live"]));
    world.put_api(Api::new("socket", Protocol::WebSocket, &["live"]));
    world.put_api(Api::new("rest", Protocol::Rest, &["live"]));
    let inside = Api::new("inside", Protocol::Rest, &["live"]);
    world.put_api(Api { endpoint: RestEndpoint::Private, ..inside.clone() });
    world.put_api(Api { id: "strict".to_owned(), security_policy: enhanced, ..inside });
    world.put_mapping("plain.example.com", "taken", "http", "live");
    world.put_mapping("rest.example.com", "taken", "rest", "live");
    world.put_mapping("strict.example.com", "a/b", "strict", "live");
    for number in 0..200 {
        world.put_mapping("full.example.com", &format!("a/{number}"), "http", "live");
    }
}

fn mapping(api: &str, key: &str) -> Value {
    json!({ "apiId": api, "stage": "live", "apiMappingKey": key })
}

fn on(domain: &str) -> String {
    format!("/v2/domainnames/{domain}.example.com/apimappings")
}

/// A mapping of the world, by its path.
fn mapped(calls: &Calls) -> String {
    let mappings = calls.gateway.world(|world| world.mappings("plain.example.com"));
    format!("{MAPPINGS}/{}", mappings[0].id)
}

fn keys(calls: &Calls) {
    let too_long = "a".repeat(301);
    for (rule, key) in [
        ("key_characters", "a~b"),
        ("key_letters", "é"),
        ("key_length", &too_long),
        ("key_end", "a/"),
        ("key_start", "/a"),
        ("key_taken", "taken"),
    ] {
        calls.refused_by(rule, "POST", MAPPINGS, &mapping("http", key));
    }
    calls.refused_by("key_blanks", "PATCH", &mapped(calls), &mapping("http", " "));
    calls.refused_by("multi_level_quota", "POST", &on("full"), &mapping("http", "a/b"));
}

fn what_does_not_exist(calls: &Calls) {
    calls.refused_by("unknown_domain", "GET", "/v2/domainnames/nope.example.com", &NULL);
    calls.refused_by("unknown_domain", "GET", "/domainnames/nope.example.com", &NULL);
    calls.refused_by("domain_capitals", "GET", &on("Plain"), &NULL);
    calls.refused_by("unknown_api", "POST", MAPPINGS, &mapping("nope", "v1"));
    calls.refused_by("unknown_api_lookup", "GET", "/v2/apis/nope", &NULL);
    calls.refused_by("unknown_api_lookup", "GET", "/restapis/nope", &NULL);
    calls.refused_by("rest_api_in_v2", "GET", "/v2/apis/rest", &NULL);
    let unknown = json!({ "apiId": "http", "stage": "nope" });
    calls.refused_by("unknown_stage", "POST", MAPPINGS, &unknown);
    calls.refused_by("unknown_stage_lookup", "GET", "/v2/apis/http/stages/nope", &NULL);
    calls.refused_by("unknown_stage_lookup", "GET", "/restapis/rest/stages/nope", &NULL);
    for method in ["GET", "DELETE"] {
        calls.refused_by("unknown_mapping", method, &format!("{MAPPINGS}/nope"), &NULL);
        let path = "/domainnames/plain.example.com/basepathmappings/nope";
        calls.refused_by("unknown_base_path", method, path, &NULL);
    }
    let rule = "/v2/domainnames/plain.example.com/routingrules/nope";
    calls.refused_by("unknown_routing_rule", "DELETE", rule, &NULL);
    let rules = "/v2/domainnames/plain.example.com/routingrules";
    calls.refused_by("unknown_api", "POST", rules, &routing_rule("nope"));
    calls.refused_by("unknown_path", "GET", "/v2/nothing", &NULL);
}

fn kinds(calls: &Calls) {
    calls.refused_by("websocket_beside_others", "POST", MAPPINGS, &mapping("socket", "v1"));
    calls.refused_by("private_rest_api", "POST", MAPPINGS, &mapping("inside", "v1"));
    calls.refused_by("enhanced_http_api", "POST", &on("enhanced"), &mapping("http", "v1"));
    calls.refused_by("http_api_beside_strict_rest_api", "POST", &on("strict"), &mapping("http", "v1"));
}

fn domain_names(calls: &Calls) {
    let edge =
        json!({ "domainName": "new.example.com", "domainNameConfigurations": [{ "endpointType": "EDGE" }] });
    calls.refused_by("not_of_v2", "POST", "/v2/domainnames", &edge);
    let taken = json!({ "domainName": "plain.example.com" });
    calls.refused_by("domain_taken", "POST", "/v2/domainnames", &taken);
    calls.refused_by("domain_taken", "POST", "/domainnames", &taken);
    let bare = json!({ "domainName": "new.example.com" });
    calls.refused_by("domain_configuration", "POST", "/v2/domainnames", &bare);
    let policy =
        json!({ "domainName": "new.example.com", "securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09" });
    calls.refused_by("endpoint_access_mode", "POST", "/domainnames", &policy);
    calls.refused_by("edge_domain", "POST", &on("edge"), &mapping("rest", "v1"));
    calls.refused_by("tls_1_0_domain", "POST", &on("old"), &mapping("rest", "v1"));
    calls.refused_by("rules_only", "POST", &on("ruled"), &mapping("rest", "v1"));
    let private =
        json!({ "domainName": "private.example.com", "endpointConfiguration": { "types": ["PRIVATE"] } });
    calls.done_by("POST", "/domainnames", &private);
    calls.refused_by("private_domain", "POST", &on("private"), &mapping("rest", "v1"));
}

fn listings(calls: &Calls) {
    calls.refused_by("page_size", "GET", &format!("{MAPPINGS}?maxResults=501"), &NULL);
    calls.refused_by("page_size", "GET", "/restapis?limit=0", &NULL);
    let rules = "/v2/domainnames/plain.example.com/routingrules?maxResults=101";
    calls.refused_by("page_size_rules", "GET", rules, &NULL);
    calls.refused_by("page_token", "GET", &format!("{MAPPINGS}?nextToken=nope"), &NULL);
}

fn updates_and_deletes(calls: &Calls) {
    let mapped = mapped(calls);
    calls.refused_by("update_needs_api", "PATCH", &mapped, &json!({ "stage": "live" }));
    let unknown = json!({ "apiId": "http", "stage": "nope" });
    calls.refused_by("update_unknown_stage", "PATCH", &mapped, &unknown);
    calls.refused_by("update_empties", "PATCH", &mapped, &json!({ "apiId": "" }));
    calls.refused_by("update_empties", "PATCH", &mapped, &json!({ "apiId": "http", "stage": "" }));
    calls.refused_by("mapped_api_stays", "DELETE", "/v2/apis/http", &NULL);
    calls.refused_by("mapped_stage_stays", "DELETE", "/v2/apis/http/stages/live", &NULL);
    calls.refused_by("mapped_api_stays", "DELETE", "/restapis/strict", &NULL);
    calls.refused_by("mapped_stage_stays", "DELETE", "/restapis/strict/stages/live", &NULL);
}

fn base_paths(calls: &Calls) {
    let paths = "/domainnames/plain.example.com/basepathmappings";
    let path = |api: &str, path: &str| json!({ "restApiId": api, "basePath": path, "stage": "live" });
    calls.refused_by("base_path_kinds", "POST", paths, &path("rest", "v1"));
    calls.refused_by("base_path_levels", "POST", paths, &path("rest", "a/b"));
    let of_rest = "/domainnames/rest.example.com/basepathmappings";
    calls.refused_by("base_path_taken", "POST", of_rest, &path("rest", "taken"));
    calls.refused_by("unknown_api", "POST", paths, &path("nope", "v1"));
}

fn rest_apis(calls: &Calls) {
    let deployments = "/restapis/rest/deployments";
    calls.refused_by("rest_methods", "POST", deployments, &json!({ "stageName": "next" }));
    let method = "/restapis/rest/resources/nope/methods/GET";
    calls.refused_by("rest_resource", "PUT", method, &json!({ "authorizationType": "NONE" }));
    let policy = json!({ "name": "strict", "securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09" });
    calls.refused_by("endpoint_access_mode", "POST", "/restapis", &policy);
    let made = rest_api(calls, &json!({ "name": "another" }));
    let deployments = format!("/restapis/{made}/deployments");
    calls.refused_by("rest_stage_name", "POST", &deployments, &json!({ "stageName": "$default" }));
}

fn others(calls: &Calls) {
    let stages = "/v2/apis/http/stages";
    calls.refused_by("stage_name", "POST", stages, &json!({ "stageName": "a.b" }));
    calls.refused_by("stage_taken", "POST", stages, &json!({ "stageName": "live" }));
    calls.refused_by("body", "POST", MAPPINGS, &json!({}));
    calls.refused_by("body", "POST", "/restapis", &json!({}));
    calls.acm("DeleteCertificate", &json!({ "CertificateArn": "nope" }));
    calls.gateway.set_quota(Some(Quota { rate: 0.0, burst: 0 }));
    calls.refused_by("quota", "GET", MAPPINGS, &NULL);
    calls.refused_by("quota", "GET", "/restapis", &NULL);
    calls.gateway.set_quota(None);
    calls.gateway.set_policy(Some(r#"{ "Version": "2012-10-17", "Statement": [] }"#)).expect("a policy");
    calls.denied("GET", MAPPINGS);
    calls.denied("GET", "/restapis");
}
