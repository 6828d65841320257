//! What this run has planned and reported so far, and what it knows of the Terraform that
//! started it.
//!
//! Terraform plans one resource at a time. Mappings that are each fine alone may
//! exclude each other, so every plan is noted here and compared with the others of
//! its domain.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tf_provider::{Diagnostic, Diagnostics};
use tf6server::{Parent, PlanPhase};
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

use super::asked::Asked;
use super::claims::{Claims, PlannedTable, Rivalry};
use super::new_calls::{NewCalls, Waited};
use super::phase::{Done, Phase};
use super::planned_mapping::PlannedMapping;
use super::subject::Subject;
use crate::names::{DomainName, MappingId, MappingKey, Region};
use crate::provider::{ParentProcess, Session};

/// What this process knows of the Terraform that started it.
#[derive(Debug, Default)]
struct Terraform {
    /// The mappings in its state, as far as it has shown them. It shows them one by one, so
    /// in a large run more may follow.
    managed: Mutex<HashSet<MappingId>>,
    /// Those of them that are in the state from before this run.
    stored: Mutex<HashSet<MappingId>>,
    /// The domains of the tables in its state, as far as it has shown them.
    tables: Mutex<HashSet<DomainOfRegion>>,
    calls: NewCalls,
    has_noted_change: OnceCell<()>,
}

/// A custom domain name of one region. Another region may have the same.
type DomainOfRegion = (Region, DomainName);

/// One run of a configured provider.
#[derive(Debug, Default)]
pub struct Run {
    terraform: Arc<Terraform>,
    parent: ParentProcess,
    has_read: AtomicBool,
    has_written: AtomicBool,
    asked: Mutex<Asked>,
    planned: Mutex<HashMap<DomainOfRegion, Vec<Arc<PlannedMapping>>>>,
    claims: Mutex<Claims<DomainOfRegion>>,
    left: Mutex<HashMap<DomainOfRegion, HashSet<MappingId>>>,
    /// The mappings that are planned to be destroyed.
    destroyed: Mutex<HashSet<MappingId>>,
    /// How often each mapping was imported.
    imported: Mutex<HashMap<MappingId, usize>>,
    gone: Mutex<HashMap<(DomainOfRegion, MappingKey), MappingId>>,
    reported: Mutex<HashSet<String>>,
}

impl Run {
    /// Notes plans before anything is looked up for them.
    pub(super) fn note_asked(
        &self,
        region: &Region,
        domain: Option<&DomainName>,
        planned: &[PlannedMapping],
    ) {
        lock(&self.asked).note(region, domain, planned);
    }

    /// The same for the changes of a table.
    pub(super) fn note_table_asked(
        &self,
        region: &Region,
        domain: Option<&DomainName>,
        planned: Arc<[PlannedMapping]>,
    ) {
        lock(&self.asked).note_table(region, domain, planned);
    }

    /// How many of the mappings whose plan was asked for so far are about the subject, which
    /// was found in this region.
    pub(super) fn count_concerned(&self, region: &Region, subject: &Subject) -> usize {
        lock(&self.asked).count_concerned(region, subject)
    }

    /// Notes what is planned for a domain of a region, and returns what this run planned for
    /// it before, without earlier plans of the same mappings.
    pub(super) fn note_planned(
        &self,
        region: &Region,
        domain: &DomainName,
        planned: &[Arc<PlannedMapping>],
    ) -> Vec<Arc<PlannedMapping>> {
        let mut domains = lock(&self.planned);
        let noted = domains.entry((region.clone(), domain.clone())).or_default();
        let ids: HashSet<&MappingId> = planned.iter().filter_map(|plan| plan.id.as_ref()).collect();
        noted.retain(|earlier| !earlier.id.as_ref().is_some_and(|id| ids.contains(id)));
        let is_replaced =
            |earlier: &PlannedMapping| planned.iter().any(|plan| plan.is_replacement_of(earlier));
        let earlier: Vec<_> = noted.iter().filter(|earlier| !is_replaced(earlier)).cloned().collect();
        // A replacement is noted already, as the change of the mapping that it replaces.
        let is_noted = |plan: &PlannedMapping| noted.iter().any(|earlier| plan.is_replacement_of(earlier));
        let new: Vec<_> = planned.iter().filter(|plan| !is_noted(plan)).cloned().collect();
        noted.extend(new);
        earlier
    }

