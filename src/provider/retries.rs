//! How patient the calls are.

use aws_config::SdkConfig;
use aws_config::retry::RetryMode;

use super::settings::Settings;
use crate::gateway::RetrySettings;

/// As in hashicorp/aws: throttles are worth waiting for.
const DEFAULT_RETRIES: u32 = 25;
/// What the SDK assumes when neither environment nor profile says anything.
const SDK_DEFAULT_ATTEMPTS: u32 = 3;

/// The provider block, else `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE`, else the
/// profile, else 25 retries.
pub(super) fn patience(settings: &Settings, sdk: &SdkConfig) -> RetrySettings {
    let from_environment = sdk.retry_config();
    let attempts =
        from_environment.map_or(SDK_DEFAULT_ATTEMPTS, aws_config::retry::RetryConfig::max_attempts);
    let set = attempts != SDK_DEFAULT_ATTEMPTS || std::env::var_os("AWS_MAX_ATTEMPTS").is_some();
    let retries =
        settings.max_retries.unwrap_or(if set { attempts.saturating_sub(1) } else { DEFAULT_RETRIES });
    RetrySettings {
        max_attempts: retries.saturating_add(1),
        mode: settings
            .retry_mode
            .or_else(|| from_environment.map(aws_config::retry::RetryConfig::mode))
            .unwrap_or(RetryMode::Standard),
    }
}
