//! What a rule says.

use tf_provider::{AttributePath, Diagnostics};

use super::run::Run;
use crate::diagnostic::about;
use crate::provider::PlanChecks;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Severity {
    /// AWS refuses it.
    Error,
    /// AWS may refuse it, or this run may still mend it.
    Warning,
}

/// One thing that follows from the facts.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    /// The attribute to blame.
    pub(super) attribute: &'static str,
    pub(super) summary: &'static str,
    pub(super) detail: String,
    /// Findings about one thing, such as a domain, appear once a run.
    pub(super) once: Option<String>,
}

impl Finding {
    pub(super) fn error(attribute: &'static str, summary: &'static str, detail: String) -> Self {
        Self { severity: Severity::Error, attribute, summary, detail, once: None }
    }

    pub(super) fn warning(attribute: &'static str, summary: &'static str, detail: String) -> Self {
        Self { severity: Severity::Warning, ..Self::error(attribute, summary, detail) }
    }

    /// The finding, once a run for each `thing`.
    pub(super) fn once_for(self, thing: impl std::fmt::Display) -> Self {
        let once = Some(format!("{}: {thing}", self.summary));
        Self { once, ..self }
    }

    /// Reports the finding, as an error only when the mode allows it.
    pub(super) fn report(self, diags: &mut Diagnostics, run: &Run, mode: PlanChecks) {
        if self.once.is_some_and(|thing| !run.first_time(thing)) {
            return;
        }
        let diagnostic = about(AttributePath::new(self.attribute), self.summary, self.detail);
        match self.severity {
            Severity::Error if mode == PlanChecks::Error => diags.add_error(diagnostic),
            _ => diags.add_warning(diagnostic),
        }
    }
}

/// The way out that every error about the account as it is now shares.
pub(super) const IF_THIS_RUN_MENDS_IT: &str =
    "If this run mends that before it gets here, set plan_checks = \"warn\" in the provider block for it.";