    /// What Terraform asks for a plan for, by what the protocol says of it and all else.
    pub async fn phase<P>(&self, protocol: &PlanPhase<P>) -> Phase {
        let done = Done {
            has_read: self.has_read.load(Ordering::Relaxed),
            has_written: self.has_written.load(Ordering::Relaxed),
        };
        let parent = self.parent.get().await;
        let parent = parent.as_deref();
        if done.has_written {
            parent.into_iter().for_each(Parent::note_write);
        }
        let command = parent.map(|parent| parent.command_line.command);
        Phase::of(protocol, done, command, parent.is_some_and(Parent::has_planned))
    }

    /// What a table may not be written for.
    pub async fn phase_of_write(&self) -> Phase {
        Phase::of_write(self.parent.get().await.map(|parent| parent.command_line.command))
    }

    /// On how many objects Terraform works at a time.
    pub(super) async fn places(&self) -> usize {
        const OF_TERRAFORM: usize = 10;
        let given = self.parent.get().await.map(|parent| parent.command_line.parallelism);
        given.and_then(|given| usize::try_from(given).ok()).unwrap_or(OF_TERRAFORM)
    }

    /// Notes that a change was planned, which another process may apply.
    pub async fn note_planned_change(&self) {
        let Some(parent) = self.parent.get().await else { return };
        let note = move || parent.note_change();
        self.terraform.has_noted_change.get_or_init(async || drop(spawn_blocking(note).await)).await;
    }

    /// Whether Terraform is known to manage the mapping.
    pub fn manages(&self, id: &MappingId) -> bool {
        lock(&self.terraform.managed).contains(id)
    }

    /// Waits until `is_seen`, or until Terraform is not expected to show anything new.
    pub(super) async fn wait_until(&self, is_seen: impl Fn() -> bool) -> Waited {
        let places = self.places().await;
        self.terraform.calls.wait_until(places, is_seen).await
    }

    /// Notes that Terraform imports a mapping.
    pub fn note_imported(&self, id: MappingId) {
        *lock(&self.imported).entry(id).or_default() += 1;
    }

    /// Whether Terraform imports a mapping that has another address, in its state or by another
    /// import.
    pub fn is_imported_again(&self, id: &MappingId) -> bool {
        let imports = lock(&self.imported).get(id).copied().unwrap_or_default();
        imports > 1 || imports == 1 && lock(&self.terraform.stored).contains(id)
    }

    /// Notes that Terraform plans to destroy a mapping.
    pub fn note_destroyed(&self, id: MappingId) {
        lock(&self.destroyed).insert(id);
    }

    /// Whether Terraform plans to destroy a mapping that it imports at another address.
    pub fn is_imported_and_destroyed(&self, id: &MappingId) -> bool {
        lock(&self.imported).contains_key(id) && lock(&self.destroyed).contains(id)
    }

    /// Notes that Terraform had a mapping read or imported, as it does only before it shows
    /// a plan.
    pub fn note_read(&self) {
        self.has_read.store(true, Ordering::Relaxed);
    }

    /// Notes that a change is about to be written, which follows its plan.
    pub fn note_write(&self) {
        self.has_written.store(true, Ordering::Relaxed);
        if let Some(parent) = self.parent.known() {
            parent.note_write();
        }
    }

    /// Notes that a mapping of the state was read and does not exist any more. In another
    /// region there may be one with its id, which Terraform does not manage.
    pub fn note_gone(&self, region: &Region, domain: DomainName, key: MappingKey, id: MappingId) {
        lock(&self.terraform.managed).remove(&id);
        lock(&self.gone).insert(((region.clone(), domain), key), id);
    }

