//! What exists when the endpoint starts, in every Region the same: a JSON file for people, a builder for tests.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::api::{Api, Protocol, RestEndpoint};
use crate::domain::{Domain, DomainStatus, EndpointType, RoutingMode, RoutingRule, SecurityPolicy};
use crate::mapping::Mapping;
use crate::world::{Identity, World};

const DEMO: &str = include_str!("../examples/seed.json");

/// The account when nothing else is said.
pub const DEFAULT_ACCOUNT: &str = "123456789012";

/// What exists when the endpoint starts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    #[serde(default = "default_account")]
    account: String,
    /// Accounts of access keys that belong to another one.
    #[serde(default)]
    access_keys: BTreeMap<String, String>,
    #[serde(default)]
    apis: Vec<SeedApi>,
    #[serde(default)]
    domains: Vec<SeedDomain>,
    #[serde(default)]
    mappings: Vec<SeedMapping>,
}

/// An API and its stages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedApi {
    id: String,
    name: Option<String>,
    protocol: Protocol,
    #[serde(default)]
    endpoint: RestEndpoint,
    security_policy: Option<SecurityPolicy>,
    #[serde(default)]
    stages: Vec<String>,
}

/// A custom domain name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedDomain {
    name: String,
    #[serde(default)]
    endpoint_type: EndpointType,
    #[serde(default)]
    security_policy: SecurityPolicy,
    #[serde(default)]
    status: DomainStatus,
    #[serde(default)]
    routing_mode: RoutingMode,
    #[serde(default)]
    routing_rules: Vec<RoutingRule>,
}

/// A mapping; its identifier is made up when the seed gives none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedMapping {
    id: Option<String>,
    domain: String,
    #[serde(default)]
    key: String,
    api: String,
    stage: String,
}

fn default_account() -> String {
    DEFAULT_ACCOUNT.to_owned()
}

impl Seed {
    /// An account in which nothing exists.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            account: default_account(),
            access_keys: BTreeMap::new(),
            apis: Vec::new(),
            domains: Vec::new(),
            mappings: Vec::new(),
        }
    }

    /// The world of the examples and the demo, from `examples/seed.json`: the
    /// WebSocket API `orders` (`a1b2c3d4`, stages `production` and `test`) with
    /// `api.example.com`, and an HTTP API with `web.example.com`.
    #[must_use]
    pub fn demo() -> Self {
        Self::from_json(DEMO).expect("the file is part of this crate and read by its tests")
    }

    /// Reads a seed file.
    ///
    /// # Errors
    /// The text is not JSON, or says something that a seed cannot.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Puts everything into another account.
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = account.into();
        self
    }

    /// Adds an available regional domain name with TLS 1.2.
    #[must_use]
    pub fn domain(mut self, name: impl Into<String>) -> Self {
        self.domains.push(SeedDomain {
            name: name.into(),
            endpoint_type: EndpointType::default(),
            security_policy: SecurityPolicy::default(),
            status: DomainStatus::default(),
            routing_mode: RoutingMode::default(),
            routing_rules: Vec::new(),
        });
        self
    }

    /// Adds an API with its stages.
    #[must_use]
    pub fn api(mut self, id: impl Into<String>, protocol: Protocol, stages: &[&str]) -> Self {
        let stages = stages.iter().map(|&stage| stage.to_owned()).collect();
        let endpoint = RestEndpoint::default();
        self.apis.push(SeedApi {
            id: id.into(),
            name: None,
            protocol,
            endpoint,
            security_policy: None,
            stages,
        });
        self
    }

    /// Adds a mapping; the empty key is the root.
    #[must_use]
    pub fn mapping(mut self, domain: &str, key: &str, api: &str, stage: &str) -> Self {
        let [domain, key, api, stage] = [domain, key, api, stage].map(str::to_owned);
        self.mappings.push(SeedMapping { id: None, domain, key, api, stage });
        self
    }

    pub(crate) fn into_world(self) -> World {
        let mut world = World::new(self.account);
        for (access_key, account) in self.access_keys {
            world.put_identity(access_key, Identity::user(account));
        }
        for api in self.apis {
            let name = api.name.unwrap_or_else(|| api.id.clone());
            let stages = api.stages.into_iter().collect();
            let plain = Api::new(api.id, api.protocol, &[]);
            let security_policy = api.security_policy.unwrap_or(plain.security_policy);
            world.put_api(Api { name, stages, endpoint: api.endpoint, security_policy, ..plain });
        }
        for domain in self.domains {
            world.put_domain(domain.into_domain());
        }
        for mapping in self.mappings {
            let id = world.put_mapping(&mapping.domain, &mapping.key, &mapping.api, &mapping.stage);
            if let Some(wanted) = mapping.id {
                rename(&mut world, &mapping.domain, &id, wanted);
            }
        }
        world.everywhere()
    }
}

