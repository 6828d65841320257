//! All mappings of a domain at one time. Thousands of plans look at them, so they
//! are shared and never copied.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Mapping;
use crate::names::{MappingId, MappingKey};

/// Mappings by their ids. Those of a listing and those with our own changes differ in
/// a few, and have the others in common.
pub(super) type ById = HashMap<MappingId, Arc<Mapping>>;

/// All mappings of a domain at one time. A clone is another view of the same.
#[derive(Clone, Debug, Default)]
pub struct Mappings(Arc<Index>);

#[derive(Debug, Default)]
struct Index {
    by_id: ById,
    by_key: HashMap<MappingKey, MappingId>,
    /// How many mappings each API has.
    apis: BTreeMap<String, usize>,
}

impl Mappings {
    /// The mapping with this id.
    #[must_use]
    pub fn get(&self, id: &MappingId) -> Option<&Mapping> {
        self.0.by_id.get(id).map(AsRef::as_ref)
    }

    /// The mapping that holds the key; a domain has one at most.
    #[must_use]
    pub fn at(&self, key: &MappingKey) -> Option<&Mapping> {
        self.get(self.0.by_key.get(key)?)
    }

    /// Every mapping, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Mapping> {
        self.0.by_id.values().map(AsRef::as_ref)
    }

    /// The APIs that are mapped, sorted by their ids, and how often each is.
    pub fn apis(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.apis.iter().map(|(id, count)| (id.as_str(), *count))
    }
}

impl FromIterator<Arc<Mapping>> for Mappings {
    fn from_iter<I: IntoIterator<Item = Arc<Mapping>>>(mappings: I) -> Self {
        let mut index = Index::default();
        for mapping in mappings {
            index.by_key.insert(mapping.key.clone(), mapping.id.clone());
            *index.apis.entry(mapping.api_id.clone()).or_default() += 1;
            index.by_id.insert(mapping.id.clone(), mapping);
        }
        Self(Arc::new(index))
    }
}

impl FromIterator<Mapping> for Mappings {
    fn from_iter<I: IntoIterator<Item = Mapping>>(mappings: I) -> Self {
        mappings.into_iter().map(Arc::new).collect()
    }
}
