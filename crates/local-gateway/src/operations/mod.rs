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
use crate::service::Shared;
use crate::work;

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
        .fallback(call(Operation::Unknown, work::unknown))
        .method_not_allowed_fallback(call(Operation::Unknown, work::unknown))
}
