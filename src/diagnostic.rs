//! Diagnostics, built from their fields.
//!
//! `Diagnostic::new` of tf-provider appends a backtrace when `RUST_BACKTRACE` is
//! set, which no user wants to read; these functions do not.

use std::borrow::Cow;

use tf_provider::{AttributePath, Diagnostic};

use crate::names::Problem;

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
pub fn problem(attribute: &'static str, problem: Problem) -> Diagnostic {
    about(AttributePath::new(attribute), problem.summary, problem.detail)
}
