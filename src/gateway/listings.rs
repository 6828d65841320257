//! Reads of one domain, answered from one listing.
//!
//! The first who asks for a mapping of a domain gets it with a call of its own:
//! whoever has one mapping on a domain of two hundred must not fetch them all. Who
//! expects company begins with the listing instead, and has a call of its own only
//! if the mapping is not on the first page. As soon as a second one asks, the domain
//! is listed, page by page and only as far as needed, for all who ask from then on.
//! Whoever waits for a page waits for the one that is being fetched, so there is
//! never more than one listing of a domain.
//!
//! For `n` mappings asked for on a domain whose listing has `p` pages, that makes one
//! call if `n` is one, and at most `p + 1` otherwise. That is within `min(n, p) + 2`
//! wherever `p <= n + 1`: for up to three pages, which is 1,500 mappings, whatever
//! is asked for. Beyond that, whoever wants a few mappings of thousands pays for
//! pages that others would have needed. No rule that must answer each before it
//! knows who else will ask can keep to `min(n, p) + 2` there: the calls that it
//! saves for the few, it spends again when many follow.
//!
//! All that is on a fetched page is kept, for whoever asks next may want it: about a
//! quarter of a kilobyte a mapping (measured). What nobody needed a page for takes no
//! memory.
//!
//! One call more is made the first time that the service refuses a large page.
//! Our own writes to a domain drop its listing. Who may not list a domain reads its
//! mappings one by one.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;

use super::mappings::ById;
use super::patience::{Attempts, Limit};
use super::{Action, CallError, Gateway, Mapping, RefusalKind};
use crate::names::{DomainName, MappingId};

/// Whether others of the same domain are asked for in the same run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// Nobody knows.
    Unknown,
    /// Most likely, for they were planned together.
    Expected,
}

/// The listings of all domains that were asked for.
#[derive(Debug, Default)]
pub(super) struct Listings {
    domains: Mutex<HashMap<DomainName, Arc<Listing>>>,
    denied: OnceLock<CallError>,
    /// The service has refused large pages.
    pub(super) small_pages: AtomicBool,
}

/// One listing of one domain.
#[derive(Debug, Default)]
struct Listing {
    /// What was asked for first; inside, `None` when that was everything.
    first: OnceLock<Option<First>>,
    progress: tokio::sync::Mutex<Progress>,
}

/// The mapping that was asked for first, and what a call of its own found.
#[derive(Debug)]
struct First {
    id: MappingId,
    found: OnceCell<Option<Mapping>>,
}

/// All mappings of a domain at one time.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapshot {
    pub(super) mappings: Arc<ById>,
    /// How many calls it took.
    pub(super) pages: u32,
}

/// How far a listing is.
#[derive(Debug, Default)]
struct Progress {
    found: Snapshot,
    next: Next,
}

#[derive(Debug, Default)]
enum Next {
    /// Nothing is fetched yet.
    #[default]
    First,
    /// The page at this token is next.
    At(String),
    /// All pages are fetched.
    Nothing,
    /// A page failed. Those who need it fail with it. Who asks later starts anew,
    /// unless listing is denied, which will not change.
    Failed(CallError),
}

impl Listings {
    /// Forgets what was listed of `domain`.
    pub(super) fn forget(&self, domain: &DomainName) {
        self.lock().remove(domain);
    }

    fn of(&self, domain: &DomainName) -> Arc<Listing> {
        self.lock().entry(domain.clone()).or_default().clone()
    }

