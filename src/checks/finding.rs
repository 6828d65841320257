//! What a rule finds, and how it is reported.

use std::fmt::Display;

use tf_provider::{AttributePath, Diagnostics};

use super::subject::Subject;
use crate::diagnostic::about;
use crate::findings::{FindingName, Severity};
use crate::names::{DomainName, MappingId, Region};

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
    /// How to go on where it is an error, and wrong.
    pub(super) unless: Option<String>,
    /// Which mappings share it.
    pub(super) subject: Subject,
    /// What a run reports once, whichever mappings it concerns.
    pub(super) cause: String,
}

impl Finding {
    /// A finding about `subject`, which a run reports once.
    pub(super) fn new(name: FindingName, attribute: &'static str, subject: Subject, detail: String) -> Self {
        let cause = format!("{name}: {subject}");
        Self { name, mapping: 0, attribute, detail, unless: None, subject, cause }
    }

    /// A finding about the table of a domain, which a run reports once.
    pub fn of_table(
        name: FindingName,
        attribute: &'static str,
        domain: &DomainName,
        detail: impl Into<String>,
    ) -> Self {
        Self::new(name, attribute, Subject::Table(domain.clone()), detail.into())
    }

    /// A finding about a mapping that exists, which a run reports once.
    pub fn of_mapping(
        name: FindingName,
        attribute: &'static str,
        domain: DomainName,
        id: &MappingId,
        detail: String,
    ) -> Self {
        Self::new(name, attribute, Subject::Mapping(domain, id.clone()), detail)
    }

    /// The same finding, which is wrong in some case: `If …`. Where it is an error, the message
    /// says how to make it a warning.
    pub(super) fn unless(self, case: &str) -> Self {
        Self { unless: Some(format!("{case}, set {}.", setting_of(self.name, "warning"))), ..self }
    }

    /// The same finding, which an earlier step of the same run may resolve.
    pub(super) fn unless_resolved_earlier(self) -> Self {
        self.unless("If an earlier step of this run resolves the conflict")
    }

    /// What the message says at this severity.
    pub(super) fn text(&self, severity: Severity) -> String {
        let unless = self.unless.as_ref().filter(|_| severity == Severity::Error);
        [Some(&self.detail), unless].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// What a run reports once, where it was found in this region.
    pub(super) fn cause_in(&self, region: &Region) -> String {
        if self.subject.is_of_region() { format!("{region} {}", self.cause) } else { self.cause.clone() }
    }

    /// The same finding, reported once in a run whichever its subject, because of `cause`.
    pub(super) fn once_for(self, cause: impl Display) -> Self {
        Self { cause: format!("{}: {cause}", self.name), ..self }
    }
}

/// Terraform has not shown whether this configuration does something.
pub(super) fn cannot_tell(what: &str) -> String {
    format!(
        "This plan cannot tell whether this configuration {what}: Terraform works on too few objects at a time to \
         show it. Plan with a higher -parallelism to learn that."
    )
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
        let Self { severity, finding, shared_by } = self;
        let name = finding.name;
        let shared = match shared_by {
            0 | 1 => String::new(),
            count => format!("\n\nAt least {count} of the planned mappings share this."),
        };
        let detail = format!("{}{shared}\n\nFinding: {name}", finding.text(severity));
        let diagnostic = about(path, name.documented().title, detail);
        match severity {
            Severity::Error => diags.add_error(diagnostic),
            Severity::Warning => diags.add_warning(diagnostic),
        }
    }
}

/// What to write in the provider block for a finding to be reported so, or ignored.
pub(super) fn setting_of(name: FindingName, word: &str) -> String {
    format!("{name} = \"{word}\" in `findings` of the provider block")
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
            "For a reason.\n\nAt least 5 of the planned mappings share this.\n\nFinding: stage_missing";
        assert_eq!(warning.detail, shared);
    }

    #[test]
    fn how_to_turn_an_error_down_is_said_of_errors_only() {
        let finding = finding(FindingName::KeyTaken, "a1b2c3d4").unless_resolved_earlier();
        assert_eq!(
            finding.text(Severity::Error),
            "For a reason. If an earlier step of this run resolves the conflict, set key_taken = \"warning\" in \
             `findings` of the provider block."
        );
        assert_eq!(finding.text(Severity::Warning), "For a reason.");
    }

    #[test]
    fn a_cause_belongs_to_a_kind_of_finding_and_to_its_subject() {
        let missing = finding(FindingName::ApiMissing, "a1b2c3d4");
        assert_ne!(missing.cause, finding(FindingName::PrivateApi, "a1b2c3d4").cause);
        assert_ne!(missing.cause, finding(FindingName::ApiMissing, "5h0p5h0p").cause);
        assert_eq!(missing.cause, Finding { detail: String::new(), ..missing.clone() }.cause);
        let [ireland, virginia] = ["eu-west-1", "us-east-1"].map(|name| Region::parse(name).unwrap());
        assert_ne!(missing.cause_in(&ireland), missing.cause_in(&virginia));
        let comma = |key: &str| {
            Finding::new(FindingName::UndocumentedComma, "api_mapping_key", Subject::Commas, key.to_owned())
        };
        assert_eq!(comma("a,b").cause_in(&ireland), comma("c,d").cause_in(&virginia));
        let once = |finding: Finding| finding.once_for("GetApi").cause;
        assert_eq!(once(missing), once(finding(FindingName::ApiMissing, "5h0p5h0p")));
    }
}
