//! Names as API Gateway defines them.
//!
//! A value of one of these types exists only when it is right. What is wrong with a
//! text is told by [`Problem`]s, all at once. A rule refuses only what the service is
//! known to refuse; what is merely undocumented is told apart. [`table`] says what each rule
//! refuses, and which answers of the service prove it.

mod api_id;
mod domain_name;
mod import_id;
mod mapping_id;
mod mapping_key;
mod region;
mod stage_name;
pub mod table;

pub use api_id::ApiId;
pub use domain_name::DomainName;
pub use import_id::ImportId;
pub use mapping_id::MappingId;
pub use mapping_key::MappingKey;
pub use region::Region;
pub use stage_name::StageName;

use table::DocumentedRule;

/// The longest id, in bytes, that is taken for one. Real ids have ten characters or so, and
/// the SDK panics about a URL of more than 65,534.
const LONGEST_ID: usize = 1_000;

/// One thing that is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A few words in Title Case.
    pub summary: &'static str,
    /// What was found, why it is refused, and what to do next.
    pub detail: String,
}

/// Its row of the table, and what a text that breaks the rule does: `contains …`, `is empty. Give
/// …`.
type Rule = (&'static DocumentedRule, fn(&str) -> Option<String>);

/// What is wrong with `text` by these rules, in their order. `called` is how messages
/// call it, such as `The stage`.
fn problems(called: &str, text: &str, rules: &[Rule]) -> Vec<Problem> {
    let subject = if text.is_empty() { called.to_owned() } else { format!("{called} {}", quoted(text)) };
    let problem = |(rule, broken): &Rule| {
        broken(text).map(|found| Problem { summary: rule.summary, detail: format!("{subject} {found}") })
    };
    rules.iter().filter_map(problem).collect()
}

/// An error with everything that is wrong with `text`, if anything is.
fn check(called: &str, text: &str, rules: &[Rule]) -> Result<(), Vec<Problem>> {
    let problems = problems(called, text, rules);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// `text` between quotes, shortened when it is long.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 80;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    // Debug escapes control characters, which would otherwise garble a terminal.
    format!("{shown:?}")
}

/// Why an id would address something else than it names: its URL would have another path.
fn other_path(id: &str) -> Option<&'static str> {
    if id.contains(['/', '\\']) {
        Some("contains a slash")
    } else if id.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("contains a blank")
    } else if matches!(id, "." | "..") {
        Some("is a part of a path")
    } else {
        None
    }
}

/// The distinct characters of `text` that `wanted` picks, in order of appearance:
/// `` `?`, `~` and `=` ``.
fn list_chars(text: &str, wanted: impl Fn(char) -> bool) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for c in text.chars().filter(|c| wanted(*c)) {
        let shown = if c == ' ' { "a space".to_owned() } else { format!("`{}`", c.escape_debug()) };
        if !found.contains(&shown) {
            found.push(shown);
        }
    }
    let last = found.pop()?;
    Some(if found.is_empty() { last } else { format!("{} and {last}", found.join(", ")) })
}

/// Gives a name type what all of them share: it is read as text, and where it has rules,
/// parsed by them. Later rules matter only where the text obeys the earlier ones.
macro_rules! name_methods {
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
    ($name:ident, called $called:literal, $($rules:ident),+) => {
        name_methods!($name);

        impl $name {
            /// Reads the name as the user wrote it.
            ///
            /// # Errors
            /// Every rule that the text breaks.
            pub fn parse(text: &str) -> Result<Self, Vec<$crate::names::Problem>> {
                $($crate::names::check($called, text, $rules)?;)+
                Ok(Self(text.to_owned()))
            }
        }
    };
}
use name_methods;

#[cfg(test)]
mod tests {
    use super::{api_id, domain_name, mapping_key, region, stage_name, table};

    #[test]
    fn the_rules_of_the_table_are_those_that_names_are_parsed_by() {
        let parsed_by = [
            mapping_key::RULES,
            stage_name::RULES,
            api_id::RULES,
            domain_name::NOT_A_NAME,
            domain_name::RULES,
            region::NOT_A_REGION,
            region::RULES,
        ];
        let parsed_by: Vec<_> = parsed_by.concat().iter().map(|(row, _)| row.summary).collect();
        let in_table: Vec<_> = table::RULES.iter().map(|row| row.summary).collect();
        assert_eq!(parsed_by, in_table);
    }
}
