//! Keys that the service may take, although its documentation does not say so.

use crate::checks::facts::{Facts, MappingFacts};
use crate::checks::finding::Finding;
use crate::checks::subject::Subject;
use crate::findings::FindingName;
use crate::names::MappingKey;

/// The key that a plan gives to a mapping.
fn given(mapping: &MappingFacts) -> Option<&MappingKey> {
    mapping.planned.key.as_ref().filter(|_| mapping.planned.changed.key)
}

/// The service was seen to take a comma, which its documentation does not list.
pub(super) fn comma(_: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let detail = given(mapping)?.comma()?;
    Some(Finding::new(FindingName::UndocumentedComma, "api_mapping_key", Subject::Commas, detail))
}

/// What the service makes of letters beyond ASCII is not on record.
pub(super) fn unusual_letters(_: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let detail = given(mapping)?.unusual_letters()?;
    Some(Finding::new(FindingName::UnusualLetter, "api_mapping_key", Subject::UnusualLetters, detail))
}

#[cfg(test)]
mod tests {
    use crate::checks::rules::findings;
    use crate::checks::testing::{key, only, orders, planning};
    use crate::findings::Severity;

    #[test]
    fn an_unusual_key_is_a_warning_where_the_plan_gives_it() {
        for (text, title) in [
            ("a,b", "Undocumented Comma in API Mapping Key"),
            ("caf\u{e9}", "Unusual Letter in API Mapping Key"),
        ] {
            let facts = planning(&orders(), |plan| plan.key = Some(key(text)));
            let (severity, attribute, summary, detail) = only(findings(&facts));
            assert_eq!((severity, attribute, summary), (Severity::Warning, "api_mapping_key", title));
            assert!(detail.contains(text), "{detail}");
            assert_eq!(findings(&planning(&facts, |plan| plan.changed.key = false)), []);
        }
        let both = planning(&orders(), |plan| plan.key = Some(key("caf\u{e9},bar")));
        assert_eq!(findings(&both).len(), 2);
    }
}
