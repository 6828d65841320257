//! A call of each operation that succeeds.

use serde_json::{Value, json};

use super::calls::{Calls, text};

const NULL: Value = Value::Null;

pub(super) fn make(calls: &Calls) {
    domain_names(calls);
    apis_and_mappings(calls);
    rest_apis(calls);
    version_1(calls);
}

fn domain_names(calls: &Calls) {
    let configuration = json!({ "certificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/c" });
    let body = json!({
        "domainName": "shapes.example.com",
        "domainNameConfigurations": [configuration],
        "mutualTlsAuthentication": { "truststoreUri": "s3://trust/bundle.pem", "truststoreVersion": "1" },
        "tags": { "team": "orders" },
    });
    calls.done_by("POST", "/v2/domainnames", &body);
    calls.done_by("GET", "/v2/domainnames/shapes.example.com", &NULL);
    calls.done_by("GET", "/v2/domainnames?maxResults=1", &NULL);
    let mode = json!({ "routingMode": "ROUTING_RULE_THEN_API_MAPPING" });
    calls.done_by("PATCH", "/v2/domainnames/shapes.example.com", &mode);
    let short = json!({ "domainName": "short.example.com", "domainNameConfigurations": [{}] });
    calls.done_by("POST", "/v2/domainnames", &short);
    calls.done_by("GET", "/v2/domainnames?maxResults=1", &NULL);
    calls.done_by("DELETE", "/v2/domainnames/short.example.com", &NULL);
}

fn apis_and_mappings(calls: &Calls) {
    let body = json!({ "name": "http", "protocolType": "HTTP", "description": "d", "tags": { "a": "b" } });
    let api = text(&calls.done_by("POST", "/v2/apis", &body), "apiId");
    calls.done_by("POST", "/v2/apis", &json!({ "name": "socket", "protocolType": "WEBSOCKET" }));
    calls.done_by("GET", &format!("/v2/apis/{api}"), &NULL);
    calls.done_by("GET", "/v2/apis?maxResults=1", &NULL);
    let stages = format!("/v2/apis/{api}/stages");
    for stage in ["live", "next"] {
        calls.done_by("POST", &stages, &json!({ "stageName": stage }));
    }
    calls.done_by("GET", &stages, &NULL);
    calls.done_by("GET", &format!("{stages}/live"), &NULL);

    let mappings = "/v2/domainnames/shapes.example.com/apimappings";
    let root = calls.done_by("POST", mappings, &json!({ "apiId": api, "stage": "live" }));
    calls.done_by("POST", mappings, &json!({ "apiId": api, "stage": "live", "apiMappingKey": "a/b" }));
    calls.done_by("GET", &format!("{mappings}?maxResults=1"), &NULL);
    calls.done_by("GET", mappings, &NULL);
    let mapping = format!("{mappings}/{}", text(&root, "apiMappingId"));
    calls.done_by("GET", &mapping, &NULL);
    calls.done_by("PATCH", &mapping, &json!({ "apiId": api, "apiMappingKey": "v1" }));
    calls.done_by("DELETE", &mapping, &NULL);

    let rules = "/v2/domainnames/shapes.example.com/routingrules";
    let rule = calls.done_by("POST", rules, &routing_rule(&api));
    calls.done_by("GET", rules, &NULL);
    calls.done_by("DELETE", &format!("{rules}/{}", text(&rule, "routingRuleId")), &NULL);
    calls.done_by("DELETE", &format!("{stages}/next"), &NULL);
    let spare = calls.done_by("POST", "/v2/apis", &json!({ "name": "spare", "protocolType": "HTTP" }));
    calls.done_by("DELETE", &format!("/v2/apis/{}", text(&spare, "apiId")), &NULL);
}

pub(super) fn routing_rule(api: &str) -> Value {
    json!({
        "actions": [{ "invokeApi": { "apiId": api, "stage": "live" } }],
        "conditions": [{ "matchBasePaths": { "anyOf": ["a"] } }],
        "priority": 1,
    })
}

fn rest_apis(calls: &Calls) {
    let api = rest_api(calls, &json!({ "name": "rest", "description": "d" }));
    let api = format!("/restapis/{api}");
    calls.done_by("GET", &api, &NULL);
    calls.done_by("GET", "/restapis?limit=1", &NULL);
    calls.done_by("GET", &format!("{api}/stages"), &NULL);
    calls.done_by("GET", &format!("{api}/stages/live"), &NULL);
    calls.done_by("DELETE", &format!("{api}/stages/live"), &NULL);
    calls.done_by("DELETE", &api, &NULL);
}

/// Makes a REST API with a stage `live`; gives back its id.
pub(super) fn rest_api(calls: &Calls, body: &Value) -> String {
    let id = text(&calls.done_by("POST", "/restapis", body), "id");
    let api = format!("/restapis/{id}");
    let resources = calls.done_by("GET", &format!("{api}/resources"), &NULL);
    let root = text(&resources["item"][0], "id");
    let method = format!("{api}/resources/{root}/methods/GET");
    calls.done_by("PUT", &method, &json!({ "authorizationType": "NONE" }));
    calls.done_by("PUT", &format!("{method}/integration"), &json!({ "type": "MOCK" }));
    calls.done_by("GET", &format!("{api}/resources"), &NULL);
    let deployment = json!({ "stageName": "live", "description": "d" });
    calls.done_by("POST", &format!("{api}/deployments"), &deployment);
    id
}

fn version_1(calls: &Calls) {
    let api =
        rest_api(calls, &json!({ "name": "mapped", "endpointConfiguration": { "types": ["REGIONAL"] } }));
    for (endpoint, policy) in [
        ("REGIONAL", "TLS_1_0"),
        ("REGIONAL", "SecurityPolicy_TLS13_1_3_2025_09"),
        ("EDGE", "TLS_1_2"),
        ("PRIVATE", "TLS_1_2"),
    ] {
        let body = json!({
            "domainName": "v1.example.com",
            "endpointConfiguration": { "types": [endpoint] },
            "endpointAccessMode": "STRICT",
            "securityPolicy": policy,
            "tags": { "a": "b" },
        });
        let made = calls.done_by("POST", "/domainnames", &body);
        let query =
            made["domainNameId"].as_str().map_or_else(String::new, |id| format!("?domainNameId={id}"));
        let domain = "/domainnames/v1.example.com";
        calls.done_by("GET", &format!("{domain}{query}"), &NULL);
        calls.done_by("GET", "/domainnames?limit=1", &NULL);
        if endpoint == "REGIONAL" {
            calls.done_by("GET", "/v2/domainnames/v1.example.com", &NULL);
        }
        let paths = format!("{domain}/basepathmappings{query}");
        calls.done_by("POST", &paths, &json!({ "basePath": "a", "restApiId": api, "stage": "live" }));
        calls.done_by("POST", &paths, &json!({ "restApiId": api }));
        calls.done_by("GET", &paths, &NULL);
        calls.done_by("GET", &format!("{domain}/basepathmappings/a{query}"), &NULL);
        calls.done_by("GET", &format!("{domain}/basepathmappings/(none){query}"), &NULL);
        calls.done_by("DELETE", &format!("{domain}/basepathmappings/a{query}"), &NULL);
        calls.done_by("DELETE", &format!("{domain}{query}"), &NULL);
    }
}
