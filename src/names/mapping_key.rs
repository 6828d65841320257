//! The path below a custom domain name at which an API answers.

use super::{Rule, list_chars, name_methods, quoted, table};

/// An API mapping key: the path without its leading slash, `orders` or
/// `orders/v2`. The empty key is the root of the domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MappingKey(String);
name_methods!(MappingKey, called "The key", RULES);

/// The longest key that the service accepts, in characters (documentation, and
/// measured: 300 is accepted, 301 refused).
const MAX_LENGTH: usize = 300;

/// Besides letters and numbers, what the documentation allows in a key.
const PUNCTUATION: &str = "$-_.+!*'()";
/// The same, as messages show it.
const SHOWN_PUNCTUATION: &str = "`$ - _ . + ! * ' ( )`";

pub(super) const RULES: &[Rule] = &[
    (&table::KEY_ROOT_OF_VERSION_1, root_of_version_1),
    (&table::KEY_CHARACTERS, other_characters),
    (&table::KEY_LENGTH, too_long),
    (&table::KEY_LEADING_SLASH, leading_slash),
    (&table::KEY_TRAILING_SLASH, trailing_slash),
    (&table::KEY_DOUBLED_SLASH, doubled_slash),
];

impl MappingKey {
    /// What version 1 of the service, and tools written for it, call the root of a domain name.
    pub const ROOT_OF_VERSION_1: &str = "(none)";

    /// The key of the root of the domain.
    pub fn root() -> Self {
        Self::default()
    }

    /// A key from an answer of the service, which has accepted it.
    pub fn from_api(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is unusual about a comma in it, which the service accepts.
    pub fn comma(&self) -> Option<String> {
        comma(&self.0).map(|found| self.sentence(&found))
    }

    /// What is unusual about letters beyond ASCII in it, which the service may well accept.
    pub fn unusual_letters(&self) -> Option<String> {
        letter_beyond_ascii(&self.0).map(|found| self.sentence(&found))
    }

    fn sentence(&self, found: &str) -> String {
        format!("The key {} {found}", quoted(&self.0))
    }

    /// How many keys with several levels a domain name has at most (API Gateway quotas).
    pub const MOST_WITH_LEVELS: usize = 200;

    /// Whether it has several levels, as `orders/v2` has.
    pub fn has_levels(&self) -> bool {
        self.0.contains('/')
    }

    /// Whether this is the root of the domain.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// How messages call the place on its domain: `the root path` or `key "orders"`.
    pub fn described(&self) -> String {
        if self.is_root() { "the root path".to_owned() } else { format!("key {}", quoted(&self.0)) }
    }
}

/// Version 1 of the service lists the root so; what version 2 makes of it as a key is
/// unknown.
fn root_of_version_1(text: &str) -> Option<String> {
    let found = "is what version 1 of API Gateway calls the root of a domain name. To map the root, give it the empty key, \"\".";
    (text == MappingKey::ROOT_OF_VERSION_1).then(|| found.to_owned())
}

fn other_characters(text: &str) -> Option<String> {
    // The comma and letters beyond ASCII are unusual, and no more.
    let is_allowed = |c: char| c.is_alphanumeric() || PUNCTUATION.contains(c) || c == '/' || c == ',';
    let found = list_chars(text, |c| !is_allowed(c))?;
    Some(format!(
        "contains characters that API Gateway does not accept: {found}. Allowed are letters, digits and these: \
         {SHOWN_PUNCTUATION}. Separate levels with `/`."
    ))
}

fn too_long(text: &str) -> Option<String> {
    let length = text.chars().count();
    (length > MAX_LENGTH).then(|| {
        let excess = length - MAX_LENGTH;
        format!("has {length} characters, and at most {MAX_LENGTH} are allowed. Shorten it by {excess}.")
    })
}

/// The key with single slashes between its levels and none around them: what is
/// probably meant.
fn levels_of(text: &str) -> String {
    let levels: Vec<&str> = text.split('/').filter(|level| !level.is_empty()).collect();
    levels.join("/")
}

fn leading_slash(text: &str) -> Option<String> {
    text.starts_with('/').then(|| {
        let next = match levels_of(text) {
            levels if levels.is_empty() => {
                "To map the root of the domain name, give it the empty key, \"\".".to_owned()
            }
            levels => format!("Write {} instead.", quoted(&levels)),
        };
        format!("starts with `/`, which API Gateway refuses. {next}")
    })
}

fn trailing_slash(text: &str) -> Option<String> {
    // A key of slashes alone is named once, by the rule on leading slashes.
    let instead = levels_of(text);
    (text.ends_with('/') && !instead.is_empty())
        .then(|| format!("ends with `/`, which API Gateway refuses. Write {} instead.", quoted(&instead)))
}

fn doubled_slash(text: &str) -> Option<String> {
    text.trim_matches('/').contains("//").then(|| {
        let instead = quoted(&levels_of(text));
        format!("contains consecutive slashes, which API Gateway refuses. Write {instead} instead.")
    })
}

fn comma(text: &str) -> Option<String> {
    text.contains(',').then(|| {
        format!(
            "contains a comma. API Gateway accepts it today, but its documentation does not list it. Another \
             character is safer: {SHOWN_PUNCTUATION}."
        )
    })
}

fn letter_beyond_ascii(text: &str) -> Option<String> {
    let found = list_chars(text, |c| !c.is_ascii() && c.is_alphanumeric())?;
    Some(format!(
        "contains {found}. Letters from a to z are safe: API Gateway does not document whether it accepts others, and \
         clients send them percent-encoded, so the mapping may never match."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn summaries(text: &str) -> Vec<&'static str> {
        MappingKey::parse(text).err().unwrap_or_default().iter().map(|p| p.summary).collect()
    }

    #[test]
    fn the_documented_keys_are_keys() {
        for key in ["", "orders", "orders/v2", "a$-_.+!*'()9", "$context.domainName", "a,b$"] {
            assert_eq!(MappingKey::parse(key).map(|k| k.to_string()), Ok(key.to_owned()));
        }
    }

    #[test]
    fn three_hundred_characters_are_fine_and_one_more_is_not() {
        assert!(summaries(&"a".repeat(300)).is_empty());
        assert_eq!(summaries(&"a".repeat(301)), ["API Mapping Key Too Long"]);
    }

    #[test]
    fn every_broken_rule_is_named_at_once() {
        let key = format!("/a b//{}/", "c".repeat(300));
        assert_eq!(
            summaries(&key),
            [
                "Invalid API Mapping Key Character",
                "API Mapping Key Too Long",
                "API Mapping Key Starts With a Slash",
                "API Mapping Key Ends With a Slash",
                "Doubled Slash in API Mapping Key",
            ]
        );
    }

    #[test]
    fn a_lone_slash_is_told_how_to_map_the_root() {
        let problems = MappingKey::parse("/").unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].detail.ends_with("give it the empty key, \"\"."));
    }

