//! The rules as a table in Markdown, for people.

use super::rule::{Rule, Standing};
use super::table::RULES;

/// What the endpoint does, what that rests on and which probes would show it, one row a rule.
#[must_use]
pub fn rules_as_a_table() -> String {
    let head = "| rule | what the endpoint does | rests on | probes |\n| --- | --- | --- | --- |\n";
    RULES.iter().fold(head.to_owned(), |table, rule| table + &row(rule))
}

fn row(rule: &Rule) -> String {
    let probes: Vec<String> = rule.probes.iter().map(|probe| format!("`{probe}`")).collect();
    format!("| `{}` | {} | {} | {} |\n", rule.name(), rule.says, standing(rule), probes.join(", "))
}

fn standing(rule: &Rule) -> String {
    match (rule.decision, rule.words) {
        (decision, Some(words)) if words != decision => format!("{}; words {}", word(decision), word(words)),
        (decision, _) => word(decision).to_owned(),
    }
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Documented => "documented",
        Standing::Recorded => "recorded",
        Standing::Measured => "measured",
        Standing::MadeUp => "**made up**",
    }
}
