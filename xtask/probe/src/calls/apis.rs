//! APIs and their stages, through both versions.

use serde_json::json;

use crate::call::{Call, Method};

/// GetApi, of version 2.
pub fn get_api(api: &str) -> Call {
    Call::new("GetApi", Method::Get, format!("/v2/apis/{api}"))
}

/// DeleteApi, of version 2.
pub fn delete_api(api: &str) -> Call {
    Call::new("DeleteApi", Method::Delete, format!("/v2/apis/{api}"))
}

/// GetStage, of version 2.
pub fn get_stage(api: &str, stage: &str) -> Call {
    Call::new("GetStage", Method::Get, format!("/v2/apis/{api}/stages/{stage}"))
}

/// CreateStage, of version 2.
pub fn create_stage(api: &str, stage: &str) -> Call {
    Call::new("CreateStage", Method::Post, format!("/v2/apis/{api}/stages"))
        .body(json!({ "stageName": stage }))
}

/// DeleteStage, of version 2.
pub fn delete_stage(api: &str, stage: &str) -> Call {
    Call::new("DeleteStage", Method::Delete, format!("/v2/apis/{api}/stages/{stage}"))
}

/// CreateRestApi, of version 1.
pub fn create_rest_api(name: &str) -> Call {
    Call::new("CreateRestApi", Method::Post, "/restapis").body(json!({ "name": name }))
}

/// GetRestApi, of version 1.
pub fn get_rest_api(api: &str) -> Call {
    Call::new("GetRestApi", Method::Get, format!("/restapis/{api}"))
}

/// PutMethod, of version 1, without an authorizer.
pub fn put_method(api: &str, resource: &str, method: &str) -> Call {
    Call::new("PutMethod", Method::Put, format!("/restapis/{api}/resources/{resource}/methods/{method}"))
        .body(json!({ "authorizationType": "NONE" }))
}

/// GetStage, of version 1.
pub fn get_rest_stage(api: &str, stage: &str) -> Call {
    Call::new("GetStage", Method::Get, format!("/restapis/{api}/stages/{stage}"))
}

/// CreateDeployment, of version 1, which makes the stage.
pub fn create_deployment(api: &str, stage: &str) -> Call {
    Call::new("CreateDeployment", Method::Post, format!("/restapis/{api}/deployments"))
        .body(json!({ "stageName": stage }))
}