    #[test]
    fn the_message_shows_the_character_and_the_key() {
        let problems = MappingKey::parse("a~b c~").unwrap_err();
        assert!(problems[0].detail.starts_with(
            r#"The key "a~b c~" contains characters that API Gateway does not accept: `~` and a space. Allowed"#
        ));
    }

    #[test]
    fn the_root_of_version_1_is_told_how_to_map_the_root() {
        let problems = MappingKey::parse("(none)").unwrap_err();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].summary, "API Mapping Key Is the Root");
        assert!(problems[0].detail.ends_with("To map the root, give it the empty key, \"\"."));
        assert!(summaries("(none)/v1").is_empty() && summaries("none").is_empty());
    }

    #[test]
    fn a_comma_is_unusual_and_not_an_error() {
        let key = MappingKey::parse("a,b").unwrap();
        assert!(key.comma().is_some_and(|found| found.starts_with("The key \"a,b\" contains a comma.")));
        assert_eq!(MappingKey::parse("ab").unwrap().comma(), None);
    }

    #[test]
    fn a_letter_with_an_accent_is_unusual_and_not_an_error() {
        let key = MappingKey::parse("caf\u{e9}").unwrap();
        assert!(key.unusual_letters().is_some_and(|found| found.contains("contains `\u{e9}`.")));
        assert_eq!(MappingKey::parse("cafe").unwrap().unusual_letters(), None);
    }

    #[test]
    fn a_key_has_levels_where_it_has_a_slash() {
        assert!(MappingKey::parse("orders/v2").unwrap().has_levels());
        assert!(!MappingKey::parse("orders").unwrap().has_levels() && !MappingKey::root().has_levels());
    }

    proptest! {
        #[test]
        fn any_key_of_allowed_characters_is_a_key(key in r"[a-zA-Z0-9$\-_.+!*'()]{1,60}(/[a-zA-Z0-9$\-_.+!*'()]{1,60}){0,3}") {
            prop_assert!(MappingKey::parse(&key).is_ok());
        }

        #[test]
        fn any_other_ascii_character_is_refused(before in "[a-z]{0,9}", c in r#"[\x00-\x20"\#%&:;<=>?@\[\\\]^`{|}~\x7f]"#, after in "[a-z]{0,9}") {
            prop_assert_eq!(summaries(&format!("{before}{c}{after}")), ["Invalid API Mapping Key Character"]);
        }

        #[test]
        fn length_alone_decides_between_300_and_301(length in 1usize..700) {
            prop_assert_eq!(summaries(&"k".repeat(length)).is_empty(), length <= 300);
        }

        #[test]
        fn any_leading_slash_is_refused(rest in "[a-z]{0,20}") {
            prop_assert_eq!(summaries(&format!("/{rest}")), ["API Mapping Key Starts With a Slash"]);
        }

        #[test]
        fn any_trailing_slash_is_refused(rest in "[a-z]{1,20}") {
            prop_assert_eq!(summaries(&format!("{rest}/")), ["API Mapping Key Ends With a Slash"]);
        }

        #[test]
        fn any_doubled_slash_is_refused(left in "[a-z]{1,9}", slashes in "/{2,5}", right in "[a-z]{1,9}") {
            prop_assert_eq!(summaries(&format!("{left}{slashes}{right}")), ["Doubled Slash in API Mapping Key"]);
        }

        #[test]
        fn what_a_message_says_to_write_instead_is_accepted(text in "/{0,3}[a-z/]{0,30}/{0,3}") {
            for problem in MappingKey::parse(&text).err().unwrap_or_default() {
                if let Some((_, instead)) = problem.detail.split_once("Write \"") {
                    let instead = instead.split('"').next().unwrap();
                    prop_assert!(summaries(instead).is_empty());
                }
            }
        }

        #[test]
        fn no_text_makes_a_rule_panic(text in any::<String>()) {
            if let Ok(key) = MappingKey::parse(&text) {
                let _ = (key.comma(), key.unusual_letters());
            }
        }
    }
}
