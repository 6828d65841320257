//! What a custom domain name must be like to hold API mappings.
//!
//! All of it can change in the same run while the name of the domain stays known, so
//! these are warnings, and the service refuses the write.

use crate::checks::facts::Facts;
use crate::checks::finding::Finding;
use crate::checks::subject::Subject;
use crate::findings::FindingName;
use crate::gateway::{DomainFacts, Protocol, Routing};
use crate::names::DomainName;

/// The domain that a mapping comes to.
fn known(facts: &Facts) -> Option<(&DomainName, &DomainFacts)> {
    let (name, domain) = (facts.domain.as_ref()?, facts.domain_facts.known()?.as_ref()?);
    facts.enter_domain().then_some((name, domain))
}

fn about(finding: FindingName, domain: &DomainName, detail: String) -> Finding {
    Finding::new(finding, "domain_name", Subject::Domain(domain.clone()), detail)
}

/// Version 2 of the service manages only Regional domains with TLS 1.2.
pub(super) fn cannot_hold_mappings(facts: &Facts) -> Option<Finding> {
    let (name, domain) = known(facts)?;
    let (finding, what, next) = if domain.edge {
        (
            FindingName::DomainEdgeOptimised,
            "is edge-optimised",
            "Migrate it to a Regional endpoint, or, for a REST API, map the API with \
             aws_api_gateway_base_path_mapping of hashicorp/aws",
        )
    } else if domain.tls_1_0 {
        (FindingName::DomainTls10, "has the security policy TLS 1.0", "Set its security policy to TLS_1_2")
    } else {
        return None;
    };
    let detail = format!(
        "The custom domain name {name} {what}, and apply fails unless an earlier step of this run changes that. \
         {next}: API mappings need a Regional domain name with security policy TLS 1.2."
    );
    Some(about(finding, name, detail))
}

/// A domain may route by rules instead of mappings, or by rules first
/// (documentation).
pub(super) fn routing(facts: &Facts) -> Option<Finding> {
    let (name, domain) = known(facts)?;
    match (domain.routing, facts.has_rules.known()) {
        (Routing::Rules, _) => {
            let detail = format!(
                "The routing mode of {name} is ROUTING_RULE_ONLY, in which no API mapping can be created, and apply \
                 fails unless an earlier step of this run changes that. Set it to ROUTING_RULE_THEN_API_MAPPING, \
                 which keeps the routing rules, or to API_MAPPING_ONLY, which applies none of them. For a REST API, a \
                 routing rule can take the place of the mapping."
            );
            Some(about(FindingName::RoutingRulesOnly, name, detail))
        }
        (Routing::RulesThenMappings, Some(true)) => {
            let detail = format!(
                "{name} has routing rules, and its routing mode ROUTING_RULE_THEN_API_MAPPING applies them first. \
                 Check that no rule matches what is mapped here: such requests never reach an API mapping."
            );
            Some(about(FindingName::RoutingRulesFirst, name, detail))
        }
        _ => None,
    }
}

/// Routing rules on a domain that maps both REST and HTTP APIs are not supported
/// (documentation).
pub(super) fn rules_beside_both_kinds(facts: &Facts) -> Option<Finding> {
    let name = facts.domain.as_ref().filter(|_| facts.has_rules.known() == Some(&true))?;
    let here = facts.mappings.iter().map(|mapping| &*mapping.planned);
    let mut brought = here.filter(|plan| plan.changed.api || plan.changed.domain).map(|plan| plan.protocol);
    brought.find(|kind| matches!(kind, Some(Protocol::Rest | Protocol::Http)))?;
    let is_there = |kind| facts.apis.values().any(|api| api.protocol == kind);
    (is_there(Protocol::Rest) && is_there(Protocol::Http)).then(|| {
        let detail = format!(
            "{name} has routing rules, and with this plan it maps both REST and HTTP APIs. Remove the rules, or give \
             one kind another domain name: API Gateway supports no routing rules on a domain name with both."
        );
        let subject = Subject::ApisOn(name.clone());
        Finding::new(FindingName::RoutingRulesRestAndHttp, "domain_name", subject, detail)
    })
}

