//! The name of an API's stage.

use super::{Problem, Rule, list_chars, parse, quoted, reads_as_text};

/// A stage name: letters, digits, `-` and `_`, at most 128 characters, or the
/// literal `$default` (API Gateway documentation).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StageName(String);
reads_as_text!(StageName);

/// The stage that an HTTP API deploys to without a path of its own.
const DEFAULT_STAGE: &str = "$default";
const MAX_LENGTH: usize = 128;

const RULES: &[Rule] = &[not_empty, only_allowed_characters, at_most_128_characters];

impl StageName {
    /// Reads a stage name as the user wrote it.
    ///
    /// # Errors
    /// Every rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        parse(text, RULES, Self)
    }
}

fn not_empty(text: &str) -> Option<Problem> {
    text.is_empty().then(|| {
        Problem::new(
            "Missing Stage Name",
            "The stage is empty. Give the name of a stage of the API, such as \"production\".",
        )
    })
}

fn only_allowed_characters(text: &str) -> Option<Problem> {
    if text == DEFAULT_STAGE {
        return None;
    }
    let found = list_chars(text, |c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))?;
    let detail = format!(
        "The stage {} contains {found}. Give the name of the stage, without a URL or path: letters from a to z, \
         digits, `-` and `_`, or the literal `$default`.",
        quoted(text)
    );
    Some(Problem::new("Invalid Stage Name Character", detail))
}

fn at_most_128_characters(text: &str) -> Option<Problem> {
    let length = text.chars().count();
    (length > MAX_LENGTH).then(|| {
        let detail = format!(
            "The stage {} has {length} characters, and at most {MAX_LENGTH} are allowed. Give the name of an \
             existing stage.",
            quoted(text)
        );
        Problem::new("Stage Name Too Long", detail)
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
