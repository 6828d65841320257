//! What the service holds, and the requests that it may still carry out.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::process::Call;
use super::shared::Shared;
use crate::gateway::pages::Page;
use crate::gateway::write::Write;
use crate::gateway::{Failure, Mapping, MappingSpec, RefusalKind};
use crate::names::{ApiId, MappingId, MappingKey, StageName};

/// The keys that there are.
pub(super) const KEYS: [&str; 2] = ["a", "b"];
/// The stages that there are.
pub(super) const STAGES: [&str; 2] = ["test", "prod"];

/// A mapping that exists, and what the checks have to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Entry {
    pub(super) mapping: Mapping,
    /// The create that made it; `None` for the third party.
    pub(super) maker: Option<Call>,
    /// The update that changed it last, unless the third party has since.
    pub(super) changed_by: Option<Call>,
    /// The third party has changed it.
    pub(super) is_changed_by_hand: bool,
    /// By process: whether it was made after the listing of that process had passed it.
    pub(super) is_newer_than_listing: [bool; 2],
    pub(super) excuse: Option<Excuse>,
}

/// Why a mapping of this provider need not be in state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Excuse {
    /// An error speaks of it.
    Named,
    /// The process was killed before its create ended.
    Killed,
}

/// A request that its process does not wait for any more, and that may still be carried
/// out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Request {
    pub(super) call: Call,
    pub(super) write: Write,
    /// After so many seconds of waiting it has been carried out or never is.
    pub(super) seconds_left: u64,
    pub(super) excuse: Option<Excuse>,
}

/// The mappings of one domain.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Service {
    pub(super) entries: BTreeMap<u8, Shared<Entry>>,
    last_id: u8,
    pub(super) under_way: Vec<Request>,
    /// How many pages each process has listed.
    pub(super) pages_listed: [u8; 2],
}

pub(super) type Answer = Result<Option<Mapping>, Failure>;

impl Service {
    /// Carries a request out, and answers as the calls of the gateway do.
    pub(super) fn carry_out(&mut self, call: Call, write: &Write, excuse: Option<Excuse>) -> Answer {
        match write {
            Write::Create(spec) if self.at(&spec.key).is_some() => Err(refused(RefusalKind::Conflict)),
            Write::Create(spec) => Ok(Some(self.create(Some(call), spec, excuse))),
            Write::Update(id, update) => {
                let holder = self.at(&update.spec.key).map(|holder| holder.id.clone());
                if update.new_key && holder.is_some_and(|holder| holder != *id) {
                    return Err(refused(RefusalKind::Conflict));
                }
                let Some(entry) = self.entry_mut(id) else { return Err(refused(RefusalKind::NotFound)) };
                let spec = &update.spec;
                entry.mapping.stage = spec.stage.to_string();
                if update.new_key {
                    entry.mapping.key = spec.key.clone();
                }
                entry.changed_by = Some(call);
                Mapping::expected(Some(entry.mapping.clone()), |mapping| mapping.is(spec)).map(Some)
            }
            Write::Delete(id) => {
                self.remove(id);
                Ok(None)
            }
        }
    }

    /// Makes a mapping at a key that is free.
    pub(super) fn create(
        &mut self,
        maker: Option<Call>,
        spec: &MappingSpec,
        excuse: Option<Excuse>,
    ) -> Mapping {
        self.last_id += 1;
        let mapping = Mapping {
            id: MappingId::from_api(&format!("m{}", self.last_id)).unwrap(),
            key: spec.key.clone(),
            api_id: spec.api_id.to_string(),
            stage: spec.stage.to_string(),
        };
        let page = page_of(self.last_id);
        let entry = Entry {
            mapping: mapping.clone(),
            maker,
            changed_by: None,
            is_changed_by_hand: false,
            is_newer_than_listing: self.pages_listed.map(|listed| listed > page),
            excuse,
        };
        self.entries.insert(self.last_id, Shared::new(entry));
        mapping
    }

    pub(super) fn remove(&mut self, id: &MappingId) {
        self.entries.retain(|_, entry| entry.mapping.id != *id);
    }

    /// The mapping that holds the key.
    pub(super) fn at(&self, key: &MappingKey) -> Option<&Mapping> {
        self.entries.values().map(|entry| &entry.mapping).find(|mapping| mapping.key == *key)
    }

    pub(super) fn entry(&self, id: &MappingId) -> Option<&Entry> {
        self.entries.values().find(|entry| entry.mapping.id == *id).map(Deref::deref)
    }

    pub(super) fn entry_mut(&mut self, id: &MappingId) -> Option<&mut Entry> {
        self.entries.values_mut().find(|entry| entry.mapping.id == *id).map(Shared::make_mut)
    }

    pub(super) fn mapping(&self, id: &MappingId) -> Option<&Mapping> {
        self.entry(id).map(|entry| &entry.mapping)
    }

    /// The page at the token, of two.
    pub(super) fn page(&self, token: Option<&str>) -> Page<Mapping> {
        let page = u8::from(token.is_some());
        let there = self.entries.iter().filter(|(id, _)| page_of(**id) == page);
        let next = token.is_none().then(|| "second".to_owned());
        Page::new(there.map(|(_, entry)| entry.mapping.clone()).collect(), next)
    }

    /// The listing of a process begins anew.
    pub(super) fn forget_listing(&mut self, process: usize) {
        self.pages_listed[process] = 0;
        for entry in self.entries.values_mut() {
            if entry.is_newer_than_listing[process] {
                entry.make_mut().is_newer_than_listing[process] = false;
            }
        }
    }
}

/// A mapping stays on its page: every other pair on the second.
fn page_of(id: u8) -> u8 {
    (id - 1) / 2 % 2
}

pub(super) fn refused(kind: RefusalKind) -> Failure {
    Failure::Refused { kind, message: String::new(), retry_after: None }
}

pub(super) fn spec(key: &str, stage: &str) -> MappingSpec {
    MappingSpec {
        key: MappingKey::from_api(key),
        api_id: ApiId::parse("a1").unwrap(),
        stage: StageName::parse(stage).unwrap(),
    }
}
