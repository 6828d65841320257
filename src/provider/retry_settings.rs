//! How often and how a call is retried.

use aws_config::retry::{RetryConfig, RetryMode};
use tf_provider::Diagnostic;

use super::sources::Sources;

/// As in hashicorp/aws: throttles are worth waiting for.
const DEFAULT_RETRIES: u32 = 25;

/// The provider block, else `AWS_MAX_ATTEMPTS` and `AWS_RETRY_MODE`, else the
/// profile, else 25 retries in standard mode.
///
/// # Errors
/// The environment or the profile has a value that does not exist.
pub(super) fn decide(sources: &Sources<'_>) -> Result<RetryConfig, Diagnostic> {
    let attempts = sources.outside(&["AWS_MAX_ATTEMPTS"], Some("max_attempts"));
    let attempts = match (sources.settings.max_retries, attempts) {
        (Some(retries), _) => retries.saturating_add(1),
        (None, Some(attempts)) => {
            let hint = "Give a whole number of attempts, from 1, for no retries, to 1000.";
            attempts.parsed(parse_attempts, "Invalid Number of Attempts", hint)?
        }
        (None, None) => DEFAULT_RETRIES + 1,
    };
    let mode = sources.outside(&["AWS_RETRY_MODE"], Some("retry_mode"));
    let mode = match (sources.settings.retry_mode, mode) {
        (Some(mode), _) => mode,
        (None, Some(mode)) => {
            let hint = "Write \"standard\" or \"adaptive\" (\"legacy\" is taken for \"standard\").";
            mode.parsed(parse_mode, "Unknown Retry Mode", hint)?
        }
        (None, None) => RetryMode::Standard,
    };
    Ok(RetryConfig::standard().with_retry_mode(mode).with_max_attempts(attempts))
}

fn parse_attempts(text: &str) -> Option<u32> {
    text.parse().ok().filter(|attempts| (1..=1000).contains(attempts))
}

/// The modes of the SDKs' reference guide. What `legacy` means is each SDK's own affair,
/// and there is none of before `standard` here.
fn parse_mode(word: &str) -> Option<RetryMode> {
    match word.to_ascii_lowercase().as_str() {
        "standard" | "legacy" => Some(RetryMode::Standard),
        "adaptive" => Some(RetryMode::Adaptive),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile_files::tests::profiles;
    use super::super::settings::Settings;
    use super::super::variables::Variables;
    use super::*;

    async fn decided(
        block: Option<u32>,
        variables: &[(&str, &str)],
        config: &str,
    ) -> Result<(u32, RetryMode), String> {
        let settings = Settings { max_retries: block, ..Settings::default() };
        let variables = Variables::from(variables);
        let profiles = profiles(config, &settings, &variables).await.unwrap();
        let sources = Sources { settings: &settings, variables: &variables, profiles: &profiles };
        let retries = decide(&sources).map_err(|error| error.detail.into_owned())?;
        Ok((retries.max_attempts(), retries.mode()))
    }

    #[tokio::test]
    async fn block_then_environment_then_profile_say_how_often() {
        use RetryMode::{Adaptive, Standard};
        let profile = "[default]\nmax_attempts = 3\nretry_mode = adaptive\n";
        for (block, variables, config, attempts, mode) in [
            (None, &[][..], "", 26, Standard),
            (None, &[], profile, 3, Adaptive),
            (None, &[("AWS_MAX_ATTEMPTS", " 5"), ("AWS_RETRY_MODE", "STANDARD")], profile, 5, Standard),
            (None, &[("AWS_MAX_ATTEMPTS", ""), ("AWS_RETRY_MODE", "")], "", 26, Standard),
            (None, &[("AWS_RETRY_MODE", "legacy")], "", 26, Standard),
            (None, &[], "[default]\nretry_mode = legacy\n", 26, Standard),
            (Some(0), &[("AWS_MAX_ATTEMPTS", "5")], profile, 1, Adaptive),
            (None, &[("AWS_MAX_ATTEMPTS", "1")], "", 1, Standard),
        ] {
            assert_eq!(
                decided(block, variables, config).await,
                Ok((attempts, mode)),
                "{variables:?} {config}"
            );
        }
    }

    #[tokio::test]
    async fn a_value_that_does_not_exist_is_refused_by_the_name_of_its_setting() {
        for (variable, value) in [
            ("AWS_MAX_ATTEMPTS", "0"),
            ("AWS_MAX_ATTEMPTS", "abc"),
            ("AWS_MAX_ATTEMPTS", "-1"),
            ("AWS_MAX_ATTEMPTS", "1001"),
            ("AWS_RETRY_MODE", "lazy"),
        ] {
            let refused = decided(None, &[(variable, value)], "").await.unwrap_err();
            assert!(refused.starts_with(&format!("{variable} is {value:?}. ")), "{refused}");
        }
        let refused = decided(None, &[], "[default]\nmax_attempts = many\n").await.unwrap_err();
        assert!(refused.starts_with("max_attempts of the profile \"default\" is \"many\". "), "{refused}");
    }
}
