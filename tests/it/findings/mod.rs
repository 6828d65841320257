//! Every finding of the guide: its example provokes it, at each severity, and each way out works
//! when it is followed to the letter. The texts are those of the table that the guide is made of.

mod account;
mod examples;
mod pipelines;
mod severities;

use apigatewayv2::findings::FindingName;

use crate::harness::{Diagnostic, Outcome, Scenario};

pub(crate) use self::examples::trials;

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [pipelines::SCENARIOS, severities::SCENARIOS].concat()
}

/// The elements of `findings` that make each an error.
pub(crate) fn each_an_error() -> String {
    FindingName::ALL.iter().map(|finding| format!("{finding} = \"error\"")).collect::<Vec<_>>().join(", ")
}

/// The names in the last lines of the messages, sorted.
pub(crate) fn names(outcome: &Outcome) -> Vec<&str> {
    let mut names: Vec<_> = outcome.diagnostics.iter().filter_map(name).collect();
    names.sort_unstable();
    names
}

fn name(diagnostic: &Diagnostic) -> Option<&str> {
    diagnostic.detail.lines().last()?.strip_prefix("Finding: ")
}

/// The messages of one finding.
pub(crate) fn of(outcome: &Outcome, finding: FindingName) -> Vec<&Diagnostic> {
    outcome.diagnostics.iter().filter(|found| name(found) == Some(finding.name())).collect()
}
