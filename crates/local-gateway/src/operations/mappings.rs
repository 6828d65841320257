//! API mappings.

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::domain_names;
use crate::answer::Answer;
use crate::domain::Domain;
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

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/v2/domainnames/{domain}/apimappings",
            post(call(Operation::CreateApiMapping, create)).get(call(Operation::GetApiMappings, list)),
        )
        .route(
            "/v2/domainnames/{domain}/apimappings/{mapping}",
            get(call(Operation::GetApiMapping, read))
                .patch(call(Operation::UpdateApiMapping, update))
                .delete(call(Operation::DeleteApiMapping, delete)),
        )
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreateInput {
    api_id: String,
    stage: String,
    api_mapping_key: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UpdateInput {
    api_id: Option<String>,
    stage: Option<String>,
    api_mapping_key: Option<String>,
}

fn create(world: &mut World, request: &Request) -> Done {
    let domain = managed(world, request)?;
    rules::domain_takes_mappings(domain)?;
    let input: CreateInput = request.json()?;
    let key = match input.api_mapping_key {
        // Measured: on a create, and only there, blanks alone mean the root.
        Some(key) if !key.trim().is_empty() => key,
        _ => String::new(),
    };
    let wanted = Mapping { id: String::new(), key, api_id: input.api_id, stage: input.stage };
    judge(world, domain, &wanted, None)?;
    let mapping = Mapping { id: world.new_mapping_id(), ..wanted };
    store(world, request, mapping.clone());
    Ok(Answer::json(201, &shown(&mapping)))
}

fn update(world: &mut World, request: &Request) -> Done {
    let domain = managed(world, request)?;
    let current = find(domain, request)?.clone();
    let input: UpdateInput = request.json()?;
    let missing = || table::UPDATE_NEEDS_API.bad_request("Invalid request body: apiId is required");
    let api_id = input.api_id.ok_or_else(missing)?;
    rules::update_empties_nothing(world, &api_id, input.stage.as_deref())?;
    let wanted = Mapping {
        api_id,
        stage: input.stage.unwrap_or(current.stage),
        key: input.api_mapping_key.unwrap_or(current.key),
        id: current.id,
    };
    judge(world, domain, &wanted, Some(&wanted.id))?;
    store(world, request, wanted.clone());
    Ok(Answer::json(200, &shown(&wanted)))
}

fn read(world: &mut World, request: &Request) -> Done {
    let domain = managed(world, request)?;
    Ok(Answer::json(200, &shown(find(domain, request)?)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let domain = managed(world, request)?;
    let (page, token) = Page::of(request, pages::V2, world.paging)?.take(domain.mappings.by_id(), |_| true);
    Ok(Answer::page(page.into_iter().map(shown), token))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let id = find(managed(world, request)?, request)?.id.clone();
    if let Some(domain) = request.domain() {
        world.remove_mapping(domain, &id);
    }
    Ok(Answer::no_content())
}

/// Everything that the service holds against a mapping as it would become.
fn judge(world: &World, domain: &Domain, wanted: &Mapping, changed: Option<&str>) -> rules::Verdict {
    rules::key_is_well_formed(&wanted.key)?;
    let api = rules::api_exists(world, &wanted.api_id)?;
    rules::stage_exists(api, &wanted.stage, changed)?;
    rules::protocols_go_together(world, domain, api.protocol, changed)?;
    rules::domain_takes_api(domain, api)?;
    if changed.is_none() {
        rules::strict_rest_api_stands_alone(world, domain, api)?;
    }
    rules::levels_are_within_quota(domain, &wanted.key, changed)?;
    rules::key_is_free(domain, &wanted.key, changed)
}

fn managed<'world>(world: &'world World, request: &Request) -> Result<&'world Domain, ServiceError> {
    let domain = domain_names::find(world, request)?;
    rules::domain_is_managed_by_v2(domain)?;
    Ok(domain)
}

fn find<'world>(domain: &'world Domain, request: &Request) -> Result<&'world Mapping, ServiceError> {
    // Worded like those of the other identifiers.
    domain
        .mappings
        .get(request.name("mapping"))
        .ok_or_else(|| table::UNKNOWN_MAPPING.not_found("Invalid API mapping identifier specified"))
}

fn store(world: &mut World, request: &Request, mapping: Mapping) {
    if let Some(domain) = request.domain().and_then(|name| world.domain_mut(name)) {
        domain.mappings.put(mapping);
    }
}

/// A mapping as the service sends it: without its domain name, and with the root as `""`.
fn shown(mapping: &Mapping) -> Value {
    json!({
        "apiId": mapping.api_id,
        "apiMappingId": mapping.id,
        "apiMappingKey": mapping.key,
        "stage": mapping.stage,
    })
}
