//! Roles to assume, through STS.
//!
//! The SDK's own providers know neither source identities nor transitive tags,
//! which users of hashicorp/aws rely on; these are thin calls that know both.

use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_sdk_sts::types::{Credentials as StsCredentials, PolicyDescriptorType, Tag};

use super::failure::Failure;
use crate::diagnostic::RENEW_SESSION;
use crate::gateway::causes::io_words;
use crate::provider::paths::expanded;
use crate::provider::settings::{AssumeRole, AssumeRoleWithWebIdentity};
use crate::provider::sts::{Sts, StsError};

const SESSION_NAME: &str = "terraform-provider-apigatewayv2";

/// Credentials of a role, got from STS whenever they are loaded.
pub(super) struct AssumedRole {
    pub(super) sts: Sts,
    pub(super) role: Role,
}

/// A role, and what STS is shown by a caller that assumes it.
pub(super) enum Role {
    /// A signature with the credentials found so far.
    Signed(AssumeRole),
    /// A token of an identity provider.
    WithToken(AssumeRoleWithWebIdentity),
}

impl AssumedRole {
    async fn assume(&self) -> provider::Result {
        let answer = match &self.role {
            Role::Signed(role) => self.assume_signed(role).await?,
            Role::WithToken(role) => self.assume_with_token(role).await?,
        };
        let answer = answer.ok_or_else(|| CredentialsError::unhandled("STS answered without credentials"))?;
        let expiry = (*answer.expiration()).try_into().map_err(CredentialsError::unhandled)?;
        Ok(Credentials::new(
            answer.access_key_id,
            answer.secret_access_key,
            Some(answer.session_token),
            Some(expiry),
            "AssumeRole",
        ))
    }

    async fn assume_signed(&self, role: &AssumeRole) -> Result<Option<StsCredentials>, CredentialsError> {
        let mut call = self
            .sts
            .client
            .assume_role()
            .set_role_arn(role.role_arn.clone())
            .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
            .set_duration_seconds(role.duration)
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(&role.policy_arns))
            .set_external_id(role.external_id.clone())
            .set_source_identity(role.source_identity.clone());
        for (key, value) in &role.tags {
            let tag = Tag::builder().key(key).value(value).build();
            call = call.tags(tag.map_err(CredentialsError::invalid_configuration)?);
        }
        for key in &role.transitive_tag_keys {
            call = call.transitive_tag_keys(key);
        }
        let answer = self.sts.answer("AssumeRole", call.send()).await;
        Ok(answer.map_err(|error| not_assumed(role.role_arn.as_deref(), error))?.credentials)
    }

    async fn assume_with_token(
        &self,
        role: &AssumeRoleWithWebIdentity,
    ) -> Result<Option<StsCredentials>, CredentialsError> {
        let call = self
            .sts
            .client
            .assume_role_with_web_identity()
            .set_role_arn(role.role_arn.clone())
            .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
            .set_duration_seconds(role.duration)
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(&role.policy_arns))
            .set_web_identity_token(token(role).await?);
        let answer = self.sts.answer("AssumeRoleWithWebIdentity", call.send()).await;
        Ok(answer.map_err(|error| not_assumed(role.role_arn.as_deref(), error))?.credentials)
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

fn policies(arns: &[String]) -> Option<Vec<PolicyDescriptorType>> {
    let policies: Vec<_> = arns.iter().map(|arn| PolicyDescriptorType::builder().arn(arn).build()).collect();
    (!policies.is_empty()).then_some(policies)
}

/// The text of a token; a file is read anew each time, because CI systems rotate it.
async fn token(role: &AssumeRoleWithWebIdentity) -> Result<Option<String>, CredentialsError> {
    let Some(file) = &role.web_identity_token_file else { return Ok(role.web_identity_token.clone()) };
    let unusable = |why: &str| {
        let words = format!("the web identity token file {file} {why}");
        Failure::of_source(words, "Correct its path, or write the token there.")
    };
    match tokio::fs::read_to_string(expanded(file)).await.as_deref().map(str::trim) {
        // STS would say that an argument is not valid.
        Ok("") => Err(unusable("is empty").into()),
        Ok(token) => Ok(Some(token.to_owned())),
        Err(error) => Err(unusable(&format!("cannot be read: {}", io_words(error))).into()),
    }
}

/// STS did not let a role be assumed.
fn not_assumed(arn: Option<&str>, error: StsError) -> CredentialsError {
    let arn = arn.unwrap_or_default();
    let words = format!("the role {arn} was not assumed: {error}");
    let (summary, detail) = match error {
        // The source whose credentials would sign the call says why in its own words.
        StsError::NoCredentials(error) => return CredentialsError::provider_error(error),
        StsError::SessionExpired(_) => (
            "Session Expired",
            format!(
                "The session of the credentials that assume the role {arn} has expired. {RENEW_SESSION}, and run \
                 again. {error}"
            ),
        ),
        StsError::Refused(_) => (
            "Role Not Assumed",
            format!(
                "The role {arn} could not be assumed. Check its ARN, that its trust policy allows the identity that \
                 assumes it, and that this identity may call sts:AssumeRole on it. {error}"
            ),
        ),
        _ => (
            "STS Not Reachable",
            format!("{error}. To assume the role {arn}, check the network, the proxy and the endpoint."),
        ),
    };
    Failure::called(summary, words, detail).into()
}
