//! What each operation does, in one file for each kind of thing.

mod acm;
mod apis;
mod base_path_mappings;
mod domain_names;
mod mappings;
mod rest_apis;
mod rest_resources;
mod rest_stages;
mod routing_rules;
mod stages;
mod sts;
mod v1_domain_names;

use axum::Router;
use axum::routing::post;

use crate::handler::{call, chosen};
use crate::incoming_call::IncomingCall;
use crate::operation::Operation;
use crate::operation_function::{self, OperationFunction};
use crate::service::Shared;

/// All paths of all operations.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .merge(mappings::routes())
        .merge(domain_names::routes())
        .merge(apis::routes())
        .merge(stages::routes())
        .merge(routing_rules::routes())
        .merge(rest_apis::routes())
        .merge(rest_resources::routes())
        .merge(rest_stages::routes())
        .merge(v1_domain_names::routes())
        .merge(base_path_mappings::routes())
        .route("/", post(chosen(named_by_the_call)))
        .fallback(call(Operation::Unknown, operation_function::unknown))
        .method_not_allowed_fallback(call(Operation::Unknown, operation_function::unknown))
}

/// ACM and STS have one path. A call of ACM names its operation in a header.
fn named_by_the_call(arrived: &IncomingCall) -> (Operation, OperationFunction) {
    match arrived.headers().get("x-amz-target").and_then(|target| target.to_str().ok()) {
        Some(target) => acm::operation(target),
        None => sts::operation(arrived.body()),
    }
}
