//! WebSocket and HTTP APIs.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::api::{Api, Protocol};
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
        .route("/v2/apis", post(call(Operation::CreateApi, create)).get(call(Operation::GetApis, list)))
        .route(
            "/v2/apis/{api}",
            get(call(Operation::GetApi, read)).delete(call(Operation::DeleteApi, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    name: String,
    protocol_type: ProtocolType,
    description: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

/// The protocols that v2 makes.
#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ProtocolType {
    WebSocket,
    Http,
}

fn create(world: &mut World, request: &Request) -> Done {
    let input: CreateInput = request.json()?;
    let protocol = match input.protocol_type {
        ProtocolType::WebSocket => Protocol::WebSocket,
        ProtocolType::Http => Protocol::Http,
    };
    let api = Api {
        name: input.name,
        description: input.description,
        tags: input.tags,
        ..Api::new(world.new_api_id(), protocol, &[])
    };
    let answer = Answer::json(201, &shown(&api, &request.caller.region));
    world.put_api(api);
    Ok(answer)
}

fn read(world: &mut World, request: &Request) -> Done {
    Ok(Answer::json(200, &shown(find(world, request)?, &request.caller.region)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let (page, token) = Page::of(request, pages::V2, world.paging)?.take(world.apis(), |api| !api.is_rest());
    Ok(Answer::page(page.into_iter().map(|api| shown(api, &request.caller.region)), token))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let id = find(world, request)?.id.clone();
    rules::api_is_unmapped(world, &id)?;
    world.remove_api(&id);
    Ok(Answer::no_content())
}

/// Finds a WebSocket or HTTP API; v2 does not see REST APIs.
pub(super) fn find<'world>(world: &'world World, request: &Request) -> Result<&'world Api, ServiceError> {
    let id = request.name("api");
    let message = || rules::unknown_api(world, id);
    match world.api(id) {
        Some(api) if api.is_rest() => Err(table::REST_API_IN_V2.not_found(message())),
        Some(api) => Ok(api),
        None => Err(table::UNKNOWN_API_LOOKUP.not_found(message())),
    }
}

fn shown(api: &Api, region: &str) -> Value {
    let (scheme, route_selection) = match api.protocol {
        Protocol::WebSocket => ("wss", "$request.body.action"),
        Protocol::Http | Protocol::Rest => ("https", "$request.method $request.path"),
    };
    json!({
        "apiEndpoint": format!("{scheme}://{}.execute-api.{region}.amazonaws.com", api.id),
        "apiId": api.id,
        "apiKeySelectionExpression": "$request.header.x-api-key",
        "createdDate": "2026-01-01T00:00:00Z",
        "description": api.description,
        "disableExecuteApiEndpoint": false,
        "ipAddressType": "ipv4",
        "name": api.name,
        "protocolType": api.protocol,
        "routeSelectionExpression": route_selection,
        "tags": api.tags,
    })
}
