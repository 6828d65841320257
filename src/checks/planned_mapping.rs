//! A mapping as a plan describes it.

use crate::gateway::{Mapping, Protocol};
use crate::names::{ApiId, MappingId, MappingKey, StageName};

/// A mapping that a plan creates or changes. What is `None` is not known yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlannedMapping {
    /// The id of a mapping that exists; `None` for a new one.
    pub id: Option<MappingId>,
    /// The path below the domain.
    pub key: Option<MappingKey>,
    /// The API that will answer.
    pub api_id: Option<ApiId>,
    /// The stage that will answer.
    pub stage: Option<StageName>,
    /// What the plan changes; only that is looked up.
    pub changed: ChangedFields,
    /// The kind of the API. `None` until it is looked up, and when there is no such
    /// API.
    pub protocol: Option<Protocol>,
}

impl PlannedMapping {
    /// Whether `mapping` has the planned API and stage already.
    pub(super) fn has_target_of(&self, mapping: &Mapping) -> bool {
        self.api_id.as_ref().is_some_and(|api| api.as_str() == mapping.api_id)
            && self.stage.as_ref().is_some_and(|stage| stage.as_str() == mapping.stage)
    }

    /// Whether one of the two plans changes anything. What exists is not held against what
    /// exists.
    pub(super) fn either_changes(&self, other: &Self) -> bool {
        [self, other].iter().any(|plan| plan.changed != ChangedFields::NONE)
    }

    /// Whether this is `other` planned a second time. Terraform plans a replacement
    /// twice: as a change of the mapping, then as a new one with the same values.
    pub(super) fn is_replacement_of(&self, other: &Self) -> bool {
        let values = |plan: &Self| (plan.key.clone(), plan.api_id.clone(), plan.stage.clone());
        self.id.is_none() && other.id.is_some() && values(self) == values(other)
    }
}

/// The fields that a plan sets or changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangedFields {
    /// The custom domain name.
    pub domain: bool,
    /// The API.
    pub api: bool,
    /// The stage.
    pub stage: bool,
    /// The key.
    pub key: bool,
}

impl ChangedFields {
    /// Every field, as in the plan of a new mapping.
    pub const ALL: Self = Self { domain: true, api: true, stage: true, key: true };
    /// No field.
    pub const NONE: Self = Self { domain: false, api: false, stage: false, key: false };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::{API, mapping, plan};

    #[test]
    fn a_target_is_the_same_when_both_api_and_stage_are() {
        let planned = plan(None, "orders", API, Protocol::Http);
        assert!(planned.has_target_of(&mapping("m1", "elsewhere", API)));
        assert!(!planned.has_target_of(&mapping("m1", "orders", "5h0p5h0p")));
        let stage = "test".to_owned();
        assert!(!planned.has_target_of(&Mapping { stage, ..mapping("m1", "orders", API) }));
    }

    #[test]
    fn a_target_that_is_not_known_is_never_the_same() {
        let planned = PlannedMapping::clone(&plan(None, "orders", API, Protocol::Http));
        let there = mapping("m1", "orders", API);
        assert!(!PlannedMapping { api_id: None, ..planned.clone() }.has_target_of(&there));
        assert!(!PlannedMapping { stage: None, ..planned }.has_target_of(&there));
    }

    #[test]
    fn a_replacement_has_the_values_of_the_mapping_that_it_replaces() {
        let old = plan(Some("m1"), "orders", API, Protocol::Http);
        let new = PlannedMapping::clone(&plan(None, "orders", API, Protocol::Http));
        assert!(new.is_replacement_of(&old));
        assert!(!old.is_replacement_of(&new) && !new.is_replacement_of(&new) && !old.is_replacement_of(&old));
        let others = [
            PlannedMapping { key: None, ..new.clone() },
            PlannedMapping { api_id: None, ..new.clone() },
            PlannedMapping { stage: None, ..new.clone() },
        ];
        assert!(others.iter().all(|other| !other.is_replacement_of(&old)));
    }
}
