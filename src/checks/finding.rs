//! What a rule finds.

use std::fmt::Display;

use tf_provider::{AttributePath, Diagnostics};

use crate::diagnostic::about;
use crate::provider::PlanChecks;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// AWS refuses it.
    Error,
    /// AWS may refuse it, or a step of this run may still resolve it.
    Warning,
}

/// One thing that follows from the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Which of the planned mappings it is about. For a finding about their domain,
    /// the first.
    pub mapping: usize,
    /// The attribute that it is about, as a resource of one mapping names it.
    pub attribute: &'static str,
    /// A few words in Title Case.
    pub summary: &'static str,
    /// What was found and what to do next.
    pub detail: String,
    /// What a run reports once, whichever mappings it concerns.
    pub(super) cause: String,
}

impl Finding {
    /// A finding because of `cause`, such as an API or a domain.
    pub(super) fn new(
        severity: Severity,
        attribute: &'static str,
        summary: &'static str,
        cause: impl Display,
        detail: String,
    ) -> Self {
        Self { severity, mapping: 0, attribute, summary, detail, cause: format!("{summary}: {cause}") }
    }

    /// The finding as `plan_checks` has it reported.
    pub(super) fn in_mode(self, mode: PlanChecks) -> Self {
        let severity = if mode == PlanChecks::Error { self.severity } else { Severity::Warning };
        Self { severity, ..self }
    }

    /// Reports the finding on the attribute at `path`.
    pub fn report(self, diags: &mut Diagnostics, path: AttributePath) {
        let diagnostic = about(path, self.summary, self.detail);
        match self.severity {
            Severity::Error => diags.add_error(diagnostic),
            Severity::Warning => diags.add_warning(diagnostic),
        }
    }
}

/// How to go on where an error may be wrong, because an earlier step of the same run
/// changes what was found.
pub(super) const IF_RESOLVED_EARLIER: &str = "If an earlier step of this run resolves the conflict, set plan_checks = \
     \"warn\" in the provider block for this run.";

#[cfg(test)]
mod tests {
    use super::*;

    fn error() -> Finding {
        Finding::new(Severity::Error, "api_id", "Refused", "a1b2c3d4", "For a reason.".to_owned())
    }

    fn warning() -> Finding {
        Finding::new(Severity::Warning, "api_id", "Doubtful", "a1b2c3d4", "For a reason.".to_owned())
    }

    #[test]
    fn an_error_is_one_only_in_the_mode_for_errors() {
        let severity = |finding: Finding, mode| finding.in_mode(mode).severity;
        assert_eq!(severity(error(), PlanChecks::Error), Severity::Error);
        assert_eq!(severity(error(), PlanChecks::Warn), Severity::Warning);
        assert_eq!(severity(warning(), PlanChecks::Error), Severity::Warning);
    }

    #[test]
    fn a_finding_is_reported_by_its_severity_on_the_given_attribute() {
        let mut diags = Diagnostics::default();
        let path = AttributePath::new("mappings").key("orders");
        error().report(&mut diags, path.clone());
        warning().report(&mut diags, AttributePath::new("api_id"));
        let [error] = &diags.errors[..] else { panic!("one error") };
        assert_eq!((&error.attribute, &*error.summary, &*error.detail), (&path, "Refused", "For a reason."));
        let [warning] = &diags.warnings[..] else { panic!("one warning") };
        assert_eq!((warning.attribute.to_string(), &*warning.summary), ("api_id".to_owned(), "Doubtful"));
    }

    #[test]
    fn a_cause_belongs_to_a_kind_of_finding() {
        assert_ne!(error().cause, warning().cause);
        let other = Finding::new(Severity::Error, "api_id", "Refused", "5h0p5h0p", String::new());
        assert_ne!(error().cause, other.cause);
        assert_eq!(error().cause, Finding { detail: String::new(), ..error() }.cause);
    }
}
