//! Why there are no credentials.

use std::error::Error;

use aws_config::meta::ProviderChainError;
use aws_credential_types::provider::error::CredentialsError;
use tf_provider::{AttributePath, Diagnostic};

use super::profile_files::ProfileFiles;
use super::roles::NotAssumed;
use super::sdk_config::LOAD_TIMEOUT;
use crate::diagnostic::{about, general};
use crate::gateway::causes;

const SUMMARY: &str = "No AWS Credentials";

/// Where credentials are looked for when the provider block holds none.
#[derive(Clone, Debug)]
pub(super) struct CredentialSources {
    /// The profile that the provider block names; no other source is then used.
    pub(super) profile: Option<String>,
    /// Where profiles are looked up.
    pub(super) files: ProfileFiles,
}

impl CredentialSources {
    /// What to do about credentials that could not be loaded: what was looked in,
    /// and what was found there.
    pub(super) async fn diagnostic(&self, error: &(dyn Error + Send + Sync + 'static)) -> Diagnostic {
        match (failure(error), &self.profile) {
            (Some(failure), _) => failure,
            (None, Some(profile)) => general(
                SUMMARY,
                format!(
                    "The profile {profile:?} in {} holds none. Add them to it, or name another profile.",
                    self.files.names()
                ),
            ),
            (None, None) => self.none_anywhere().await,
        }
    }

    async fn none_anywhere(&self) -> Diagnostic {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let profile = variable("AWS_PROFILE").unwrap_or_else(|| "default".to_owned());
        let files = self.files.names();
        let of_profile = if self.files.lack(&profile).await {
            format!("profile {profile:?}: not in {files}")
        } else {
            format!("profile {profile:?} in {files}: no complete credentials")
        };
        general(
            SUMMARY,
            format!(
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile that holds credentials in \
                 `profile` or AWS_PROFILE. Looked in:\n\n{}",
                looked_in(&variable, of_profile).map(|line| format!("  - {line}")).join("\n")
            ),
        )
    }
}

/// The sources in the order in which they are looked in, and what each lacks, given
/// that none has credentials.
fn looked_in(variable: &dyn Fn(&str) -> Option<String>, profile: String) -> [String; 5] {
    let environment = match variable("AWS_ACCESS_KEY_ID") {
        Some(_) => "AWS_SECRET_ACCESS_KEY is not set, and AWS_ACCESS_KEY_ID is",
        None => "AWS_ACCESS_KEY_ID is not set",
    };
    let web_identity = match variable("AWS_WEB_IDENTITY_TOKEN_FILE") {
        Some(_) => "AWS_ROLE_ARN is not set, and AWS_WEB_IDENTITY_TOKEN_FILE is",
        None => "AWS_WEB_IDENTITY_TOKEN_FILE is not set",
    };
    let metadata = match variable("AWS_EC2_METADATA_DISABLED") {
        Some(value) if value.eq_ignore_ascii_case("true") => "disabled by AWS_EC2_METADATA_DISABLED",
        _ => "not reached, or no role is attached to the instance",
    };
    [
        format!("environment: {environment}"),
        profile,
        format!("web identity: {web_identity}"),
        "container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set"
            .to_owned(),
        format!("EC2 instance metadata: {metadata}"),
    ]
}

/// Why a source that is set up does not work; `None` if none is set up.
fn failure(error: &(dyn Error + 'static)) -> Option<Diagnostic> {
    // The error of the source itself; those around it are of what uses the source.
    let error = causes::last::<CredentialsError>(error).map_or(error, |error| error);
    if let Some(not_assumed) = causes::first::<NotAssumed>(error) {
        return Some(not_assumed.diagnostic());
    }
    let why = match error.downcast_ref() {
        Some(CredentialsError::CredentialsNotLoaded(_))
            if error.source().is_none_or(<dyn Error>::is::<ProviderChainError<CredentialsError>>) =>
        {
            return None;
        }
        Some(CredentialsError::ProviderTimedOut(_)) => {
            format!("no answer within {} seconds", LOAD_TIMEOUT.as_secs())
        }
        _ => causes::words(error).replace("ProfileFile provider could not be built: ", ""),
    };
    let why = if why.contains("cargo feature") {
        "this provider cannot use profiles that `aws login` has made"
    } else {
        why.trim_end().trim_end_matches('.')
    };
    Some(general(
        SUMMARY,
        format!(
            "A source of credentials failed: {why}. Correct it (an SSO session is renewed by `aws sso login`), or \
             give the credentials in another way."
        ),
    ))
}

/// The profile that the provider block names is in no file.
pub(super) fn no_profile(profile: &str, files: &ProfileFiles) -> Diagnostic {
    about(
        AttributePath::new("profile"),
        "AWS Profile Not Found",
        format!("There is no profile {profile:?} in {}. Correct `profile`, or add it there.", files.names()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(variables: &[(&str, &str)]) -> String {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (name.to_string(), value)).collect();
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.to_string())
        };
        looked_in(&variable, "profile \"default\": not in ~/.aws/config".to_owned()).join("\n")
    }

    #[test]
    fn each_source_says_what_it_lacks() {
        let found = lines(&[]);
        assert!(
            found.starts_with("environment: AWS_ACCESS_KEY_ID is not set\nprofile \"default\""),
            "{found}"
        );
        assert!(found.contains("web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set"), "{found}");
        assert!(found.ends_with("no role is attached to the instance"), "{found}");
    }

    #[test]
    fn a_source_that_is_half_set_up_names_the_other_half() {
        let found = lines(&[
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_WEB_IDENTITY_TOKEN_FILE", "token"),
            ("AWS_EC2_METADATA_DISABLED", "TRUE"),
        ]);
        assert!(found.contains("AWS_SECRET_ACCESS_KEY is not set"), "{found}");
        assert!(found.contains("AWS_ROLE_ARN is not set"), "{found}");
        assert!(found.ends_with("disabled by AWS_EC2_METADATA_DISABLED"), "{found}");
    }
}
