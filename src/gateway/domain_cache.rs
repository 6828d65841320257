//! What this process knows of the mappings of one domain: the pages that were listed,
//! and what its own writes changed since.
//!
//! Nothing here calls the service, so every rule can be tried by itself.
//! `shared_listings` fetches what is missing.

use std::collections::{BTreeMap, BTreeSet};

use super::pages::{Page, Pages};
use super::write::{Write, WriteError, WriteResult};
use super::{CallError, Failure, Mapping, Mappings};
use crate::names::{MappingId, MappingKey};

/// What is known of the mappings of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct DomainCache {
    pages: Pages,
    /// What is on the pages, with the changes of this process.
    mappings: Mappings,
    /// What this process has written, or may have: what is listed of it does not count.
    written: BTreeSet<MappingId>,
    /// The keys that creates of this process which are under way ask for.
    creating: Vec<MappingKey>,
    /// What was read by its id; `None` for what does not exist, or was deleted here.
    by_id: BTreeMap<MappingId, Option<Mapping>>,
    /// Whether a single reader has read by id.
    single_was_read: bool,
    /// The service says that there is no such domain.
    domain_is_gone: bool,
    /// Why the domain is not listed: the credentials do not allow it.
    denied: Option<CallError>,
    /// Why pages failed, in their order.
    failures: Vec<CallError>,
}

/// What a reader does next when the cache has no answer for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NextRead {
    /// Fetches the page that starts at this token; `None` is the first.
    Page(Option<String>),
    /// Reads the mapping by its id.
    ById,
}

impl DomainCache {
    /// The mapping with this id; inside, `None` when it does not exist. `None` when
    /// that is not known yet: absence from the listing alone is not believed.
    pub(super) fn get(&self, id: &MappingId) -> Option<Option<Mapping>> {
        let listed = self.mappings.get(id).map(|mapping| Some(mapping.clone()));
        listed.or_else(|| self.by_id.get(id).cloned()).or(self.domain_is_gone.then_some(None))
    }

    /// All mappings, once every page has been fetched.
    pub(super) fn all(&self) -> Option<Mappings> {
        self.pages.is_complete().then(|| self.mappings.clone())
    }

    /// What a new listing shows, with what this process has written: that is newer than a listing
    /// may be. What a write may have done or not is taken from the listing.
    pub(super) fn with_writes(&self, listed: impl IntoIterator<Item = Mapping>) -> Mappings {
        let is_deleted = |mapping: &Mapping| {
            self.written.contains(&mapping.id) && matches!(self.by_id.get(&mapping.id), Some(None))
        };
        let listed = listed.into_iter().filter(|mapping| !is_deleted(mapping));
        let written = self.written.iter().filter_map(|id| self.mappings.get(id)).cloned();
        let mut all = Mappings::default();
        listed.chain(written).for_each(|mapping| all.insert(mapping));
        all
    }

    /// Whether the service says that there is no such domain.
    pub(super) fn is_gone(&self) -> bool {
        self.domain_is_gone
    }

    /// Why the domain cannot be listed, when the credentials do not allow it.
    pub(super) fn denied(&self) -> Option<&CallError> {
        self.denied.as_ref()
    }

    /// How many pages have failed so far.
    pub(super) fn failures(&self) -> usize {
        self.failures.len()
    }

    /// Why a page failed, if one has since there were `before` failures.
    pub(super) fn failure_since(&self, before: usize) -> Option<&CallError> {
        self.failures.get(before)
    }

    /// What a reader does next; whether it `is_single`, the only one that waits and for
    /// one mapping.
    ///
    /// Reads begin with the first page. While several wait, pages go on; a single one
    /// that is not on the page is read by its id, once a domain. So any reads of a domain
    /// with `p` pages make at most `p + 1` calls, and one alone makes two. A mapping that
    /// is on no page costs one call more, which confirms that it does not exist.
    pub(super) fn next_read(&mut self, is_single: bool) -> NextRead {
        if self.denied.is_some() || self.pages.is_complete() {
            return NextRead::ById;
        }
        if is_single && !self.pages.is_untouched() && !self.single_was_read {
            self.single_was_read = true;
            return NextRead::ById;
        }
        NextRead::Page(self.pages.token())
    }

    /// Notes what reading a mapping by its id found. One that was deleted meanwhile stays
    /// so.
    pub(super) fn found_by_id(&mut self, id: &MappingId, found: Option<Mapping>) {
        self.by_id.entry(id.clone()).or_insert(found);
    }

