//! API mappings, and the mappings of one domain name.

use std::collections::{BTreeMap, HashMap};

/// One API mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The mapping's identifier, such as `a1b2c3`.
    pub id: String,
    /// The path below the domain; empty at its root.
    pub key: String,
    /// The API mapped.
    pub api_id: String,
    /// The stage mapped.
    pub stage: String,
}

/// The mappings of one domain name: one at most for each key.
#[derive(Clone, Debug, Default)]
pub struct Mappings {
    by_id: BTreeMap<String, Mapping>,
    ids_by_key: HashMap<String, String>,
}

impl Mappings {
    /// The mapping with this identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Mapping> {
        self.by_id.get(id)
    }

    /// The mapping with this key; the empty one is the root.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Option<&Mapping> {
        self.get(self.ids_by_key.get(key)?)
    }

    /// All of them, in the order of their identifiers.
    pub fn iter(&self) -> impl Iterator<Item = &Mapping> {
        self.by_id.values()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Adds a mapping, or replaces the one with the same identifier. A mapping
    /// that held the same key gives way.
    pub fn put(&mut self, mapping: Mapping) {
        self.remove(&mapping.id);
        if let Some(holder) = self.ids_by_key.insert(mapping.key.clone(), mapping.id.clone()) {
            self.by_id.remove(&holder);
        }
        self.by_id.insert(mapping.id.clone(), mapping);
    }

    /// Takes a mapping away and returns it.
    pub fn remove(&mut self, id: &str) -> Option<Mapping> {
        let mapping = self.by_id.remove(id)?;
        self.ids_by_key.remove(&mapping.key);
        Some(mapping)
    }

    pub(crate) fn by_id(&self) -> &BTreeMap<String, Mapping> {
        &self.by_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(id: &str, key: &str) -> Mapping {
        Mapping {
            id: id.to_owned(),
            key: key.to_owned(),
            api_id: "a1b2c3d4".to_owned(),
            stage: "test".to_owned(),
        }
    }

    #[test]
    fn a_mapping_that_changes_its_key_frees_the_old_one() {
        let mut mappings = Mappings::default();
        mappings.put(mapping("one", "v1"));
        mappings.put(mapping("one", "v2"));
        assert_eq!(mappings.with_key("v1"), None);
        assert_eq!(mappings.with_key("v2"), Some(&mapping("one", "v2")));
        assert_eq!(mappings.len(), 1);
    }

    #[test]
    fn a_key_has_one_holder() {
        let mut mappings = Mappings::default();
        mappings.put(mapping("one", "v1"));
        mappings.put(mapping("two", "v1"));
        assert_eq!(mappings.iter().collect::<Vec<_>>(), [&mapping("two", "v1")]);
    }

    #[test]
    fn a_removed_mapping_frees_its_key() {
        let mut mappings = Mappings::default();
        mappings.put(mapping("one", "v1"));
        assert_eq!(mappings.remove("one"), Some(mapping("one", "v1")));
        assert_eq!(mappings.with_key("v1"), None);
        assert!(mappings.is_empty());
    }
}
