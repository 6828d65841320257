//! Calls about the provider block, and what StopProvider changes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tf_provider::Diagnostics;

use crate::{diagnostics::fail, plugin::Plugin, proto::tfplugin6 as tf};

pub(super) async fn validate(
    plugin: &Plugin,
    request: tf::validate_provider_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_provider_config::Response> {
    plugin.provider.validate(request.config.as_ref(), found).await?;
    Some(tf::validate_provider_config::Response::default())
}

/// A debugged provider serves several runs: configuring it ends an earlier stop.
pub(super) async fn configure(
    plugin: &Plugin,
    request: tf::configure_provider::Request,
    found: &mut Diagnostics,
) -> Option<tf::configure_provider::Response> {
    plugin.interrupted.send_replace(false);
    // A capability that came with protocol 6.11.
    let speaks_6_11 = request.client_capabilities.is_some_and(|client| client.store_planned_private);
    plugin.client_speaks_6_11.store(speaks_6_11, Ordering::SeqCst);
    // Until the end, so that a panic counts as well.
    plugin.has_refused_configuration.store(true, Ordering::SeqCst);
    plugin.provider.configure(request, found).await?;
    plugin.has_refused_configuration.store(!found.errors.is_empty(), Ordering::SeqCst);
    Some(tf::configure_provider::Response::default())
}

/// The user has interrupted the run. Changes under way finish, and no further one is
/// started; calls that only read end soon.
pub(super) fn stop(plugin: &Plugin) {
    tracing::info!("Asked to stop: no further change will be started");
    plugin.interrupted.send_replace(true);
}

/// The one call that changes something.
pub(super) const CHANGE: &str = "ApplyResourceChange";

/// How long a call that only reads may go on after StopProvider.
const READS_END_AFTER: Duration = Duration::from_secs(1);

/// Ends when a call that only reads is to end: soon after the run was interrupted. A
/// change is carried to its end.
pub(super) async fn interruption(plugin: Arc<Plugin>, name: &str) {
    let mut interrupted = plugin.interrupted.subscribe();
    // The sender is the plugin's own, so this does not fail.
    let is_interrupted = interrupted.wait_for(|interrupted| *interrupted).await.is_ok();
    if name == CHANGE || !is_interrupted {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(READS_END_AFTER).await;
}

/// Starts a change, unless the run has been interrupted.
pub(super) async fn apply(
    plugin: &Plugin,
    request: tf::apply_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::apply_resource_change::Response> {
    let resource = plugin.configured(found)?.find(&request.type_name, found)?;
    if *plugin.interrupted.borrow() {
        let detail = format!(
            "The change to this {} was not started, because the run was interrupted. Nothing was changed; \
             apply again to continue.",
            request.type_name
        );
        return fail(found, "Interrupted", detail);
    }
    resource.apply_resource_change(request, found).await
}
