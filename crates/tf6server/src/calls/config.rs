//! Calls about the configuration of a resource.

use tf_provider::Diagnostics;

use crate::encoded_value as value;
use crate::managed_resource::ManagedResource;
use crate::normalize;
use crate::proto::tfplugin6 as tf;
use crate::typed_resource::TypedResource;

pub(crate) async fn validate<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::validate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_resource_config::Response> {
    let config = typed.codec(found).read("configuration", request.config.as_ref())?;
    typed.resource.validate(found, config).await?;
    Some(tf::validate_resource_config::Response::default())
}

pub(crate) async fn generate<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::generate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::generate_resource_config::Response> {
    let state = typed.codec(found).read("state", request.state.as_ref())?;
    let schema = typed.resource.schema(found)?;
    let config = normalize::configuration(state, &schema.block);
    Some(tf::generate_resource_config::Response {
        config: Some(value::json(config.to_string().into_bytes())),
        diagnostics: Vec::new(),
    })
}
