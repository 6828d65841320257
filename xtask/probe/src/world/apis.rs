//! The APIs of a run, each with a stage `live`.
//!
//! Nothing can be called through them: HTTP and WebSocket APIs have no routes, REST APIs
//! answer from a mock, and the private one refuses everything by its policy.

use serde_json::{Value, json};

use crate::call::{Call, Method};
use crate::calls::{create_deployment, create_stage, put_method};

/// The calls that make an API: the first one makes it, the others its stages. `None` where
/// the part is no API.
pub(super) fn calls(part: &'static str, run: &str) -> Option<Vec<Call>> {
    let name = format!("{run} {part}");
    Some(match part {
        "http" => of_version_2(part, &name, json!({ "protocolType": "HTTP" }), &["live", "next"]),
        "http_second" => of_version_2(part, &name, json!({ "protocolType": "HTTP" }), &["live"]),
        "websocket" | "websocket_second" => {
            let body =
                json!({ "protocolType": "WEBSOCKET", "routeSelectionExpression": "$request.body.action" });
            of_version_2(part, &name, body, &["live"])
        }
        "rest" => rest(part, &name, endpoint("REGIONAL")),
        "rest_edge" => rest(part, &name, endpoint("EDGE")),
        "rest_private" => {
            let mut body = endpoint("PRIVATE");
            body["policy"] = Value::from(nothing_allowed().to_string());
            rest(part, &name, body)
        }
        "rest_strict" => {
            let mut body = endpoint("REGIONAL");
            body["securityPolicy"] = Value::from(super::domains::ENHANCED);
            body["endpointAccessMode"] = Value::from("BASIC");
            rest(part, &name, body)
        }
        _ => return None,
    })
}

fn of_version_2(part: &'static str, name: &str, mut body: Value, stages: &[&str]) -> Vec<Call> {
    body["name"] = Value::from(name);
    let api = Call::new("CreateApi", Method::Post, "/v2/apis").body(body).named(part);
    let stages = stages.iter().map(|stage| create_stage(&format!("{{{part}}}"), stage));
    [api].into_iter().chain(stages).collect()
}

fn rest(part: &'static str, name: &str, mut body: Value) -> Vec<Call> {
    body["name"] = Value::from(name);
    let api = format!("{{{part}}}");
    let integration = format!("/restapis/{api}/resources/{{resource}}/methods/GET/integration");
    vec![
        Call::new("CreateRestApi", Method::Post, "/restapis").body(body).named(part),
        Call::new("GetResources", Method::Get, format!("/restapis/{api}/resources")).named("resource"),
        put_method(&api, "{resource}", "GET"),
        Call::new("PutIntegration", Method::Put, integration).body(json!({ "type": "MOCK" })),
        create_deployment(&api, "live"),
    ]
}

fn endpoint(kind: &str) -> Value {
    json!({ "endpointConfiguration": { "types": [kind] } })
}

/// A private REST API can be deployed only with a policy.
fn nothing_allowed() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Deny",
            "Principal": "*",
            "Action": "execute-api:Invoke",
            "Resource": "execute-api:/*",
        }],
    })
}
