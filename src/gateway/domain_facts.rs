//! What matters of a custom domain name.

use aws_sdk_apigatewayv2::types::{
    DomainNameConfiguration, DomainNameStatus, EndpointType, RoutingMode, SecurityPolicy,
};

/// What matters of a custom domain name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainFacts {
    /// Edge-optimised, served through CloudFront.
    pub edge: bool,
    /// Accepts TLS 1.0.
    pub tls_1_0: bool,
    /// Its enhanced security policy, one that starts with `SecurityPolicy_`.
    pub enhanced_policy: Option<String>,
    /// The status of its configuration, when it is not `AVAILABLE`.
    pub not_available: Option<String>,
    /// How requests find their API.
    pub routing: Routing,
}

/// How requests to a domain find their API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routing {
    /// By mappings alone, or by a mode that this provider does not know.
    Mappings,
    /// By rules alone.
    Rules,
    /// By rules first, then by mappings.
    RulesThenMappings,
}

impl DomainFacts {
    /// What matters of these settings. A domain name that is being migrated has an
    /// edge-optimised and a Regional configuration at once; it is the Regional one
    /// that holds mappings.
    pub(super) fn new(configurations: &[DomainNameConfiguration], routing: Option<&RoutingMode>) -> Self {
        let regional = configurations.iter().filter(|c| c.endpoint_type() != Some(&EndpointType::Edge));
        let policies = regional.clone().filter_map(|c| c.security_policy());
        Self {
            edge: !configurations.is_empty() && regional.count() == 0,
            tls_1_0: policies.clone().any(|policy| *policy == SecurityPolicy::Tls10),
            enhanced_policy: policies
                .map(SecurityPolicy::as_str)
                .find(|policy| is_enhanced(policy))
                .map(str::to_owned),
            not_available: configurations
                .iter()
                .filter_map(|c| c.domain_name_status())
                .find(|status| **status != DomainNameStatus::Available)
                .map(|status| status.as_str().to_owned()),
            // The two versions of the service spell the last one differently.
            routing: match routing.map(RoutingMode::as_str) {
                Some("ROUTING_RULE_ONLY") => Routing::Rules,
                Some("ROUTING_RULE_THEN_API_MAPPING" | "ROUTING_RULE_THEN_BASE_PATH_MAPPING") => {
                    Routing::RulesThenMappings
                }
                _ => Routing::Mappings,
            },
        }
    }
}

/// Whether the name of a security policy is that of an enhanced one (documentation). The
/// clients of version 2 know none of them by name.
pub(super) fn is_enhanced(policy: &str) -> bool {
    policy.starts_with("SecurityPolicy_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use EndpointType::{Edge, Regional};
    use SecurityPolicy::{Tls10, Tls12};

    fn refused(configurations: &[(EndpointType, SecurityPolicy)]) -> (bool, bool) {
        let configurations: Vec<_> = configurations
            .iter()
            .cloned()
            .map(|(endpoint, policy)| {
                DomainNameConfiguration::builder()
                    .endpoint_type(endpoint)
                    .security_policy(policy)
                    .domain_name_status(DomainNameStatus::Available)
                    .build()
            })
            .collect();
        let facts = DomainFacts::new(&configurations, None);
        (facts.edge, facts.tls_1_0)
    }

    #[test]
    fn a_regional_domain_is_judged_by_its_security_policy() {
        assert_eq!(refused(&[(Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[(Regional, Tls10)]), (false, true));
        assert_eq!(refused(&[(Regional, SecurityPolicy::from("TLS_1_3"))]), (false, false));
    }

    #[test]
    fn an_enhanced_policy_is_known_by_its_name() {
        let with = |policy: &str| {
            let configuration =
                DomainNameConfiguration::builder().security_policy(SecurityPolicy::from(policy));
            DomainFacts::new(&[configuration.build()], None)
        };
        let policy = "SecurityPolicy_TLS13_1_3_2025_09";
        assert_eq!(with(policy).enhanced_policy.as_deref(), Some(policy));
        assert!(!with(policy).tls_1_0);
        assert_eq!(with("TLS_1_2").enhanced_policy, None);
    }

    #[test]
    fn both_spellings_of_a_routing_mode_are_alike() {
        let routing = |mode: &str| DomainFacts::new(&[], Some(&RoutingMode::from(mode))).routing;
        for mode in ["ROUTING_RULE_THEN_API_MAPPING", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"] {
            assert_eq!(routing(mode), Routing::RulesThenMappings);
        }
        for mode in ["API_MAPPING_ONLY", "BASE_PATH_MAPPING_ONLY", "ANOTHER_ONE"] {
            assert_eq!(routing(mode), Routing::Mappings);
        }
        assert_eq!(routing("ROUTING_RULE_ONLY"), Routing::Rules);
    }

    #[test]
    fn a_status_is_kept_as_the_service_writes_it() {
        let with = |status: &str| {
            let status = DomainNameStatus::from(status);
            let configuration = DomainNameConfiguration::builder().domain_name_status(status).build();
            DomainFacts::new(&[configuration], None).not_available
        };
        assert_eq!(with("AVAILABLE"), None);
        for status in ["UPDATING", "FAILED", "PENDING", "ANOTHER_ONE"] {
            assert_eq!(with(status).as_deref(), Some(status));
        }
    }

    #[test]
    fn a_domain_is_edge_optimised_only_without_a_regional_configuration() {
        assert_eq!(refused(&[(Edge, Tls12)]), (true, false));
        assert_eq!(refused(&[(Edge, Tls10), (Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[]), (false, false));
    }
}
