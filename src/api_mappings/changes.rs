//! The difference between the table that is and the one that is wanted, and the order of the
//! changes that lead from the one to the other. Calls nothing.
//!
//! A key that stays is changed in place, so that its path never stops answering, and two keys
//! that exchange their APIs are two such changes. New keys come first and old ones go last:
//! where a path moves, the new one answers before the old one ends. Only what the domain would
//! refuse otherwise is deleted first, of which plan warns as `paths_interrupted`.

use std::collections::{BTreeMap, BTreeSet};

use crate::gateway::{Mapping, MappingSpec, MappingUpdate, Mappings};
use crate::names::{ApiId, MappingId, MappingKey, StageName};

/// The table that is wanted: API and stage by key.
pub(super) type Wanted = BTreeMap<MappingKey, (ApiId, StageName)>;

/// One write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Create(MappingSpec),
    Update(MappingId, MappingUpdate),
    Delete(Mapping),
}

/// Changes that are made side by side, after all of the steps before.
pub(super) type Step = Vec<Change>;

/// All changes, in the order of their steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Deleted first, because the domain would refuse what follows.
    pub(super) deleted_first: Step,
    pub(super) created: Step,
    pub(super) updated: Step,
    pub(super) deleted: Step,
}

impl Change {
    /// The key that it changes.
    pub(super) fn key(&self) -> &MappingKey {
        match self {
            Self::Create(spec) => &spec.key,
            Self::Update(_, update) => &update.spec.key,
            Self::Delete(mapping) => &mapping.key,
        }
    }
}

impl Changes {
    /// The changes from one table to another; whether the domain gets APIs of another kind,
    /// which it takes only once the old ones are gone.
    pub(super) fn between(current: &Mappings, wanted: &Wanted, kind_changes: bool) -> Self {
        let mut changes = Self::default();
        for (key, (api_id, stage)) in wanted {
            let spec = MappingSpec { key: key.clone(), api_id: api_id.clone(), stage: stage.clone() };
            match current.at(key) {
                Some(mapping) if !kind_changes && mapping.is(&spec) => {}
                Some(mapping) if !kind_changes => {
                    let update = MappingUpdate { spec, new_key: false };
                    changes.updated.push(Change::Update(mapping.id.clone(), update));
                }
                Some(_) | None => changes.created.push(Change::Create(spec)),
            }
        }
        let keys = wanted.keys().collect();
        let deleted = deletions(current, &keys, kind_changes);
        (changes.deleted_first, changes.deleted) = (
            deleted.first.into_iter().map(Change::Delete).collect(),
            deleted.last.into_iter().map(Change::Delete).collect(),
        );
        changes
    }

    /// The steps, in their order.
    pub(super) fn steps(&self) -> [&Step; 4] {
        [&self.deleted_first, &self.created, &self.updated, &self.deleted]
    }

    /// How many changes there are.
    pub(super) fn len(&self) -> usize {
        self.steps().into_iter().map(Vec::len).sum()
    }
}

/// The mappings that go.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// Before anything else: the domain would refuse what comes otherwise.
    pub(super) first: Vec<Mapping>,
    /// After everything else.
    pub(super) last: Vec<Mapping>,
}

/// Which mappings go where these keys are wanted, which a plan knows before it knows the APIs.
pub(super) fn deletions(current: &Mappings, wanted: &BTreeSet<&MappingKey>, kind_changes: bool) -> Deletions {
    let leaves = |mapping: &&Mapping| kind_changes || !wanted.contains(&mapping.key);
    let mut missing = if kind_changes { usize::MAX } else { missing_room(current, wanted) };
    let (first, last) = current.by_key().filter(leaves).cloned().partition(|mapping| {
        let is_first = missing > 0 && (kind_changes || mapping.key.has_levels());
        missing -= usize::from(is_first);
        is_first
    });
    Deletions { first, last }
}

