//! Names as API Gateway defines them.
//!
//! A value of one of these types exists only when it is right. What is wrong with a
//! text is told by [`Problem`]s, all at once. A rule refuses only what the service is
//! known to refuse; what is merely undocumented is a caution.

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

/// One thing that is wrong with a text, or that deserves a warning.
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

/// What is wrong with a text, if it breaks this rule.
type Rule = fn(&str) -> Option<Problem>;

/// What is wrong with `text` by these rules, in their order.
fn problems(text: &str, rules: &[Rule]) -> Vec<Problem> {
    rules.iter().filter_map(|rule| rule(text)).collect()
}

/// The text as a value of its type, or everything that is wrong with it.
fn parse<T>(text: &str, rules: &[Rule], wrap: fn(String) -> T) -> Result<T, Vec<Problem>> {
    let problems = problems(text, rules);
    if problems.is_empty() { Ok(wrap(text.to_owned())) } else { Err(problems) }
}

/// `text` between quotes, shortened when it is long.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 80;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    // Debug escapes control characters, which would otherwise garble a terminal.
    format!("{shown:?}")
}

/// The distinct characters of `text` that `wanted` picks, in order of appearance:
/// `` `?`, `~` and `=` ``.
fn list_chars(text: &str, wanted: impl Fn(char) -> bool) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for c in text.chars().filter(|c| wanted(*c)) {
        let shown = format!("`{}`", c.escape_debug());
        if !found.contains(&shown) {
            found.push(shown);
        }
    }
    let last = found.pop()?;
    Some(if found.is_empty() { last } else { format!("{} and {last}", found.join(", ")) })
}

/// Gives a name type what all of them share: reading it as text.
macro_rules! reads_as_text {
    ($name:ident) => {
        impl $name {
            /// The name as text.
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
