//! Calls about the provider block, and StopProvider.

use tf_provider::Diagnostics;

use super::context::Context;
use crate::proto::tfplugin6 as tf;

pub(super) async fn validate(
    context: &Context,
    request: tf::validate_provider_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_provider_config::Response> {
    let config = request.config.unwrap_or_default();
    context.plugin.provider.validate(&config, found).await?;
    Some(tf::validate_provider_config::Response::default())
}

/// A debugged provider serves several runs: configuring it ends an earlier stop.
pub(super) async fn configure(
    context: &Context,
    request: tf::configure_provider::Request,
    found: &mut Diagnostics,
) -> Option<tf::configure_provider::Response> {
    context.set_stopped(false);
    let config = request.config.unwrap_or_default();
    let version = request.terraform_version;
    context.plugin.provider.configure(version, &config, found).await?;
    Some(tf::configure_provider::Response::default())
}

/// The user has interrupted the run. Changes under way finish and calls are still
/// answered, but no further change is started.
pub(super) fn stop(context: &Context) {
    tracing::info!("Asked to stop: no further change will be started");
    context.set_stopped(true);
}
