//! How often and how a call is retried.

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;

use super::settings::Settings;

/// As in hashicorp/aws: throttles are worth waiting for.
const DEFAULT_RETRIES: u32 = 25;
/// What the SDK assumes when neither environment nor profile says anything.
const SDK_DEFAULT_ATTEMPTS: u32 = 3;

/// The provider block, else `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE`, else the
/// profile, else 25 retries in standard mode.
pub(super) fn from(settings: &Settings, sdk: &SdkConfig) -> RetryConfig {
    let found = sdk.retry_config().cloned().unwrap_or_else(RetryConfig::standard);
    let attempts = found.max_attempts();
    let are_set = attempts != SDK_DEFAULT_ATTEMPTS || std::env::var_os("AWS_MAX_ATTEMPTS").is_some();
    let retries = if are_set { attempts.saturating_sub(1) } else { DEFAULT_RETRIES };
    let mode = settings.retry_mode.unwrap_or(found.mode());
    found.with_retry_mode(mode).with_max_attempts(settings.max_retries.unwrap_or(retries).saturating_add(1))
}
