//! The gateway of the provider in this process, against an endpoint of its own.

use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use apigatewayv2::gateway::{
    Clients, Company, Gateway, Mapping, MappingSpec, Pace, Patience, Route, UserAgent, Wiring,
};
use apigatewayv2::names::{ApiId, DomainName, MappingId, MappingKey, StageName};
use aws_config::retry::RetryMode;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use libtest_mimic::{Failed, Trial};
use local_gateway::{LocalGateway, Operation, Seed};

use crate::harness::REGION;

/// A sentence and what happens in it.
pub(super) type Call = (&'static str, fn(Account));

/// The table of a module: each function under its own name.
macro_rules! calls {
    ($name:ident: $($call:ident),* $(,)?) => {
        pub(super) const $name: &[$crate::scale::gateway::Call] = &[
            $((stringify!($call), |account| {
                let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
                runtime.expect("a runtime").block_on($call(account));
            })),*
        ];
    };
}
pub(super) use calls;

/// One trial of a table.
pub(super) fn trial((name, run): &Call) -> Trial {
    let run = *run;
    Trial::test(format!("scale::{name}::in_process"), move || {
        catch_unwind(AssertUnwindSafe(|| run(Account::new()))).map_err(|payload| {
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
            Failed::from(text.unwrap_or("the trial panicked"))
        })
    })
}

/// The domain of most trials.
pub(super) const DOMAIN: &str = "api.example.com";

/// The API that mappings point to.
pub(super) const API: &str = "a1b2c3d4";

/// Long enough for anything that ends by itself.
pub(super) const PATIENT: Duration = Duration::from_secs(120);

/// An account with an API, and whoever calls it.
pub(super) struct Account {
    pub(super) aws: LocalGateway,
}

impl Account {
    pub(super) fn new() -> Self {
        let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
        let account = Self { aws };
        account.aws.world(|world| {
            for mapping in world.mappings(DOMAIN) {
                world.remove_mapping(DOMAIN, &mapping.id);
            }
        });
        account
    }

    /// A gateway as the provider makes one, unpaced, that retries so often.
    pub(super) fn gateway(&self, retries: u32) -> Gateway {
        self.paced_gateway(retries, 0)
    }

    /// A gateway that makes so many calls a second; 0 for no limit.
    pub(super) fn paced_gateway(&self, retries: u32, rate: u32) -> Gateway {
        let keys = Credentials::new("AKIALOCAL", "a-secret-of-nobody", None, None, "trial");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(REGION))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .build();
        let route = || Route {
            http: aws_smithy_http_client::Builder::new().build_http(),
            endpoint: Some(self.aws.url()),
        };
        let wiring = Wiring {
            sdk: &sdk,
            patience: &Patience { max_attempts: retries + 1, mode: RetryMode::Standard },
            user_agent: &UserAgent::new(&["scale".to_owned()]),
            pace: &Pace::per_second(NonZeroU32::new(rate)),
        };
        Gateway::new(Clients::new(&wiring, route(), route()), REGION.to_owned())
    }

    /// Puts so many mappings on the domain; gives back their ids in the order in
    /// which the endpoint lists them.
    pub(super) fn mappings(&self, count: usize) -> Vec<MappingId> {
        self.mappings_on(DOMAIN, count)
    }

    pub(super) fn mappings_on(&self, domain: &str, count: usize) -> Vec<MappingId> {
        let mut ids: Vec<_> = self.aws.world(|world| {
            (0..count).map(|n| world.put_mapping(domain, &format!("key{n}"), API, "test")).collect()
        });
        ids.sort();
        ids.iter().map(|id| mapping_id(id)).collect()
    }

    /// Lists in pages of this size, refusing to give larger ones.
    pub(super) fn pages_of(&self, size: usize) {
        self.aws.world(|world| {
            world.paging.default_size = size;
            world.paging.largest_size = size;
        });
    }

    /// How often mappings were read one by one, and how many pages were asked for.
    pub(super) fn reads(&self) -> (usize, usize) {
        (self.aws.count(Operation::GetApiMapping), self.aws.count(Operation::GetApiMappings))
    }

    /// The ids on the domain now.
    pub(super) fn ids(&self) -> Vec<String> {
        self.aws.world(|world| world.mappings(DOMAIN).into_iter().map(|mapping| mapping.id).collect())
    }
}

pub(super) fn domain(name: &str) -> DomainName {
    DomainName::from_api(name).expect("a domain name")
}

pub(super) fn mapping_id(id: &str) -> MappingId {
    MappingId::from_api(id).expect("an id")
}

/// The API in the stage `test` at `key`.
pub(super) fn wanted(key: &str) -> MappingSpec {
    MappingSpec {
        key: MappingKey::from_api(key),
        api_id: ApiId::parse(API).expect("an API id"),
        stage: StageName::parse("test").expect("a stage"),
    }
}

/// Reads these mappings at the same time.
pub(super) async fn read_all(
    gateway: &Gateway,
    name: &str,
    ids: &[MappingId],
) -> Vec<Result<Option<Mapping>, String>> {
    read_all_with(Company::Unknown, gateway, name, ids).await
}

/// Reads these mappings at the same time, each knowing this of the others.
pub(super) async fn read_all_with(
    company: Company,
    gateway: &Gateway,
    name: &str,
    ids: &[MappingId],
) -> Vec<Result<Option<Mapping>, String>> {
    let domain = domain(name);
    let reads = ids.iter().map(|id| gateway.read(&domain, id, company, PATIENT));
    let found = futures_util::future::join_all(reads).await;
    found.into_iter().map(|found| found.map_err(|error| error.to_string())).collect()
}

/// # Panics
/// When an answer is missing, or speaks of another mapping than was asked for.
#[track_caller]
pub(super) fn are_found(answers: &[Result<Option<Mapping>, String>], ids: &[MappingId]) {
    let found: Vec<_> =
        answers.iter().map(|answer| answer.as_ref().map(|m| m.as_ref().map(|m| &m.id))).collect();
    let asked: Vec<_> = ids.iter().map(|id| Ok(Some(id))).collect();
    assert_eq!(found, asked);
}
