//! A custom domain name, as GetDomainName shows it.

use std::collections::BTreeMap;

use aws_sdk_apigatewayv2::operation::get_domain_name::GetDomainNameOutput;
use aws_sdk_apigatewayv2::types::{DomainNameConfiguration, EndpointType, MutualTlsAuthentication};

use super::DomainFacts;

/// A custom domain name. What the service leaves out is `None`, and its words are kept as they
/// are: an answer may have newer ones than the SDK knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomDomain {
    /// Its ARN.
    pub arn: Option<String>,
    /// The name that a DNS record points to.
    pub target_domain_name: Option<String>,
    /// The Route 53 hosted zone of that name.
    pub hosted_zone_id: Option<String>,
    /// `REGIONAL` or `EDGE`.
    pub endpoint_type: Option<String>,
    /// The TLS versions and ciphers, such as `TLS_1_2`.
    pub security_policy: Option<String>,
    /// `ipv4` or `dualstack`.
    pub ip_address_type: Option<String>,
    /// The certificate that clients see.
    pub certificate_arn: Option<String>,
    /// The public certificate that proves the ownership of the name.
    pub ownership_verification_certificate_arn: Option<String>,
    /// `AVAILABLE` or what it waits for.
    pub status: Option<String>,
    /// More about the status.
    pub status_message: Option<String>,
    /// What routes requests: `API_MAPPING_ONLY` or a mode with routing rules.
    pub routing_mode: Option<String>,
    /// Which client certificates are asked for.
    pub mutual_tls: Option<MutualTls>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// What matters of it to mappings.
    pub(super) facts: DomainFacts,
}

/// Which client certificates are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MutualTls {
    /// The bundle of certificates, an address in S3.
    pub truststore_uri: Option<String>,
    /// Its version in S3.
    pub truststore_version: Option<String>,
    /// What the service has against certificates in it.
    pub truststore_warnings: Vec<String>,
}

impl CustomDomain {
    /// What an answer says. A domain name that is being migrated has an edge-optimised and a
    /// Regional configuration at once; this is the Regional one, which holds mappings.
    pub(super) fn of_answer(answer: GetDomainNameOutput) -> Self {
        let configurations = answer.domain_name_configurations.unwrap_or_default();
        let facts = DomainFacts::new(&configurations, answer.routing_mode.as_ref());
        let edge =
            |configuration: &DomainNameConfiguration| configuration.endpoint_type == Some(EndpointType::Edge);
        let one = configurations.into_iter().min_by_key(edge);
        let one = one.unwrap_or_else(|| DomainNameConfiguration::builder().build());
        Self {
            arn: answer.domain_name_arn,
            target_domain_name: one.api_gateway_domain_name,
            hosted_zone_id: one.hosted_zone_id,
            endpoint_type: one.endpoint_type.map(|word| word.as_str().to_owned()),
            security_policy: one.security_policy.map(|word| word.as_str().to_owned()),
            ip_address_type: one.ip_address_type.map(|word| word.as_str().to_owned()),
            certificate_arn: one.certificate_arn,
            ownership_verification_certificate_arn: one.ownership_verification_certificate_arn,
            status: one.domain_name_status.map(|word| word.as_str().to_owned()),
            status_message: one.domain_name_status_message,
            routing_mode: answer.routing_mode.map(|word| word.as_str().to_owned()),
            mutual_tls: answer.mutual_tls_authentication.map(MutualTls::of),
            tags: answer.tags.unwrap_or_default().into_iter().collect(),
            facts,
        }
    }
}

impl MutualTls {
    fn of(shown: MutualTlsAuthentication) -> Self {
        Self {
            truststore_uri: shown.truststore_uri,
            truststore_version: shown.truststore_version,
            truststore_warnings: shown.truststore_warnings.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_apigatewayv2::types::{DomainNameStatus, IpAddressType, RoutingMode, SecurityPolicy};

    use super::*;

    fn configuration(endpoint: EndpointType, target: &str) -> DomainNameConfiguration {
        DomainNameConfiguration::builder()
            .endpoint_type(endpoint)
            .api_gateway_domain_name(target)
            .security_policy(SecurityPolicy::from("SecurityPolicy_TLS13_1_3_2025_09"))
            .ip_address_type(IpAddressType::from("ipv6"))
            .domain_name_status(DomainNameStatus::from("ANOTHER_ONE"))
            .build()
    }

    #[test]
    fn while_a_domain_is_migrated_its_regional_configuration_is_shown() {
        use EndpointType::{Edge, Regional};
        let target = |configurations: &[(EndpointType, &str)]| {
            let configurations =
                configurations.iter().map(|(endpoint, target)| configuration(endpoint.clone(), target));
            let answer = GetDomainNameOutput::builder()
                .set_domain_name_configurations(Some(configurations.collect()))
                .build();
            CustomDomain::of_answer(answer).target_domain_name
        };
        assert_eq!(target(&[(Edge, "e"), (Regional, "r")]).as_deref(), Some("r"));
        assert_eq!(target(&[(Regional, "r"), (Edge, "e")]).as_deref(), Some("r"));
        assert_eq!(target(&[(Edge, "e")]).as_deref(), Some("e"));
        assert_eq!(target(&[]), None);
    }

    #[test]
    fn words_that_the_sdk_does_not_know_are_kept() {
        let answer = GetDomainNameOutput::builder()
            .domain_name_configurations(configuration(EndpointType::Regional, "r"))
            .routing_mode(RoutingMode::from("ROUTING_RULE_THEN_BASE_PATH_MAPPING"))
            .build();
        let shown = CustomDomain::of_answer(answer);
        let words = [shown.security_policy, shown.ip_address_type, shown.status, shown.routing_mode];
        let words: Vec<_> = words.iter().map(Option::as_deref).collect();
        assert_eq!(
            words,
            [
                Some("SecurityPolicy_TLS13_1_3_2025_09"),
                Some("ipv6"),
                Some("ANOTHER_ONE"),
                Some("ROUTING_RULE_THEN_BASE_PATH_MAPPING")
            ]
        );
        assert_eq!((shown.mutual_tls, shown.tags.len()), (None, 0));
    }
}
