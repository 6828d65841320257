//! Checks that could not be made. That is no finding: the plan goes on.

use super::facts::Facts;
use super::finding::Finding;
use crate::gateway::{CallError, RefusalKind};

/// One warning a run for each kind of look-up that failed.
pub(super) fn look_ups(facts: &Facts) -> Vec<Finding> {
    let failures = [
        ("api_id", facts.protocol.failure()),
        ("stage", facts.has_stage.failure()),
        ("domain_name", facts.domain_facts.failure()),
        ("domain_name", facts.has_rules.failure()),
        ("api_mapping_key", facts.others.failure()),
        ("api_id", facts.neighbours.failure()),
    ];
    let failed = failures.into_iter().filter_map(|(attribute, failure)| Some((attribute, failure?)));
    failed.map(|(attribute, failure)| unmade(attribute, failure, &facts.place)).collect()
}

fn unmade(attribute: &'static str, failure: &CallError, place: &str) -> Finding {
    let (why, next) = match failure.refusal() {
        Some(RefusalKind::Denied) => (
            "the credentials lack a permission",
            format!("Add {} to their policy", failure.action.permission()),
        ),
        Some(RefusalKind::Throttled) => {
            ("the account is over its quota of calls", "Run again when other tools are done".to_owned())
        }
        _ => ("the call failed", "Run again to have it checked".to_owned()),
    };
    let detail = format!(
        "Part of what AWS may refuse was not checked in {place}, because {why}: {}. {next}, or set plan_checks \
         = \"off\" in the provider block to do without. API Gateway said: {}",
        failure.action, failure.failure
    );
    Finding::warning(attribute, "Plan Check Not Made", detail).once_for(failure.action)
}
