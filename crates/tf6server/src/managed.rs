//! A managed resource and everything it can do beyond its lifecycle.

use std::sync::{Arc, OnceLock};

use tf_provider::schema::Schema;
use tf_provider::{Diagnostics, Resource};

use super::identity::{AnyIdentified, Identified};
use super::list::{AnyListed, Listed};
use super::memory::{AnyRemembers, Remembers};
use super::moves::{AnyMoves, MovesFrom};
use super::proto::tfplugin6::{DynamicValue, ResourceIdentityData};
use super::resource::{AnyResource, Typed};
use super::upgrade::{Steps, UpgradeStep};

/// A [`Resource`] on its way into a [`Plugin`](super::Plugin).
///
/// The lifecycle comes with the resource; each further ability is switched on
/// by name, so that what is served can be read in one place.
pub struct Managed<R> {
    typed: Arc<Typed<R>>,
    entry: Entry,
}

/// A registered resource, its types erased.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) resource: Arc<dyn AnyResource>,
    pub(crate) identified: Option<Arc<dyn AnyIdentified>>,
    pub(crate) moves: Option<Arc<dyn AnyMoves>>,
    pub(crate) listed: Option<Arc<dyn AnyListed>>,
    pub(crate) memory: Option<Arc<dyn AnyRemembers>>,
    pub(crate) upgrades: Steps,
    schema: OnceLock<Schema>,
}

impl Entry {
    /// Its schema, made on first use.
    pub(crate) fn schema(&self, found: &mut Diagnostics) -> Option<&Schema> {
        if let Some(known) = self.schema.get() {
            return Some(known);
        }
        let schema = self.resource.schema(found)?;
        Some(self.schema.get_or_init(|| schema))
    }

    /// The identity of the object in this state, if it has one yet.
    pub(crate) fn identity(&self, state: &DynamicValue) -> Option<ResourceIdentityData> {
        self.identified.as_ref()?.of(state)
    }
}

impl<R: Resource + 'static> Managed<R> {
    /// A resource under its full type name, such as `toy_thing`.
    pub fn new(name: impl Into<String>, resource: R) -> Self {
        let name = name.into();
        let typed = Arc::new(Typed { name: name.clone(), resource: Arc::new(resource) });
        let entry = Entry {
            name,
            resource: typed.clone(),
            identified: None,
            moves: None,
            listed: None,
            memory: None,
            upgrades: Steps::new(),
            schema: OnceLock::new(),
        };
        Self { typed, entry }
    }

    /// Its objects have an identity and can be imported by it.
    #[must_use]
    pub fn with_identity(mut self) -> Self
    where
        R: Identified,
    {
        self.entry.identified = Some(self.typed.clone());
        self
    }

    /// It takes over the state of other providers' resources.
    #[must_use]
    pub fn with_moves(mut self) -> Self
    where
        R: MovesFrom,
    {
        self.entry.moves = Some(self.typed.clone());
        self
    }

    /// Its objects can be listed. A list is nothing without identities, so this
    /// switches those on as well.
    #[must_use]
    pub fn with_list(mut self) -> Self
    where
        R: Listed,
    {
        self.entry.listed = Some(self.typed.clone());
        self.with_identity()
    }

    /// It is told which of its objects the state holds.
    #[must_use]
    pub fn with_memory(mut self) -> Self
    where
        R: Remembers,
    {
        self.entry.memory = Some(self.typed.clone());
        self
    }

    /// Its state of schema version `from` becomes one of version `from + 1`
    /// through `step`. Each version below the current one needs a step.
    #[must_use]
    pub fn with_upgrade(mut self, from: i64, step: UpgradeStep) -> Self {
        self.entry.upgrades.insert(from, step);
        self
    }

    pub(crate) fn into_entry(self) -> Entry {
        self.entry
    }
}
