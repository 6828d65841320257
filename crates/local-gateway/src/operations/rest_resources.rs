//! The methods of a REST API, as far as a deployment needs them: those of its root resource.

use axum::Router;
use axum::routing::{get, put};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::rest_apis::{ROOT_RESOURCE, find};
use crate::answer::Answer;
use crate::api::Api;
use crate::error::ServiceError;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::request::Request;
use crate::rules::table::REST_RESOURCE;
use crate::service::Shared;
use crate::world::World;

pub(super) fn routes() -> Router<Shared> {
    let method = "/restapis/{api}/resources/{resource}/methods/{method}";
    Router::new()
        .route("/restapis/{api}/resources", get(call(Operation::GetResources, list)))
        .route(method, put(call(Operation::PutMethod, put_method)))
        .route(&format!("{method}/integration"), put(call(Operation::PutIntegration, put_integration)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MethodInput {
    authorization_type: String,
}

#[derive(Deserialize)]
struct IntegrationInput {
    r#type: String,
}

fn list(world: &mut World, request: &Request) -> Done {
    let methods: Map<String, Value> =
        find(world, request)?.methods.keys().map(|method| (method.clone(), json!({}))).collect();
    let mut root = json!({ "id": ROOT_RESOURCE, "path": "/" });
    if !methods.is_empty() {
        root["resourceMethods"] = Value::Object(methods);
    }
    Ok(Answer::json(200, &json!({ "item": [root] })))
}

fn put_method(world: &mut World, request: &Request) -> Done {
    let input: MethodInput = request.json()?;
    let method = request.name("method").to_owned();
    let body = json!({
        "apiKeyRequired": false,
        "authorizationType": input.authorization_type,
        "httpMethod": method,
    });
    with_root(world, request)?.methods.insert(method, false);
    Ok(Answer::json(201, &body))
}

fn put_integration(world: &mut World, request: &Request) -> Done {
    let input: IntegrationInput = request.json()?;
    let body = json!({
        "cacheKeyParameters": [],
        "cacheNamespace": ROOT_RESOURCE,
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": 29000,
        "type": input.r#type,
    });
    let integrated = with_root(world, request)?
        .methods
        .get_mut(request.name("method"))
        .ok_or_else(|| REST_RESOURCE.not_found("Invalid Method identifier specified"))?;
    *integrated = true;
    Ok(Answer::json(201, &body))
}

/// The API to be changed, if the call names its root resource.
fn with_root<'world>(world: &'world mut World, request: &Request) -> Result<&'world mut Api, ServiceError> {
    let id = find(world, request)?.id.clone();
    world
        .api_mut(&id)
        .filter(|_| request.name("resource") == ROOT_RESOURCE)
        .ok_or_else(|| REST_RESOURCE.not_found("Invalid Resource identifier specified"))
}
