//! Access keys, as settings hold them.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
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

/// Credentials as a source gave them, without white space at the ends of their parts and
/// without an empty token. (The SDK panics where it cannot send a key.)
///
/// # Errors
/// The part that cannot be sent: `an empty access key id`.
pub(super) fn from_source(given: &Credentials) -> Result<Credentials, String> {
    let part = |name: &str, value: &str| match value.trim() {
        "" => Err(format!("an empty {name}")),
        value if is_sendable(value) => Ok(value.to_owned()),
        _ => Err(format!("a {name} with white space or characters that no key has")),
    };
    let token = given.session_token().filter(|token| !token.trim().is_empty());
    Ok(Credentials::new(
        part("key id", given.access_key_id())?,
        part("secret access key", given.secret_access_key())?,
        token.map(|token| part("session token", token)).transpose()?,
        given.expiry(),
        "source",
    ))
}

/// A time such as `2030-01-31T12:00:00Z`, as sources say when credentials expire.
pub(super) fn parse_expiry(time: &str) -> Option<SystemTime> {
    DateTime::from_str(time, Format::DateTimeWithOffset).ok()?.try_into().ok()
}

/// Whether a key can be part of a header.
fn is_sendable(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A key that can be part of a header.
fn sendable(key: Setting) -> Result<String, Diagnostic> {
    let Setting { value, origin } = key;
    if is_sendable(&value) {
        return Ok(value);
    }
    // The value stays out of the message.
    let detail = format!(
        "{origin} holds white space or characters that no key has. Set it anew, as AWS gave it, on one line."
    );
    Err(origin.refuse("Invalid AWS Key", detail))
}
