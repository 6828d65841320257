//! Reads of one domain, answered from one listing.
//!
//! The first who asks for a mapping of a domain gets it with a call of its own:
//! whoever has one mapping on a domain of two hundred must not fetch them all. As
//! soon as a second one asks, the domain is listed, page by page and only as far as
//! needed, for all who ask from then on. Whoever waits for a page waits for the one
//! that is being fetched, so there is never more than one listing of a domain.
//!
//! With `n` asking for mappings on a domain whose listing has `p` pages, that makes
//! at most `min(n, p) + 2` calls for up to three pages; beyond that, `p + 2`.
//!
//! Our own writes to a domain drop its listing.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::list_mappings::Size;
use super::patience::within;
use super::{Action, CallError, Gateway, Mapping, RefusalKind};
use crate::names::{DomainName, MappingId};

/// The listings of all domains that were asked for.
#[derive(Debug, Default)]
pub(super) struct Listings {
    domains: Mutex<HashMap<DomainName, Arc<Listing>>>,
    denied: OnceLock<CallError>,
    small_pages: AtomicBool,
}

/// One listing of one domain.
#[derive(Debug, Default)]
struct Listing {
    asked: AtomicBool,
    progress: tokio::sync::Mutex<Progress>,
}

/// How far a listing is.
#[derive(Debug, Default)]
struct Progress {
    found: HashMap<MappingId, Mapping>,
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
    /// A page failed. Those who need it fail with it; who asks later starts anew.
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
        limit: Duration,
    ) -> Result<Option<Mapping>, CallError> {
        within(limit, Action::GetApiMapping, self.read_shared(domain, id)).await
    }

    async fn read_shared(&self, domain: &DomainName, id: &MappingId) -> Result<Option<Mapping>, CallError> {
        let listing = self.listings.of(domain);
        let first = !listing.asked.swap(true, Ordering::Relaxed);
        if first || self.listing_denied().is_some() {
            return self.find(domain, id).await;
        }
        let mut progress = listing.progress.lock().await;
        loop {
            if let Some(mapping) = progress.found.get(id) {
                return Ok(Some(mapping.clone()));
            }
            match &progress.next {
                Next::Nothing => return Ok(None),
                Next::Failed(error) if denied(error) => break,
                Next::Failed(error) => return Err(error.clone()),
                Next::First | Next::At(_) => self.advance(domain, &listing, &mut progress).await,
            }
        }
        drop(progress);
        self.find(domain, id).await
    }

    /// All mappings of a domain, from the listing that reads share.
    pub(super) async fn all(&self, domain: &DomainName) -> Result<Vec<Mapping>, CallError> {
        let listing = self.listings.of(domain);
        let mut progress = listing.progress.lock().await;
        loop {
            match &progress.next {
                Next::Nothing => return Ok(progress.found.values().cloned().collect()),
                Next::Failed(error) => return Err(error.clone()),
                Next::First | Next::At(_) => self.advance(domain, &listing, &mut progress).await,
            }
        }
    }

    /// Why reads are single calls, when listing is denied.
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
        let page = match token.as_deref() {
            Some(token) => self.page(domain, Some(token), self.page_size()).await,
            None => self.first_page(domain).await,
        };
        progress.next = match page {
            Ok(page) => {
                progress.found.extend(page.mappings.into_iter().map(|mapping| (mapping.id.clone(), mapping)));
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
                if denied(&error) {
                    let _ = self.listings.denied.set(error.clone());
                }
                self.listings.forget_this(domain, listing);
                Next::Failed(error)
            }
        };
    }

    /// The first page, as large as the service lets it be.
    pub(super) async fn first_page(
        &self,
        domain: &DomainName,
    ) -> Result<super::list_mappings::Page, CallError> {
        let size = self.page_size();
        match self.page(domain, None, size).await {
            Err(error) if size == Size::Large && error.refusal() == Some(RefusalKind::BadRequest) => {
                self.listings.small_pages.store(true, Ordering::Relaxed);
                self.page(domain, None, Size::Default).await
            }
            answer => answer,
        }
    }

    /// How large a page to ask for, as far as this process has learnt.
    pub(super) fn page_size(&self) -> Size {
        if self.listings.small_pages.load(Ordering::Relaxed) { Size::Default } else { Size::Large }
    }
}

fn denied(error: &CallError) -> bool {
    error.refusal() == Some(RefusalKind::Denied)
}
