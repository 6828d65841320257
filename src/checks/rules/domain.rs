//! What a custom domain name must be like to hold API mappings.

use crate::checks::facts::Facts;
use crate::checks::finding::Finding;
use crate::checks::finding::Severity::{Error, Warning};
use crate::gateway::{DomainFacts, Routing};
use crate::names::DomainName;

const IF_DONE_EARLIER: &str = "If an earlier step of this run does that, set plan_checks = \"warn\" in the provider block for this run.";

fn known(facts: &Facts) -> Option<(&DomainName, &DomainFacts)> {
    Some((facts.domain.as_ref()?, facts.domain_facts.known()?.as_ref()?))
}

/// Version 2 of the service manages only Regional domains with TLS 1.2 (recorded:
/// 400 `Only REGIONAL domain names …`).
pub(super) fn cannot_hold_mappings(facts: &Facts) -> Option<Finding> {
    let (name, domain) = known(facts)?;
    let (what, next) = if domain.edge {
        (
            "is edge-optimised",
            "Migrate it to a Regional endpoint, or map the API with aws_api_gateway_base_path_mapping of \
             hashicorp/aws",
        )
    } else if domain.tls_1_0 {
        ("has the security policy TLS 1.0", "Set its security policy to TLS_1_2")
    } else {
        return None;
    };
    let detail = format!(
        "The custom domain name {name} {what}. {next}: API mappings need a Regional domain name with security policy \
         TLS 1.2. {IF_DONE_EARLIER}"
    );
    Some(Finding::new(Error, "domain_name", "Domain Name Cannot Hold API Mappings", name, detail))
}

/// A domain may route by rules instead of mappings, or by rules first
/// (documentation).
pub(super) fn routing(facts: &Facts) -> Option<Finding> {
    let (name, domain) = known(facts)?;
    match (domain.routing, facts.has_rules.known()) {
        (Routing::Rules, _) => {
            let detail = format!(
                "The routing mode of {name} is ROUTING_RULE_ONLY, in which no API mapping can be created. Set it to \
                 API_MAPPING_ONLY or ROUTING_RULE_THEN_API_MAPPING, or write a routing rule instead of a mapping. \
                 {IF_DONE_EARLIER}"
            );
            Some(Finding::new(Error, "domain_name", "Domain Name Takes Routing Rules Only", name, detail))
        }
        (Routing::RulesThenMappings, Some(true)) => {
            let detail = format!(
                "{name} has routing rules, and its routing mode ROUTING_RULE_THEN_API_MAPPING applies them first. \
                 Check that no rule matches what is mapped here: such requests never reach an API mapping."
            );
            Some(Finding::new(Warning, "domain_name", "Routing Rules Come Before API Mappings", name, detail))
        }
        _ => None,
    }
}

/// A domain that is being changed may refuse mappings for a while.
pub(super) fn not_available(facts: &Facts) -> Option<Finding> {
    let (name, domain) = known(facts)?;
    let status = domain.busy.as_ref()?;
    let detail = format!(
        "The status of {name} is {status}, not AVAILABLE. Wait until its change is finished, or its certificate or \
         ownership is verified: until then a mapping may be refused or not answer."
    );
    Some(Finding::new(Warning, "domain_name", "Domain Name Not Available", name, detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::finding::Severity;
    use crate::checks::rules::findings;
    use crate::checks::testing::{only, orders, regional};

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
    fn an_edge_optimised_domain_is_refused_with_the_way_out() {
        // Being edge-optimised says it all, whatever its security policy.
        for tls_1_0 in [false, true] {
            let facts = on(DomainFacts { edge: true, tls_1_0, ..regional() });
            let (severity, attribute, summary, detail) = only(findings(&facts));
            let expected = (Severity::Error, "domain_name", "Domain Name Cannot Hold API Mappings");
            assert_eq!((severity, attribute, summary), expected);
            assert!(detail.contains("is edge-optimised. Migrate it to a Regional"), "{detail}");
            assert!(detail.ends_with(IF_DONE_EARLIER), "{detail}");
        }
    }

    #[test]
    fn a_domain_with_tls_1_0_is_refused_with_the_way_out() {
        let facts = on(DomainFacts { tls_1_0: true, ..regional() });
        let (severity, attribute, summary, detail) = only(findings(&facts));
        let expected = (Severity::Error, "domain_name", "Domain Name Cannot Hold API Mappings");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.contains("policy TLS 1.0. Set its security policy to TLS_1_2:"), "{detail}");
    }

    #[test]
    fn a_domain_of_rules_alone_is_refused() {
        let facts = on(DomainFacts { routing: Routing::Rules, ..regional() });
        let (severity, attribute, summary, detail) = only(findings(&facts));
        let expected = (Severity::Error, "domain_name", "Domain Name Takes Routing Rules Only");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.ends_with(IF_DONE_EARLIER), "{detail}");
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
        let updating = DomainFacts { busy: Some("UPDATING".to_owned()), ..regional() };
        let (severity, attribute, summary, detail) = only(findings(&on(updating)));
        let expected = (Severity::Warning, "domain_name", "Domain Name Not Available");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.starts_with("The status of api.example.com is UPDATING, not AVAILABLE."), "{detail}");
    }

    #[test]
    fn each_is_reported_once_a_domain() {
        let busy = Some("UPDATING".to_owned());
        let routing = Routing::RulesThenMappings;
        let domain = DomainFacts { edge: true, tls_1_0: true, busy, routing };
        let found = findings(&Facts { has_rules: Answer::Known(true), ..on(domain) });
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|finding| finding.cause.ends_with(": api.example.com")), "{found:#?}");
    }
}
