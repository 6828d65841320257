//! What a custom domain name must be like to hold API mappings.

use super::facts::Facts;
use super::finding::Finding;
use crate::gateway::Routing;

/// The service manages Regional domains with TLS 1.2 only through version 2
/// (recorded: 400 `Only REGIONAL domain names …`).
pub(super) fn edge_or_old_tls(facts: &Facts) -> Vec<Finding> {
    let (Some(name), Some(Some(domain))) = (&facts.domain, facts.domain_facts.known()) else {
        return Vec::new();
    };
    let (what, next) = if domain.edge {
        (
            "is edge-optimised",
            "Migrate it to a Regional endpoint, or map the API with \
             aws_api_gateway_base_path_mapping of hashicorp/aws",
        )
    } else if domain.tls_1_0 {
        ("has the security policy TLS 1.0", "Set its security policy to TLS_1_2")
    } else {
        return Vec::new();
    };
    let detail = format!(
        "The custom domain name {name} {what}. API mappings need a Regional domain name with a security \
         policy of TLS 1.2. {next}. If this run does that before it gets here, set plan_checks = \"warn\" in \
         the provider block for it."
    );
    vec![Finding::error("domain_name", "Domain Name Cannot Hold API Mappings", detail).once_for(name)]
}

/// Routing rules instead of, or before, mappings (documentation).
pub(super) fn routing(facts: &Facts) -> Vec<Finding> {
    let (Some(name), Some(Some(domain))) = (&facts.domain, facts.domain_facts.known()) else {
        return Vec::new();
    };
    let finding = match (domain.routing, facts.has_rules.known()) {
        (Routing::Rules, _) => Finding::error(
            "domain_name",
            "Domain Name Takes Routing Rules Only",
            format!(
                "The routing mode of {name} is ROUTING_RULE_ONLY, in which no API mapping can be created. Set \
                 it to API_MAPPING_ONLY or ROUTING_RULE_THEN_API_MAPPING, or write a routing rule instead of \
                 a mapping. If this run does that before it gets here, set plan_checks = \"warn\" in the \
                 provider block for it."
            ),
        ),
        (Routing::RulesThenMappings, Some(true)) => Finding::warning(
            "domain_name",
            "Routing Rules Come Before API Mappings",
            format!(
                "The routing mode of {name} is ROUTING_RULE_THEN_API_MAPPING, and it has routing rules. A \
                 request that matches a rule never reaches an API mapping. Check that the rules leave room \
                 for what is mapped here."
            ),
        ),
        _ => return Vec::new(),
    };
    vec![finding.once_for(name)]
}

/// A domain that is being changed may refuse mappings for a while.
pub(super) fn busy(facts: &Facts) -> Vec<Finding> {
    let (Some(name), Some(Some(domain))) = (&facts.domain, facts.domain_facts.known()) else {
        return Vec::new();
    };
    let Some(status) = &domain.busy else { return Vec::new() };
    let detail = format!(
        "The status of {name} is {status}, not AVAILABLE. Until it is, a mapping may be refused or not answer. \
         Wait for the change to finish, or for the certificate or ownership to be verified."
    );
    vec![Finding::warning("domain_name", "Domain Name Not Available", detail).once_for(name)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mapping::checks::facts::Lookup;
    use crate::api_mapping::checks::facts::testing::{only, orders, regional};
    use crate::api_mapping::checks::finding::Severity;
    use crate::gateway::DomainFacts;

    fn on(domain: DomainFacts) -> Facts {
        Facts { domain_facts: Lookup::Known(Some(domain)), ..orders() }
    }

    #[test]
    fn an_available_regional_domain_with_tls_1_2_is_passed_in_silence() {
        for rule in [edge_or_old_tls, routing, busy] {
            assert!(rule(&orders()).is_empty());
            assert!(rule(&Facts { domain_facts: Lookup::NotAsked, ..orders() }).is_empty());
            assert!(rule(&Facts { domain_facts: Lookup::Known(None), ..orders() }).is_empty());
        }
    }

    #[test]
    fn an_edge_optimised_domain_is_refused_with_the_way_out() {
        // Being edge-optimised says it all, whatever its security policy.
        for tls_1_0 in [false, true] {
            let (severity, attribute, summary, detail) =
                only(edge_or_old_tls(&on(DomainFacts { edge: true, tls_1_0, ..regional() })));
            let expected = (Severity::Error, "domain_name", "Domain Name Cannot Hold API Mappings");
            assert_eq!((severity, attribute, summary), expected);
            assert!(
                detail.contains("is edge-optimised.") && detail.contains("Migrate it to a Regional"),
                "{detail}"
            );
        }
    }

    #[test]
    fn a_domain_with_tls_1_0_is_refused_with_the_way_out() {
        let (severity, .., detail) = only(edge_or_old_tls(&on(DomainFacts { tls_1_0: true, ..regional() })));
        assert_eq!(severity, Severity::Error);
        assert!(
            detail.contains("policy TLS 1.0.") && detail.contains("security policy to TLS_1_2."),
            "{detail}"
        );
    }

    #[test]
    fn a_domain_of_rules_alone_is_refused() {
        let (severity, attribute, summary, _) =
            only(routing(&on(DomainFacts { routing: Routing::Rules, ..regional() })));
        let expected = (Severity::Error, "domain_name", "Domain Name Takes Routing Rules Only");
        assert_eq!((severity, attribute, summary), expected);
    }

    #[test]
    fn rules_that_win_are_a_warning_only_where_there_are_any() {
        let both = || on(DomainFacts { routing: Routing::RulesThenMappings, ..regional() });
        for has_rules in [Lookup::NotAsked, Lookup::Known(false)] {
            assert!(routing(&Facts { has_rules, ..both() }).is_empty());
        }
        let (severity, attribute, summary, _) =
            only(routing(&Facts { has_rules: Lookup::Known(true), ..both() }));
        let expected = (Severity::Warning, "domain_name", "Routing Rules Come Before API Mappings");
        assert_eq!((severity, attribute, summary), expected);
    }

    #[test]
    fn a_domain_that_is_not_available_is_a_warning_that_names_the_status() {
        let updating = DomainFacts { busy: Some("UPDATING".to_owned()), ..regional() };
        let (severity, attribute, summary, detail) = only(busy(&on(updating)));
        let expected = (Severity::Warning, "domain_name", "Domain Name Not Available");
        assert_eq!((severity, attribute, summary), expected);
        assert!(detail.starts_with("The status of api.example.com is UPDATING, not AVAILABLE."), "{detail}");
    }

    #[test]
    fn each_is_told_once_a_domain() {
        let facts = Facts {
            has_rules: Lookup::Known(true),
            ..on(DomainFacts {
                edge: true,
                tls_1_0: true,
                busy: Some("UPDATING".to_owned()),
                routing: Routing::RulesThenMappings,
            })
        };
        for rule in [edge_or_old_tls, routing, busy] {
            let [finding] = &rule(&facts)[..] else { panic!("one finding") };
            assert!(finding.once.as_ref().is_some_and(|thing| thing.ends_with(": api.example.com")));
        }
    }
}
