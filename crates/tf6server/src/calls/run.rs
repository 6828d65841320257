//! The beginning and the end of a run.

use std::sync::atomic::Ordering;

use tf_provider::Diagnostics;

use super::{Calls, tf};

pub(super) async fn validate(
    calls: &Calls,
    request: tf::validate_provider_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_provider_config::Response> {
    let config = request.config.unwrap_or_default();
    calls.plugin.provider.validate(&config, found).await?;
    Some(tf::validate_provider_config::Response::default())
}

/// Also the beginning of a new run for a debugged provider, which outlives runs:
/// an earlier stop no longer counts.
pub(super) async fn configure(
    calls: &Calls,
    request: tf::configure_provider::Request,
    found: &mut Diagnostics,
) -> Option<tf::configure_provider::Response> {
    calls.stopped.store(false, Ordering::SeqCst);
    let config = request.config.unwrap_or_default();
    let version = request.terraform_version;
    calls.plugin.provider.configure(version, &config, found).await?;
    Some(tf::configure_provider::Response::default())
}

/// The user has interrupted the run. What is under way finishes, because half a
/// change is worse than either; the calls keep being answered.
pub(super) fn stop(calls: &Calls) {
    tracing::info!("Asked to stop: no further change will be started");
    calls.stopped.store(true, Ordering::SeqCst);
}