    fn forget_this(&self, domain: &DomainName, listing: &Arc<Listing>) {
        let mut domains = self.lock();
        if domains.get(domain).is_some_and(|current| Arc::ptr_eq(current, listing)) {
            domains.remove(domain);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<DomainName, Arc<Listing>>> {
        self.domains.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listing {
    /// The call of its own, if `id` was asked for first.
    fn first(&self, id: &MappingId) -> Option<&OnceCell<Option<Mapping>>> {
        let first = || Some(First { id: id.clone(), found: OnceCell::new() });
        let first = self.first.get_or_init(first).as_ref();
        first.filter(|first| first.id == *id).map(|first| &first.found)
    }

    /// Everything is asked for: no mapping gets a call of its own from now on.
    fn all(&self) {
        let _ = self.first.set(None);
    }
}

impl Gateway {
    /// The mapping, or `None` when the service says that it, or its domain, is not
    /// there. Answered from the domain's listing when others ask as well, and within
    /// `limit`.
    ///
    /// # Errors
    /// When the service gave no such answer; the mapping may well exist.
    pub async fn read(
        &self,
        domain: &DomainName,
        id: &MappingId,
        company: Company,
        limit: Duration,
    ) -> Result<Option<Mapping>, CallError> {
        Limit::of(limit).hold(Action::GetApiMapping, self.read_shared(domain, id, company)).await
    }

    async fn read_shared(
        &self,
        domain: &DomainName,
        id: &MappingId,
        company: Company,
    ) -> Result<Option<Mapping>, CallError> {
        let listing = self.listings.of(domain);
        if let Some(found) = listing.first(id) {
            return found.get_or_try_init(|| self.read_first(domain, id, company, &listing)).await.cloned();
        }
        let mut progress = listing.progress.lock().await;
        loop {
            if let Some(mapping) = progress.found.mappings.get(id) {
                return Ok(Some(mapping.as_ref().clone()));
            }
            match &progress.next {
                Next::Nothing => return Ok(None),
                Next::Failed(error) if is_denied(error) => break,
                Next::Failed(error) => return Err(error.clone()),
                Next::First | Next::At(_) => self.advance(domain, &listing, &mut progress).await,
            }
        }
        drop(progress);
        self.find(domain, id).await
    }

    /// What is asked for first, before anybody else has asked.
    async fn read_first(
        &self,
        domain: &DomainName,
        id: &MappingId,
        company: Company,
        listing: &Arc<Listing>,
    ) -> Result<Option<Mapping>, CallError> {
        if company == Company::Expected {
            let mut progress = listing.progress.lock().await;
            if let Next::First = progress.next {
                self.advance(domain, listing, &mut progress).await;
            }
            match (progress.found.mappings.get(id), &progress.next) {
                (Some(mapping), _) => return Ok(Some(mapping.as_ref().clone())),
                (None, Next::Nothing) => return Ok(None),
                (None, _) => {}
            }
        }
        self.find(domain, id).await
    }

    /// All mappings of a domain, from the listing that reads share.
    pub(super) async fn all(&self, domain: &DomainName) -> Result<Snapshot, CallError> {
        let listing = self.listings.of(domain);
        listing.all();
        let mut progress = listing.progress.lock().await;
        loop {
            match &progress.next {
                Next::Nothing => return Ok(progress.found.clone()),
                Next::Failed(error) => return Err(error.clone()),
                Next::First | Next::At(_) => self.advance(domain, &listing, &mut progress).await,
            }
        }
    }

    /// All mappings of a domain as they are now, whatever was listed before.
    pub(super) async fn list(&self, domain: &DomainName) -> Result<Snapshot, CallError> {
        self.listings.forget(domain);
        self.all(domain).await
    }

    /// Why reads are single calls, when listing a domain was denied.
    #[must_use]
    pub fn listing_denied(&self) -> Option<&CallError> {
        self.listings.denied.get()
    }

    /// Fetches the next page.
    async fn advance(&self, domain: &DomainName, listing: &Arc<Listing>, progress: &mut Progress) {
        let token = match &progress.next {
            Next::At(token) => Some(token.clone()),
            _ => None,
        };
        progress.next = match self.page(domain, token.as_deref(), &Attempts::default()).await {
            Ok(page) => {
                let found = page.mappings.into_iter().map(|mapping| (mapping.id.clone(), Arc::new(mapping)));
                Arc::make_mut(&mut progress.found.mappings).extend(found);
                progress.found.pages += 1;
                match page.next {
                    // A page that points to itself would be read for ever.
                    Some(next) if Some(&next) == token.as_ref() => Next::Nothing,
                    Some(next) => Next::At(next),
                    None => Next::Nothing,
                }
            }
            // No domain, no mappings.
            Err(error) if error.is_not_found() => Next::Nothing,
            Err(error) => {
                if is_denied(&error) {
                    let _ = self.listings.denied.set(error.clone());
                } else {
                    self.listings.forget_this(domain, listing);
                }
                Next::Failed(error)
            }
        };
    }
}

fn is_denied(error: &CallError) -> bool {
    error.refusal() == Some(RefusalKind::Denied)
}
