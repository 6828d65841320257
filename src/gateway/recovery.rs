//! Finding out what became of a write.
//!
//! A create whose answer was lost must not be given up for lost, and a mapping of
//! somebody else's must not be taken for ours. So the domain is listed once before
//! this process first creates something on it, and again when a create's outcome
//! is in doubt: what is new since, and is exactly what was asked for, is ours.

use std::collections::HashSet;
use std::sync::Arc;

use moka::future::Cache;

use super::{CallError, Gateway, Mapping};
use crate::names::{DomainName, MappingId, MappingKey};

/// Which mappings each domain had before this process created anything on it.
#[derive(Clone, Debug)]
pub(super) struct Before(Cache<DomainName, Arc<Snapshot>>);

impl Default for Before {
    fn default() -> Self {
        // An account has at most a few hundred domains; the bound is a backstop.
        Self(Cache::new(10_000))
    }
}

/// The mappings of a domain at one moment; `None` when they could not be listed.
#[derive(Debug)]
pub(super) struct Snapshot(Option<HashSet<MappingId>>);

impl Snapshot {
    /// Whether it is certain that the mapping was not there.
    pub(super) fn lacked(&self, id: &MappingId) -> bool {
        self.0.as_ref().is_some_and(|ids| !ids.contains(id))
    }
}

/// Who holds a key.
pub(super) enum Settled {
    /// This mapping does.
    Held(Mapping),
    /// Nobody does.
    Free,
}

impl Gateway {
    /// The snapshot of `domain`, taken by the first caller and shared by all.
    pub(super) async fn before(&self, domain: &DomainName) -> Arc<Snapshot> {
        self.before
            .0
            .get_with_by_ref(domain, async {
                let listing = self.list(domain).await.ok();
                Arc::new(Snapshot(listing.map(|mappings| mappings.into_iter().map(|m| m.id).collect())))
            })
            .await
    }

    /// Who holds `key` on `domain` now.
    pub(super) async fn settle(&self, domain: &DomainName, key: &MappingKey) -> Result<Settled, CallError> {
        let holder = self.list(domain).await?.into_iter().find(|mapping| mapping.key == *key);
        Ok(holder.map_or(Settled::Free, Settled::Held))
    }
}