/// How many keys with several levels have to go before the new ones can come.
fn missing_room(current: &Mappings, wanted: &BTreeSet<&MappingKey>) -> usize {
    let there = current.iter().filter(|mapping| mapping.key.has_levels()).count();
    let new = wanted.iter().filter(|key| key.has_levels() && current.at(key).is_none()).count();
    if new == 0 { 0 } else { (there + new).saturating_sub(MappingKey::MOST_WITH_LEVELS) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mapping(key: &str, api: &str) -> Mapping {
        Mapping {
            id: MappingId::from_api(&format!("id-of-{}", key.replace('/', "-"))).unwrap(),
            key: MappingKey::from_api(key),
            api_id: api.to_owned(),
            stage: "production".to_owned(),
        }
    }

    fn there(keys: &[(&str, &str)]) -> Mappings {
        keys.iter().map(|(key, api)| mapping(key, api)).collect()
    }

    fn wanted(keys: &[(&str, &str)]) -> Wanted {
        let target = |api: &str| (ApiId::parse(api).unwrap(), StageName::parse("production").unwrap());
        keys.iter().map(|(key, api)| (MappingKey::from_api(key), target(api))).collect()
    }

    fn keys(step: &Step) -> Vec<&str> {
        step.iter().map(|change| change.key().as_str()).collect()
    }

    fn between(current: &[(&str, &str)], goal: &[(&str, &str)]) -> Changes {
        Changes::between(&there(current), &wanted(goal), false)
    }

    #[test]
    fn what_is_as_wanted_is_left_alone() {
        assert_eq!(between(&[("", "a1"), ("orders", "a2")], &[("", "a1"), ("orders", "a2")]).len(), 0);
    }

    #[test]
    fn new_keys_come_before_changes_and_old_ones_go_last() {
        let changes = between(
            &[("old", "a1"), ("stays", "a1"), ("moves", "a1")],
            &[("new", "a1"), ("stays", "a1"), ("moves", "a2")],
        );
        assert_eq!(changes.steps().map(keys), [vec![], vec!["new"], vec!["moves"], vec!["old"]]);
    }

    #[test]
    fn two_keys_that_exchange_their_apis_are_two_changes_in_place() {
        let changes = between(&[("a", "a1"), ("b", "a2")], &[("a", "a2"), ("b", "a1")]);
        assert_eq!(changes.steps().map(keys), [vec![], vec![], vec!["a", "b"], vec![]]);
    }

    #[test]
    fn apis_of_another_kind_come_once_all_others_are_gone() {
        let current = there(&[("", "a1"), ("orders", "a1")]);
        let changes = Changes::between(&current, &wanted(&[("", "b1"), ("shop", "b1")]), true);
        assert_eq!(changes.steps().map(keys), [vec!["", "orders"], vec!["", "shop"], vec![], vec![]]);
    }

    #[test]
    fn only_as_many_keys_with_levels_go_first_as_the_new_ones_need_room() {
        let old: Vec<String> = (0..200).map(|number| format!("old/{number:03}")).collect();
        let mut current: Vec<(&str, &str)> = old.iter().map(|key| (key.as_str(), "a1")).collect();
        current.push(("plain", "a1"));
        let mut goal = current[5..200].to_vec();
        goal.extend([("new/1", "a1"), ("new/2", "a1"), ("also-plain", "a1")]);
        let changes = between(&current, &goal);
        assert_eq!(keys(&changes.deleted_first), ["old/000", "old/001"]);
        assert_eq!(keys(&changes.deleted), ["old/002", "old/003", "old/004", "plain"]);
    }

    /// A table with some of twelve keys, half of them with several levels.
    fn any_table() -> impl Strategy<Value = Vec<(String, &'static str)>> {
        let key = (0..12_usize).prop_map(|n| if n % 2 == 0 { format!("k{n}") } else { format!("k/{n}") });
        let keys = prop::collection::btree_map(key, prop::sample::select(vec!["a1", "a2", "a3"]), 0..10);
        keys.prop_map(|keys| keys.into_iter().collect())
    }

    proptest! {
        #[test]
        fn the_steps_lead_from_any_table_to_any_other(from in any_table(), to in any_table(), kind_changes: bool) {
            let borrow = |table: &[(String, &'static str)]| {
                table.iter().map(|(key, api)| (key.clone(), *api)).collect::<Vec<_>>()
            };
            let (from, to) = (borrow(&from), borrow(&to));
            let refs = |table: &[(String, &'static str)]| {
                wanted(&table.iter().map(|(key, api)| (key.as_str(), *api)).collect::<Vec<_>>())
            };
            let goal = refs(&to);
            let mut now = there(&from.iter().map(|(key, api)| (key.as_str(), *api)).collect::<Vec<_>>());
            let staying: Vec<_> = from.iter().filter(|(key, _)| to.iter().any(|(other, _)| other == key)).collect();
            for step in Changes::between(&now, &goal, kind_changes).steps() {
                for change in step {
                    match change {
                        Change::Create(spec) => {
                            prop_assert!(now.at(&spec.key).is_none(), "{:?} is taken", spec.key);
                            let id = MappingId::from_api(&format!("new-{}", spec.key.as_str().replace('/', "-"))).unwrap();
                            let (api_id, stage) = (spec.api_id.to_string(), spec.stage.to_string());
                            now.insert(Mapping { id, key: spec.key.clone(), api_id, stage });
                        }
                        Change::Update(id, update) => {
                            let (api_id, stage) = (update.spec.api_id.to_string(), update.spec.stage.to_string());
                            now.insert(Mapping { id: id.clone(), key: update.spec.key.clone(), api_id, stage });
                        }
                        Change::Delete(mapping) => now.remove(&mapping.id),
                    }
                    if !kind_changes {
                        for (key, _) in &staying {
                            prop_assert!(now.at(&MappingKey::from_api(key)).is_some(), "{key} goes dark");
                        }
                    }
                }
            }
            prop_assert_eq!(Changes::between(&now, &goal, false).len(), 0);
            prop_assert_eq!(now.len(), goal.len());
        }
    }
}
