//! What this run has planned and said so far.
//!
//! Terraform plans one resource at a time and tells none of the others; mappings
//! that are each fine alone may exclude each other. So every plan is noted here, by
//! domain, and compared with those before it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tf_provider::Diagnostic;

use crate::gateway::{MappingSpec, Protocol};
use crate::names::{DomainName, MappingId, MappingKey};
use crate::provider::Session;
use tf6server::surely_only_plans;

/// A mapping that this run plans, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Plan {
    /// The mapping, when it exists already.
    pub(in super::super) id: Option<MappingId>,
    /// The key that it shall have.
    pub(in super::super) key: MappingKey,
    /// The API and stage that shall answer, when they are known.
    pub(in super::super) wanted: Option<MappingSpec>,
    /// The kind of the API, when it is known.
    pub(in super::super) protocol: Option<Protocol>,
}

impl Plan {
    /// Whether the two are one resource, planned once to be changed and then again
    /// to be replaced: Terraform asks twice for those. What is unknown the first
    /// time is unknown the second time.
    fn is_replacement_of(&self, other: &Self) -> bool {
        self.id.is_none() && other.id.is_some() && self.key == other.key && self.wanted == other.wanted
    }
}

/// One run of a configured provider.
#[derive(Debug, Default)]
pub(in super::super) struct Run {
    managed: Arc<Managed>,
    read: AtomicBool,
    plans: Mutex<HashMap<DomainName, Vec<Arc<Plan>>>>,
    said: Mutex<HashSet<String>>,
    unsaid: Mutex<HashMap<(DomainName, MappingKey), Diagnostic>>,
}

impl Run {
    #[cfg(test)]
    pub(super) fn managing(managed: Managed) -> Self {
        Self { managed: Arc::new(managed), ..Self::default() }
    }

    /// Notes a plan, and gives back those that this run made before for the domain
    /// and that are not the same resource.
    pub(super) fn plan(&self, domain: &DomainName, plan: Arc<Plan>) -> Vec<Arc<Plan>> {
        let mut plans = lock(&self.plans);
        let plans = plans.entry(domain.clone()).or_default();
        if let Some(id) = &plan.id {
            plans.retain(|other| other.id.as_ref() != Some(id));
        }
        let others: Vec<Arc<Plan>> =
            plans.iter().filter(|other| !plan.is_replacement_of(other)).cloned().collect();
        if others.len() == plans.len() {
            plans.push(plan);
        }
        others
    }

    /// Whether Terraform is known to manage the mapping.
    pub(super) fn manages(&self, id: &MappingId) -> bool {
        self.managed.holds(id)
    }

    /// Notes that Terraform had a mapping read, which it does only while it plans.
    pub(in super::super) fn has_read(&self) {
        self.read.store(true, Ordering::Relaxed);
    }

    /// Whether this is surely a plan, and not the one that Terraform makes once
    /// more before it writes.
    pub(super) fn surely_plans(&self) -> bool {
        self.read.load(Ordering::Relaxed) || surely_only_plans()
    }

    /// Whether `thing` is said for the first time in this run.
    pub(in super::super) fn first_time(&self, thing: String) -> bool {
        lock(&self.said).insert(thing)
    }

    /// Notes why the mapping at `key` of `domain` would be refused, although that
    /// was said before, of another one.
    pub(super) fn refuse(&self, domain: &DomainName, key: &MappingKey, why: Diagnostic) {
        lock(&self.unsaid).insert((domain.clone(), key.clone()), why);
    }

    /// Why the mapping at `key` of `domain` would be refused, if its plan left that
    /// to another one to say. A write must not be tried then.
    pub(in super::super) fn refusal(&self, domain: &DomainName, key: &MappingKey) -> Option<Diagnostic> {
        lock(&self.unsaid).remove(&(domain.clone(), key.clone()))
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
    /// The mappings that Terraform's state holds, as far as they were shown.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mapping::checks::facts::testing::plan;
    use crate::diagnostic::general;

    fn domain(name: &str) -> DomainName {
        DomainName::parse(name).unwrap()
    }

    fn orders(id: Option<&str>) -> Arc<Plan> {
        plan(id, "orders", "a1b2c3d4", Protocol::WebSocket)
    }

    #[test]
    fn a_plan_is_told_of_those_before_it_on_the_same_domain() {
        let run = Run::default();
        let shop = plan(None, "shop", "5h0p5h0p", Protocol::Http);
        assert_eq!(run.plan(&domain("api.example.com"), orders(None)), []);
        assert_eq!(run.plan(&domain("web.example.com"), orders(None)), []);
        assert_eq!(run.plan(&domain("api.example.com"), shop.clone()), [orders(None)]);
        assert_eq!(run.plan(&domain("api.example.com"), orders(Some("m1"))), [orders(None), shop]);
    }

    #[test]
    fn a_replacement_is_no_second_mapping_even_while_its_api_is_unknown() {
        for unknown in [false, true] {
            let plan = |id| {
                let plan = Arc::unwrap_or_clone(orders(id));
                Arc::new(Plan { wanted: plan.wanted.filter(|_| !unknown), ..plan })
            };
            let run = Run::default();
            assert_eq!(run.plan(&domain("api.example.com"), plan(Some("m1"))), []);
            assert_eq!(run.plan(&domain("api.example.com"), plan(None)), []);
            // And counts as one for those that follow.
            let third = run.plan(&domain("api.example.com"), orders(Some("m2")));
            assert_eq!(third, [plan(Some("m1"))]);
        }
    }

    #[test]
    fn two_new_mappings_at_one_key_are_two() {
        let run = Run::default();
        run.plan(&domain("api.example.com"), orders(None));
        assert_eq!(run.plan(&domain("api.example.com"), orders(None)), [orders(None)]);
    }

    #[test]
    fn a_mapping_that_is_planned_again_takes_its_own_place() {
        let run = Run::default();
        run.plan(&domain("api.example.com"), orders(Some("m1")));
        let moved = plan(Some("m1"), "shop", "a1b2c3d4", Protocol::WebSocket);
        assert_eq!(run.plan(&domain("api.example.com"), moved), []);
    }

    #[test]
    fn what_was_said_of_another_mapping_is_kept_for_the_write_of_this_one() {
        let (run, domain, key) = (Run::default(), domain("api.example.com"), MappingKey::root());
        assert!(run.refusal(&domain, &key).is_none());
        run.refuse(&domain, &key, general("Refused", "For a reason."));
        assert_eq!(run.refusal(&domain, &key).map(|why| why.detail.into_owned()).unwrap(), "For a reason.");
    }
}
