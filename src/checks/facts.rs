//! What is known of planned mappings and their domain.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::planned_mapping::PlannedMapping;
use crate::gateway::{ApiFacts, CallError, DomainFacts, Mapping, Mappings, Protocol};
use crate::names::{DomainName, MappingId, MappingKey, Region};

/// The answer to a question.
#[derive(Clone, Debug, Default)]
pub(super) enum Answer<T> {
    /// Not asked: part of the question is unknown, or the plan does not change it.
    #[default]
    NotAsked,
    Known(T),
    /// Asked, and not answered.
    Failed(CallError),
}

impl<T> Answer<T> {
    pub(super) fn known(&self) -> Option<&T> {
        match self {
            Self::Known(answer) => Some(answer),
            _ => None,
        }
    }

    /// Why there is no answer to what was asked.
    pub(super) fn failure(&self) -> Option<&CallError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// Everything that the rules look at.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Account and region, for messages.
    pub(super) place: String,
    /// The region, if it is another than the provider's.
    pub(super) named_region: Option<Region>,
    /// Whether Terraform may manage what it has not shown: it works on one object at a time, or
    /// all that it works on wait for what they do not see.
    pub(super) cannot_tell: bool,
    pub(super) mappings: Vec<MappingFacts>,
    /// Their domain, when it is known.
    pub(super) domain: Option<DomainName>,
    /// What the domain is like; `None` when there is no such domain.
    pub(super) domain_facts: Answer<Option<DomainFacts>>,
    /// Whether the domain has routing rules.
    pub(super) has_rules: Answer<bool>,
    /// The other mappings of the domain.
    pub(super) others: Answer<Others>,
    /// The kind of API that those others map; `None` when there are none.
    pub(super) kind_of_others: Answer<Option<Protocol>>,
    /// What this run planned for the domain before.
    pub(super) planned_before: Vec<Arc<PlannedMapping>>,
    /// Those of the other mappings that Terraform is known to manage.
    pub(super) managed: HashSet<MappingId>,
    /// The APIs of all these mappings, by id, as far as they have been looked up.
    pub(super) apis: HashMap<String, ApiFacts>,
}

/// What is known of one planned mapping.
#[derive(Clone, Debug, Default)]
pub(super) struct MappingFacts {
    pub(super) planned: Arc<PlannedMapping>,
    /// What its API is like; `None` when there is no such API.
    pub(super) api: Answer<Option<ApiFacts>>,
    /// Whether its API has the stage.
    pub(super) has_stage: Answer<bool>,
    /// What becomes of the mapping that holds its key.
    pub(super) holder: Holder,
    /// The mapping that the state has for its key and that does not exist any more.
    pub(super) gone: Option<MappingId>,
}

impl Facts {
    /// The other mapping that holds the planned key now, where the plan sets it.
    pub(super) fn holder_of_key(&self, planned: &PlannedMapping) -> Option<&Mapping> {
        let key = planned.key.as_ref().filter(|_| planned.changed.key)?;
        self.others.known()?.at(key)
    }

    /// What this run planned before for a mapping that exists.
    pub(super) fn plan_of(&self, mapping: &Mapping) -> Option<&PlannedMapping> {
        self.planned_before.iter().find(|plan| plan.id.as_ref() == Some(&mapping.id)).map(AsRef::as_ref)
    }

    /// Whether this run plans a mapping to come to the domain.
    pub(super) fn enter_domain(&self) -> bool {
        self.mappings.iter().any(|mapping| mapping.planned.changed.domain)
    }

    /// Whether the mapping may leave the domain, or its API, before the planned ones are
    /// written: this run has planned another API for it, or Terraform manages it and has
    /// not planned it here.
    pub(super) fn may_leave(&self, other: &Mapping) -> bool {
        match self.plan_of(other) {
            Some(plan) => plan.api_id.as_ref().is_none_or(|api| api.as_str() != other.api_id),
            None => self.may_go(other),
        }
    }

    /// Whether this run may remove a mapping that it has not planned here: Terraform manages it.
    pub(super) fn may_go(&self, unplanned: &Mapping) -> bool {
        self.cannot_tell || self.managed.contains(&unplanned.id)
    }

    /// The kind of the other APIs on the domain, where an API of a planned mapping cannot
    /// be beside them.
    pub(super) fn excluded_by(&self, planned: &PlannedMapping) -> Option<Protocol> {
        let kind = planned.protocol.filter(|_| planned.changed.api && planned.api_id.is_some())?;
        let others = self.kind_of_others.known().copied().flatten()?;
        kind.excludes(others).then_some(others)
    }

    /// What this run planned before, and then the planned mappings before this one.
    pub(super) fn planned_earlier<'a>(
        &'a self,
        mapping: &'a MappingFacts,
    ) -> impl Iterator<Item = &'a PlannedMapping> {
        let here = self.mappings.iter().take_while(move |other| !std::ptr::eq(*other, mapping));
        self.planned_before.iter().chain(here.map(|other| &other.planned)).map(AsRef::as_ref)
    }
}

/// The mappings of a domain without those that are planned.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    all: Mappings,
    own: HashSet<MappingId>,
}

impl Others {
    /// All but those that `planned` changes.
    pub(super) fn than(planned: &[PlannedMapping], all: Mappings) -> Self {
        Self { all, own: planned.iter().filter_map(|plan| plan.id.clone()).collect() }
    }

    /// Every one of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Mapping> {
        self.all.iter().filter(|mapping| !self.own.contains(&mapping.id))
    }

    /// The one of them that holds the key.
    pub(super) fn at(&self, key: &MappingKey) -> Option<&Mapping> {
        self.all.at(key).filter(|mapping| !self.own.contains(&mapping.id))
    }

    /// The key that a planned mapping has now.
    pub(super) fn key_of(&self, planned: &PlannedMapping) -> Option<&MappingKey> {
        Some(&self.all.get(planned.id.as_ref()?)?.key)
    }
}

/// What becomes of the mapping that holds a planned key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Holder {
    /// This configuration is not known to manage it, and nothing more is under way that
    /// could show that it does.
    #[default]
    NotManaged,
    /// Whether Terraform manages it cannot be told.
    Unknown,
    /// This run has planned to leave it the key.
    KeepsKey,
    /// This run has planned to give it the key that the planned mapping has now, or that of
    /// one that gets it: each blocks another.
    SwapsKeys,
    /// This configuration manages it, and has planned to give it another key, or has
    /// not planned it yet: it may be replaced, renamed or destroyed.
    MayReleaseKey,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::{key, mapping, plan};

    #[test]
    fn a_planned_mapping_is_not_among_the_others_and_tells_its_key() {
        let own = plan(Some("own"), "elsewhere", "5h0p5h0p", Protocol::Http);
        let all = [mapping("own", "orders", "5h0p5h0p"), mapping("m1", "blog", "b109b109")];
        let others = Others::than(std::slice::from_ref(&own), all.into_iter().collect());
        assert_eq!(others.key_of(&own), Some(&key("orders")));
        assert_eq!(others.key_of(&plan(None, "orders", "5h0p5h0p", Protocol::Http)), None);
        assert!(others.at(&key("orders")).is_none() && others.at(&key("blog")).is_some());
        assert_eq!(others.iter().map(|other| other.id.as_str()).collect::<Vec<_>>(), ["m1"]);
    }
}
