//! What this process knows of a domain: its mappings at first sight, and what our
//! own writes changed since.
//!
//! Two questions need it. Was a mapping there before we created it? Only then can
//! a create whose answer was lost be told from somebody else's mapping. And what
//! holds a key while a plan or an apply is under way? Asking the service again
//! after each of two hundred creates would cost two hundred listings.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use moka::future::Cache;

use super::{CallError, Gateway, Mapping};
use crate::names::{DomainName, MappingId};

/// The records of all domains that were looked at.
#[derive(Clone, Debug)]
pub(super) struct Ledger(Cache<DomainName, Arc<Record>>);

impl Default for Ledger {
    fn default() -> Self {
        // An account has at most a few hundred domains; the bound is a backstop.
        Self(Cache::new(10_000))
    }
}

/// What is known of one domain.
#[derive(Debug)]
pub(super) struct Record {
    before: Result<HashSet<MappingId>, CallError>,
    now: RwLock<HashMap<MappingId, Mapping>>,
}

impl Record {
    fn new(listing: Result<Vec<Mapping>, CallError>) -> Self {
        let now = listing.iter().flatten().map(|mapping| (mapping.id.clone(), mapping.clone())).collect();
        let before = listing.map(|mappings| mappings.into_iter().map(|mapping| mapping.id).collect());
        Self { before, now: RwLock::new(now) }
    }

    /// Whether it is certain that the mapping was not there at first sight.
    pub(super) fn lacked(&self, id: &MappingId) -> bool {
        self.before.as_ref().is_ok_and(|ids| !ids.contains(id))
    }

    fn write(&self, change: impl FnOnce(&mut HashMap<MappingId, Mapping>)) {
        change(&mut self.now.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Gateway {
    /// The mappings of `domain` as far as this process knows: as listed once, and
    /// changed by our own writes since.
    ///
    /// # Errors
    /// When the domain could not be listed.
    pub async fn known_mappings(&self, domain: &DomainName) -> Result<Vec<Mapping>, CallError> {
        let record = self.record(domain).await;
        if let Err(error) = &record.before {
            return Err(error.clone());
        }
        let now = record.now.read().unwrap_or_else(PoisonError::into_inner);
        Ok(now.values().cloned().collect())
    }

    /// The record of `domain`, opened by the first caller and shared by all.
    pub(super) async fn record(&self, domain: &DomainName) -> Arc<Record> {
        self.ledger.0.get_with_by_ref(domain, async { Arc::new(Record::new(self.all(domain).await)) }).await
    }

    /// Notes that the mapping exists as it is here, by our own doing.
    pub(super) async fn wrote(&self, domain: &DomainName, mapping: &Mapping) {
        self.listings.forget(domain);
        if let Some(record) = self.ledger.0.get(domain).await {
            record.write(|now| {
                now.insert(mapping.id.clone(), mapping.clone());
            });
        }
    }

    /// Notes that the mapping does not exist any more, by our own doing.
    pub(super) async fn removed(&self, domain: &DomainName, id: &MappingId) {
        self.listings.forget(domain);
        if let Some(record) = self.ledger.0.get(domain).await {
            record.write(|now| {
                now.remove(id);
            });
        }
    }
}
