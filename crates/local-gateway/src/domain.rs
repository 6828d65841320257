//! A custom domain name with the mappings and routing rules that hang on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::mapping::Mappings;

/// Where a domain name is served from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EndpointType {
    /// In one Region; the only kind that v2 manages.
    #[default]
    Regional,
    /// Through CloudFront; managed by v1 alone.
    Edge,
    /// In VPCs; seen by v1 alone.
    Private,
}

/// The TLS versions and ciphers that a domain name speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum SecurityPolicy {
    #[serde(rename = "TLS_1_0")]
    Tls10,
    #[default]
    #[serde(rename = "TLS_1_2")]
    Tls12,
    /// One of a dozen enhanced policies, for all of them.
    #[serde(rename = "SecurityPolicy_TLS13_1_3_2025_09")]
    Enhanced,
}

/// Which requests a domain name or a REST API with an enhanced security policy takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum EndpointAccessMode {
    Basic,
    Strict,
}

/// Whether a domain name is ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum DomainStatus {
    #[default]
    Available,
    Updating,
    Pending,
    Failed,
    PendingCertificateReimport,
    PendingOwnershipVerification,
}

/// Whether requests are routed by API mappings, by routing rules or by both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum RoutingMode {
    #[default]
    ApiMappingOnly,
    RoutingRuleOnly,
    RoutingRuleThenApiMapping,
}

impl RoutingMode {
    /// All of them, by the names that v1 has for them.
    pub(crate) const IN_V1: [(&str, Self); 3] = [
        ("BASE_PATH_MAPPING_ONLY", Self::ApiMappingOnly),
        ("ROUTING_RULE_ONLY", Self::RoutingRuleOnly),
        ("ROUTING_RULE_THEN_BASE_PATH_MAPPING", Self::RoutingRuleThenApiMapping),
    ];
}

/// The addresses that a domain name has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names are the service's own")]
pub enum IpAddressType {
    #[default]
    Ipv4,
    Dualstack,
}

/// Which client certificates a domain name asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MutualTls {
    /// The bundle of certificates, an address in S3.
    pub truststore_uri: String,
    /// Its version in S3.
    pub truststore_version: Option<String>,
    /// What is wrong with certificates in it.
    #[serde(default)]
    pub truststore_warnings: Vec<String>,
}

/// One routing rule, as far as a listing of rules shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// The rule's identifier.
    pub id: String,
    /// Lower is tried first.
    pub priority: u32,
    /// The first path segment that the rule matches.
    pub base_path: String,
    /// The API that it sends requests to.
    pub api: String,
    /// The stage of that API.
    pub stage: String,
}

/// A custom domain name.
#[derive(Clone, Debug, Default)]
pub struct Domain {
    /// The name itself, such as `api.example.com`.
    pub name: String,
    /// Where it is served from.
    pub endpoint_type: EndpointType,
    /// The TLS versions it speaks.
    pub security_policy: SecurityPolicy,
    /// Which requests it takes, with an enhanced security policy.
    pub endpoint_access_mode: Option<EndpointAccessMode>,
    /// Whether it is ready.
    pub status: DomainStatus,
    /// What routes its requests.
    pub routing_mode: RoutingMode,
    /// The addresses that it has.
    pub ip_address_type: IpAddressType,
    /// Its certificate.
    pub certificate_arn: Option<String>,
    /// The public certificate that proves the ownership of the name.
    pub ownership_verification_certificate_arn: Option<String>,
    /// Which client certificates it asks for.
    pub mutual_tls: Option<MutualTls>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its routing rules, by identifier.
    pub routing_rules: BTreeMap<String, RoutingRule>,
    /// Its mappings.
    pub mappings: Mappings,
}

impl Domain {
    /// A regional domain name, available, with TLS 1.2 and nothing mapped. The service
    /// keeps names in lower case (recorded).
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into().to_lowercase(), ..Self::default() }
    }
}
