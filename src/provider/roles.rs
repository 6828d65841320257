//! Roles to assume, through STS.
//!
//! The SDK's own providers know neither source identities nor transitive tags,
//! which users of hashicorp/aws rely on; these are thin calls that know both.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};
use tf_provider::{AttributePath, Diagnostic};

use super::causes::io_words;
use super::settings::{Role, WebIdentity};
use super::sts::{Sts, StsError};
use crate::diagnostic::{about, general};

const SESSION_NAME: &str = "terraform-provider-apigatewayv2";

/// Credentials of a role, assumed with the credentials that `sts` signs with.
pub(super) struct AssumedRole {
    pub(super) sts: Sts,
    pub(super) role: Role,
}

/// Credentials of a role, assumed with a token of an identity provider.
pub(super) struct AssumedWithToken {
    sts: Sts,
    arn: String,
    session_name: String,
    token: Token,
    identity: WebIdentity,
}

enum Token {
    Text(String),
    File(PathBuf),
}

impl AssumedWithToken {
    /// What the block does not say, the environment does.
    ///
    /// # Errors
    /// Neither says which role to assume, or neither has a token.
    pub(super) fn new(sts: Sts, identity: WebIdentity) -> Result<Self, Diagnostic> {
        let missing = |attribute: &'static str, summary: &'static str, variable: &str| {
            let block = AttributePath::new("assume_role_with_web_identity").index(0);
            let detail = format!("Set {attribute} in assume_role_with_web_identity, or {variable}.");
            about(block.attribute(attribute), summary, detail)
        };
        let arn = identity.arn.clone().or_else(|| variable("AWS_ROLE_ARN"));
        let arn = arn.ok_or_else(|| missing("role_arn", "Missing Role ARN", "AWS_ROLE_ARN"))?;
        let token = match (&identity.token, &identity.token_file) {
            (Some(token), _) => Some(Token::Text(token.clone())),
            (None, Some(file)) => Some(Token::File(file.into())),
            (None, None) => variable("AWS_WEB_IDENTITY_TOKEN_FILE").map(|file| Token::File(file.into())),
        };
        let token = token.ok_or_else(|| {
            missing("web_identity_token_file", "Missing Web Identity Token", "AWS_WEB_IDENTITY_TOKEN_FILE")
        })?;
        let session_name = identity.session_name.clone().or_else(|| variable("AWS_ROLE_SESSION_NAME"));
        let session_name = session_name.unwrap_or_else(|| SESSION_NAME.to_owned());
        Ok(Self { sts, arn, session_name, token, identity })
    }
}

/// STS did not let a role be assumed.
#[derive(Debug, thiserror::Error)]
#[error("the role {arn} was not assumed: {error}")]
pub(super) struct NotAssumed {
    arn: String,
    error: StsError,
}

impl NotAssumed {
    fn new(arn: &str, error: StsError) -> CredentialsError {
        match error {
            StsError::NoCredentials(error) => CredentialsError::provider_error(error),
            error => CredentialsError::provider_error(Self { arn: arn.to_owned(), error }),
        }
    }

    pub(super) fn diagnostic(&self) -> Diagnostic {
        let Self { arn, error } = self;
        match error {
            StsError::Refused(_) => general(
                "Role Not Assumed",
                format!(
                    "The role {arn} could not be assumed. Check its ARN, that its trust policy allows the \
                     identity that assumes it, and that this identity may call sts:AssumeRole on it. {error}"
                ),
            ),
            _ => general(
                "STS Not Reachable",
                format!("{error}. To assume the role {arn}, check the network, the proxy and the endpoint."),
            ),
        }
    }
}

impl AssumedRole {
    async fn assume(&self) -> provider::Result {
        let role = &self.role;
        let call = self
            .sts
            .client()
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
            .send();
        let answer = self.sts.answer("AssumeRole", call).await;
        credentials(answer.map_err(|error| NotAssumed::new(&role.arn, error))?.credentials())
    }
}

impl AssumedWithToken {
    async fn assume(&self) -> provider::Result {
        let call = self
            .sts
            .client()
            .assume_role_with_web_identity()
            .role_arn(&self.arn)
            .role_session_name(&self.session_name)
            .web_identity_token(self.token().await?)
            .set_duration_seconds(seconds(self.identity.duration))
            .set_policy(self.identity.policy.clone())
            .set_policy_arns(policies(&self.identity.policy_arns))
            .send();
        let answer = self.sts.answer("AssumeRoleWithWebIdentity", call).await;
        credentials(answer.map_err(|error| NotAssumed::new(&self.arn, error))?.credentials())
    }

    /// The token; a file is read anew each time, because CI systems rotate it.
    async fn token(&self) -> Result<String, CredentialsError> {
        let file = match &self.token {
            Token::Text(token) => return Ok(token.clone()),
            Token::File(file) => file,
        };
        tokio::fs::read_to_string(file).await.map(|token| token.trim().to_owned()).map_err(|error| {
            CredentialsError::invalid_configuration(format!(
                "the web identity token file {} cannot be read: {}",
                file.display(),
                io_words(&error)
            ))
        })
    }
}

macro_rules! provides_credentials {
    ($($name:ident),*) => {$(
        impl ProvideCredentials for $name {
            fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
            where
                Self: 'a,
            {
                future::ProvideCredentials::new(self.assume())
            }
        }

        // It may hold secrets, and the SDK prints its providers at debug level.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}
provides_credentials!(AssumedRole, AssumedWithToken);

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

fn tags(tags: &[(String, String)]) -> Result<Option<Vec<Tag>>, CredentialsError> {
    let tags: Result<Vec<Tag>, _> =
        tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
    Ok(some_if_any(tags.map_err(CredentialsError::invalid_configuration)?))
}

fn credentials(answer: Option<&aws_sdk_sts::types::Credentials>) -> provider::Result {
    let answer = answer.ok_or_else(|| CredentialsError::unhandled("STS answered without credentials"))?;
    let expiry = (*answer.expiration()).try_into().map_err(CredentialsError::unhandled)?;
    Ok(Credentials::new(
        answer.access_key_id(),
        answer.secret_access_key(),
        Some(answer.session_token().to_owned()),
        Some(expiry),
        "AssumeRole",
    ))
}
