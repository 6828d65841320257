//! What people read: the table of differences, the list of probes, what is left.

use std::fmt::Write;

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{ColumnConstraint, ContentArrangement, Table};

use crate::compare::Comparison;
use crate::probe::Probe;
use crate::record::Record;
use crate::removal::Left;

/// How wide the table of differences is.
const WIDTH: u16 = 120;

/// How two records differ.
#[must_use]
pub fn differences(comparison: &Comparison, a: &str, b: &str) -> String {
    let mut text = String::new();
    let probes = counted(comparison.compared, "probe");
    if comparison.differences.is_empty() {
        let _ = writeln!(text, "Nothing differs in {probes} that both have answers of.");
    } else {
        let mut table = Table::new();
        table
            .load_style(UTF8_BORDERS_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(WIDTH);
        table.set_header(["probe", "call", "what", a, b]);
        // A name that is broken in two cannot be searched for.
        for column in table.column_iter_mut().take(3) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        for of in &comparison.differences {
            table.add_row([&of.probe, &of.call, &of.what, &of.a, &of.b]);
        }
        let number = counted(comparison.differences.len(), "difference");
        let table = table.to_string();
        let lines: Vec<_> = table.lines().map(str::trim_end).collect();
        let _ = writeln!(text, "{}\n{number} in {probes} that both have answers of.", lines.join("\n"));
    }
    for (name, only) in [(a, &comparison.only_a), (b, &comparison.only_b)] {
        if !only.is_empty() {
            let _ = writeln!(text, "Only {name} has answers of {}.", counted(only.len(), "probe"));
        }
    }
    text
}

/// The probes by topic.
#[must_use]
pub fn list(probes: &[Probe]) -> String {
    let mut text = String::new();
    let width = probes.iter().map(|probe| probe.name.len()).max().unwrap_or_default();
    let mut topic = None;
    for probe in probes {
        if topic != Some(probe.topic) {
            let gap = if topic.is_some() { "\n" } else { "" };
            let _ = writeln!(text, "{gap}{}", probe.topic.words());
            topic = Some(probe.topic);
        }
        let _ = writeln!(text, "  {:width$}  {}", probe.name, probe.question);
    }
    text
}

/// What a run has found out, and what it could not ask.
#[must_use]
pub(crate) fn summary(record: &Record) -> String {
    let absent: Vec<_> =
        record.probes.iter().filter_map(|(name, of)| of.absent.as_ref().map(|why| (name, why))).collect();
    let asked = record.probes.len() - absent.len();
    let mut text = format!("{} answered", counted(asked, "probe"));
    if absent.is_empty() {
        return text + ".\n";
    }
    let _ = writeln!(text, ", {} not:", absent.len());
    for (name, why) in absent {
        let _ = writeln!(text, "  {name}: {why}");
    }
    text
}

/// What could not be removed, with the commands that do.
#[must_use]
pub(crate) fn left(left: &[Left], options: &str) -> String {
    let mut text = String::from("These are left, and these commands remove them:\n");
    for Left { entry, why } in left {
        let _ = writeln!(text, "\n  {}: {why}", entry.words());
        for command in entry.commands() {
            let _ = writeln!(text, "    {command}{options}");
        }
    }
    text
}

fn counted(number: usize, of: &str) -> String {
    if number == 1 { format!("1 {of}") } else { format!("{number} {of}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Difference;
    use crate::ledger::{Kind, Ledger};

    #[test]
    fn a_difference_is_a_row() {
        let difference = Difference {
            probe: "key_comma".to_owned(),
            call: "CreateApiMapping".to_owned(),
            what: "status".to_owned(),
            a: "201".to_owned(),
            b: "400".to_owned(),
        };
        let only_a = vec!["throttle".to_owned()];
        let comparison =
            Comparison { differences: vec![difference], compared: 2, only_a, only_b: Vec::new() };
        let text = differences(&comparison, "facts", "local");
        assert!(text.contains("key_comma") && text.contains("201") && text.contains("400"), "{text}");
        assert!(text.ends_with(
            "1 difference in 2 probes that both have answers of.\nOnly facts has answers of 1 probe.\n"
        ));
    }

    #[test]
    fn what_is_left_comes_with_its_commands() {
        let mut ledger = Ledger::default();
        let number = ledger.expect(Kind::Api, "probe-1 http");
        ledger.made(number, Some("a1b2".to_owned()));
        let entry = ledger.all().remove(0);
        let why = "403 AccessDeniedException".to_owned();
        assert_eq!(
            left(&[Left { entry, why }], " --region eu-west-1"),
            "These are left, and these commands remove them:\n\
             \n  API probe-1 http (a1b2): 403 AccessDeniedException\n    \
             aws apigatewayv2 delete-api --api-id a1b2 --region eu-west-1\n"
        );
    }
}