    /// Notes a page. What this process wrote is newer than what is on it.
    ///
    /// # Errors
    /// When the listing leads back to a page that was fetched before.
    pub(super) fn add_page(&mut self, page: Page<Mapping>) -> Result<(), Failure> {
        self.pages.read(&page)?;
        for mapping in page.items {
            if !self.written.contains(&mapping.id) {
                self.mappings.insert(mapping);
            }
        }
        Ok(())
    }

    /// Notes that a page could not be fetched. A domain that does not exist has no
    /// mappings; after any other failure, and where a later page is not found, which may
    /// speak of its token, the listing begins anew. (No page is fetched once all are there,
    /// so a complete listing is never forgotten.)
    pub(super) fn page_failed(&mut self, error: CallError) {
        if error.is_not_found() && self.pages.is_untouched() {
            self.pages = Pages::empty();
            self.domain_is_gone = true;
        } else if error.is_denied() {
            self.denied = Some(error);
        } else {
            self.failures.push(error);
            self.pages = Pages::default();
            self.single_was_read = false;
        }
    }

    /// Notes that a write of this process begins.
    pub(super) fn begin(&mut self, write: &Write) {
        if let Write::Create(spec) = write {
            self.creating.push(spec.key.clone());
        }
    }

    /// Whether the mapping was made after the domain was listed, and is not the work of
    /// another write of this process: of none that has ended, and, as no other create of
    /// the key is under way, of none that has not. If so, it counts as this process's work
    /// from now on. `false` when the domain was not listed.
    pub(super) fn claim(&mut self, mapping: &Mapping) -> bool {
        let was_seen = self.get(&mapping.id).flatten().is_some();
        let was_absent = self.pages.is_complete() && !was_seen;
        let creates = self.creating.iter().filter(|key| **key == mapping.key).count();
        let is_new = was_absent && !self.written.contains(&mapping.id) && creates <= 1;
        if is_new {
            self.wrote(mapping);
        }
        is_new
    }

    /// Whether this process has written the mapping, or may have.
    pub(super) fn has_written(&self, id: &MappingId) -> bool {
        self.written.contains(id)
    }

    /// Whether this process has written the mapping, and has left it this key.
    pub(super) fn has_given(&self, id: &MappingId, key: &MappingKey) -> bool {
        self.has_written(id) && self.mappings.get(id).is_some_and(|known| known.key == *key)
    }

    /// Whether a mapping that no listing showed at its key may have been there all the same:
    /// this process has not brought it there, and is not about to.
    pub(super) fn may_have_missed(&self, mapping: &Mapping) -> bool {
        let was_elsewhere = self.get(&mapping.id).flatten().is_some();
        !was_elsewhere && !self.has_written(&mapping.id) && !self.creating.contains(&mapping.key)
    }

    /// Notes what came of a write of this process.
    pub(super) fn note(&mut self, write: &Write, result: &WriteResult) {
        if let Write::Create(spec) = write
            && let Some(ended) = self.creating.iter().position(|key| *key == spec.key)
        {
            self.creating.remove(ended);
        }
        match (write, result) {
            (_, Ok(Some(mapping))) => self.wrote(mapping),
            (_, Err(WriteError::Overtaken { actual, .. })) => self.wrote(actual),
            (Write::Delete(id) | Write::Update(id, _), Ok(None)) => self.removed(id),
            (Write::Update(id, _) | Write::Delete(id), Err(_)) => self.uncertain(id),
            (Write::Create(_), Ok(None) | Err(_)) => {}
        }
    }

    /// Notes that the mapping is like this by this process's doing.
    fn wrote(&mut self, mapping: &Mapping) {
        self.written.insert(mapping.id.clone());
        self.mappings.insert(mapping.clone());
    }

    /// Notes that the mapping does not exist any more, by this process's doing.
    fn removed(&mut self, id: &MappingId) {
        self.written.insert(id.clone());
        self.by_id.insert(id.clone(), None);
        self.mappings.remove(id);
    }

    /// Notes that it is not known what a write did to a mapping.
    fn uncertain(&mut self, id: &MappingId) {
        self.written.insert(id.clone());
        self.by_id.remove(id);
        self.mappings.remove(id);
    }
}

#[cfg(test)]
#[path = "domain_cache_tests.rs"]
mod tests;
