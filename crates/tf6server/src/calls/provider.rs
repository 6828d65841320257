//! Calls about the provider block, and what StopProvider changes.

use std::time::Duration;

use tf_provider::{Diagnostic, Diagnostics};

use crate::{
    diagnostics::{about, fail},
    plugin::Plugin,
    proto::tfplugin6 as tf,
};

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
    plugin.provider.configure(request, found).await?;
    Some(tf::configure_provider::Response::default())
}

/// The user has interrupted the run. Changes under way finish, and no further one is
/// started; calls that only read end soon.
pub(super) fn stop(plugin: &Plugin) {
    tracing::info!("Asked to stop: no further change will be started");
    plugin.interrupted.send_replace(true);
}

/// How long a call that only reads may go on after StopProvider.
const READS_END_AFTER: Duration = Duration::from_secs(1);

/// The answer to a call that only reads.
///
/// # Errors
/// When the run was interrupted and the answer did not come soon after.
pub(super) async fn unless_interrupted<T>(
    plugin: &Plugin,
    name: &str,
    answer: impl Future<Output = T>,
) -> Result<T, Diagnostic> {
    let mut interrupted = plugin.interrupted.subscribe();
    let soon_after = async {
        // The sender is the plugin's own, so the wait does not fail.
        let _ = interrupted.wait_for(|interrupted| *interrupted).await;
        tokio::time::sleep(READS_END_AFTER).await;
    };
    tokio::select! {
        biased;
        answer = answer => Ok(answer),
        () = soon_after => {
            let detail = format!("The run was interrupted before {name} was answered. Nothing was changed.");
            Err(about("Interrupted", detail))
        }
    }
}

/// Starts a change, unless the run has been interrupted.
pub(super) async fn apply(
    plugin: &Plugin,
    request: tf::apply_resource_change::Request,
    found: &mut Diagnostics,
) -> Option<tf::apply_resource_change::Response> {
    let resource = plugin.find(&request.type_name, found)?;
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
