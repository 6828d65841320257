//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod api_mapping;
pub mod diagnostic;
pub mod gateway;
pub mod names;
pub mod provider;

use api_mapping::ApiMapping;
use provider::{ApiGateway, Connection};
use tf6server::{Managed, Plugin};

/// The whole of this provider, ready to be run.
#[must_use]
pub fn apigatewayv2() -> Plugin {
    let connection = Connection::default();
    let mapping = ApiMapping::new(connection.clone());
    let mapping = Managed::new("apigatewayv2_api_mapping", mapping)
        .with_identity()
        .with_moves()
        .with_list()
        .with_memory();
    Plugin::new(
        "apigatewayv2",
        env!("CARGO_PKG_VERSION"),
        address::SOURCE_ADDRESS,
        ApiGateway::new(connection),
    )
    .resource(mapping)
}
