//! Calls about the provider block, and what StopProvider changes.

use std::sync::atomic::Ordering;

use tf_provider::{Diagnostic, Diagnostics};

use super::context::Context;
use crate::diagnostics::about;
use crate::proto::tfplugin6 as tf;

pub(super) async fn validate(
    context: &Context,
    request: tf::validate_provider_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_provider_config::Response> {
    context.plugin.provider.validate(request.config.as_ref(), found).await?;
    Some(tf::validate_provider_config::Response::default())
}

/// A debugged provider serves several runs: configuring it ends an earlier stop.
pub(super) async fn configure(
    context: &Context,
    request: tf::configure_provider::Request,
    found: &mut Diagnostics,
) -> Option<tf::configure_provider::Response> {
    context.stopped.store(false, Ordering::SeqCst);
    let version = request.terraform_version;
    context.plugin.provider.configure(version, request.config.as_ref(), found).await?;
    Some(tf::configure_provider::Response::default())
}

/// The user has interrupted the run. Changes under way finish and calls are still
/// answered, but no further change is started.
pub(super) fn stop(context: &Context) {
    tracing::info!("Asked to stop: no further change will be started");
    context.stopped.store(true, Ordering::SeqCst);
}

/// Starts a change, unless the run has been interrupted.
pub(super) async fn apply(
    context: &Context,
    request: tf::apply_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::apply_resource_change::Response> {
    let resource = context.resource(&request.type_name, found)?;
    if context.stopped.load(Ordering::SeqCst) {
        found.add_error(interrupted(&request.type_name));
        return None;
    }
    resource.apply_resource_change(request, found).await
}

fn interrupted(name: &str) -> Diagnostic {
    about(
        "Interrupted",
        format!(
            "The change to this {name} was not started, because the run was interrupted. Nothing \
             was changed; apply again to continue."
        ),
    )
}
