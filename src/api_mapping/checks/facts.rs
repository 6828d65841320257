//! What is known about a planned mapping and its surroundings.

use std::sync::Arc;

use super::run::Plan;
use crate::gateway::{CallError, DomainFacts, Mapping, Mappings, Protocol};
use crate::names::{ApiId, DomainName, MappingId, MappingKey, StageName};

/// Which fields of a mapping a plan sets or changes; only these are looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Touched {
    pub(in super::super) domain: bool,
    pub(in super::super) api: bool,
    pub(in super::super) stage: bool,
    pub(in super::super) key: bool,
}

impl Touched {
    /// A mapping that does not exist yet: everything is new.
    pub(in super::super) const ALL: Self = Self { domain: true, api: true, stage: true, key: true };
}

/// The answer to a question that may not have been asked, or not answered.
#[derive(Clone, Debug, Default)]
pub(in super::super) enum Lookup<T> {
    /// Not asked: unknown at plan, or not touched.
    #[default]
    NotAsked,
    /// Answered.
    Known(T),
    /// Asked, and no answer.
    Failed(CallError),
}

impl<T> Lookup<T> {
    /// The answer, if there is one.
    pub(in super::super) fn known(&self) -> Option<&T> {
        match self {
            Self::Known(answer) => Some(answer),
            _ => None,
        }
    }

    /// Why there is no answer, if it was asked for.
    pub(super) fn failure(&self) -> Option<&CallError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

impl<T> From<Result<T, CallError>> for Lookup<T> {
    fn from(answer: Result<T, CallError>) -> Self {
        answer.map_or_else(Self::Failed, Self::Known)
    }
}

/// Everything that the rules look at.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Facts {
    /// Account and region, for messages.
    pub(super) place: String,
    /// The domain, when it is known.
    pub(super) domain: Option<DomainName>,
    /// The API, when it is known.
    pub(super) api_id: Option<ApiId>,
    /// The stage, when it is known.
    pub(super) stage: Option<StageName>,
    /// The key, when it is known.
    pub(super) key: Option<MappingKey>,
    /// Which of them the plan sets or changes.
    pub(super) touched: Touched,
    /// The kind of the API; `None` when there is no such API.
    pub(in super::super) protocol: Lookup<Option<Protocol>>,
    /// Whether the API has the stage.
    pub(super) has_stage: Lookup<bool>,
    /// The domain; `None` when there is no such domain.
    pub(super) domain_facts: Lookup<Option<DomainFacts>>,
    /// Whether the domain has routing rules.
    pub(super) has_rules: Lookup<bool>,
    /// The other mappings of the domain.
    pub(super) others: Lookup<Others>,
    /// The kind of APIs that the domain maps; `None` when it maps no other API.
    pub(super) neighbours: Lookup<Option<Protocol>>,
    /// What becomes of whoever holds the key, as far as this run knows.
    pub(super) holder: Holder,
    /// Other mappings of the domain that this run planned before.
    pub(super) planned: Vec<Arc<Plan>>,
}

impl Facts {
    /// Whether the run is known to plan other mappings of the same domain.
    pub(in super::super) fn in_company(&self) -> bool {
        !self.planned.is_empty()
    }

    /// The key that the mapping has now, when it exists.
    pub(super) fn own_key(&self) -> Option<&MappingKey> {
        self.others.known()?.own_key()
    }
}

/// The mappings of a domain but one.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    all: Mappings,
    own: Option<MappingId>,
}

impl Others {
    /// All but `own`.
    pub(super) fn than(own: Option<&MappingId>, all: Mappings) -> Self {
        Self { all, own: own.cloned() }
    }

    /// Every one of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Mapping> {
        self.all.iter().filter(|mapping| Some(&mapping.id) != self.own.as_ref())
    }

    /// Whoever of them holds the key.
    pub(super) fn at(&self, key: &MappingKey) -> Option<&Mapping> {
        self.all.at(key).filter(|mapping| Some(&mapping.id) != self.own.as_ref())
    }

    /// The key that the one has now, when it exists.
    pub(super) fn own_key(&self) -> Option<&MappingKey> {
        self.own().map(|own| &own.key)
    }

    /// Their APIs, sorted by their ids.
    pub(super) fn api_ids(&self) -> impl Iterator<Item = &str> {
        let own = self.own().map(|own| own.api_id.as_str());
        self.all.apis().filter(move |(api, count)| *count > 1 || Some(*api) != own).map(|(api, _)| api)
    }

    fn own(&self) -> Option<&Mapping> {
        self.all.get(self.own.as_ref()?)
    }
}

