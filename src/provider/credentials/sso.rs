//! A role of IAM Identity Center, for the session that `aws sso login` has made.

use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use aws_config::sso::SsoTokenProvider;
use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::token::ProvideToken;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_sso::error::ProvideErrorMetadata;

use super::base::SsoRole;
use super::failure::Failure;
use crate::gateway::causes;

/// Credentials of a role of IAM Identity Center.
pub(super) struct Sso {
    pub(super) role: SsoRole,
    /// How its services are called.
    pub(super) sso: SdkConfig,
    pub(super) sso_oidc: SdkConfig,
}

impl Sso {
    async fn credentials(&self) -> provider::Result {
        let SsoRole { session, start_url, region, account, role, .. } = &self.role;
        let region = Region::new(region.clone());
        // A profile of before there were sessions keeps its token under its start URL.
        let tokens = SsoTokenProvider::builder()
            .configure(&self.sso_oidc)
            .session_name(session.as_ref().unwrap_or(start_url))
            .start_url(start_url)
            .region(region.clone())
            .build()
            .await;
        let token = tokens.provide_token().await.map_err(|error| {
            let words = causes::root_words(&error);
            self.failure(&format!("there is no session ({})", words.trim_end_matches('.')))
        })?;
        let client = aws_sdk_sso::Client::new(&self.sso.to_builder().region(region).build());
        let call =
            client.get_role_credentials().account_id(account).role_name(role).access_token(token.token());
        let answer = call.send().await.map_err(|error| {
            self.failure(&match error.code() {
                Some(code) => format!("it said: {code}: {}", error.message().unwrap_or("no message")),
                None => format!("it did not answer: {}", causes::root_words(&error)),
            })
        })?;
        let keys =
            answer.role_credentials().ok_or_else(|| self.failure("it answered without credentials"))?;
        let (Some(key), Some(secret)) = (keys.access_key_id(), keys.secret_access_key()) else {
            return Err(self.failure("it answered without a key").into());
        };
        let lasts = Duration::from_millis(u64::try_from(keys.expiration()).unwrap_or_default());
        let expiry = UNIX_EPOCH.checked_add(lasts);
        Ok(Credentials::new(key, secret, keys.session_token().map(str::to_owned), expiry, "SSO"))
    }

    fn failure(&self, what: &str) -> Failure {
        let SsoRole { profile, account, role, .. } = &self.role;
        Failure::of_source(
            format!(
                "IAM Identity Center gave no credentials for the role {role} in account {account}, which the profile \
                 {profile:?} names: {what}"
            ),
            &format!("Run `aws sso login --profile {profile}`."),
        )
    }
}

impl ProvideCredentials for Sso {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

// The SDK prints its providers at debug level.
impl fmt::Debug for Sso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sso")
    }
}
