//! Where users find this provider.

/// The provider's source address as written in `required_providers`: the
/// namespace and the type, without a registry host.
pub const SOURCE_ADDRESS: &str = "local/apigatewayv2";
