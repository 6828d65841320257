//! What a rule finds, and how it is reported.

use std::fmt::Display;

use tf_provider::{AttributePath, Diagnostics};

use super::subject::Subject;
use crate::diagnostic::about;
use crate::findings::{FindingName, Severity};

/// One thing that follows from the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which finding it is.
    pub name: FindingName,
    /// Which of the planned mappings it is about. For a finding about their domain,
    /// the first.
    pub mapping: usize,
    /// The attribute that it is about, as a resource of one mapping names it.
    pub attribute: &'static str,
    /// What was found and what to do next.
    pub detail: String,
    /// Which mappings share it.
    pub(super) subject: Subject,
    /// What a run reports once, whichever mappings it concerns.
    pub(super) cause: String,
}

impl Finding {
    /// A finding about `subject`, which a run reports once.
    pub(super) fn new(name: FindingName, attribute: &'static str, subject: Subject, detail: String) -> Self {
        let cause = format!("{name}: {subject}");
        Self { name, mapping: 0, attribute, detail, subject, cause }
    }

    /// The same finding, reported once in a run whichever its subject, because of `cause`.
    pub(super) fn once_for(self, cause: impl Display) -> Self {
        Self { cause: format!("{}: {cause}", self.name), ..self }
    }
}

/// A finding as a run reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// How severe it is in this run.
    pub severity: Severity,
    /// The finding.
    pub finding: Finding,
    /// How many of the mappings that were planned so far share it, this one included.
    pub shared_by: usize,
}

impl Reported {
    /// Reports the finding on the attribute at `path`.
    pub fn report(self, diags: &mut Diagnostics, path: AttributePath) {
        let Self { severity, finding: Finding { name, detail, .. }, shared_by } = self;
        let shared = match shared_by {
            0 | 1 => String::new(),
            count => format!("\n\nThis concerns {count} of the mappings planned so far."),
        };
        // An import block ends in an empty line already.
        let detail = format!("{}{shared}\n\nFinding: {name}", detail.trim_end());
        let diagnostic = about(path, name.documented().title, detail);
        match severity {
            Severity::Error => diags.add_error(diagnostic),
            Severity::Warning => diags.add_warning(diagnostic),
        }
    }
}

/// How to go on where an error may be wrong, because an earlier step of the same run
/// changes what was found.
pub(super) fn if_resolved_earlier(name: FindingName) -> String {
    format!(
        "If an earlier step of this run resolves the conflict, set {} for this run.",
        level_of(name, "warning")
    )
}

/// What to write in the provider block for a finding to have a level.
pub(super) fn level_of(name: FindingName, level: &str) -> String {
    format!("findings = {{ {name} = \"{level}\" }} in the provider block")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::ApiId;

    fn finding(name: FindingName, api: &str) -> Finding {
        let subject = Subject::Api(ApiId::parse(api).unwrap());
        Finding::new(name, "api_id", subject, "For a reason.".to_owned())
    }

    #[test]
    fn a_finding_is_reported_by_its_severity_on_the_given_attribute_and_names_itself() {
        let mut diags = Diagnostics::default();
        let path = AttributePath::new("mappings").key("orders");
        let finding = finding(FindingName::StageMissing, "a1b2c3d4");
        let error = Reported { severity: Severity::Error, finding: finding.clone(), shared_by: 1 };
        error.report(&mut diags, path.clone());
        Reported { severity: Severity::Warning, finding, shared_by: 5 }
            .report(&mut diags, AttributePath::new("api_id"));
        let [error] = &diags.errors[..] else { panic!("one error") };
        assert_eq!((&error.attribute, &*error.summary), (&path, "Stage Does Not Exist Yet"));
        assert_eq!(error.detail, "For a reason.\n\nFinding: stage_missing");
        let [warning] = &diags.warnings[..] else { panic!("one warning") };
        assert_eq!(warning.attribute.to_string(), "api_id");
        let shared =
            "For a reason.\n\nThis concerns 5 of the mappings planned so far.\n\nFinding: stage_missing";
        assert_eq!(warning.detail, shared);
    }

    #[test]
    fn a_cause_belongs_to_a_kind_of_finding_and_to_its_subject() {
        let missing = finding(FindingName::ApiMissing, "a1b2c3d4");
        assert_ne!(missing.cause, finding(FindingName::PrivateApi, "a1b2c3d4").cause);
        assert_ne!(missing.cause, finding(FindingName::ApiMissing, "5h0p5h0p").cause);
        assert_eq!(missing.cause, Finding { detail: String::new(), ..missing.clone() }.cause);
        let once = |finding: Finding| finding.once_for("GetApi").cause;
        assert_eq!(once(missing), once(finding(FindingName::ApiMissing, "5h0p5h0p")));
    }
}
