//! Facts made by hand, for the tests of the rules.

use std::sync::Arc;

use super::facts::{Answer, Facts, MappingFacts, Others};
use super::finding::Finding;
use super::planned_mapping::{ChangedFields, PlannedMapping};
use crate::findings::Severity;
use crate::gateway::{
    Action, ApiFacts, CallError, DomainFacts, Failure, Mapping, Protocol, RefusalKind, Routing,
};
use crate::names::{ApiId, DomainName, MappingId, MappingKey, StageName};

pub(super) const API: &str = "a1b2c3d4";

/// A new mapping of a WebSocket API's `production` at `orders` of `api.example.com`,
/// on which there is nothing else: all is well.
pub(super) fn orders() -> Facts {
    Facts {
        place: "account 123456789012, region eu-west-1".to_owned(),
        mappings: vec![new(API, "orders", Protocol::WebSocket)],
        domain: Some(DomainName::parse("api.example.com").unwrap()),
        domain_facts: Answer::Known(Some(regional())),
        others: there(Vec::new()),
        kind_of_others: Answer::Known(None),
        ..Facts::default()
    }
}

/// A new mapping whose API and stage exist.
pub(super) fn new(api: &str, at: &str, kind: Protocol) -> MappingFacts {
    MappingFacts {
        planned: plan(None, at, api, kind),
        api: Answer::Known(Some(ApiFacts::of(kind))),
        has_stage: Answer::Known(true),
        ..MappingFacts::default()
    }
}

/// These facts with another plan for their one mapping.
pub(super) fn planning(facts: &Facts, change: impl Fn(&mut PlannedMapping)) -> Facts {
    with(facts, |mapping| change(Arc::make_mut(&mut mapping.planned)))
}

/// These facts with others about their one mapping.
pub(super) fn with(facts: &Facts, change: impl Fn(&mut MappingFacts)) -> Facts {
    let mut facts = facts.clone();
    facts.mappings.iter_mut().for_each(change);
    facts
}

/// An available Regional domain with TLS 1.2 and nothing but mappings.
pub(super) fn regional() -> DomainFacts {
    DomainFacts {
        edge: false,
        tls_1_0: false,
        enhanced_policy: None,
        not_available: None,
        routing: Routing::Mappings,
    }
}

pub(super) fn key(text: &str) -> MappingKey {
    MappingKey::parse(text).unwrap()
}

/// A mapping that exists.
pub(super) fn mapping(id: &str, at: &str, api: &str) -> Mapping {
    let [api_id, stage] = [api, "production"].map(str::to_owned);
    Mapping { id: MappingId::from_api(id).unwrap(), key: key(at), api_id, stage }
}

/// These mappings, of which none is planned.
pub(super) fn there(mappings: Vec<Mapping>) -> Answer<Others> {
    Answer::Known(Others::than(&[], mappings.into_iter().collect()))
}

/// The plan of a new mapping, or of an existing one.
pub(super) fn plan(id: Option<&str>, at: &str, api: &str, kind: Protocol) -> Arc<PlannedMapping> {
    Arc::new(PlannedMapping {
        id: id.and_then(MappingId::from_api),
        key: Some(key(at)),
        api_id: Some(ApiId::parse(api).unwrap()),
        stage: Some(StageName::parse("production").unwrap()),
        changed: ChangedFields::ALL,
        protocol: Some(kind),
    })
}

/// A call that the service refused.
pub(super) fn refused(action: Action, kind: RefusalKind) -> CallError {
    let message = "the service's own words".to_owned();
    CallError { action, failure: Failure::Refused { kind, message, retry_after: None } }
}

/// The only finding of a rule, with its default severity and its title.
#[track_caller]
pub(super) fn only(found: Vec<Finding>) -> (Severity, &'static str, &'static str, String) {
    match <[Finding; 1]>::try_from(found) {
        Ok([finding]) => {
            let documented = finding.name.documented();
            let text = finding.text(documented.severity);
            (documented.severity, finding.attribute, documented.title, text)
        }
        Err(found) => panic!("one finding, not {found:#?}"),
    }
}
