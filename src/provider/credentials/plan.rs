//! Where credentials come from: decided from what was read, before anything is called.

use tf_provider::{AttributePath, Diagnostic};

use super::base::Base;
use super::container_endpoint::{ContainerEndpoint, FULL_URI, RELATIVE_URI};
use super::{keys, of_profile};
use crate::diagnostic::about;
use crate::provider::settings::{AssumeRole, AssumeRoleWithWebIdentity};
use crate::provider::sources::Sources;

/// Where credentials come from.
// No `Debug`: it holds secrets.
pub(in crate::provider) struct CredentialPlan {
    pub(super) base: Base,
    /// The roles that are assumed after it, one with the credentials of the one before.
    pub(super) roles: Vec<AssumeRole>,
    /// The sources that are asked before it, and what each lacks.
    pub(super) passed_over: Vec<String>,
}

impl CredentialPlan {
    /// The first of: the keys of the provider block, its role with a token, the profile that
    /// it names; else the keys of the environment, the role with a token of the environment,
    /// the profile; else the container's, the instance's. Then the roles of the provider block.
    ///
    /// # Errors
    /// A source is named, and cannot be used as it is set up.
    pub(in crate::provider) fn decide(sources: &Sources<'_>) -> Result<Self, Diagnostic> {
        let mut plan = Self { base: Base::Metadata, roles: Vec::new(), passed_over: Vec::new() };
        plan.base = plan.base(sources)?;
        // A role without an ARN is none, as in hashicorp/aws: `role_arn = var.role`.
        let roles = sources.settings.assume_role.iter().filter(|role| role.role_arn.is_some());
        plan.roles.extend(roles.cloned());
        Ok(plan)
    }

    fn base(&mut self, sources: &Sources<'_>) -> Result<Base, Diagnostic> {
        let Sources { settings, variables, profiles } = *sources;
        if let Some(keys) = keys::of_block(settings)? {
            return Ok(Base::Keys(keys));
        }
        if let Some(role) = &settings.assume_role_with_web_identity {
            return with_token(role.clone(), sources).map(Base::Token);
        }
        if settings.profile.is_none() {
            if let Some(keys) = keys::of_environment(variables)? {
                return Ok(Base::Keys(keys));
            }
            self.pass_over(match variables.first(&["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"]) {
                Some((name, _)) => format!("environment: AWS_SECRET_ACCESS_KEY is not set, and {name} is"),
                None => "environment: AWS_ACCESS_KEY_ID is not set".to_owned(),
            });
            if variables.get("AWS_WEB_IDENTITY_TOKEN_FILE").is_some() {
                let role = AssumeRoleWithWebIdentity::default();
                return with_token(role, sources).map(Base::Token);
            }
            self.pass_over("web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set".to_owned());
        }
        let found = of_profile::find(sources)?;
        self.roles = found.roles;
        if let Some(base) = found.base {
            return Ok(base);
        }
        self.pass_over(match found.lacks {
            Some(lacks) => format!("profile {:?} in {}: {lacks}", profiles.used, profiles.names()),
            None => format!("profile {:?}: not in {}", profiles.used, profiles.names()),
        });
        if let Some(endpoint) = ContainerEndpoint::decide(variables)? {
            return Ok(Base::Container(endpoint));
        }
        self.pass_over(format!("container: {RELATIVE_URI} and {FULL_URI} are not set"));
        Ok(Base::Metadata)
    }

    fn pass_over(&mut self, line: String) {
        self.passed_over.push(line);
    }
}

/// A role with a token; what the block does not say, the environment does.
///
/// # Errors
/// Neither says which role to assume, or neither has a token.
fn with_token(
    mut role: AssumeRoleWithWebIdentity,
    sources: &Sources<'_>,
) -> Result<AssumeRoleWithWebIdentity, Diagnostic> {
    let or_variable = |value: &mut Option<String>, name| {
        *value = value.take().or_else(|| sources.variables.get(name).map(str::to_owned));
        value.is_some()
    };
    if !or_variable(&mut role.role_arn, "AWS_ROLE_ARN") {
        return Err(missing(sources, "role_arn", "Missing Role ARN", "AWS_ROLE_ARN"));
    }
    if role.web_identity_token.is_none()
        && !or_variable(&mut role.web_identity_token_file, "AWS_WEB_IDENTITY_TOKEN_FILE")
    {
        let summary = "Missing Web Identity Token";
        return Err(missing(sources, "web_identity_token_file", summary, "AWS_WEB_IDENTITY_TOKEN_FILE"));
    }
    or_variable(&mut role.session_name, "AWS_ROLE_SESSION_NAME");
    Ok(role)
}

/// What a role with a token lacks.
fn missing(
    sources: &Sources<'_>,
    attribute: &'static str,
    summary: &'static str,
    variable: &str,
) -> Diagnostic {
    if sources.settings.assume_role_with_web_identity.is_none() {
        let detail =
            format!("AWS_WEB_IDENTITY_TOKEN_FILE is set, and {variable} is not. Set both, or neither.");
        return about(AttributePath::root(), summary, detail);
    }
    let block = AttributePath::new("assume_role_with_web_identity").index(0);
    let detail = format!("Set {attribute} in assume_role_with_web_identity, or {variable}.");
    about(block.attribute(attribute), summary, detail)
}

#[cfg(test)]
mod tests;
