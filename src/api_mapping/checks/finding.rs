//! What a rule says.

use tf_provider::{AttributePath, Diagnostic, Diagnostics};

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

    /// Reports the finding, as an error only when the mode allows it. What was said
    /// before in this run is not said again; an error comes back, because what it
    /// speaks of must not be tried.
    pub(super) fn report(self, diags: &mut Diagnostics, run: &Run, mode: PlanChecks) -> Option<Diagnostic> {
        let is_error = self.severity == Severity::Error && mode == PlanChecks::Error;
        let diagnostic = about(AttributePath::new(self.attribute), self.summary, self.detail);
        if self.once.is_some_and(|thing| !run.first_time(thing)) {
            return is_error.then_some(diagnostic);
        }
        if is_error {
            diags.add_error(diagnostic);
        } else {
            diags.add_warning(diagnostic);
        }
        None
    }
}

/// The way out that every error about the account as it is now shares.
pub(super) const IF_THIS_RUN_MENDS_IT: &str =
    "If this run mends that before it gets here, set plan_checks = \"warn\" in the provider block for it.";

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(finding: Finding, run: &Run, mode: PlanChecks) -> (usize, usize, bool) {
        let mut diags = Diagnostics::default();
        let unsaid = finding.report(&mut diags, run, mode);
        (diags.errors.len(), diags.warnings.len(), unsaid.is_some())
    }

    fn error() -> Finding {
        Finding::error("api_id", "Refused", "For a reason.".to_owned())
    }

    fn warning() -> Finding {
        Finding::warning("api_id", "Doubtful", "For a reason.".to_owned())
    }

    #[test]
    fn an_error_is_one_only_where_the_mode_lets_it() {
        assert_eq!(reported(error(), &Run::default(), PlanChecks::Error), (1, 0, false));
        assert_eq!(reported(error(), &Run::default(), PlanChecks::Warn), (0, 1, false));
        assert_eq!(reported(warning(), &Run::default(), PlanChecks::Error), (0, 1, false));
    }

    #[test]
    fn what_is_said_once_a_run_is_not_repeated_but_an_error_is_not_forgotten() {
        let run = Run::default();
        let once = |finding: Finding| finding.once_for("api.example.com");
        assert_eq!(reported(once(error()), &run, PlanChecks::Error), (1, 0, false));
        assert_eq!(reported(once(error()), &run, PlanChecks::Error), (0, 0, true));
        assert_eq!(reported(once(error()), &run, PlanChecks::Warn), (0, 0, false));
        assert_eq!(reported(error().once_for("web.example.com"), &run, PlanChecks::Error), (1, 0, false));
        assert_eq!(reported(once(warning()), &run, PlanChecks::Error), (0, 1, false));
        assert_eq!(reported(once(warning()), &run, PlanChecks::Error), (0, 0, false));
        assert_eq!(reported(error(), &run, PlanChecks::Error), (1, 0, false));
        assert_eq!(reported(error(), &run, PlanChecks::Error), (1, 0, false));
    }
}
