//! The diagnostics for a missing region, and for one that cannot be used.

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

/// What is configured cannot be signed for.
pub(super) fn unusable(region: &aws_config::Region) -> Diagnostic {
    let detail = format!(
        "The configured AWS region is {:?}. Correct it where it is set, which is `region` in the provider block, \
         AWS_REGION, AWS_DEFAULT_REGION or the profile: a region is written like \"eu-west-1\".",
        region.as_ref()
    );
    about(AttributePath::new("region"), "Invalid AWS Region", detail)
}
