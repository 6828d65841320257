//! The credentials of a profile, and the roles that it assumes with those of others.

use aws_credential_types::Credentials;
use tf_provider::Diagnostic;

use super::base::{Base, SsoRole};
use super::container_endpoint::{ContainerEndpoint, FULL_URI, RELATIVE_URI};
use super::keys;
use crate::diagnostic::general;
use crate::names::Region;
use crate::provider::profile_files::Profiles;
use crate::provider::settings::{AssumeRole, AssumeRoleWithWebIdentity, parse_seconds};
use crate::provider::sources::Sources;

/// What a profile leads to.
pub(super) struct Found {
    /// `None` when the profile has no credentials.
    pub(super) base: Option<Base>,
    /// In the order in which they are assumed.
    pub(super) roles: Vec<AssumeRole>,
    /// What it lacks when there is no base; `None` when there is no such profile.
    pub(super) lacks: Option<String>,
}

/// What the profile that is used leads to.
///
/// # Errors
/// A source of credentials is named, and cannot be used as it is set up.
pub(super) fn find(sources: &Sources<'_>) -> Result<Found, Diagnostic> {
    let used = &sources.profiles.used;
    if !sources.profiles.has(used) {
        return Ok(Found { base: None, roles: Vec::new(), lacks: None });
    }
    let mut roles = Vec::new();
    let base = follow(sources, used, &mut Vec::new(), &mut roles)?;
    // The profile's own role is assumed last, with what the others have led to.
    roles.reverse();
    let lacks = match (roles.as_slice(), Profile { sources, name: used }.half_of_the_keys()) {
        (_, Some(missing)) => format!("{missing} is not set, and its counterpart is"),
        ([], None) => "no credentials".to_owned(),
        (_, None) => "role_arn is set, and neither source_profile nor credential_source is".to_owned(),
    };
    Ok(Found { base, roles, lacks: Some(lacks) })
}

/// Follows `source_profile` from profile to profile, to the first credentials.
fn follow(
    sources: &Sources<'_>,
    name: &str,
    visited: &mut Vec<String>,
    roles: &mut Vec<AssumeRole>,
) -> Result<Option<Base>, Diagnostic> {
    let profile = Profile { sources, name };
    if visited.iter().any(|before| before == name) {
        return Err(profile.refuse(&format!(
            "is the source_profile of itself, by way of {}. Name a profile that holds credentials",
            visited.join(", ")
        )));
    }
    visited.push(name.to_owned());
    // As in the AWS CLI, keys of a source are used as they are, whatever role it has.
    if visited.len() > 1
        && let Some(keys) = profile.keys()?
    {
        return Ok(Some(Base::Keys(keys)));
    }
    let Some(role_arn) = profile.get("role_arn") else { return profile.own() };
    let (source, named) = (profile.get("source_profile"), profile.get("credential_source"));
    let (keys, token) = (profile.keys()?, profile.get("web_identity_token_file"));
    if let (Some(file), None) = (token, &keys) {
        return Ok(Some(Base::Token(AssumeRoleWithWebIdentity {
            role_arn: Some(role_arn),
            session_name: profile.get("role_session_name"),
            duration: profile.duration()?,
            web_identity_token_file: Some(file),
            ..AssumeRoleWithWebIdentity::default()
        })));
    }
    roles.push(profile.role(role_arn)?);
    match (source, keys, named) {
        (Some(_), _, Some(_)) => {
            Err(profile.refuse("has both source_profile and credential_source. Keep one of them"))
        }
        (Some(source), _, None) if source != name => {
            if !sources.profiles.has(&source) {
                return Err(profile.refuse(&format!(
                    "has the source_profile {source:?}, which is not there. Correct it, or add that profile"
                )));
            }
            match follow(sources, &source, visited, roles)? {
                Some(base) => Ok(Some(base)),
                None => Err(profile.refuse(&format!(
                    "has the source_profile {source:?}, which holds no credentials. Add them there"
                ))),
            }
        }
        // As in hashicorp/aws, keys go before what else the profile names.
        (_, Some(keys), _) => Ok(Some(Base::Keys(keys))),
        (None, None, Some(named)) => profile.named_source(&named).map(Some),
        _ => profile.own(),
    }
}

/// A profile of the shared files.
#[derive(Clone, Copy)]
struct Profile<'a> {
    sources: &'a Sources<'a>,
    name: &'a str,
}

