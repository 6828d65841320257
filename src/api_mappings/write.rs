//! The change of a domain from the table that it has to the one that is planned, and its end.

use std::collections::HashSet;
use std::sync::Arc;

use tf_provider::Diagnostics;
use tf_provider::value::Value;
use tf6server::Remains;
use tokio::time::{Instant, timeout_at};

use super::carry_out::carry_out;
use super::changes::{Changes, Wanted};
use super::findings::{changed, of_change, report, report_findings, staying};
use super::not_all_done::{Work, not_all_done};
use super::schemes::Schemes;
use super::state::State;
use super::validate::{self, Element};
use super::{messages, schemes};
use crate::checks::Run;
use crate::gateway::{Mapping, Mappings};
use crate::names::{ApiId, DomainName, MappingKey, StageName};
use crate::provider::RegionalSession;
use crate::shared::location::Location;
use crate::shared::not_found;
use crate::shared::private_state::PrivateState;
use crate::shared::timeouts::Operation;

/// Where a table is, with what may write to it.
pub(super) struct Place {
    pub(super) run: Arc<Run>,
    pub(super) session: RegionalSession,
    pub(super) domain: DomainName,
    pub(super) location: Location,
}

/// The change of a table, or the creation of one, where there is no `prior` state.
pub(super) struct Write<'w, 'a> {
    pub(super) place: &'w Place,
    pub(super) operation: Operation,
    pub(super) prior: Option<&'w State<'a>>,
    pub(super) planned: &'w State<'a>,
    pub(super) wanted: Wanted,
}

impl<'a> Write<'_, 'a> {
    /// Makes the change. Nothing is written where the domain is not as the plan took it to be.
    /// Where a part of the change fails, the state is that of what is there.
    pub(super) async fn carry_out(self, diags: &mut Diagnostics) -> Option<(State<'a>, PrivateState)> {
        let Self { place: Place { run, session, domain, location }, prior, planned, .. } = &self;
        let gateway = &session.gateway;
        let start = Instant::now();
        let limit = |calls| self.operation.limit_beside(gateway.time_for(calls), &planned.timeouts);
        let planned_for = prior.map(State::table).unwrap_or_default();
        let there = gateway.table(domain, limit(planned_for.len() + self.wanted.len())).await;
        let there =
            there.map_err(|error| diags.add_error(messages::not_listed(session, domain, &error))).ok()?;
        let Some(there) = there else {
            diags.add_error(not_found::domain(session, domain));
            return None;
        };
        // A table that is replaced stands beside what its deletion left: the next plan shows it.
        let left = if prior.is_none() { run.left(session.region(), domain) } else { HashSet::new() };
        let there: Mappings = match left.is_empty() {
            true => there,
            false => there.iter().filter(|mapping| !left.contains(&mapping.id)).cloned().collect(),
        };
        if there != planned_for {
            diags.add_error(match prior {
                Some(_) => messages::changed_since(domain, &planned_for, &there),
                None => {
                    let elements = validate::names(&mut Diagnostics::default(), planned).elements;
                    messages::not_empty(session, domain, &there, elements.as_deref())
                }
            });
            return None;
        }
        let schemes = Schemes::look_up(gateway, *prior, planned).await.unwrap_or_default();
        let changes = Changes::between(&there, &self.wanted, schemes.is_other_kind());
        let end = start + limit(2 * changes.len());
        // Once the time is up, nothing is begun.
        if let Ok(passed) = timeout_at(end, self.check(diags, &there, schemes.is_other_kind())).await {
            passed?;
        }
        let carried = carry_out(gateway, domain, there, &changes, end).await;
        let is_done = carried.is_all_done();
        if !is_done {
            let work = if prior.is_none() { Work::Creation } else { Work::Change };
            diags.add_error(not_all_done(session, domain, &carried, work));
            if prior.is_none() && carried.mappings.is_empty() {
                return None;
            }
        }
        let scheme = match planned.scheme().filter(|_| is_done) {
            Some(scheme) => Some(scheme),
            None => schemes::of_found(gateway, prior.unwrap_or(planned), &carried.mappings).await,
        };
        let state = State::of(session.region(), domain, &carried.mappings, scheme, planned.timeouts.clone());
        let state =
            State { domain_name: planned.domain_name.clone(), region: planned.region.clone(), ..state };
        Some((state, PrivateState::at(location.clone())))
    }
}

impl Write<'_, '_> {
    /// Looks for what AWS would refuse, before anything is written: what was not known in the
    /// plan is known now. Warnings are left to the plan.
    async fn check(&self, diags: &mut Diagnostics, there: &Mappings, kind_changes: bool) -> Option<()> {
        let element = |(key, (api_id, stage)): (&MappingKey, &(ApiId, StageName))| Element {
            key: key.clone(),
            api_id: Some(api_id.clone()),
            stage: Some(stage.clone()),
        };
        let elements: Vec<Element> = self.wanted.iter().map(element).collect();
        let changed = changed(there, &elements, kind_changes);
        let staying = staying(there, &elements, kind_changes);
        let Place { session, run, domain, .. } = self.place;
        let phase = run.phase_of_write().await;
        let mut found = Diagnostics::default();
        for finding in of_change(domain, there, &self.wanted.keys().collect(), kind_changes) {
            report(&mut found, session, run, phase, finding);
        }
        // The plan has told them, unless it did not know the kind of an API.
        for warning in found.warnings.drain(..) {
            tracing::warn!(domain = %domain, "{}: {}", warning.summary, warning.detail);
        }
        let of = Some(domain.clone());
        let of_elements = report_findings(&mut found, session, run, phase, of, changed, staying).await;
        let is_refused = of_elements || !found.errors.is_empty();
        if is_refused && found.errors.is_empty() {
            found.add_error(messages::refused_elsewhere(domain));
        }
        diags.errors.extend(found.errors);
        (!is_refused).then_some(())
    }
}

impl Place {
    /// Deletes the mappings of a table; what is left of it, where some could not be.
    pub(super) async fn delete<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
    ) -> Option<Remains<State<'a>, PrivateState>> {
        let Self { run, session, domain, location } = self;
        let known = prior.table();
        let limit =
            Operation::DELETE.limit_beside(session.gateway.time_for(2 * known.len()), &prior.timeouts);
        let end = Instant::now() + limit;
        let there = session.gateway.table(domain, limit).await;
        let there =
            there.map_err(|error| diags.add_error(messages::not_listed(session, domain, &error))).ok()?;
        // With its domain, all of a table is gone.
        let Some(there) = there else { return Some(None) };
        let unknown: Vec<&Mapping> =
            there.by_key().filter(|mapping| known.get(&mapping.id).is_none()).collect();
        if !unknown.is_empty() {
            diags.add_warning(messages::left_behind(domain, &unknown));
        }
        let left = unknown.iter().map(|mapping| mapping.id.clone()).collect();
        run.note_left(session.region(), domain, left);
        let own: Mappings =
            there.iter().filter(|mapping| known.get(&mapping.id).is_some()).cloned().collect();
        let changes = Changes::between(&own, &Wanted::new(), false);
        let carried = carry_out(&session.gateway, domain, own, &changes, end).await;
        if carried.is_all_done() {
            return Some(None);
        }
        diags.add_error(not_all_done(session, domain, &carried, Work::Deletion));
        let left = State::of(session.region(), domain, &carried.mappings, prior.scheme(), Value::Null);
        let State { mappings, api_mapping_ids, urls, .. } = left;
        let left = State { mappings, api_mapping_ids, urls, ..prior };
        Some(Some((left, PrivateState::at(location.clone()))))
    }
}
