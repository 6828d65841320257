//! Why a source gives no credentials.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use tf_provider::Diagnostic;

use crate::diagnostic::general;
use crate::gateway::causes;

pub(super) const SUMMARY: &str = "No AWS Credentials";

/// Why a source gives no credentials, in words that hold nothing secret.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{words}")]
pub(super) struct Failure {
    summary: &'static str,
    /// What happened, without a full stop.
    words: String,
    /// What happened and what to do about it.
    detail: String,
}

impl Failure {
    /// A failure with its own summary.
    pub(super) fn called(summary: &'static str, words: String, detail: String) -> Self {
        Self { summary, words, detail }
    }

    /// A source has failed, as `words` say; `advice` is what to do.
    pub(super) fn of_source(words: String, advice: &str) -> Self {
        let detail = format!("{}. {advice}", capitalised(&words));
        Self { summary: SUMMARY, words, detail }
    }

    /// The failure that is the cause of an error; the innermost, which is of the source
    /// itself, where others use it.
    pub(super) fn in_error(error: &CredentialsError) -> Self {
        if let Some(failure) = causes::last::<Self>(error) {
            return failure.clone();
        }
        let words = causes::words(error);
        let words = words.trim_end().trim_end_matches('.');
        Self::of_source(
            format!("a source of credentials failed: {words}"),
            "Correct it, or give the credentials in another way.",
        )
    }
}

impl From<Failure> for CredentialsError {
    fn from(failure: Failure) -> Self {
        Self::provider_error(failure)
    }
}

/// What to do about credentials that could not be loaded.
pub(in crate::provider) fn diagnostic(error: &(dyn Error + 'static)) -> Diagnostic {
    match causes::last::<Failure>(error) {
        Some(failure) => general(failure.summary, failure.detail.clone()),
        None => general(SUMMARY, format!("{}.", capitalised(&causes::words(error)))),
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
