//! Base path mappings: what version 1 calls API mappings.

use serde_json::{Value, json};

use crate::call::{Call, Method};

/// CreateBasePathMapping, with a stage or without.
pub fn create_base_path(domain: &str, api: &str, stage: Option<&str>, base_path: &str) -> Call {
    let mut body = json!({ "restApiId": api, "basePath": base_path });
    if let Some(stage) = stage {
        body["stage"] = Value::from(stage);
    }
    let path = format!("/domainnames/{domain}/basepathmappings");
    Call::new("CreateBasePathMapping", Method::Post, path).body(body)
}

/// GetBasePathMapping.
pub fn get_base_path(domain: &str, base_path: &str) -> Call {
    let path = format!("/domainnames/{domain}/basepathmappings/{base_path}");
    Call::new("GetBasePathMapping", Method::Get, path)
}
