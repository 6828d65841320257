//! The rules as a table in Markdown, for people.

use super::rule::{Rule, Standing, Words};
use super::table::RULES;

/// Of a refusal whose status and code alone are known.
const OWN_TEXT: &str = "its own text";

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
    let decision = decision(rule.decision);
    match rule.words.map(words) {
        Some(OWN_TEXT) => format!("{decision}; {OWN_TEXT}"),
        Some(words) if words != decision => format!("{decision}; words {words}"),
        _ => decision.to_owned(),
    }
}

fn decision(standing: Standing) -> &'static str {
    match standing {
        Standing::Answered => "answered by AWS",
        Standing::Documented => "documented",
        Standing::Recorded => "recorded",
        Standing::Measured => "measured",
        Standing::MadeUp => "**made up**",
    }
}

fn words(words: Words) -> &'static str {
    match words {
        Words::Answered => "answered by AWS",
        Words::Documented => "documented",
        Words::Recorded => "recorded",
        Words::Measured => "measured",
        Words::OwnText => OWN_TEXT,
        Words::MadeUp => "**made up**",
    }
}
