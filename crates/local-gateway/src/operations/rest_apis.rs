//! REST APIs, which only API Gateway v1 sees.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::api::{Api, Protocol, RestEndpoint};
use crate::domain::{EndpointAccessMode, SecurityPolicy};
use crate::error::ServiceError;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::rules::{self, table};
use crate::service::Shared;
use crate::world::World;

/// v1 writes times as seconds since 1970: the first of January 2026.
pub(super) const CREATED: u64 = 1_767_225_600;

/// The identifier that the root resource of every REST API has.
pub(super) const ROOT_RESOURCE: &str = "abcdefghij";

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/restapis",
            post(call(Operation::CreateRestApi, create)).get(call(Operation::GetRestApis, list)),
        )
        .route(
            "/restapis/{api}",
            get(call(Operation::GetRestApi, read)).delete(call(Operation::DeleteRestApi, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    name: String,
    description: Option<String>,
    endpoint_configuration: Option<EndpointConfiguration>,
    security_policy: Option<SecurityPolicy>,
    endpoint_access_mode: Option<EndpointAccessMode>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct EndpointConfiguration {
    #[serde(default)]
    types: Vec<RestEndpoint>,
}

/// A REST API without methods. It is edge-optimised if nothing is said (documentation).
fn create(world: &mut World, request: &Request) -> Done {
    let input: CreateInput = request.json()?;
    rules::enhanced_policy_has_access_mode(input.security_policy, input.endpoint_access_mode)?;
    let plain = Api::new(world.new_api_id(), Protocol::Rest, &[]);
    let types = input.endpoint_configuration.map(|configuration| configuration.types).unwrap_or_default();
    let api = Api {
        name: input.name,
        description: input.description,
        endpoint: types.first().copied().unwrap_or(RestEndpoint::Edge),
        security_policy: input.security_policy.unwrap_or(plain.security_policy),
        endpoint_access_mode: input.endpoint_access_mode,
        tags: input.tags,
        ..plain
    };
    let answer = Answer::json(201, &shown(&api));
    world.put_api(api);
    Ok(answer)
}

fn delete(world: &mut World, request: &Request) -> Done {
    let id = find(world, request)?.id.clone();
    rules::api_is_unmapped(world, &id)?;
    world.remove_api(&id);
    Ok(Answer::accepted())
}

fn read(world: &mut World, request: &Request) -> Done {
    Ok(Answer::json(200, &shown(find(world, request)?)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let (page, token) = Page::of(request, pages::V1, world.paging)?.take(world.apis(), Api::is_rest);
    Ok(Answer::v1_page(page.into_iter().map(shown), token))
}

pub(super) fn find<'world>(world: &'world World, request: &Request) -> Result<&'world Api, ServiceError> {
    let id = request.name("api");
    world
        .api(id)
        .filter(|api| api.is_rest())
        .ok_or_else(|| table::UNKNOWN_API_LOOKUP.not_found(rules::unknown_api(world, id)))
}

fn shown(api: &Api) -> Value {
    json!({
        "apiKeySource": "HEADER",
        "createdDate": CREATED,
        "description": api.description,
        "disableExecuteApiEndpoint": false,
        "endpointAccessMode": api.endpoint_access_mode,
        "endpointConfiguration": { "ipAddressType": "ipv4", "types": [api.endpoint] },
        "id": api.id,
        "name": api.name,
        "rootResourceId": ROOT_RESOURCE,
        "securityPolicy": api.security_policy,
        "tags": BTreeMap::from_iter(&api.tags),
    })
}
