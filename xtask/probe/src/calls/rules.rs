//! Routing rules of a domain name.

use serde_json::json;

use crate::call::{Call, Method};

/// CreateRoutingRule: requests for `/rules` go to an API.
pub fn create_rule(domain: &str, api: &str, stage: &str) -> Call {
    Call::new("CreateRoutingRule", Method::Post, rules(domain)).body(json!({
        "actions": [{ "invokeApi": { "apiId": api, "stage": stage } }],
        "conditions": [{ "matchBasePaths": { "anyOf": ["rules"] } }],
        "priority": 1,
    }))
}

/// DeleteRoutingRule.
pub fn delete_rule(domain: &str, rule: &str) -> Call {
    Call::new("DeleteRoutingRule", Method::Delete, format!("{}/{rule}", rules(domain)))
}

/// ListRoutingRules, with the size of a page.
pub fn list_rules(domain: &str, size: &str) -> Call {
    Call::new("ListRoutingRules", Method::Get, rules(domain)).query("maxResults", size).counted()
}

fn rules(domain: &str) -> String {
    format!("/v2/domainnames/{domain}/routingrules")
}