/// A domain that is not available may refuse mappings. The service model lists the
/// statuses; what it answers in each is not on record.
pub(super) fn not_available(facts: &Facts) -> Option<Finding> {
    let (name, domain) = known(facts)?;
    let status = domain.not_available.as_ref()?;
    let next = match status.as_str() {
        "UPDATING" | "PENDING" => "Wait until its change is finished",
        "PENDING_CERTIFICATE_REIMPORT" => "Import its certificate into ACM again",
        "PENDING_OWNERSHIP_VERIFICATION" => {
            "Verify that you own it, with the certificate that API Gateway asks for"
        }
        "FAILED" => "Waiting does not help: correct what its status message names, or create it anew",
        _ => "Look at the domain name in AWS: this provider does not know that status",
    };
    let detail = format!(
        "The status of {name} is {status}, not AVAILABLE. {next}. Until then a mapping may be refused or not answer."
    );
    Some(about(FindingName::DomainNotAvailable, name, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::rules::findings;
    use crate::checks::testing::{API, new, only, orders, planning, regional};
    use crate::findings::Severity;
    use crate::gateway::ApiFacts;

    fn on(domain: DomainFacts) -> Facts {
        Facts { domain_facts: Answer::Known(Some(domain)), ..orders() }
    }

    #[test]
    fn a_domain_that_is_not_known_is_not_judged() {
        let edge = || on(DomainFacts { edge: true, ..regional() });
        assert_eq!(findings(&Facts { domain: None, ..edge() }), []);
        assert_eq!(findings(&Facts { domain_facts: Answer::NotAsked, ..edge() }), []);
    }

    #[test]
    fn an_edge_optimised_domain_is_a_warning_with_the_way_out() {
        // Being edge-optimised says it all, whatever its security policy.
        for tls_1_0 in [false, true] {
            let facts = on(DomainFacts { edge: true, tls_1_0, ..regional() });
            let (severity, attribute, summary, detail) = only(findings(&facts));
            let expected =
                (Severity::Warning, "domain_name", "Edge-Optimised Domain Name Cannot Hold API Mappings");
            assert_eq!((severity, attribute, summary), expected);
            assert!(detail.contains("is edge-optimised, and apply fails unless an earlier step"), "{detail}");
            assert!(detail.contains("Migrate it to a Regional"), "{detail}");
        }
    }

    #[test]
    fn a_domain_with_tls_1_0_is_a_warning_with_the_way_out() {
        let facts = on(DomainFacts { tls_1_0: true, ..regional() });
        let (severity, attribute, summary, detail) = only(findings(&facts));
        let expected =
            (Severity::Warning, "domain_name", "Domain Name With TLS 1.0 Cannot Hold API Mappings");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.contains("has the security policy TLS 1.0, and apply fails"), "{detail}");
        assert!(detail.contains("Set its security policy to TLS_1_2:"), "{detail}");
    }

    #[test]
    fn a_domain_of_rules_alone_is_a_warning() {
        let facts = on(DomainFacts { routing: Routing::Rules, ..regional() });
        let (severity, attribute, summary, detail) = only(findings(&facts));
        let expected = (Severity::Warning, "domain_name", "Domain Name Takes Routing Rules Only");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.contains("unless an earlier step of this run changes that"), "{detail}");
    }

    #[test]
    fn rules_that_come_first_are_a_warning_only_where_there_are_any() {
        let both = || on(DomainFacts { routing: Routing::RulesThenMappings, ..regional() });
        for has_rules in [Answer::NotAsked, Answer::Known(false)] {
            assert_eq!(findings(&Facts { has_rules, ..both() }), []);
        }
        let (severity, attribute, summary, _) =
            only(findings(&Facts { has_rules: Answer::Known(true), ..both() }));
        let expected = (Severity::Warning, "domain_name", "Routing Rules Come Before API Mappings");
        assert_eq!((severity, attribute, summary), expected);
        assert_eq!(findings(&Facts { has_rules: Answer::Known(true), ..orders() }), []);
    }

    #[test]
    fn a_domain_that_is_not_available_is_a_warning_that_names_the_status() {
        let with = |status: &str| {
            let not_available = Some(status.to_owned());
            only(findings(&on(DomainFacts { not_available, ..regional() })))
        };
        let (severity, attribute, summary, detail) = with("UPDATING");
        let expected = (Severity::Warning, "domain_name", "Domain Name Not Available");
        assert_eq!((severity, attribute, summary), expected);
        assert!(
            detail.starts_with("The status of api.example.com is UPDATING, not AVAILABLE. Wait"),
            "{detail}"
        );
        assert!(with("FAILED").3.contains("Waiting does not help"));
        assert!(with("NEW_IN_2027").3.contains("is NEW_IN_2027, not AVAILABLE. Look at the domain name"));
    }

    #[test]
    fn what_a_domain_is_like_does_not_matter_to_a_mapping_that_stays() {
        let not_available = Some("UPDATING".to_owned());
        let edge = on(DomainFacts { edge: true, not_available, routing: Routing::Rules, ..regional() });
        assert_eq!(findings(&planning(&edge, |plan| plan.changed.domain = false)), []);
    }

    #[test]
    fn rules_on_a_domain_of_rest_and_http_apis_are_a_warning() {
        let with = |kinds: &[Protocol], planned| {
            let apis = kinds.iter().map(|kind| (kind.to_string(), ApiFacts::of(*kind)));
            let mappings = vec![new(API, "orders", planned)];
            let facts = Facts { has_rules: Answer::Known(true), mappings, ..orders() };
            rules_beside_both_kinds(&Facts { apis: apis.collect(), ..facts })
        };
        let both = [Protocol::Rest, Protocol::Http];
        for planned in both {
            let (severity, attribute, summary, _) = only(with(&both, planned).into_iter().collect());
            let expected = (Severity::Warning, "domain_name", "Routing Rules Beside REST and HTTP APIs");
            assert_eq!((severity, attribute, summary), expected);
            assert_eq!(with(&[planned], planned), None);
        }
        assert_eq!(with(&both, Protocol::Other), None);
    }

    #[test]
    fn each_is_reported_once_a_domain() {
        let not_available = Some("UPDATING".to_owned());
        let routing = Routing::RulesThenMappings;
        let domain = DomainFacts { edge: true, tls_1_0: true, not_available, routing, ..regional() };
        let found = findings(&Facts { has_rules: Answer::Known(true), ..on(domain) });
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|finding| finding.cause.ends_with(": api.example.com")), "{found:#?}");
    }
}
