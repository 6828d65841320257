//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod api_mapping;
pub mod api_mappings;
pub mod checks;
pub mod diagnostic;
pub mod findings;
pub mod gateway;
pub mod names;
pub mod provider;
mod shared;

use std::sync::Arc;

use api_mapping::ApiMapping;
use api_mappings::ApiMappings;
use checks::Runs;
use provider::{ApiGateway, ProviderState};
use tf6server::Plugin;
use tokio::sync::watch;

/// The provider and its resources, ready to be run.
pub fn apigatewayv2() -> Plugin {
    let state = ProviderState::default();
    let runs = Arc::new(Runs::default());
    let mapping = ApiMapping::new(state.clone(), runs.clone());
    let table = ApiMappings::new(state.clone(), runs);
    let interrupted = watch::Sender::new(false);
    let provider = ApiGateway::new(state, interrupted.subscribe());
    Plugin::new("apigatewayv2", env!("CARGO_PKG_VERSION"), address::SOURCE_ADDRESS, provider)
        .resource("apigatewayv2_api_mapping", mapping)
        .resource("apigatewayv2_api_mappings", table)
        .interrupted_through(interrupted)
}
