//! Reads of mappings. All reads of a domain share one listing, which is never fetched
//! twice at a time, page by page and only as far as needed; `domain_cache` says what is
//! fetched next.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::TryStreamExt;

use super::call_error::unexpected;
use super::domain_cache::{DomainCache, NextRead};
use super::retry::Deadline;
use super::service::Service;
use super::{Action, CallError, Failure, Mapping, Mappings, pages};
use crate::names::{DomainName, MappingId, MappingKey};

/// What is known of the mappings of each domain.
#[derive(Debug)]
pub(super) struct SharedListings {
    service: Arc<Service>,
    domains: Mutex<HashMap<DomainName, Arc<Domain>>>,
}

#[derive(Debug, Default)]
struct Domain {
    cache: Mutex<DomainCache>,
    /// How many readers have asked for a new listing.
    asked: AtomicU64,
    newest: tokio::sync::Mutex<Newest>,
    /// Held while a page is fetched, so that there is never more than one listing.
    fetching: tokio::sync::Mutex<()>,
    /// A reader that waits for this domain holds a clone.
    waiting: Arc<()>,
}

/// The last new listing that was had.
#[derive(Debug, Default)]
struct Newest {
    /// How many readers had asked when it began.
    asked: u64,
    /// What it shows; `None` when there is no such domain.
    found: Option<Mappings>,
}

impl SharedListings {
    pub(super) fn new(service: Arc<Service>) -> Self {
        Self { service, domains: Mutex::default() }
    }

    /// The mapping, or `None` when the service says that it, or its domain, does not
    /// exist.
    pub(super) async fn mapping(
        &self,
        name: &DomainName,
        id: &MappingId,
        deadline: Deadline,
    ) -> Result<Option<Mapping>, CallError> {
        let read = async {
            if let Some(known) = self.read_until(name, deadline, true, |cache| cache.get(id)).await? {
                return Ok(known);
            }
            let found = self.service.mapping(name, id, deadline).await?;
            self.cache(name, |cache| cache.found_by_id(id, found.clone()));
            Ok(found)
        };
        deadline.wait(Action::GetApiMapping, read).await
    }

    /// All mappings of a domain: as listed once, with the writes of this process since.
    pub(super) async fn all(&self, name: &DomainName, deadline: Deadline) -> Result<Mappings, CallError> {
        let action = Action::GetApiMappings;
        let read = async {
            let all = self.read_until(name, deadline, false, DomainCache::all).await?;
            all.ok_or_else(|| {
                let denied = self.cache(name, |cache| cache.denied().cloned());
                denied.unwrap_or(CallError { action, failure: unexpected("it has no end") })
            })
        };
        deadline.wait(action, read).await
    }

    /// All mappings of a domain, as a listing shows them that has begun since, with the writes of
    /// this process; `None` when the service says that there is no such domain. Readers that
    /// wait for one listing share the next.
    pub(super) async fn now(
        &self,
        name: &DomainName,
        deadline: Deadline,
    ) -> Result<Option<Mappings>, CallError> {
        let domain = self.domain(name);
        let own = domain.asked.fetch_add(1, Ordering::SeqCst);
        let read = async {
            let mut newest = domain.newest.lock().await;
            if newest.asked <= own {
                let asked = domain.asked.load(Ordering::SeqCst);
                *newest = Newest { asked, found: self.list(name, deadline).await? };
            }
            Ok(newest.found.clone())
        };
        deadline.wait(Action::GetApiMappings, read).await
    }

    async fn list(&self, name: &DomainName, deadline: Deadline) -> Result<Option<Mappings>, CallError> {
        let fetch = |token| self.service.mappings_page(name, token, deadline);
        let mut pages = pages::all(Action::GetApiMappings, fetch);
        let mut listed = Vec::new();
        loop {
            match pages.try_next().await {
                Ok(Some(page)) => listed.extend(page),
                Ok(None) => return Ok(Some(self.cache(name, |cache| cache.with_writes(listed)))),
                Err(error) if error.is_not_found() && listed.is_empty() => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }

    /// The mapping that held the key before this process wrote anything; `None` when the service
    /// says that there was none, or that there is no such domain.
    pub(super) async fn holder(
        &self,
        name: &DomainName,
        key: &MappingKey,
        deadline: Deadline,
    ) -> Result<Option<Mapping>, CallError> {
        if let Some(listed) = self.all(name, deadline).await?.at(key) {
            let is_own_work = self.cache(name, |cache| cache.has_written(&listed.id));
            return Ok((!is_own_work).then(|| listed.clone()));
        }
        if self.cache(name, |cache| cache.is_gone()) {
            return Ok(None);
        }
        // Absence from one listing is not believed, and no id is known to read it by.
        let found = self.service.holder(name, key, deadline);
        let found = deadline.wait(Action::GetApiMappings, found).await?;
        Ok(found.filter(|found| self.cache(name, |cache| cache.may_have_missed(found))))
    }

    /// Works on what is known of a domain.
    pub(super) fn cache<T>(&self, name: &DomainName, work: impl FnOnce(&mut DomainCache) -> T) -> T {
        work(&mut self.domain(name).cache())
    }

    /// Fetches pages until the cache has the answer, or a page fails that the answer may
    /// have been on; `None` when the mapping is to be read by its id. `is_one` says that
    /// the answer is one mapping.
    async fn read_until<T>(
        &self,
        name: &DomainName,
        deadline: Deadline,
        is_one: bool,
        answer: impl Fn(&DomainCache) -> Option<T>,
    ) -> Result<Option<T>, CallError> {
        let domain = self.domain(name);
        let waiting = domain.waiting.clone();
        let failures = domain.cache().failures();
        let look = || {
            let cache = domain.cache();
            match answer(&cache) {
                Some(answer) => Some(Ok(Some(answer))),
                None => cache.failure_since(failures).map(|error| Err(error.clone())),
            }
        };
        loop {
            if let Some(found) = look() {
                return found;
            }
            let _fetching = domain.fetching.lock().await;
            // Another reader may have fetched the page meanwhile.
            if let Some(found) = look() {
                return found;
            }
            // One clone is the domain's own, one this reader's.
            let is_single = is_one && Arc::strong_count(&waiting) == 2;
            let next = domain.cache().next_read(is_single);
            match next {
                NextRead::ById => return Ok(None),
                NextRead::Page(token) => self.fetch(name, &domain, token, deadline).await?,
            }
        }
    }

    /// Fetches a page into the cache. A failure is noted there for all that wait, save
    /// that this reader's time is up.
    async fn fetch(
        &self,
        name: &DomainName,
        domain: &Domain,
        token: Option<String>,
        deadline: Deadline,
    ) -> Result<(), CallError> {
        let action = Action::GetApiMappings;
        let page = self.service.mappings_page(name, token, deadline).await;
        let mut cache = domain.cache();
        match page.and_then(|page| cache.add_page(page).map_err(|failure| CallError { action, failure })) {
            Err(error) if matches!(error.failure, Failure::OutOfTime { .. } | Failure::AskedToWait(_)) => {
                return Err(error);
            }
            Err(error) => cache.page_failed(error),
            Ok(()) => {}
        }
        Ok(())
    }

    fn domain(&self, name: &DomainName) -> Arc<Domain> {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        domains.entry(name.clone()).or_default().clone()
    }
}

impl Domain {
    fn cache(&self) -> MutexGuard<'_, DomainCache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
