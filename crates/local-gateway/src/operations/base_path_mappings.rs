//! Base path mappings of API Gateway v1: the same things as API mappings, under another name.

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::v1_domain_names::{find, find_mut};
use crate::answer::Answer;
use crate::error::ServiceError;
use crate::handler::call;
use crate::mapping::Mapping;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::rules::{self, table};
use crate::service::Shared;
use crate::world::World;

/// How v1 names the root.
const ROOT: &str = "(none)";

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/domainnames/{domain}/basepathmappings",
            post(call(Operation::CreateBasePathMapping, create))
                .get(call(Operation::GetBasePathMappings, list)),
        )
        .route(
            "/domainnames/{domain}/basepathmappings/{base_path}",
            get(call(Operation::GetBasePathMapping, read))
                .delete(call(Operation::DeleteBasePathMapping, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    rest_api_id: String,
    stage: Option<String>,
    base_path: Option<String>,
}

fn create(world: &mut World, request: &Request) -> Done {
    let domain = find(world, request)?.domain;
    rules::domain_takes_mappings(domain)?;
    let input: CreateInput = request.json()?;
    let key = key(input.base_path.as_deref().unwrap_or_default());
    rules::base_path_has_one_level(key)?;
    rules::key_is_well_formed(key)?;
    let api = rules::api_exists(world, &input.rest_api_id)?;
    let stage = input.stage.unwrap_or_default();
    if !stage.is_empty() {
        rules::stage_exists(api, &stage, None)?;
    }
    rules::v1_kinds_go_together(world, domain, api.protocol)?;
    if domain.mappings.with_key(key).is_some() {
        return Err(table::BASE_PATH_TAKEN.conflict("Base path already exists for this domain name"));
    }
    let (key, api_id) = (key.to_owned(), api.id.clone());
    let mapping = Mapping { id: world.new_mapping_id(), key, api_id, stage };
    let answer = Answer::json(201, &shown(&mapping));
    if let Some(domain) = find_mut(world, request) {
        domain.mappings.put(mapping);
    }
    Ok(answer)
}

fn read(world: &mut World, request: &Request) -> Done {
    Ok(Answer::json(200, &shown(find_mapping(world, request)?)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let mappings = find(world, request)?.domain.mappings.by_id();
    let (page, token) = Page::of(request, pages::V1, world.paging)?.take(mappings, |_| true);
    Ok(Answer::v1_page(page.into_iter().map(shown), token))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let id = find_mapping(world, request)?.id.clone();
    if let Some(domain) = find_mut(world, request) {
        domain.mappings.remove(&id);
    }
    Ok(Answer::accepted())
}

fn find_mapping<'world>(
    world: &'world World,
    request: &'world Request,
) -> Result<&'world Mapping, ServiceError> {
    let key = key(request.name("base_path"));
    let unknown = || table::UNKNOWN_BASE_PATH.not_found("Invalid base path mapping identifier specified");
    find(world, request)?.domain.mappings.with_key(key).ok_or_else(unknown)
}

/// The key that v2 knows a base path by.
fn key(base_path: &str) -> &str {
    if base_path == ROOT { "" } else { base_path }
}

/// A mapping as v1 sends it; without a stage if it has none.
fn shown(mapping: &Mapping) -> Value {
    let base_path = if mapping.key.is_empty() { ROOT } else { &mapping.key };
    let mut body = json!({ "basePath": base_path, "restApiId": mapping.api_id });
    if !mapping.stage.is_empty() {
        body["stage"] = json!(mapping.stage);
    }
    body
}
