//! All mappings of a domain at one time. Thousands of plans look at them, so they are
//! shared and not copied.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Mapping;
use crate::names::{MappingId, MappingKey};

/// All mappings of a domain at one time. A clone shares them, and keeps them as they
/// are when the original changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mappings(Arc<Index>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Index {
    by_id: BTreeMap<MappingId, Arc<Mapping>>,
    by_key: BTreeMap<MappingKey, MappingId>,
}

impl Mappings {
    /// The mapping with this id.
    pub fn get(&self, id: &MappingId) -> Option<&Mapping> {
        self.0.by_id.get(id).map(AsRef::as_ref)
    }

    /// The mapping that holds the key; a domain has one at most.
    pub fn at(&self, key: &MappingKey) -> Option<&Mapping> {
        self.get(self.0.by_key.get(key)?)
    }

    /// Every mapping, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Mapping> {
        self.0.by_id.values().map(AsRef::as_ref)
    }

    /// Every mapping, in the order of their keys.
    pub fn by_key(&self) -> impl Iterator<Item = &Mapping> {
        self.0.by_key.values().filter_map(|id| self.get(id))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.by_id.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.by_id.is_empty()
    }

    /// Adds a mapping, in place of the one that had its id.
    pub fn insert(&mut self, mapping: Mapping) {
        self.remove(&mapping.id);
        let index = Arc::make_mut(&mut self.0);
        index.by_key.insert(mapping.key.clone(), mapping.id.clone());
        index.by_id.insert(mapping.id.clone(), Arc::new(mapping));
    }

    /// Removes the mapping with this id, if there is one.
    pub fn remove(&mut self, id: &MappingId) {
        if self.get(id).is_none() {
            return;
        }
        let index = Arc::make_mut(&mut self.0);
        let Some(old) = index.by_id.remove(id) else { return };
        // Another mapping may hold the key by now.
        if index.by_key.get(&old.key) == Some(id) {
            index.by_key.remove(&old.key);
        }
    }
}

impl FromIterator<Mapping> for Mappings {
    fn from_iter<I: IntoIterator<Item = Mapping>>(mappings: I) -> Self {
        let mut all = Self::default();
        mappings.into_iter().for_each(|mapping| all.insert(mapping));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(id: &str, key: &str, api: &str) -> Mapping {
        Mapping::from_api(Some(id), Some(key), Some(api), Some("test")).unwrap()
    }

    fn id(id: &str) -> MappingId {
        MappingId::from_api(id).unwrap()
    }

    fn key(key: &str) -> MappingKey {
        MappingKey::from_api(key)
    }

    #[test]
    fn mappings_are_found_by_id_and_by_key() {
        let all: Mappings =
            [mapping("1", "a", "x"), mapping("2", "b", "x"), mapping("3", "", "w")].into_iter().collect();
        assert_eq!(all.get(&id("2")), Some(&mapping("2", "b", "x")));
        assert_eq!(all.at(&key("")), Some(&mapping("3", "", "w")));
        assert_eq!((all.get(&id("4")), all.at(&key("c"))), (None, None));
        let mut ids: Vec<_> = all.iter().map(|mapping| mapping.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["1", "2", "3"]);
    }

    #[test]
    fn a_mapping_that_changes_leaves_nothing_of_what_it_was() {
        let mut all: Mappings = [mapping("1", "a", "x"), mapping("2", "b", "x")].into_iter().collect();
        all.insert(mapping("1", "c", "y"));
        assert_eq!((all.at(&key("a")), all.at(&key("c"))), (None, Some(&mapping("1", "c", "y"))));
        all.remove(&id("1"));
        all.remove(&id("1"));
        assert_eq!(all.iter().collect::<Vec<_>>(), [&mapping("2", "b", "x")]);
    }

    #[test]
    fn a_key_that_went_to_another_mapping_stays_with_it() {
        let mut all: Mappings = [mapping("1", "a", "x")].into_iter().collect();
        all.insert(mapping("2", "a", "x"));
        all.remove(&id("1"));
        assert_eq!(all.at(&key("a")), Some(&mapping("2", "a", "x")));
    }

    #[test]
    fn a_clone_stays_as_it_is() {
        let mut all: Mappings = [mapping("1", "a", "x")].into_iter().collect();
        let before = all.clone();
        all.remove(&id("1"));
        assert_eq!((before.iter().count(), all.iter().count()), (1, 0));
    }
}
