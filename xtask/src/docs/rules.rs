//! The rules about names, as a table of the guide.

use super::proofs;
use crate::records::Records;
use crate::rules_table::{DocumentedRule, RULES};

/// A line for each rule.
pub(crate) fn table(records: &Records) -> String {
    let lines: Vec<_> = RULES.iter().map(|rule| line(rule, records)).collect();
    format!(
        "| of | summary of the message | refused | proof |\n| --- | --- | --- | --- |\n{}",
        lines.join("\n")
    )
}

fn line(rule: &DocumentedRule, records: &Records) -> String {
    let DocumentedRule { of, summary, refuses, proof } = rule;
    format!("| {of} | {summary} | {refuses} | {} |", proofs::sentence(*proof, records))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_line_of_four_cells_with_its_probes() {
        let table = table(&Records::of_the_repository().unwrap());
        for rule in RULES {
            let line = table.lines().find(|line| line.contains(&format!("| {} |", rule.summary)));
            let line = line.unwrap_or_else(|| panic!("{}", rule.summary));
            assert_eq!(line.matches(" | ").count(), 3, "{line}");
            for probe in rule.proof.probes() {
                assert!(line.contains(&format!("`{probe}` (")), "{line}");
            }
        }
    }
}
