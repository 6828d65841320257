//! Calls about the configuration of a resource.

use serde_json::Value;
use tf_provider::Diagnostics;

use super::context::Context;
use crate::codec::Codec;
use crate::normalize;
use crate::proto::tfplugin6 as tf;
use crate::value;

pub(super) async fn validate(
    context: &Context,
    request: tf::validate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_resource_config::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let config = request.config.unwrap_or_default();
    resource.validate(&config, found).await?;
    Some(tf::validate_resource_config::Response::default())
}

pub(super) async fn generate(
    context: &Context,
    request: tf::generate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::generate_resource_config::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let state = request.state.unwrap_or_default();
    let state: Value = Codec::new(resource.name(), found).read("state", &state)?;
    let schema = resource.schema(found)?;
    let config = normalize::configuration(state, &schema.block);
    Some(tf::generate_resource_config::Response {
        config: Some(value::json(config.to_string().into_bytes())),
        diagnostics: Vec::new(),
    })
}
