//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod api_mapping;
pub mod api_mappings;
pub mod checks;
pub mod data_sources;
pub mod diagnostic;
pub mod evidence;
pub mod findings;
pub mod gateway;
pub mod names;
pub mod provider;
mod shared;

use std::sync::Arc;

use api_mapping::ApiMapping;
use api_mappings::ApiMappings;
use checks::Runs;
use data_sources::{ApiMappingAtKey, ApiMappingsOfDomain, CustomDomainName, Places};
use provider::{ApiGateway, ProviderState};
use tf6server::Plugin;
use tokio::sync::watch;

/// The provider with its resources and data sources, ready to be run.
pub fn apigatewayv2() -> Plugin {
    let state = ProviderState::default();
    let runs = Arc::new(Runs::default());
    let mapping = ApiMapping::new(state.clone(), runs.clone());
    let table = ApiMappings::new(state.clone(), runs.clone());
    let places = Places::new(state.clone(), runs);
    let interrupted = watch::Sender::new(false);
    let provider = ApiGateway::new(state, interrupted.subscribe());
    Plugin::new("apigatewayv2", env!("CARGO_PKG_VERSION"), address::SOURCE_ADDRESS, provider)
        .resource("apigatewayv2_api_mapping", mapping)
        .resource("apigatewayv2_api_mappings", table)
        .data_source("apigatewayv2_api_mapping", ApiMappingAtKey(places.clone()))
        .data_source("apigatewayv2_api_mappings", ApiMappingsOfDomain(places.clone()))
        .data_source("apigatewayv2_domain_name", CustomDomainName(places))
        .interrupted_through(interrupted)
}
