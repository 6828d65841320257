//! What is known about a planned mapping and its surroundings.

use super::run::Plan;
use crate::gateway::{CallError, DomainFacts, Mapping, Protocol};
use crate::names::{ApiId, DomainName, MappingKey, StageName};

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
    pub(super) others: Lookup<Vec<Mapping>>,
    /// The kind of APIs that the domain maps; `None` when it maps no other API.
    pub(super) neighbours: Lookup<Option<Protocol>>,
    /// What becomes of whoever holds the key, as far as this run knows.
    pub(super) holder: Holder,
    /// Other mappings of the domain that this run planned before.
    pub(super) planned: Vec<Plan>,
    /// The key that the mapping has now, when it exists.
    pub(super) own_key: Option<MappingKey>,
}

/// What becomes of whoever holds the planned key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holder {
    /// Terraform does not manage it here: it stays.
    #[default]
    Foreign,
    /// This configuration manages it, and has planned to leave it the key.
    Stays,
    /// This configuration manages it, and has planned to give it another key, or
    /// has not yet said what it plans: it may be replaced, renamed or destroyed.
    MayLeave,
}