/// What becomes of whoever holds the planned key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holder {
    /// This configuration is not known to manage it. Terraform shows the provider
    /// what it manages one by one, so in a large run it may yet turn out to.
    #[default]
    Foreign,
    /// This process has not seen anything that Terraform manages. Either there is
    /// nothing, or this is the plan that Terraform makes once more before it writes,
    /// and the holder may be the object that it has set aside to be replaced.
    Unseen,
    /// This configuration manages it, and has planned to leave it the key.
    Keeps,
    /// This configuration manages it, and has planned to give it the key that the
    /// mapping planned here has now: the two block each other for ever.
    WantsOurs,
    /// This configuration manages it, and has planned to give it another key, or
    /// has not yet said what it plans: it may be replaced, renamed or destroyed.
    MayLeave,
}

/// Facts made by hand, for the tests of the rules.
#[cfg(test)]
pub(super) mod testing {
    use std::sync::Arc;

    use super::{Facts, Lookup, Others, Touched};
    use crate::api_mapping::checks::finding::{Finding, Severity};
    use crate::api_mapping::checks::run::Plan;
    use crate::gateway::{DomainFacts, Mapping, MappingSpec, Protocol, Routing};
    use crate::names::{ApiId, DomainName, MappingId, MappingKey, StageName};

    pub(in super::super) const API: &str = "a1b2c3d4";

    /// A new mapping of a WebSocket API's `production` at `orders` of
    /// `api.example.com`, on which there is nothing else: all is well.
    pub(in super::super) fn orders() -> Facts {
        Facts {
            place: "account 123456789012, region eu-west-1".to_owned(),
            domain: Some(DomainName::parse("api.example.com").unwrap()),
            api_id: Some(ApiId::parse(API).unwrap()),
            stage: Some(StageName::parse("production").unwrap()),
            key: Some(key("orders")),
            touched: Touched::ALL,
            protocol: Lookup::Known(Some(Protocol::WebSocket)),
            has_stage: Lookup::Known(true),
            domain_facts: Lookup::Known(Some(regional())),
            others: there(Vec::new()),
            neighbours: Lookup::Known(None),
            ..Facts::default()
        }
    }

    /// An available Regional domain with TLS 1.2 and nothing but mappings.
    pub(in super::super) fn regional() -> DomainFacts {
        DomainFacts { edge: false, tls_1_0: false, busy: None, routing: Routing::Mappings }
    }

    pub(in super::super) fn key(text: &str) -> MappingKey {
        MappingKey::parse(text).unwrap()
    }

    /// A mapping that exists.
    pub(in super::super) fn mapping(id: &str, at: &str, api: &str) -> Mapping {
        let [api_id, stage] = [api, "production"].map(str::to_owned);
        Mapping { id: MappingId::from_api(id).unwrap(), key: key(at), api_id, stage }
    }

    /// These mappings, of which none is the planned one.
    pub(in super::super) fn there(mappings: Vec<Mapping>) -> Lookup<Others> {
        Lookup::Known(Others::than(None, mappings.into_iter().collect()))
    }

    /// A plan of this run: for a new mapping, or for an existing one.
    pub(in super::super) fn plan(id: Option<&str>, at: &str, api: &str, kind: Protocol) -> Arc<Plan> {
        let (api_id, stage) = (ApiId::parse(api).unwrap(), StageName::parse("production").unwrap());
        Arc::new(Plan {
            id: id.and_then(MappingId::from_api),
            key: key(at),
            wanted: Some(MappingSpec { key: key(at), api_id, stage }),
            protocol: Some(kind),
        })
    }

    /// The only finding of a rule.
    #[track_caller]
    pub(in super::super) fn only(found: Vec<Finding>) -> (Severity, &'static str, &'static str, String) {
        match <[Finding; 1]>::try_from(found) {
            Ok([finding]) => (finding.severity, finding.attribute, finding.summary, finding.detail),
            Err(found) => panic!("one finding, not {found:#?}"),
        }
    }
}
