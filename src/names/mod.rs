//! The vocabulary: names as API Gateway defines them.
//!
//! A value of one of these types exists only when it is right, so nobody
//! downstream asks again. What is wrong with a text is said by [`Problem`]s, all
//! at once, in words for the person who wrote it. A rule refuses only what the
//! service is known to refuse; what is merely undocumented is a caution.
//!
//! This module knows neither Terraform nor the AWS SDK; `gateway` and
//! `api_mapping` both speak in it.

mod api_id;
mod domain_name;
mod import_id;
mod mapping_id;
mod mapping_key;
mod stage_name;

pub use api_id::ApiId;
pub use domain_name::DomainName;
pub use import_id::ImportId;
pub use mapping_id::MappingId;
pub use mapping_key::MappingKey;
pub use stage_name::StageName;

/// One thing that is wrong with, or remarkable about, a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A few words in Title Case.
    pub summary: &'static str,
    /// What was found, why it is refused, and what to do next.
    pub detail: String,
}

impl Problem {
    fn new(summary: &'static str, detail: impl Into<String>) -> Self {
        Self { summary, detail: detail.into() }
    }
}

/// A rule looks at a text and says what is wrong with it, if anything is.
type Rule = fn(&str) -> Option<Problem>;

/// What every rule of `rules` has against `text`, in the order of the rules.
fn judge(text: &str, rules: &[Rule]) -> Vec<Problem> {
    rules.iter().filter_map(|rule| rule(text)).collect()
}

/// The text as a value of its type, or everything that the rules have against it.
fn parse<T>(text: &str, rules: &[Rule], wrap: fn(String) -> T) -> Result<T, Vec<Problem>> {
    let problems = judge(text, rules);
    if problems.is_empty() { Ok(wrap(text.to_owned())) } else { Err(problems) }
}

/// `text` between quotes as a person would write it, shortened when it is long.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 80;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    // Debug escapes control characters, which would otherwise garble a terminal.
    format!("{shown:?}")
}

/// The distinct characters of `text` that `wanted` picks, in order of
/// appearance, each between quotes: `" ", "~"`.
fn list_chars(text: &str, wanted: impl Fn(char) -> bool) -> Option<String> {
    let mut found: Vec<char> = Vec::new();
    for c in text.chars().filter(|c| wanted(*c)) {
        if !found.contains(&c) {
            found.push(c);
        }
    }
    let list: Vec<String> = found.iter().map(|c| format!("{:?}", c.to_string())).collect();
    (!list.is_empty()).then(|| list.join(", "))
}

/// Gives a name type what all of them share: reading it as text.
macro_rules! reads_as_text {
    ($name:ident) => {
        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
use reads_as_text;
