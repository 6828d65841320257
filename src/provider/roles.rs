//! Roles to assume, through STS.
//!
//! The SDK's own providers know neither source identities nor transitive tags,
//! which users of hashicorp/aws rely on; these are thin calls that know both.

use std::path::PathBuf;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, Result, future};
use aws_sdk_sts::Client;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::account::said;
use super::connect::cause;
use super::settings::{Role, WebIdentity};
use crate::gateway::explain;

const SESSION_NAME: &str = "terraform-provider-apigatewayv2";
const SOURCE: &str = "AssumeRole";

/// Credentials of a role, assumed with the credentials that `sts` signs with.
pub(super) struct Assumed {
    pub(super) sts: Client,
    pub(super) role: Role,
}

/// Credentials of a role, assumed with a token of an identity provider.
pub(super) struct AssumedWithToken {
    pub(super) sts: Client,
    pub(super) identity: WebIdentity,
}

/// STS did not let a role be assumed.
#[derive(Debug, thiserror::Error)]
#[error("{arn}: {said}")]
pub(super) struct NotAssumed {
    pub(super) arn: String,
    pub(super) said: String,
}

/// The refusal, or the trouble with the credentials that the role is assumed with.
fn not_assumed<E>(arn: &str, error: &SdkError<E, HttpResponse>) -> CredentialsError
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    if let Some(cause) = cause::<CredentialsError>(error).map(|error| explain(error)) {
        return CredentialsError::not_loaded(cause);
    }
    CredentialsError::provider_error(NotAssumed { arn: arn.to_owned(), said: said(error) })
}

// Both may hold secrets, and the SDK prints its providers at debug level.
macro_rules! says_only_its_name {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}
says_only_its_name!(Assumed);
says_only_its_name!(AssumedWithToken);

impl ProvideCredentials for Assumed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume())
    }
}

impl ProvideCredentials for AssumedWithToken {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume())
    }
}

impl Assumed {
    async fn assume(&self) -> Result {
        let role = &self.role;
        let answer = self
            .sts
            .assume_role()
            .role_arn(&role.arn)
            .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
            .set_external_id(role.external_id.clone())
            .set_duration_seconds(seconds(role.duration))
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(&role.policy_arns))
            .set_source_identity(role.source_identity.clone())
            .set_tags(tags(&role.tags)?)
            .set_transitive_tag_keys(some_if_any(role.transitive_tag_keys.clone()))
            .send()
            .await
            .map_err(|error| not_assumed(&role.arn, &error))?;
        credentials(answer.credentials())
    }
}

impl AssumedWithToken {
    async fn assume(&self) -> Result {
        let identity = &self.identity;
        let arn = identity.arn.clone().or_else(|| variable("AWS_ROLE_ARN"));
        let arn = arn.ok_or_else(|| {
            CredentialsError::invalid_configuration(
                "neither role_arn of assume_role_with_web_identity nor AWS_ROLE_ARN names a role",
            )
        })?;
        let session = identity.session_name.clone().or_else(|| variable("AWS_ROLE_SESSION_NAME"));
        let answer = self
            .sts
            .assume_role_with_web_identity()
            .role_arn(&arn)
            .role_session_name(session.as_deref().unwrap_or(SESSION_NAME))
            .web_identity_token(self.token().await?)
            .set_duration_seconds(seconds(identity.duration))
            .set_policy(identity.policy.clone())
            .set_policy_arns(policies(&identity.policy_arns))
            .send()
            .await
            .map_err(|error| not_assumed(&arn, &error))?;
        credentials(answer.credentials())
    }

    /// The token; read anew each time, because CI systems rotate the file.
    async fn token(&self) -> std::result::Result<String, CredentialsError> {
        if let Some(token) = &self.identity.token {
            return Ok(token.clone());
        }
        let file = self.identity.token_file.clone().or_else(|| variable("AWS_WEB_IDENTITY_TOKEN_FILE"));
        let file = file.map(PathBuf::from).ok_or_else(|| {
            CredentialsError::invalid_configuration(
                "assume_role_with_web_identity has no web_identity_token and no web_identity_token_file, and \
                 AWS_WEB_IDENTITY_TOKEN_FILE is not set",
            )
        })?;
        tokio::fs::read_to_string(&file).await.map(|token| token.trim().to_owned()).map_err(|error| {
            CredentialsError::invalid_configuration(format!(
                "the web identity token file {} cannot be read: {error}",
                file.display()
            ))
        })
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn some_if_any<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

fn seconds(duration: Option<Duration>) -> Option<i32> {
    duration.and_then(|duration| i32::try_from(duration.as_secs()).ok())
}

fn policies(arns: &[String]) -> Option<Vec<PolicyDescriptorType>> {
    some_if_any(arns.iter().map(|arn| PolicyDescriptorType::builder().arn(arn).build()).collect())
}

fn tags(tags: &[(String, String)]) -> std::result::Result<Option<Vec<Tag>>, CredentialsError> {
    let tags: std::result::Result<Vec<Tag>, _> =
        tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
    Ok(some_if_any(tags.map_err(CredentialsError::invalid_configuration)?))
}

fn credentials(answer: Option<&aws_sdk_sts::types::Credentials>) -> Result {
    let answer = answer.ok_or_else(|| CredentialsError::unhandled("STS answered without credentials"))?;
    let expiry = (*answer.expiration()).try_into().map_err(CredentialsError::unhandled)?;
    Ok(Credentials::new(
        answer.access_key_id(),
        answer.secret_access_key(),
        Some(answer.session_token().to_owned()),
        Some(expiry),
        SOURCE,
    ))
}
