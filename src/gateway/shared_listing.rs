//! Reads of mappings. All reads of a domain share one listing, which is never fetched
//! twice at a time, page by page and only as far as needed; `domain_cache` says what is
//! fetched next.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::action::Action;
use super::domain_cache::{DomainCache, NextRead};
use super::mapping::Mapping;
use super::mappings::Mappings;
use super::outcome::{CallError, Failure};
use super::retry::{Deadline, Persistence};
use super::service::Service;
use crate::names::{DomainName, MappingId};

/// What is known of the mappings of each domain.
#[derive(Debug)]
pub(super) struct Reads {
    service: Arc<Service>,
    domains: Mutex<HashMap<DomainName, Arc<Domain>>>,
    /// Why reads are single calls, when listing a domain was denied.
    denied: OnceLock<CallError>,
}

#[derive(Debug, Default)]
struct Domain {
    cache: Mutex<DomainCache>,
    /// Held while a page is fetched, so that there is never more than one listing.
    fetching: tokio::sync::Mutex<()>,
    /// How many readers wait for this domain.
    waiting: AtomicUsize,
}

/// What a reader finds.
enum Found<T> {
    Answer(T),
    /// The mapping is to be read by its id.
    ById,
}

impl Reads {
    pub(super) fn new(service: Arc<Service>) -> Self {
        Self { service, domains: Mutex::default(), denied: OnceLock::new() }
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
            match self.read_until(name, deadline, true, |cache| cache.get(id)).await? {
                Found::Answer(mapping) => Ok(mapping),
                Found::ById => {
                    let found = self.service.mapping(name, id, deadline, Persistence::Normal).await?;
                    self.cache(name, |cache| cache.found_by_id(id, found.clone()));
                    Ok(found)
                }
            }
        };
        deadline.wait(Action::GetApiMapping, read).await
    }

    /// All mappings of a domain: as listed once, with the writes of this process since.
    pub(super) async fn all(&self, name: &DomainName, deadline: Deadline) -> Result<Mappings, CallError> {
        let read = async {
            match self.read_until(name, deadline, false, DomainCache::all).await? {
                Found::Answer(mappings) => Ok(mappings),
                Found::ById => Err(self.cache(name, |cache| cache.denied().cloned()).unwrap_or(CallError {
                    action: Action::GetApiMappings,
                    failure: Failure::UnexpectedAnswer,
                })),
            }
        };
        deadline.wait(Action::GetApiMappings, read).await
    }

    /// Why reads are single calls, when listing a domain was denied.
    pub(super) fn denied(&self) -> Option<&CallError> {
        self.denied.get()
    }

    /// Works on what is known of a domain.
    pub(super) fn cache<T>(&self, name: &DomainName, work: impl FnOnce(&mut DomainCache) -> T) -> T {
        work(&mut self.domain(name).cache())
    }

    /// Fetches pages until the cache has the answer, the mapping is to be read by its
    /// id, or a page fails that the answer may have been on. `is_one` says that the
    /// answer is one mapping.
    async fn read_until<T>(
        &self,
        name: &DomainName,
        deadline: Deadline,
        is_one: bool,
        answer: impl Fn(&DomainCache) -> Option<T>,
    ) -> Result<Found<T>, CallError> {
        let domain = self.domain(name);
        let _waiting = Waiting::new(&domain.waiting);
        let failures = domain.cache().failures();
        let look = || {
            let cache = domain.cache();
            match answer(&cache) {
                Some(answer) => Some(Ok(Found::Answer(answer))),
                None => cache.failure_since(failures).map(|error| Err(error.clone())),
            }
        };
        loop {
            if let Some(found) = look() {
                return found;
            }
            let fetching = domain.fetching.lock().await;
            // Another reader may have fetched the page meanwhile.
            if let Some(found) = look() {
                return found;
            }
            let is_single = is_one && domain.waiting.load(Ordering::Relaxed) == 1;
            let next = domain.cache().next_read(is_single);
            match next {
                NextRead::ById => return Ok(Found::ById),
                NextRead::Page(token) => self.fetch(name, &domain, token, deadline).await?,
            }
            drop(fetching);
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
        let page = self.service.mappings_page(name, token, deadline, Persistence::Normal).await;
        let action = Action::GetApiMappings;
        let added = page
            .and_then(|page| domain.cache().add_page(page).map_err(|failure| CallError { action, failure }));
        match added {
            Ok(()) => {}
            Err(error) if matches!(error.failure, Failure::OutOfTime { .. }) => return Err(error),
            Err(error) => {
                if error.is_denied() {
                    // Another domain may have been first.
                    let _ = self.denied.set(error.clone());
                }
                domain.cache().page_failed(error);
            }
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

/// Counts a reader for as long as it waits.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
