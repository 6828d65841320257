//! Access keys, as settings hold them.

use aws_credential_types::Credentials;
use tf_provider::{AttributePath, Diagnostic};

use crate::provider::profile_files::Profiles;
use crate::provider::setting::{Origin, Setting};
use crate::provider::settings::Settings;
use crate::provider::variables::Variables;

/// The keys of the provider block.
///
/// # Errors
/// One of them cannot be part of a request.
pub(super) fn of_block(settings: &Settings) -> Result<Option<Credentials>, Diagnostic> {
    let setting = |attribute: &'static str, value: &Option<String>| {
        let value = value.as_ref()?.trim().to_owned();
        Some(Setting { value, origin: Origin::Block(AttributePath::new(attribute)) })
    };
    credentials(
        setting("access_key", &settings.access_key),
        setting("secret_key", &settings.secret_key),
        setting("token", &settings.token),
        "provider block",
    )
}

/// The keys of the environment; `None` unless there are both.
///
/// # Errors
/// One of them cannot be part of a request.
pub(super) fn of_environment(variables: &Variables) -> Result<Option<Credentials>, Diagnostic> {
    let setting = |names: &[&'static str]| {
        let (name, value) = variables.first(names)?;
        Some(Setting { value: value.to_owned(), origin: Origin::Variable(name.into()) })
    };
    credentials(
        setting(&["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"]),
        setting(&["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"]),
        setting(&["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"]),
        "environment",
    )
}

/// The keys of a profile; `None` unless there are both.
///
/// # Errors
/// One of them cannot be part of a request.
pub(super) fn of_profile(profiles: &Profiles, profile: &str) -> Result<Option<Credentials>, Diagnostic> {
    credentials(
        profiles.setting_of(profile, "aws_access_key_id"),
        profiles.setting_of(profile, "aws_secret_access_key"),
        profiles.setting_of(profile, "aws_session_token"),
        "profile",
    )
}

fn credentials(
    key: Option<Setting>,
    secret: Option<Setting>,
    token: Option<Setting>,
    source: &'static str,
) -> Result<Option<Credentials>, Diagnostic> {
    let (Some(key), Some(secret)) = (key, secret) else { return Ok(None) };
    let token = token.map(sendable).transpose()?;
    Ok(Some(Credentials::new(sendable(key)?, sendable(secret)?, token, None, source)))
}

/// A key that can be part of a header.
fn sendable(key: Setting) -> Result<String, Diagnostic> {
    let Setting { value, origin } = key;
    if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(value);
    }
    // The value stays out of the message.
    let detail = format!(
        "{origin} holds white space or characters that no key has. Set it anew, as AWS gave it, on one line."
    );
    Err(origin.refuse("Invalid AWS Key", detail))
}
