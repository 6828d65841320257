//! Whose credentials these are, and whether that account may be worked on.

use std::error::Error;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::get_caller_identity::GetCallerIdentityError;
use aws_sdk_sts::{Client, config};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use tf_provider::{AttributePath, Diagnostic};

use super::connect::{cause, no_credentials};
use super::settings::Settings;
use crate::diagnostic::{about, general};
use crate::gateway::{UserAgent, explain};

const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ATTEMPTS: u32 = 2;

/// An STS client that answers, or gives up, within seconds.
pub(super) fn sts(
    sdk: &SdkConfig,
    http: SharedHttpClient,
    endpoint: Option<&str>,
    user_agent: UserAgent,
) -> Client {
    let mut config = config::Builder::from(sdk)
        .http_client(http)
        .interceptor(user_agent)
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .operation_attempt_timeout(ATTEMPT_TIMEOUT)
                .build(),
        );
    if let Some(endpoint) = endpoint {
        config = config.endpoint_url(endpoint);
    }
    Client::from_conf(config.build())
}

/// Why the account is not known.
#[derive(Debug)]
pub(super) struct Unidentified(SdkError<GetCallerIdentityError, HttpResponse>);

/// The account id, unless the user does not want STS to be asked.
pub(super) async fn identify(sts: &Client, settings: &Settings) -> Result<Option<String>, Unidentified> {
    let must_know = !settings.allowed_accounts.is_empty() || !settings.forbidden_accounts.is_empty();
    if settings.skip_credentials_validation && !must_know {
        return Ok(None);
    }
    let identity = sts.get_caller_identity().send().await.map_err(Unidentified)?;
    Ok(identity.account().map(str::to_owned))
}

impl Unidentified {
    pub(super) fn diagnostic(&self, settings: &Settings) -> Diagnostic {
        let Self(error) = self;
        if let Some(cause) = cause::<CredentialsError>(error) {
            return no_credentials(settings, cause);
        }
        if error.as_service_error().is_some() {
            return general(
                "Credentials Not Accepted",
                format!(
                    "AWS STS did not accept the credentials when asked for the account they belong to. Check \
                     that they are current, that the session has not expired, and that the region is enabled \
                     in the account. STS said: {}",
                    said(error)
                ),
            );
        }
        general(
            "STS Not Reachable",
            format!(
                "AWS STS, which says what account the credentials belong to, could not be asked. Check the \
                 network, the proxy and the endpoints; with an endpoint that has no STS, set \
                 skip_credentials_validation = true in the provider block. The cause: {}",
                explain(error)
            ),
        )
    }
}

/// What STS said, or why it said nothing.
pub(super) fn said<E>(error: &SdkError<E, HttpResponse>) -> String
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let Some(refusal) = error.as_service_error() else { return explain(error) };
    let code = refusal.code().unwrap_or("an error without a code");
    format!("{code}: {}", refusal.message().unwrap_or("no message"))
}

/// Whether `account` may be worked on.
pub(super) fn permitted(account: Option<&str>, settings: &Settings) -> Result<(), Diagnostic> {
    let allowed = &settings.allowed_accounts;
    let forbidden = &settings.forbidden_accounts;
    let Some(account) = account else { return Ok(()) };
    let listed = |accounts: &[String]| accounts.iter().any(|id| id == account);
    if !allowed.is_empty() && !listed(allowed) {
        return Err(about(
            AttributePath::new("allowed_account_ids"),
            "AWS Account Not Allowed",
            format!(
                "The credentials belong to account {account}, and allowed_account_ids lists only {}. Use \
                 credentials of an allowed account, or add this one to the list.",
                allowed.join(", ")
            ),
        ));
    }
    if listed(forbidden) {
        return Err(about(
            AttributePath::new("forbidden_account_ids"),
            "AWS Account Forbidden",
            format!(
                "The credentials belong to account {account}, which forbidden_account_ids lists. Use \
                 credentials of another account, or remove this one from the list."
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(allowed: &[&str], forbidden: &[&str]) -> Settings {
        let owned = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
        Settings {
            allowed_accounts: owned(allowed),
            forbidden_accounts: owned(forbidden),
            ..Settings::default()
        }
    }

    #[test]
    fn without_lists_every_account_is_permitted() {
        assert!(permitted(Some("1"), &lists(&[], &[])).is_ok());
    }

    #[test]
    fn an_account_outside_the_allowed_ones_is_refused_and_named() {
        let refusal = permitted(Some("111111111111"), &lists(&["222222222222"], &[])).unwrap_err();
        assert!(refusal.detail.contains("account 111111111111"));
        assert!(refusal.detail.contains("only 222222222222"));
        assert!(permitted(Some("2"), &lists(&["1", "2"], &[])).is_ok());
    }

    #[test]
    fn a_forbidden_account_is_refused_and_others_are_not() {
        assert!(permitted(Some("1"), &lists(&[], &["1"])).is_err());
        assert!(permitted(Some("2"), &lists(&[], &["1"])).is_ok());
    }
}
