//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod api_mapping;
pub mod diagnostic;
pub mod gateway;
pub mod names;
pub mod provider;

use api_mapping::ApiMapping;
use provider::{ApiGateway, Connection};
use tf6server::Plugin;

/// The provider and its resources, ready to be run.
#[must_use]
pub fn apigatewayv2() -> Plugin {
    let connection = Connection::default();
    let mapping = ApiMapping::new(connection.clone());
    let provider = ApiGateway::new(connection);
    Plugin::new("apigatewayv2", env!("CARGO_PKG_VERSION"), address::SOURCE_ADDRESS, provider)
        .resource("apigatewayv2_api_mapping", mapping)
}