impl Profile<'_> {
    fn get(&self, key: &'static str) -> Option<String> {
        self.profiles().setting_of(self.name, key).map(|setting| setting.value)
    }

    fn profiles(&self) -> &Profiles {
        self.sources.profiles
    }

    fn refuse(&self, what: &str) -> Diagnostic {
        let files = self.profiles().names();
        general("Unusable AWS Profile", format!("The profile {:?} in {files} {what}.", self.name))
    }

    fn keys(&self) -> Result<Option<Credentials>, Diagnostic> {
        keys::of_profile(self.profiles(), self.name)
    }

    /// Of two keys the one that is missing.
    fn half_of_the_keys(&self) -> Option<&'static str> {
        match (self.get("aws_access_key_id"), self.get("aws_secret_access_key")) {
            (Some(_), None) => Some("aws_secret_access_key"),
            (None, Some(_)) => Some("aws_access_key_id"),
            _ => None,
        }
    }

    /// Credentials that the profile itself has.
    fn own(&self) -> Result<Option<Base>, Diagnostic> {
        if let Some(keys) = self.keys()? {
            return Ok(Some(Base::Keys(keys)));
        }
        if self.get("web_identity_token_file").is_some() && self.get("role_arn").is_none() {
            return Err(self.refuse(
                "has web_identity_token_file and no role_arn. Add the role to assume with the token",
            ));
        }
        if let Some(role) = self.sso()? {
            return Ok(Some(Base::Sso(role)));
        }
        let profile = self.name.to_owned();
        if let Some(session) = self.get("login_session") {
            return Ok(Some(Base::Login { profile, session }));
        }
        Ok(self.get("credential_process").map(|command| Base::Process { profile, command }))
    }

    fn named_source(&self, source: &str) -> Result<Base, Diagnostic> {
        match source.to_ascii_lowercase().as_str() {
            "ec2instancemetadata" => Ok(Base::Metadata),
            "ecscontainer" => {
                let endpoint = ContainerEndpoint::decide(self.sources.variables)?;
                endpoint.map(Base::Container).ok_or_else(|| {
                    self.refuse(&format!(
                        "has credential_source = EcsContainer, and neither {RELATIVE_URI} nor {FULL_URI} is set, as \
                         they are in a container. Name another source"
                    ))
                })
            }
            "environment" => {
                let keys = keys::of_environment(self.sources.variables)?;
                keys.map(Base::Keys).ok_or_else(|| {
                    self.refuse(
                        "has credential_source = Environment, and AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not \
                         both set. Set them, or name another source",
                    )
                })
            }
            _ => Err(self.refuse(&format!(
                "has credential_source = {source}. Write Environment, Ec2InstanceMetadata or EcsContainer"
            ))),
        }
    }

    fn role(&self, role_arn: String) -> Result<AssumeRole, Diagnostic> {
        if self.get("mfa_serial").is_some() {
            return Err(self.refuse(
                "asks for an MFA code (mfa_serial), which nothing can ask for during a run. Remove mfa_serial and \
                 take the credentials of a session that had the code, or let a credential_process ask for it",
            ));
        }
        Ok(AssumeRole {
            role_arn: Some(role_arn),
            session_name: self.get("role_session_name"),
            external_id: self.get("external_id"),
            duration: self.duration()?,
            ..AssumeRole::default()
        })
    }

    fn duration(&self) -> Result<Option<i32>, Diagnostic> {
        let seconds = self.profiles().setting_of(self.name, "duration_seconds");
        let hint = "Write a number of seconds from 900 to 43200.";
        let seconds = seconds.map(|seconds| seconds.parsed(parse_seconds, "Invalid Session Duration", hint));
        seconds.transpose()
    }

    fn sso(&self) -> Result<Option<SsoRole>, Diagnostic> {
        let session = self.get("sso_session");
        let (account, role) = (self.get("sso_account_id"), self.get("sso_role_name"));
        let (account, role) = match (account, role) {
            (Some(account), Some(role)) => (account, role),
            // Without them it is a session for tokens, and not for credentials.
            (None, None) => return Ok(None),
            (Some(_), None) => return Err(self.refuse("has sso_account_id and no sso_role_name. Add it")),
            (None, Some(_)) => return Err(self.refuse("has sso_role_name and no sso_account_id. Add it")),
        };
        let of_session = |key: &'static str| match &session {
            Some(session) => self.profiles().of_sso_session(session, key),
            None => self.get(key),
        };
        match (of_session("sso_start_url"), of_session("sso_region")) {
            (Some(_), Some(region)) if Region::from_api(&region).is_none() => {
                Err(self.refuse(&format!("has sso_region = {region:?}, which is no region. Correct it")))
            }
            (Some(start_url), Some(region)) => {
                let profile = self.name.to_owned();
                Ok(Some(SsoRole { profile, session, start_url, region, account, role }))
            }
            _ => Err(match session {
                Some(session) => self.refuse(&format!(
                    "has the sso_session {session:?}, and there is no section [sso-session {session}] with \
                     sso_start_url and sso_region. Run `aws configure sso`, or add it"
                )),
                None => self.refuse(
                    "has sso_account_id, and lacks sso_start_url or sso_region. Run `aws configure sso`",
                ),
            }),
        }
    }
}
