//! Roles to assume, through STS.
//!
//! The SDK's own providers know neither source identities nor transitive tags,
//! which users of hashicorp/aws rely on; these are thin calls that know both.

use std::fmt;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};
use tf_provider::{AttributePath, Diagnostic};

use super::causes::io_words;
use super::settings::{Proof, Role, Token};
use super::sts::{Sts, StsError};
use crate::diagnostic::{about, general};

/// Credentials of a role, got from STS whenever they are loaded.
pub(super) struct AssumedRole {
    sts: Sts,
    arn: String,
    session_name: String,
    role: Role,
}

impl AssumedRole {
    /// A role that `sts` can assume. What the block does not say about a role with a
    /// token, the environment does.
    ///
    /// # Errors
    /// Neither says which role to assume, or neither has a token.
    pub(super) fn new(sts: Sts, mut role: Role) -> Result<Self, Diagnostic> {
        if let Proof::Token(token) = &mut role.proof {
            role.arn = role.arn.or_else(|| variable("AWS_ROLE_ARN"));
            role.session_name = role.session_name.or_else(|| variable("AWS_ROLE_SESSION_NAME"));
            *token = token.take().or_else(|| variable("AWS_WEB_IDENTITY_TOKEN_FILE").map(Token::File));
            if token.is_none() {
                let summary = "Missing Web Identity Token";
                return Err(missing("web_identity_token_file", summary, "AWS_WEB_IDENTITY_TOKEN_FILE"));
            }
        }
        let arn = role.arn.clone().ok_or_else(|| missing("role_arn", "Missing Role ARN", "AWS_ROLE_ARN"))?;
        let session_name = role.session_name.clone();
        let session_name = session_name.unwrap_or_else(|| "terraform-provider-apigatewayv2".to_owned());
        Ok(Self { sts, arn, session_name, role })
    }

    async fn assume(&self) -> provider::Result {
        let Self { sts, arn, session_name, role } = self;
        let credentials = match &role.proof {
            Proof::Signature { external_id, source_identity, tags, transitive_tag_keys } => {
                let call = sts
                    .client()
                    .assume_role()
                    .role_arn(arn)
                    .role_session_name(session_name)
                    .set_duration_seconds(seconds(role.duration))
                    .set_policy(role.policy.clone())
                    .set_policy_arns(policies(&role.policy_arns))
                    .set_external_id(external_id.clone())
                    .set_source_identity(source_identity.clone())
                    .set_tags(session_tags(tags)?)
                    .set_transitive_tag_keys(some_if_any(transitive_tag_keys.clone()));
                sts.answer("AssumeRole", call.send()).await.map(|answer| answer.credentials)
            }
            Proof::Token(token) => {
                let call = sts
                    .client()
                    .assume_role_with_web_identity()
                    .role_arn(arn)
                    .role_session_name(session_name)
                    .set_duration_seconds(seconds(role.duration))
                    .set_policy(role.policy.clone())
                    .set_policy_arns(policies(&role.policy_arns))
                    .set_web_identity_token(read(token.as_ref()).await?);
                sts.answer("AssumeRoleWithWebIdentity", call.send()).await.map(|answer| answer.credentials)
            }
        };
        credentials_of(credentials.map_err(|error| not_assumed(arn, error))?)
    }
}

impl ProvideCredentials for AssumedRole {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume())
    }
}

// It may hold secrets, and the SDK prints its providers at debug level.
impl fmt::Debug for AssumedRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AssumedRole")
    }
}

/// What a block of a role with a token lacks.
fn missing(attribute: &'static str, summary: &'static str, variable: &str) -> Diagnostic {
    let block = AttributePath::new("assume_role_with_web_identity").index(0);
    let detail = format!("Set {attribute} in assume_role_with_web_identity, or {variable}.");
    about(block.attribute(attribute), summary, detail)
}

/// The text of a token; a file is read anew each time, because CI systems rotate it.
async fn read(token: Option<&Token>) -> Result<Option<String>, CredentialsError> {
    let file = match token {
        None => return Ok(None),
        Some(Token::Text(token)) => return Ok(Some(token.clone())),
        Some(Token::File(file)) => file,
    };
    match tokio::fs::read_to_string(file).await {
        Ok(token) => Ok(Some(token.trim().to_owned())),
        Err(error) => Err(CredentialsError::invalid_configuration(format!(
            "the web identity token file {file} cannot be read: {}",
            io_words(&error)
        ))),
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

fn not_assumed(arn: &str, error: StsError) -> CredentialsError {
    match error {
        StsError::NoCredentials(error) => CredentialsError::provider_error(error),
        error => CredentialsError::provider_error(NotAssumed { arn: arn.to_owned(), error }),
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

fn session_tags(tags: &[(String, String)]) -> Result<Option<Vec<Tag>>, CredentialsError> {
    let tags: Result<Vec<Tag>, _> =
        tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
    Ok(some_if_any(tags.map_err(CredentialsError::invalid_configuration)?))
}

fn credentials_of(answer: Option<aws_sdk_sts::types::Credentials>) -> provider::Result {
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
