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