    /// The mapping that the state has for a key and that does not exist any more.
    pub(super) fn gone(&self, region: &Region, domain: &DomainName, key: &MappingKey) -> Option<MappingId> {
        lock(&self.gone).get(&((region.clone(), domain.clone()), key.clone())).cloned()
    }

    /// Notes that a table is planned for a domain; what it does not go together with.
    pub fn note_table(&self, region: &Region, domain: &DomainName, table: PlannedTable) -> Option<Rivalry> {
        lock(&self.claims).by_table((region.clone(), domain.clone()), table)
    }

    /// Notes that a mapping is planned by itself; whether a table of its domain is planned, too.
    pub fn note_single_mapping(
        &self,
        region: &Region,
        domain: &DomainName,
        is_change: bool,
    ) -> Option<Rivalry> {
        lock(&self.claims).by_single_mapping((region.clone(), domain.clone()), is_change)
    }

    /// Notes that a table of a domain is planned to be destroyed; whether one stays or comes.
    pub fn note_table_that_goes(&self, region: &Region, domain: &DomainName) -> Option<Rivalry> {
        lock(&self.claims).by_table_that_goes((region.clone(), domain.clone()))
    }

    /// Whether Terraform has a table of the domain in its state.
    pub fn has_table(&self, region: &Region, domain: &DomainName) -> bool {
        lock(&self.terraform.tables).contains(&(region.clone(), domain.clone()))
    }

    /// Notes the mappings that a table left on its domain when it was deleted.
    pub fn note_left(&self, region: &Region, domain: &DomainName, left: HashSet<MappingId>) {
        lock(&self.left).insert((region.clone(), domain.clone()), left);
    }

    /// The mappings that a table left on its domain when this run deleted it.
    pub fn left(&self, region: &Region, domain: &DomainName) -> HashSet<MappingId> {
        lock(&self.left).get(&(region.clone(), domain.clone())).cloned().unwrap_or_default()
    }

    /// Reports an error, unless one of the same cause has been reported in this run.
    pub fn report_once(&self, diags: &mut Diagnostics, cause: &str, error: Diagnostic) {
        if self.reports_first(cause) {
            diags.add_error(error);
        }
    }

    /// Whether `cause` has not been reported in this run. From now on it has.
    pub fn reports_first(&self, cause: &str) -> bool {
        lock(&self.reported).insert(cause.to_owned())
    }
}

/// The runs of this process: a new one each time that the provider is configured.
#[derive(Debug, Default)]
pub struct Runs {
    terraform: Arc<Terraform>,
    current: Mutex<Option<(Arc<Session>, Arc<Run>)>>,
    reported: Mutex<HashSet<String>>,
}

impl Runs {
    /// Notes that Terraform manages a mapping.
    pub fn note_managed(&self, id: MappingId) {
        lock(&self.terraform.managed).insert(id);
        self.terraform.calls.note();
    }

    /// Notes that Terraform has a mapping in its state.
    pub fn note_stored(&self, id: MappingId) {
        lock(&self.terraform.stored).insert(id.clone());
        self.note_managed(id);
    }

    /// Notes that Terraform manages the table of a domain.
    pub fn note_managed_table(&self, region: Region, domain: DomainName) {
        lock(&self.terraform.tables).insert((region, domain));
    }

    /// Notes that Terraform has begun a call about a mapping.
    pub fn note_call(&self) {
        self.terraform.calls.note();
    }

    /// Whether this process has not reported `cause` yet, which keeps it from a session and so
    /// from a run. From now on it has.
    pub fn reports_first(&self, cause: &str) -> bool {
        lock(&self.reported).insert(cause.to_owned())
    }

    /// The run that belongs to `session`.
    pub fn of(&self, session: &Arc<Session>) -> Arc<Run> {
        let mut current = lock(&self.current);
        match &*current {
            Some((known, run)) if Arc::ptr_eq(known, session) => run.clone(),
            _ => {
                let run = Arc::new(Run { parent: session.parent.clone(), ..self.start() });
                *current = Some((session.clone(), run.clone()));
                run
            }
        }
    }

    pub(super) fn start(&self) -> Run {
        Run { terraform: self.terraform.clone(), ..Run::default() }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
