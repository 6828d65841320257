//! API mappings, through version 2.

use serde_json::{Value, json};

use crate::call::{Call, Method};

/// CreateApiMapping of a key.
pub fn create(domain: &str, api: &str, stage: &str, key: &str) -> Call {
    create_with(domain, json!({ "apiId": api, "stage": stage, "apiMappingKey": key }))
}

/// CreateApiMapping with any body.
pub fn create_with(domain: &str, body: Value) -> Call {
    Call::new("CreateApiMapping", Method::Post, mappings(domain)).body(body)
}

/// UpdateApiMapping of a mapping that an earlier call has named.
pub fn update(domain: &str, mapping: &str, body: Value) -> Call {
    Call::new("UpdateApiMapping", Method::Patch, one(domain, mapping)).body(body)
}

/// GetApiMapping.
pub fn get(domain: &str, mapping: &str) -> Call {
    Call::new("GetApiMapping", Method::Get, one(domain, mapping))
}

/// DeleteApiMapping.
pub fn delete(domain: &str, mapping: &str) -> Call {
    Call::new("DeleteApiMapping", Method::Delete, one(domain, mapping))
}

/// GetApiMappings, its first page.
pub fn list(domain: &str) -> Call {
    Call::new("GetApiMappings", Method::Get, mappings(domain))
}

fn mappings(domain: &str) -> String {
    format!("/v2/domainnames/{domain}/apimappings")
}

fn one(domain: &str, mapping: &str) -> String {
    format!("/v2/domainnames/{domain}/apimappings/{mapping}")
}
