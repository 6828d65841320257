//! REST APIs and their stages, which only API Gateway v1 sees.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::get;
use serde_json::{Map, Value, json};

use super::stages;
use crate::answer::Answer;
use crate::api::Api;
use crate::error::ServiceError;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::rules;
use crate::service::Shared;
use crate::world::World;

/// v1 writes times as seconds since 1970: the first of January 2026.
const CREATED: u64 = 1_767_225_600;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/restapis", get(call(Operation::GetRestApis, list)))
        .route("/restapis/{api}", get(call(Operation::GetRestApi, read)))
        .route("/restapis/{api}/stages", get(call(Operation::GetRestApiStages, list_stages)))
        .route("/restapis/{api}/stages/{stage}", get(call(Operation::GetRestApiStage, read_stage)))
}

fn read(world: &mut World, request: &Request) -> Done {
    Ok(Answer::json(200, &shown(find(world, request)?)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let (page, token) = Page::of(request, pages::V1, world.paging)?.take(world.apis(), Api::is_rest);
    let mut body = Map::from_iter([("item".to_owned(), page.into_iter().map(shown).collect())]);
    // v1 leaves the token out on the last page.
    body.extend(token.map(|token| (pages::V1.token.to_owned(), Value::String(token))));
    Ok(Answer::json(200, &Value::Object(body)))
}

fn read_stage(world: &mut World, request: &Request) -> Done {
    let stage = find(world, request)?.stages.get(request.name("stage")).ok_or_else(stages::unknown)?;
    Ok(Answer::json(200, &shown_stage(stage)))
}

fn list_stages(world: &mut World, request: &Request) -> Done {
    let stages: Vec<Value> = find(world, request)?.stages.iter().map(|stage| shown_stage(stage)).collect();
    Ok(Answer::json(200, &json!({ "item": stages })))
}

fn find<'world>(world: &'world World, request: &Request) -> Result<&'world Api, ServiceError> {
    let id = request.name("api");
    world
        .api(id)
        .filter(|api| api.is_rest())
        .ok_or_else(|| ServiceError::not_found(rules::unknown_api(world, id)))
}

fn shown(api: &Api) -> Value {
    json!({
        "apiKeySource": "HEADER",
        "createdDate": CREATED,
        "description": api.description,
        "disableExecuteApiEndpoint": false,
        "endpointConfiguration": { "ipAddressType": "ipv4", "types": [api.endpoint] },
        "id": api.id,
        "name": api.name,
        "rootResourceId": "abcdefghij",
        "securityPolicy": api.security_policy,
        "tags": BTreeMap::from_iter(&api.tags),
    })
}

fn shown_stage(stage: &str) -> Value {
    json!({
        "cacheClusterEnabled": false,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "createdDate": CREATED,
        "deploymentId": "abcdef",
        "lastUpdatedDate": CREATED,
        "methodSettings": {},
        "stageName": stage,
        "tracingEnabled": false,
    })
}
