//! The stages of REST APIs, and the deployments that make them.

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::rest_apis::{CREATED, find};
use super::stages;
use crate::answer::Answer;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::request::Request;
use crate::rules;
use crate::service::Shared;
use crate::world::World;

/// The one deployment that is ever shown.
const DEPLOYMENT: &str = "abcdef";

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/restapis/{api}/deployments", post(call(Operation::CreateDeployment, deploy)))
        .route("/restapis/{api}/stages", get(call(Operation::GetRestApiStages, list)))
        .route(
            "/restapis/{api}/stages/{stage}",
            get(call(Operation::GetRestApiStage, read)).delete(call(Operation::DeleteRestApiStage, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeploymentInput {
    stage_name: Option<String>,
    description: Option<String>,
}

/// Deploys what there is, to the stage that the call names, which is made if need be.
fn deploy(world: &mut World, request: &Request) -> Done {
    let api = find(world, request)?;
    let input: DeploymentInput = request.json()?;
    rules::rest_api_can_be_deployed(api)?;
    if let Some(stage) = input.stage_name {
        rules::rest_stage_name_is_well_formed(&stage)?;
        let id = api.id.clone();
        if let Some(api) = world.api_mut(&id) {
            api.stages.insert(stage);
        }
    }
    let mut body = json!({ "createdDate": CREATED, "id": DEPLOYMENT });
    if let Some(description) = input.description {
        body["description"] = Value::String(description);
    }
    Ok(Answer::json(201, &body))
}

fn read(world: &mut World, request: &Request) -> Done {
    let stage = find(world, request)?.stages.get(request.name("stage")).ok_or_else(stages::unknown)?;
    Ok(Answer::json(200, &shown(stage)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let stages: Vec<Value> = find(world, request)?.stages.iter().map(|stage| shown(stage)).collect();
    Ok(Answer::json(200, &json!({ "item": stages })))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let api = find(world, request)?;
    let (api, stage) =
        (api.id.clone(), api.stages.get(request.name("stage")).ok_or_else(stages::unknown)?.clone());
    rules::stage_is_unmapped(world, &api, &stage)?;
    if let Some(api) = world.api_mut(&api) {
        api.stages.remove(&stage);
    }
    Ok(Answer::accepted())
}

fn shown(stage: &str) -> Value {
    json!({
        "cacheClusterEnabled": false,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "createdDate": CREATED,
        "deploymentId": DEPLOYMENT,
        "lastUpdatedDate": CREATED,
        "methodSettings": {},
        "stageName": stage,
        "tracingEnabled": false,
    })
}
