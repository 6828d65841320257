//! What this process knows of a domain: its mappings when they were looked at, and
//! what our own writes changed since.
//!
//! Two questions need it. Was a mapping there before we created it? Only then can
//! a create whose answer was lost be told from somebody else's mapping. And what
//! holds a key while a plan or an apply is under way? Asking the service again
//! after each of two hundred creates would cost two hundred listings.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::listings::Snapshot;
use super::mappings::{ById, Mappings};
use super::{CallError, Gateway, Mapping, RefusalKind};
use crate::names::{DomainName, MappingId};

/// How old a look at a domain may be when we create a mapping there, for each page
/// of the domain and each domain that we deal with: one call in a hundred, at the
/// pace of the quota, is spent on looking.
const FRESH_FOR_EACH_PAGE: Duration = Duration::from_secs(10);

/// The records of all domains that this process has dealt with.
#[derive(Debug, Default)]
pub(super) struct Ledger(Mutex<HashMap<DomainName, Arc<Record>>>);

/// What is known of one domain.
#[derive(Debug, Default)]
struct Record {
    /// Locked by whoever looks, so that all others see what that one sees.
    look: tokio::sync::Mutex<Option<Look>>,
    written: Mutex<Written>,
}

/// What we wrote on a domain.
#[derive(Debug, Default)]
struct Written {
    /// `None` for what we deleted.
    changes: HashMap<MappingId, Option<Arc<Mapping>>>,
    /// The mappings seen at this look, with these changes.
    known: Option<(Arc<ById>, Mappings)>,
}

/// A look at all mappings of a domain.
#[derive(Clone, Debug)]
struct Look {
    at: Instant,
    seen: Result<Snapshot, CallError>,
}

/// What was on a domain before a write.
#[derive(Debug)]
pub(super) struct Before(Option<Snapshot>);

impl Before {
    /// Whether it is certain that the mapping was not there.
    pub(super) fn lacked(&self, id: &MappingId) -> bool {
        self.0.as_ref().is_some_and(|seen| !seen.mappings.contains_key(id))
    }
}

impl Look {
    /// Whether what was seen can be built on. A failure is soon tried again, but a
    /// permission does not come back while we work.
    fn stands(&self) -> bool {
        match &self.seen {
            Ok(_) => true,
            Err(error) if error.refusal() == Some(RefusalKind::Denied) => true,
            Err(_) => self.at.elapsed() < FRESH_FOR_EACH_PAGE,
        }
    }

    /// Whether it is also young enough to create by, among looks at so many `domains`.
    fn is_fresh(&self, domains: u32) -> bool {
        let lasts = |seen: &Snapshot| {
            FRESH_FOR_EACH_PAGE.saturating_mul(seen.pages.max(1)).saturating_mul(domains.max(1))
        };
        self.stands() && self.seen.as_ref().map_or(true, |seen| self.at.elapsed() < lasts(seen))
    }
}

impl Record {
    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Written {
    fn note(&mut self, id: &MappingId, now: Option<Mapping>) {
        self.changes.insert(id.clone(), now.map(Arc::new));
        self.known = None;
    }

    /// What was seen, with our changes; worked out once for as long as both stay.
    fn over(&mut self, seen: &Arc<ById>) -> Mappings {
        match &self.known {
            Some((of, known)) if Arc::ptr_eq(of, seen) => known.clone(),
            _ => {
                let untouched = seen.values().filter(|mapping| !self.changes.contains_key(&mapping.id));
                let known: Mappings = untouched.chain(self.changes.values().flatten()).cloned().collect();
                self.known = Some((seen.clone(), known.clone()));
                known
            }
        }
    }
}

impl Ledger {
    fn of(&self, domain: &DomainName) -> Arc<Record> {
        self.lock().entry(domain.clone()).or_default().clone()
    }

    /// How many domains this process deals with.
    fn domains(&self) -> u32 {
        self.lock().len().try_into().unwrap_or(u32::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<DomainName, Arc<Record>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gateway {
    /// The mappings of `domain` as far as this process knows: as listed once, and
    /// changed by our own writes since.
    ///
    /// # Errors
    /// When the domain could not be listed.
    pub async fn known_mappings(&self, domain: &DomainName) -> Result<Mappings, CallError> {
        let record = self.ledger.of(domain);
        let seen = record.look(Look::stands, || self.all(domain)).await?;
        Ok(record.written().over(&seen.mappings))
    }

    /// What is on `domain` before we create a mapping there. Nothing is known when
    /// we may not list it.
    ///
    /// # Errors
    /// When the service is in no state to be asked, and so in none to be trusted
    /// with a write.
    pub(super) async fn before(&self, domain: &DomainName) -> Result<Before, CallError> {
        let (record, domains) = (self.ledger.of(domain), self.ledger.domains());
        match record.look(|look| look.is_fresh(domains), || self.list(domain)).await {
            Ok(seen) => Ok(Before(Some(seen))),
            Err(error) if error.refusal().is_none() || error.leaves_open() => Err(error),
            Err(_) => Ok(Before(None)),
        }
    }

    /// Takes a mapping that was found for our own. `false` when it is the work of
    /// another write of ours.
    pub(super) fn claim(&self, domain: &DomainName, mapping: &Mapping) -> bool {
        self.listings.forget(domain);
        let record = self.ledger.of(domain);
        let mut written = record.written();
        let is_new = !written.changes.contains_key(&mapping.id);
        if is_new {
            written.note(&mapping.id, Some(mapping.clone()));
        }
        is_new
    }

    /// Notes that the mapping exists as it is here, by our own doing.
    pub(super) fn wrote(&self, domain: &DomainName, mapping: &Mapping) {
        self.listings.forget(domain);
        self.ledger.of(domain).written().note(&mapping.id, Some(mapping.clone()));
    }

    /// Notes that the mapping does not exist any more, by our own doing.
    pub(super) fn removed(&self, domain: &DomainName, id: &MappingId) {
        self.listings.forget(domain);
        self.ledger.of(domain).written().note(id, None);
    }
}

impl Record {
    /// What was seen at the last look if that is good enough, else at a new one.
    async fn look<F: Future<Output = Result<Snapshot, CallError>>>(
        &self,
        good_enough: impl Fn(&Look) -> bool,
        anew: impl FnOnce() -> F,
    ) -> Result<Snapshot, CallError> {
        let mut last = self.look.lock().await;
        if let Some(look) = last.as_ref().filter(|look| good_enough(look)) {
            return look.seen.clone();
        }
        let at = Instant::now();
        let seen = anew().await;
        *last = Some(Look { at, seen: seen.clone() });
        seen
    }
}
