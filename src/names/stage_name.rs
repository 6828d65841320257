//! The name of an API's stage.

use super::{Rule, list_chars, name_methods, table};

/// A stage name: letters, digits, `-` and `_`, at most 128 characters, or the
/// literal `$default` (API Gateway documentation).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StageName(String);
name_methods!(StageName, called "The stage", RULES);

impl StageName {
    /// Whether it is `$default`.
    pub fn is_default(&self) -> bool {
        self.0 == DEFAULT_STAGE
    }
}

/// The stage that an HTTP API deploys to without a path of its own.
const DEFAULT_STAGE: &str = "$default";
const MAX_LENGTH: usize = 128;

pub(super) const RULES: &[Rule] = &[
    (&table::STAGE_MISSING, empty),
    (&table::STAGE_CHARACTERS, other_characters),
    (&table::STAGE_LENGTH, too_long),
];

fn empty(text: &str) -> Option<String> {
    let found = "is empty. Give the name of a stage of the API, such as \"production\".";
    text.is_empty().then(|| found.to_owned())
}

fn other_characters(text: &str) -> Option<String> {
    let found = list_chars(text, |c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    (text != DEFAULT_STAGE).then(|| {
        format!(
            "contains {found}. Give the name of the stage, without a URL or path: letters from a to z, digits, `-` \
             and `_`, or the literal `$default`."
        )
    })
}

fn too_long(text: &str) -> Option<String> {
    let length = text.chars().count();
    (length > MAX_LENGTH).then(|| {
        format!(
            "has {length} characters, and at most {MAX_LENGTH} are allowed. Give the name of an existing stage."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn summaries(text: &str) -> Vec<&'static str> {
        StageName::parse(text).err().unwrap_or_default().iter().map(|p| p.summary).collect()
    }

    #[test]
    fn only_the_exact_word_default_may_have_a_dollar() {
        assert!(summaries("$default").is_empty());
        assert_eq!(summaries("$defaults"), ["Invalid Stage Name Character"]);
        assert_eq!(summaries("$latest"), ["Invalid Stage Name Character"]);
    }

    #[test]
    fn an_empty_stage_is_missing() {
        assert_eq!(summaries(""), ["Missing Stage Name"]);
    }

    #[test]
    fn character_and_length_are_named_at_once() {
        assert_eq!(summaries(&"a/".repeat(70)), ["Invalid Stage Name Character", "Stage Name Too Long"]);
    }

    proptest! {
        #[test]
        fn letters_digits_dash_and_underscore_make_a_stage(text in "[a-zA-Z0-9_-]{1,128}") {
            prop_assert!(summaries(&text).is_empty());
        }

        #[test]
        fn any_other_character_is_refused(before in "[a-z]{0,9}", c in "[^a-zA-Z0-9_-]", after in "[a-z]{1,6}") {
            prop_assume!(format!("{before}{c}{after}") != DEFAULT_STAGE);
            prop_assert_eq!(summaries(&format!("{before}{c}{after}")), ["Invalid Stage Name Character"]);
        }

        #[test]
        fn length_alone_decides_between_128_and_129(length in 1usize..300) {
            prop_assert_eq!(summaries(&"s".repeat(length)).is_empty(), length <= 128);
        }
    }
}
