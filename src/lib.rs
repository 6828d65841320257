//! Terraform and OpenTofu provider for Amazon API Gateway API mappings.

pub mod address;
pub mod api_mapping;
pub mod checks;
pub mod diagnostic;
pub mod gateway;
pub mod names;
pub mod plugin;
pub mod provider;

use api_mapping::ApiMapping;
use plugin::{Managed, Plugin};
use provider::{ApiGateway, Connection};

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
