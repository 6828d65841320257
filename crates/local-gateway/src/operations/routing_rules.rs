//! Routing rules, which the provider only reads.

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};

use super::domain_names;
use crate::answer::Answer;
use crate::domain::RoutingRule;
use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function::Done;
use crate::pages::{self, Page};
use crate::request::Request;
use crate::service::Shared;
use crate::world::{Paging, World};

/// The largest `maxResults`, as documented.
const LARGEST_PAGE: usize = 100;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/v2/domainnames/{domain}/routingrules", get(call(Operation::ListRoutingRules, list)))
}

fn list(world: &mut World, request: &Request) -> Done {
    let domain = domain_names::find(world, request)?;
    let paging = Paging { largest_size: LARGEST_PAGE, ..world.paging };
    let (page, token) = Page::of(request, pages::V2, paging)?.take(&domain.routing_rules, |_| true);
    let place = format!("{}:{}", request.caller.region, world.account());
    let rules: Vec<Value> = page.into_iter().map(|rule| shown(rule, &domain.name, &place)).collect();
    Ok(Answer::json(200, &json!({ "routingRules": rules, "nextToken": token })))
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
