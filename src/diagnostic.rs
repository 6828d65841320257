//! Diagnostics, built from their fields.
//!
//! `Diagnostic::new` of tf-provider appends a backtrace when `RUST_BACKTRACE` is
//! set, which no user wants to read; these functions do not.

use std::borrow::Cow;

use tf_provider::{AttributePath, Diagnostic};

use crate::names::Problem;

/// What to do where a session has expired.
pub const RENEW_SESSION: &str = "Renew it, as `aws sso login` does for an SSO session";
/// What to do where AWS does not accept the credentials.
pub const CHECK_CREDENTIALS: &str =
    "Check the access key, its secret and its session token, and the clock of this machine";
/// What to do where the account has not opted in to a region or a service.
pub const OPT_IN: &str = "Enable the region or the service in the account, or choose another region";

/// A diagnostic about the attribute at `attribute`.
pub fn about(
    attribute: AttributePath,
    summary: impl Into<Cow<'static, str>>,
    detail: impl Into<Cow<'static, str>>,
) -> Diagnostic {
    Diagnostic { summary: summary.into(), detail: detail.into(), attribute }
}

/// A diagnostic about a whole object, such as a resource or the provider block.
pub fn general(summary: impl Into<Cow<'static, str>>, detail: impl Into<Cow<'static, str>>) -> Diagnostic {
    about(AttributePath::root(), summary, detail)
}

/// What a name has against it, on the attribute that holds the name.
pub fn problem(attribute: AttributePath, problem: Problem) -> Diagnostic {
    about(attribute, problem.summary, problem.detail)
}
