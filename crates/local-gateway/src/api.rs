//! APIs of all three protocols, and their stages.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{EndpointAccessMode, SecurityPolicy};

/// What an API speaks, which decides who can see it and what it can be mapped beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// A WebSocket API of v2.
    WebSocket,
    /// An HTTP API of v2.
    Http,
    /// A REST API of v1: mappable through v2, but not visible there.
    Rest,
}

/// From where a REST API is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RestEndpoint {
    /// In one Region.
    #[default]
    Regional,
    /// Through CloudFront.
    Edge,
    /// Through VPC endpoints alone.
    Private,
}

/// An API with its stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// The API's identifier, such as `a1b2c3d4`.
    pub id: String,
    /// The API's name, which need not be unique.
    pub name: String,
    /// What the API speaks.
    pub protocol: Protocol,
    /// From where it is reached. v2 makes regional APIs only.
    pub endpoint: RestEndpoint,
    /// Its own security policy, of REST APIs only.
    pub security_policy: SecurityPolicy,
    /// Which requests it takes, with an enhanced security policy.
    pub endpoint_access_mode: Option<EndpointAccessMode>,
    /// What a person wrote about it.
    pub description: Option<String>,
    /// The names of its stages.
    pub stages: BTreeSet<String>,
    /// The methods of its root resource, and whether each has an integration; of REST APIs only.
    pub methods: BTreeMap<String, bool>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

impl Api {
    /// An API named like its identifier.
    pub fn new(id: impl Into<String>, protocol: Protocol, stages: &[&str]) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            protocol,
            endpoint: RestEndpoint::default(),
            security_policy: SecurityPolicy::Tls10,
            endpoint_access_mode: None,
            description: None,
            stages: stages.iter().map(|&stage| stage.to_owned()).collect(),
            methods: BTreeMap::new(),
            tags: BTreeMap::new(),
        }
    }

    /// Whether `GetRestApi` of v1 finds it, rather than `GetApi` of v2.
    #[must_use]
    pub fn is_rest(&self) -> bool {
        self.protocol == Protocol::Rest
    }
}
