//! Custom domain names and their routing rules, through version 2.

use serde_json::{Value, json};

use crate::call::{Call, Method};

/// CreateDomainName, with these configurations.
pub fn create_domain(domain: &str, configurations: Value) -> Call {
    let mut body = json!({ "domainName": domain });
    if !configurations.is_null() {
        body["domainNameConfigurations"] = configurations;
    }
    Call::new("CreateDomainName", Method::Post, "/v2/domainnames").body(body)
}

/// GetDomainName.
pub fn get_domain(domain: &str) -> Call {
    Call::new("GetDomainName", Method::Get, one(domain))
}

/// UpdateDomainName.
pub fn update_domain(domain: &str, body: Value) -> Call {
    Call::new("UpdateDomainName", Method::Patch, one(domain)).body(body)
}

/// DeleteDomainName.
pub fn delete_domain(domain: &str) -> Call {
    Call::new("DeleteDomainName", Method::Delete, one(domain))
}

/// CreateRoutingRule: requests for `/rules` go to an API.
pub fn create_rule(domain: &str, api: &str, stage: &str) -> Call {
    Call::new("CreateRoutingRule", Method::Post, format!("/v2/domainnames/{domain}/routingrules")).body(
        json!({
            "actions": [{ "invokeApi": { "apiId": api, "stage": stage } }],
            "conditions": [{ "matchBasePaths": { "anyOf": ["rules"] } }],
            "priority": 1,
        }),
    )
}

fn one(domain: &str) -> String {
    format!("/v2/domainnames/{domain}")
}
