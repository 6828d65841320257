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
    /// The status of its configuration, when it is not `AVAILABLE`.
    pub busy: Option<String>,
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
        let mut policies = regional.clone().filter_map(|c| c.security_policy());
        Self {
            edge: !configurations.is_empty() && regional.count() == 0,
            tls_1_0: policies.any(|policy| *policy == SecurityPolicy::Tls10),
            busy: configurations
                .iter()
                .filter_map(|c| c.domain_name_status())
                .find(|status| **status != DomainNameStatus::Available)
                .map(|status| status.as_str().to_owned()),
            routing: match routing {
                Some(RoutingMode::RoutingRuleOnly) => Routing::Rules,
                Some(RoutingMode::RoutingRuleThenApiMapping) => Routing::RulesThenMappings,
                _ => Routing::Mappings,
            },
        }
    }
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
    fn a_domain_is_edge_optimised_only_without_a_regional_configuration() {
        assert_eq!(refused(&[(Edge, Tls12)]), (true, false));
        assert_eq!(refused(&[(Edge, Tls10), (Regional, Tls12)]), (false, false));
        assert_eq!(refused(&[]), (false, false));
    }
}
