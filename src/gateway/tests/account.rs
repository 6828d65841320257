//! An account with an API, and gateways that call it.

use std::num::NonZeroU32;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use local_gateway::{LocalGateway, Operation, Seed};
use tokio::sync::watch;

use crate::gateway::{Endpoint, Gateway, GatewaySettings, Mapping, MappingSpec, UserAgent};
use crate::names::{ApiId, DomainName, MappingId, MappingKey, Region, StageName};

/// The domain of most tests.
pub(crate) const DOMAIN: &str = "api.example.com";

/// The API that mappings point to.
pub(crate) const API: &str = "a1b2c3d4";

/// Long enough for anything that ends by itself.
pub(crate) const LONG: Duration = Duration::from_secs(120);

pub(crate) struct Account {
    pub(crate) aws: LocalGateway,
    /// Interrupts the run of every gateway.
    pub(crate) interrupt: watch::Sender<bool>,
}

impl Account {
    pub(crate) fn new() -> Self {
        let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
        let account = Self { aws, interrupt: watch::Sender::new(false) };
        account.aws.world(|world| {
            for mapping in world.mappings(DOMAIN) {
                world.remove_mapping(DOMAIN, &mapping.id);
            }
        });
        account
    }

    /// A gateway without a rate limit that retries so often.
    pub(crate) fn gateway(&self, retries: u32) -> Gateway {
        self.gateway_with(retries, 0)
    }

    /// A gateway that makes so many calls a second; 0 for no limit.
    pub(crate) fn gateway_with(&self, retries: u32, rate: u32) -> Gateway {
        self.gateway_over(&aws_smithy_http_client::Builder::new().build_http(), retries, rate)
    }

    /// A gateway that calls over this client.
    pub(crate) fn gateway_over(&self, http: &SharedHttpClient, retries: u32, rate: u32) -> Gateway {
        self.gateway_at(&self.aws.url(), http, retries, rate)
    }

    /// A gateway that calls this address over this client.
    pub(crate) fn gateway_at(&self, url: &str, http: &SharedHttpClient, retries: u32, rate: u32) -> Gateway {
        Gateway::new(&self.settings_for(url, http, retries, rate), &region("eu-west-1"))
    }

    /// Settings of a gateway that calls the endpoint once, without a rate limit.
    pub(crate) fn settings(&self) -> GatewaySettings {
        self.settings_for(&self.aws.url(), &aws_smithy_http_client::Builder::new().build_http(), 0, 0)
    }

    fn settings_for(&self, url: &str, http: &SharedHttpClient, retries: u32, rate: u32) -> GatewaySettings {
        let keys = Credentials::new("AKIALOCAL", "a-secret", None, None, "test");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .build();
        let endpoint = || Endpoint { http: http.clone(), url: Some(url.to_owned()) };
        GatewaySettings {
            sdk,
            v2: endpoint(),
            v1: endpoint(),
            user_agent: UserAgent::new(&["tests/1.0".to_owned(), "odd\n(one)".to_owned()]),
            retries: RetryConfig::standard().with_max_attempts(retries + 1),
            requests_per_second: NonZeroU32::new(rate),
            interrupted: self.interrupt.subscribe(),
        }
    }

    /// Puts so many mappings on the domain; gives back their ids in the order in which
    /// the endpoint lists them.
    pub(crate) fn mappings(&self, count: usize) -> Vec<MappingId> {
        self.mappings_on(DOMAIN, count)
    }

    pub(crate) fn mappings_on(&self, domain: &str, count: usize) -> Vec<MappingId> {
        let mut ids: Vec<_> = self.aws.world(|world| {
            (0..count).map(|n| world.put_mapping(domain, &format!("key{n}"), API, "test")).collect()
        });
        ids.sort();
        ids.iter().map(|id| mapping_id(id)).collect()
    }

    /// Lists in pages of this size, refusing larger ones.
    pub(crate) fn pages_of(&self, size: usize) {
        self.aws.world(|world| {
            world.paging.default_size = size;
            world.paging.largest_size = size;
        });
    }

    /// How many mappings were read by their ids, and how many pages were asked for.
    pub(crate) fn reads(&self) -> (usize, usize) {
        (self.aws.count(Operation::GetApiMapping), self.aws.count(Operation::GetApiMappings))
    }

    /// The ids on the domain now.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.aws.world(|world| world.mappings(DOMAIN).into_iter().map(|mapping| mapping.id).collect())
    }
}

pub(crate) fn region(name: &str) -> Region {
    Region::from_api(name).expect("a region")
}

pub(crate) fn domain(name: &str) -> DomainName {
    DomainName::from_api(name).expect("a domain name")
}

pub(crate) fn mapping_id(id: &str) -> MappingId {
    MappingId::from_api(id).expect("an id")
}

/// The API in the stage `test` at `key`.
pub(crate) fn spec(key: &str) -> MappingSpec {
    MappingSpec {
        key: MappingKey::from_api(key),
        api_id: ApiId::parse(API).expect("an API id"),
        stage: StageName::parse("test").expect("a stage"),
    }
}

pub(crate) type Answer = Result<Option<Mapping>, String>;

/// Reads these mappings at the same time.
pub(crate) async fn read_all(gateway: &Gateway, name: &str, ids: &[MappingId]) -> Vec<Answer> {
    let domain = domain(name);
    let reads = ids.iter().map(|id| gateway.read(&domain, id, LONG));
    let found = futures_util::future::join_all(reads).await;
    found.into_iter().map(|found| found.map_err(|error| error.to_string())).collect()
}

/// # Panics
/// When an answer is missing, or speaks of another mapping than was asked for.
#[track_caller]
pub(crate) fn are_found(answers: &[Answer], ids: &[MappingId]) {
    let found: Vec<_> =
        answers.iter().map(|answer| answer.as_ref().map(|m| m.as_ref().map(|m| &m.id))).collect();
    let asked: Vec<_> = ids.iter().map(|id| Ok(Some(id))).collect();
    assert_eq!(found, asked);
}
