//! What each operation does, in one file for each kind of thing.

mod apis;
mod domain_names;
mod mappings;
mod rest_apis;
mod routing_rules;
mod stages;
pub(crate) mod sts;

use axum::Router;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::error::ServiceError;
use crate::request::Request;
use crate::service::Shared;
use crate::world::World;

/// What an operation gives back.
pub(crate) type Done = Result<Answer, ServiceError>;

/// An operation: a call applied to the world.
pub(crate) type Work = fn(&mut World, &Request) -> Done;

/// All paths of all operations.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .merge(mappings::routes())
        .merge(domain_names::routes())
        .merge(apis::routes())
        .merge(stages::routes())
        .merge(routing_rules::routes())
        .merge(rest_apis::routes())
        .merge(sts::routes())
}

/// A page of a v2 listing. The last page says `nextToken: null`.
fn listing(items: impl Iterator<Item = Value>, token: Option<String>) -> Answer {
    Answer::json(200, &json!({ "items": Value::from_iter(items), "nextToken": Value::from(token) }))
}
