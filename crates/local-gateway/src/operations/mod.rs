//! What each operation does, in one file for each kind of thing.

mod apis;
mod domain_names;
mod mappings;
mod rest_apis;
mod routing_rules;
mod stages;
mod sts;

use axum::Router;

use crate::handler::call;
use crate::operation::Operation;
use crate::operation_function;
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
        .merge(sts::routes())
        .fallback(call(Operation::Unknown, operation_function::unknown))
        .method_not_allowed_fallback(call(Operation::Unknown, operation_function::unknown))
}
