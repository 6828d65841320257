//! What this run has planned and said so far.
//!
//! Terraform plans one resource at a time and tells none of the others; mappings
//! that are each fine alone may exclude each other. So every plan is noted here, by
//! domain, and compared with those before it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::gateway::{Protocol, Wanted};
use crate::names::{DomainName, MappingId, MappingKey};
use crate::provider::Session;

/// A mapping that this run plans, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Plan {
    /// The mapping, when it exists already.
    pub(in super::super) id: Option<MappingId>,
    /// The key that it shall have.
    pub(in super::super) key: MappingKey,
    /// The API and stage that shall answer, when they are known.
    pub(in super::super) wanted: Option<Wanted>,
    /// The kind of the API, when it is known.
    pub(in super::super) protocol: Option<Protocol>,
}

impl Plan {
    /// Whether the two are one resource, planned once to be changed and then again
    /// to be replaced: Terraform asks twice for those.
    fn is_replacement_of(&self, other: &Self) -> bool {
        self.id.is_none() && other.id.is_some() && self.wanted.is_some() && self.wanted == other.wanted
    }
}

/// One run of a configured provider.
#[derive(Debug, Default)]
pub(in super::super) struct Run {
    managed: Arc<Managed>,
    plans: Mutex<HashMap<DomainName, Vec<Plan>>>,
    said: Mutex<HashSet<String>>,
}

impl Run {
    /// Notes a plan, and gives back those that this run made before for the domain
    /// and that are not the same resource.
    pub(super) fn plan(&self, domain: &DomainName, plan: Plan) -> Vec<Plan> {
        let mut plans = lock(&self.plans);
        let plans = plans.entry(domain.clone()).or_default();
        if let Some(id) = &plan.id {
            plans.retain(|other| other.id.as_ref() != Some(id));
        }
        let others = plans.iter().filter(|other| !plan.is_replacement_of(other)).cloned().collect();
        plans.push(plan);
        others
    }

    /// Whether Terraform is known to manage the mapping.
    pub(super) fn manages(&self, id: &MappingId) -> bool {
        self.managed.holds(id)
    }

    /// Whether `thing` is said for the first time in this run.
    pub(in super::super) fn first_time(&self, thing: String) -> bool {
        lock(&self.said).insert(thing)
    }
}

/// The mappings that Terraform's state holds, as far as this process has seen it.
#[derive(Debug, Default)]
pub(in super::super) struct Managed(Mutex<HashSet<MappingId>>);

impl Managed {
    /// Notes that Terraform manages the mapping.
    pub(in super::super) fn note(&self, id: &MappingId) {
        lock(&self.0).insert(id.clone());
    }

    fn holds(&self, id: &MappingId) -> bool {
        lock(&self.0).contains(id)
    }
}

/// The current run: a new one each time that the provider is configured.
#[derive(Debug, Default)]
pub(in super::super) struct Runs {
    managed: Arc<Managed>,
    current: Mutex<Option<(Arc<Session>, Arc<Run>)>>,
}

impl Runs {
    /// The mappings that Terraform's state holds; it is shown them before a run
    /// begins.
    pub(in super::super) fn managed(&self) -> &Managed {
        &self.managed
    }

    /// The run that belongs to `session`.
    pub(in super::super) fn of(&self, session: &Arc<Session>) -> Arc<Run> {
        let mut current = lock(&self.current);
        match &*current {
            Some((known, run)) if Arc::ptr_eq(known, session) => run.clone(),
            _ => {
                let run = Arc::new(Run { managed: self.managed.clone(), ..Run::default() });
                *current = Some((session.clone(), run.clone()));
                run
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
