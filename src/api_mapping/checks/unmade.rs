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
        ("api_mapping_key", facts.others.failure().filter(|_| !cannot_hold_mappings(facts))),
        ("api_id", facts.neighbours.failure()),
    ];
    let failed = failures.into_iter().filter_map(|(attribute, failure)| Some((attribute, failure?)));
    failed.map(|(attribute, failure)| unmade(attribute, failure, &facts.place)).collect()
}

/// A domain that cannot hold mappings is not listed either, and told of already.
fn cannot_hold_mappings(facts: &Facts) -> bool {
    matches!(facts.domain_facts.known(), Some(Some(domain)) if domain.edge || domain.tls_1_0)
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
         = \"off\" in the provider block to do without. {}: {}",
        failure.action,
        if failure.refusal().is_some() { "API Gateway said" } else { "The cause" },
        failure.failure
    );
    Finding::warning(attribute, "Plan Check Not Made", detail).once_for(failure.action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mapping::checks::facts::Lookup;
    use crate::api_mapping::checks::facts::testing::{only, orders, regional};
    use crate::api_mapping::checks::finding::Severity;
    use crate::gateway::{Action, Failure};

    fn failed(action: Action, kind: RefusalKind) -> CallError {
        let message = "the service's own words".to_owned();
        CallError { action, failure: Failure::Refused { kind, message, retry_after: None } }
    }

    #[test]
    fn nothing_is_said_while_all_look_ups_are_answered_or_not_made() {
        assert!(look_ups(&orders()).is_empty());
        assert!(look_ups(&Facts::default()).is_empty());
    }

    #[test]
    fn a_denied_look_up_names_the_permission_and_the_way_without() {
        let error = failed(Action::GetDomainName, RefusalKind::Denied);
        let facts = Facts { domain_facts: Lookup::Failed(error), ..orders() };
        let (severity, attribute, summary, detail) = only(look_ups(&facts));
        assert_eq!((severity, attribute, summary), (Severity::Warning, "domain_name", "Plan Check Not Made"));
        assert_eq!(
            detail,
            "Part of what AWS may refuse was not checked in account 123456789012, region eu-west-1, because the \
             credentials lack a permission: GetDomainName. Add apigateway:GET on /domainnames/* to their policy, \
             or set plan_checks = \"off\" in the provider block to do without. API Gateway said: the service's own \
             words"
        );
    }

    #[test]
    fn each_look_up_is_told_once_a_run_on_its_own_attribute() {
        let error = |action| Lookup::Failed(failed(action, RefusalKind::Throttled));
        let facts = Facts {
            protocol: Lookup::Failed(failed(Action::GetApi, RefusalKind::Throttled)),
            has_stage: error(Action::GetStage),
            domain_facts: Lookup::Failed(failed(Action::GetDomainName, RefusalKind::ServerError)),
            others: Lookup::Failed(CallError { action: Action::GetApiMappings, failure: Failure::NoAnswer }),
            ..orders()
        };
        let found = look_ups(&facts);
        let attributes: Vec<_> = found.iter().map(|finding| finding.attribute).collect();
        assert_eq!(attributes, ["api_id", "stage", "domain_name", "api_mapping_key"]);
        let things: std::collections::HashSet<_> = found.iter().map(|finding| &finding.once).collect();
        assert_eq!(things.len(), 4);
        assert!(found[0].detail.contains("the account is over its quota of calls: GetApi."));
        assert!(found[2].detail.contains("the call failed: GetDomainName. Run again to have it checked"));
        assert!(found[2].detail.ends_with("API Gateway said: the service's own words"));
        assert!(found[3].detail.ends_with("The cause: no answer in time"), "nobody said anything");
    }

    #[test]
    fn a_domain_that_cannot_hold_mappings_need_not_list_them() {
        let others = || Lookup::Failed(failed(Action::GetApiMappings, RefusalKind::BadRequest));
        assert_eq!(look_ups(&Facts { others: others(), ..orders() }).len(), 1);
        let edge = crate::gateway::DomainFacts { edge: true, ..regional() };
        let facts = Facts { others: others(), domain_facts: Lookup::Known(Some(edge)), ..orders() };
        assert!(look_ups(&facts).is_empty());
    }
}
