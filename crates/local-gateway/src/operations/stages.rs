//! The stages of WebSocket and HTTP APIs.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::apis;
use crate::answer::Answer;
use crate::error::ServiceError;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::rules::{self, table};
use crate::service::Shared;
use crate::world::World;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/v2/apis/{api}/stages",
            post(call(Operation::CreateStage, create)).get(call(Operation::GetStages, list)),
        )
        .route(
            "/v2/apis/{api}/stages/{stage}",
            get(call(Operation::GetStage, read)).delete(call(Operation::DeleteStage, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    stage_name: String,
}

fn create(world: &mut World, request: &Request) -> Done {
    let api = apis::find(world, request)?;
    let input: CreateInput = request.json()?;
    rules::stage_name_is_well_formed(&input.stage_name)?;
    if api.stages.contains(&input.stage_name) {
        return Err(table::STAGE_TAKEN.conflict("Stage already exists"));
    }
    let answer = Answer::json(201, &shown(&input.stage_name));
    if let Some(api) = world.api_mut(request.name("api")) {
        api.stages.insert(input.stage_name);
    }
    Ok(answer)
}

fn read(world: &mut World, request: &Request) -> Done {
    let api = apis::find(world, request)?;
    let stage = api.stages.get(request.name("stage")).ok_or_else(unknown)?;
    Ok(Answer::json(200, &shown(stage)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let api = apis::find(world, request)?;
    let stages: BTreeMap<String, &String> = api.stages.iter().map(|stage| (stage.clone(), stage)).collect();
    let (page, token) = Page::of(request, pages::V2, world.paging)?.take(&stages, |_| true);
    Ok(Answer::page(page.into_iter().map(|stage| shown(stage)), token))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let api = apis::find(world, request)?;
    let (api, stage) = (api.id.clone(), api.stages.get(request.name("stage")).ok_or_else(unknown)?.clone());
    rules::stage_is_unmapped(world, &api, &stage)?;
    if let Some(api) = world.api_mut(&api) {
        api.stages.remove(&stage);
    }
    Ok(Answer::no_content())
}

/// The same text as for a mapping onto an unknown stage, with the status of a look-up.
pub(super) fn unknown() -> ServiceError {
    table::UNKNOWN_STAGE_LOOKUP.not_found("Invalid stage identifier specified")
}

fn shown(stage: &str) -> Value {
    json!({
        "autoDeploy": false,
        "createdDate": "2026-01-01T00:00:00Z",
        "lastUpdatedDate": "2026-01-01T00:00:00Z",
        "routeSettings": {},
        "stageName": stage,
        "stageVariables": {},
        "tags": {},
    })
}