/// Gives a mapping the identifier that the seed asks for.
fn rename(world: &mut World, domain: &str, made_up: &str, wanted: String) {
    let Some(domain) = world.domain_mut(domain) else { return };
    if let Some(mapping) = domain.mappings.remove(made_up) {
        domain.mappings.put(Mapping { id: wanted, ..mapping });
    }
}

impl SeedDomain {
    fn into_domain(self) -> Domain {
        Domain {
            endpoint_type: self.endpoint_type,
            security_policy: self.security_policy,
            status: self.status,
            routing_mode: self.routing_mode,
            routing_rules: self.routing_rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect(),
            ..Domain::new(self.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_what_the_examples_name() {
        let world = Seed::demo().into_world();
        let orders = world.api("a1b2c3d4").expect("the WebSocket API");
        assert_eq!((orders.name.as_str(), orders.protocol), ("orders", Protocol::WebSocket));
        assert!(orders.stages.contains("production") && orders.stages.contains("test"));
        let http = world.apis().values().find(|api| api.protocol == Protocol::Http).expect("an HTTP API");
        assert!(http.stages.contains("$default"));
        assert!(world.domain("api.example.com").is_some() && world.domain("web.example.com").is_some());
    }

    #[test]
    fn a_seed_says_all_that_a_world_can_hold() {
        let seed = Seed::from_json(
            r#"{
                "account": "210987654321",
                "access_keys": { "AKIAOTHER": "333333333333" },
                "apis": [{
                    "id": "r1", "protocol": "REST", "stages": ["prod"],
                    "endpoint": "PRIVATE", "security_policy": "SecurityPolicy_TLS13_1_3_2025_09"
                }],
                "domains": [{
                    "name": "old.example.com", "endpoint_type": "EDGE", "security_policy": "TLS_1_0",
                    "status": "PENDING_CERTIFICATE_REIMPORT", "routing_mode": "ROUTING_RULE_THEN_API_MAPPING",
                    "routing_rules": [{ "id": "rule1", "priority": 1, "base_path": "v1", "api": "r1", "stage": "prod" }]
                }],
                "mappings": [
                    { "id": "abc123", "domain": "old.example.com", "api": "r1", "stage": "prod" },
                    { "domain": "old.example.com", "key": "v2", "api": "r1", "stage": "prod" }
                ]
            }"#,
        );
        let world = seed.expect("a seed").into_world();
        let api = world.api("r1").expect("the API");
        assert_eq!((api.endpoint, api.security_policy), (RestEndpoint::Private, SecurityPolicy::Enhanced));
        let domain = world.domain("old.example.com").expect("the domain name");
        assert_eq!(domain.endpoint_type, EndpointType::Edge);
        assert_eq!(domain.security_policy, SecurityPolicy::Tls10);
        assert_eq!(domain.status, DomainStatus::PendingCertificateReimport);
        assert_eq!(domain.routing_mode, RoutingMode::RoutingRuleThenApiMapping);
        assert_eq!(domain.routing_rules.len(), 1);
        assert_eq!(domain.mappings.get("abc123").map(|mapping| mapping.key.as_str()), Some(""));
        assert!(domain.mappings.with_key("v2").is_some());
        assert_eq!(world.identity("AKIAOTHER").account, "333333333333");
        assert_eq!(world.identity("AKIAANY").arn, "arn:aws:iam::210987654321:user/local");
    }

    #[test]
    fn a_misspelt_word_in_a_seed_is_an_error() {
        let error = Seed::from_json(r#"{ "domain": [] }"#).expect_err("a refusal").to_string();
        assert!(error.contains("unknown field `domain`"), "{error}");
    }
}
