//! The diagnostic for a missing region.

use tf_provider::{AttributePath, Diagnostic};

use super::profile_files::ProfileFiles;
use super::settings::Settings;
use crate::diagnostic::about;

/// No source of regions has one.
pub(super) async fn diagnostic(settings: &Settings, files: &ProfileFiles) -> Diagnostic {
    let profile = settings.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok());
    let profile = profile.as_deref().unwrap_or("default");
    let of_profile = if files.lack(profile).await {
        format!("the profile {profile:?}, which is not in {}", files.names())
    } else {
        format!("the profile {profile:?}")
    };
    about(
        AttributePath::new("region"),
        "Missing AWS Region",
        format!(
            "No AWS region is configured. Set `region` in the provider block, or AWS_REGION. (Also looked in: \
             AWS_DEFAULT_REGION, instance metadata, and {of_profile}.)"
        ),
    )
}
