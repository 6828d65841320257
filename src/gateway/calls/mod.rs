//! The calls to API Gateway, a file for each operation.
//!
//! A call is one attempt: it sends one request and turns the answer into a value, or
//! into a `Failure` that says how it failed. An answer that does not fit the request
//! is a failure as well. `retry` makes another attempt where that helps.

mod clients;
mod connector;
mod create_api_mapping;
mod delete_api_mapping;
mod get_api;
mod get_api_mapping;
mod get_api_mappings;
mod get_domain_name;
mod get_domain_names;
mod get_stage;
mod list_routing_rules;
mod update_api_mapping;
mod user_agent;

pub(super) use clients::Calls;
pub use clients::{Endpoint, GatewaySettings};
pub(super) use connector::ANSWER_TIMEOUT;
pub use connector::{origin_of, with_body};
pub use user_agent::UserAgent;
