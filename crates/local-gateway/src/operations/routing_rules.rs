//! Routing rules.

use axum::Router;
use axum::routing::{delete, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::domain_names;
use crate::answer::Answer;
use crate::domain::RoutingRule;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::rules::{self, table};
use crate::service::Shared;
use crate::world::{Paging, World};

/// The largest `maxResults`, as documented.
const LARGEST_PAGE: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route(
            "/v2/domainnames/{domain}/routingrules",
            post(call(Operation::CreateRoutingRule, create)).get(call(Operation::ListRoutingRules, list)),
        )
        .route(
            "/v2/domainnames/{domain}/routingrules/{rule}",
            delete(call(Operation::DeleteRoutingRule, remove)),
        )
}

#[derive(Deserialize)]
struct CreateInput {
    actions: [Action; 1],
    conditions: [Condition; 1],
    priority: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    invoke_api: InvokeApi,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InvokeApi {
    api_id: String,
    stage: String,
}

/// Of the conditions, only one on the first segment of the path is understood.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Condition {
    match_base_paths: MatchBasePaths,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MatchBasePaths {
    any_of: [String; 1],
}

fn create(world: &mut World, request: &Request) -> Done {
    let domain = domain_names::find(world, request)?.name.clone();
    let CreateInput { actions: [action], conditions: [condition], priority } = request.json()?;
    let [base_path] = condition.match_base_paths.any_of;
    let InvokeApi { api_id, stage } = action.invoke_api;
    rules::stage_exists(rules::api_exists(world, &api_id)?, &stage, None)?;
    let rule = RoutingRule { id: world.new_mapping_id(), priority, base_path, api: api_id, stage };
    let answer = Answer::json(201, &shown(&rule, &domain, &place(world, request)));
    if let Some(domain) = world.domain_mut(&domain) {
        domain.routing_rules.insert(rule.id.clone(), rule);
    }
    Ok(answer)
}

fn list(world: &mut World, request: &Request) -> Done {
    let domain = domain_names::find(world, request)?;
    let paging = Paging { largest_size: LARGEST_PAGE, ..world.paging };
    let (page, token) = Page::within(&table::PAGE_SIZE_RULES, request, pages::V2, paging)?
        .take(&domain.routing_rules, |_| true);
    let place = place(world, request);
    let rules: Vec<Value> = page.into_iter().map(|rule| shown(rule, &domain.name, &place)).collect();
    Ok(Answer::json(200, &json!({ "routingRules": rules, "nextToken": token })))
}

fn remove(world: &mut World, request: &Request) -> Done {
    let name = domain_names::find(world, request)?.name.clone();
    let removed =
        world.domain_mut(&name).and_then(|domain| domain.routing_rules.remove(request.name("rule")));
    removed
        .map(|_| Answer::no_content())
        .ok_or_else(|| table::UNKNOWN_ROUTING_RULE.not_found("Invalid routing rule identifier specified"))
}

/// Region and account, as in the ARNs of routing rules.
fn place(world: &World, request: &Request) -> String {
    format!("{}:{}", request.caller.region, world.account())
}

fn shown(rule: &RoutingRule, domain: &str, place: &str) -> Value {
    json!({
        "actions": [{ "invokeApi": { "apiId": rule.api, "stage": rule.stage, "stripBasePath": false } }],
        "conditions": [{ "matchBasePaths": { "anyOf": [rule.base_path] } }],
        "priority": rule.priority,
        "routingRuleArn": format!("arn:aws:apigateway:{place}:/domainnames/{domain}/routingrules/{}", rule.id),
        "routingRuleId": rule.id,
    })
}
