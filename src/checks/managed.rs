//! Which mappings Terraform manages.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::names::MappingId;

/// The mappings in Terraform's state, as far as Terraform has shown them to this
/// process. It shows them one by one, so in a large run more may follow.
#[derive(Debug, Default)]
pub struct ManagedMappings(Mutex<HashSet<MappingId>>);

impl ManagedMappings {
    /// Adds a mapping.
    pub fn add(&self, id: &MappingId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone());
    }

    /// Whether Terraform is known to manage the mapping.
    pub(super) fn contains(&self, id: &MappingId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }
}
