//! Diagnostics, and their form in the protocol.

use tf_provider::{AttributePath, AttributePathStep, Diagnostic, Diagnostics};

use crate::proto::tfplugin6 as tf;

/// A diagnostic about the whole object.
///
/// Built from its fields because `Diagnostic::new` appends a backtrace to what
/// the user reads whenever `RUST_BACKTRACE` is set.
pub(crate) fn about(summary: &'static str, detail: String) -> Diagnostic {
    Diagnostic { summary: summary.into(), detail: detail.into(), attribute: AttributePath::default() }
}

/// Adds an error about the whole object. The call has no answer then.
pub(crate) fn fail<T>(found: &mut Diagnostics, summary: &'static str, detail: String) -> Option<T> {
    found.add_error(about(summary, detail));
    None
}

/// Errors first, then warnings, each in the order in which they were found.
pub(crate) fn to_proto(diagnostics: Diagnostics) -> Vec<tf::Diagnostic> {
    use tf::diagnostic::Severity;
    let errors = diagnostics.errors.into_iter().map(|error| (Severity::Error, error));
    let warnings = diagnostics.warnings.into_iter().map(|warning| (Severity::Warning, warning));
    let one = |(severity, diagnostic): (Severity, Diagnostic)| tf::Diagnostic {
        severity: severity.into(),
        summary: diagnostic.summary.into_owned(),
        detail: diagnostic.detail.into_owned(),
        attribute: (!diagnostic.attribute.steps.is_empty()).then(|| path_to_proto(diagnostic.attribute)),
    };
    errors.chain(warnings).map(one).collect()
}

/// Where in the object, as Terraform addresses it.
pub(crate) fn path_to_proto(path: AttributePath) -> tf::AttributePath {
    use tf::attribute_path::{Step, step::Selector};
    let steps = path.steps.into_iter().map(|step| Step {
        selector: Some(match step {
            AttributePathStep::Attribute(name) => Selector::AttributeName(name.into_owned()),
            AttributePathStep::Key(key) => Selector::ElementKeyString(key.into_owned()),
            AttributePathStep::Index(index) => Selector::ElementKeyInt(index),
        }),
    });
    tf::AttributePath { steps: steps.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_before_warnings_and_keep_their_order() {
        let mut found = Diagnostics::default();
        found.add_warning(about("w1", String::new()));
        found.add_error(about("e1", String::new()));
        found.add_warning(about("w2", String::new()));
        found.add_error(about("e2", String::new()));
        let summaries: Vec<_> = to_proto(found).into_iter().map(|d| d.summary).collect();
        assert_eq!(summaries, ["e1", "e2", "w1", "w2"]);
    }

    #[test]
    fn a_path_keeps_each_kind_of_step() {
        use tf::attribute_path::step::Selector;
        let path = AttributePath::new("tags").key("env").index(3);
        let steps: Vec<_> = path_to_proto(path).steps.into_iter().filter_map(|step| step.selector).collect();
        assert_eq!(
            steps,
            [
                Selector::AttributeName("tags".into()),
                Selector::ElementKeyString("env".into()),
                Selector::ElementKeyInt(3),
            ]
        );
    }

    #[test]
    fn a_diagnostic_about_the_whole_object_has_no_path() {
        let mut found = Diagnostics::default();
        found.add_error(about("Nothing Works", String::new()));
        assert_eq!(to_proto(found)[0].attribute, None);
    }
}
