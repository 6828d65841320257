//! Carries the changes of a table out, and says what is there afterwards.
//!
//! Writes of one step go side by side, each accountable as a single one is. A write that fails
//! keeps nothing else from being done, save that nothing is deleted any more: a path that was
//! to move would end before its new place answers. What fails for a reason that concerns all
//! writes ends the work.

use std::collections::HashSet;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::changes::{Change, Changes};
use crate::gateway::{
    CallError, Failure, Gateway, Mapping, Mappings, MayHaveWorked, RefusalKind, WriteError,
};
use crate::names::{DomainName, MappingId};

/// How many writes are under way at a time. As a call takes well under a second, that keeps
/// pace with the quota of ten a second.
const SIDE_BY_SIDE: usize = 10;

/// So many failures that are not about the mappings themselves end the work: the service is
/// down, and each write that tries takes minutes.
const MOST_OUTAGES: usize = 10;

/// So many failures of a step in which nothing succeeds end the work: what is wrong is the
/// domain, or what all of its mappings have in common.
const MOST_REFUSALS: usize = 50;

/// Progress is logged each time that so many changes are made.
const LOGGED_EACH: usize = 10;

/// How the changes of a table ended.
#[derive(Debug)]
pub(super) struct Carried {
    /// The mappings that are there now, of those that the table had or has made.
    pub(super) mappings: Mappings,
    /// How many changes were made.
    pub(super) done: usize,
    /// What could not be done, and why.
    pub(super) failed: Vec<(Change, WriteError)>,
    /// How many changes were not begun.
    pub(super) not_begun: usize,
    /// Whether some were not begun because the time was up.
    pub(super) is_out_of_time: bool,
    /// Why what some writes did could not be found out.
    pub(super) unsettled: Option<CallError>,
}

/// Carries `changes` out on a domain that has the mappings `before`. Nothing is begun after `end`.
pub(super) async fn carry_out(
    gateway: &Gateway,
    domain: &DomainName,
    before: Mappings,
    changes: &Changes,
    end: Instant,
) -> Carried {
    let total = changes.len();
    let mut carried = Carried::nothing_yet(before.clone());
    let mut outages = 0;
    let mut ends = false;
    let steps = changes.steps();
    for (index, step) in steps.into_iter().enumerate() {
        let (is_first, is_last) = (index == 0, index == steps.len() - 1);
        let is_left_out = is_last && !carried.failed.is_empty();
        let (done_before, failed_before) = (carried.done, carried.failed.len());
        let mut waiting = step.iter();
        let mut under_way = FuturesUnordered::new();
        loop {
            while !ends && !is_left_out && under_way.len() < SIDE_BY_SIDE {
                let Some(change) = waiting.next() else { break };
                if Instant::now() >= end {
                    carried.not_begun += 1;
                    (ends, carried.is_out_of_time) = (true, true);
                    break;
                }
                under_way.push(Box::pin(write(gateway, domain, change, end)));
            }
            let Some((change, result)) = under_way.next().await else { break };
            outages += usize::from(result.as_ref().is_err_and(is_outage));
            let is_done = result.is_ok();
            let concerns_all = carried.note(change, result);
            let failed = carried.failed.len() - failed_before;
            ends |= concerns_all
                || outages >= MOST_OUTAGES
                || (failed >= MOST_REFUSALS && carried.done == done_before)
                // Nothing of what is new comes while something is in its way.
                || (is_first && failed > 0);
            if is_done && (carried.done.is_multiple_of(LOGGED_EACH) || carried.done == total) {
                tracing::info!(domain = %domain, "{} of {total} changes made", carried.done);
            }
        }
        carried.not_begun += waiting.count();
    }
    if carried.done < total {
        let Carried { done, failed, not_begun, .. } = &carried;
        let failed = failed.len();
        tracing::info!(domain = %domain, failed, not_begun, "only {done} of {total} changes made");
    }
    carried.settle(gateway, domain, &before).await;
    carried
}

/// Makes a change; the mapping as it is then, `None` after a delete.
async fn write<'c>(
    gateway: &Gateway,
    domain: &DomainName,
    change: &'c Change,
    end: Instant,
) -> (&'c Change, Result<Option<Mapping>, WriteError>) {
    let limit = end.saturating_duration_since(Instant::now());
    let result = match change {
        Change::Create(spec) => gateway.create(domain, spec, limit).await.map(Some),
        Change::Update(id, update) => gateway.update(domain, id, update, limit).await.map(Some),
        Change::Delete(mapping) => gateway.delete(domain, &mapping.id, limit).await.map(|()| None),
    };
    (change, result)
}

impl Carried {
    /// A domain with these mappings, before any change.
    fn nothing_yet(mappings: Mappings) -> Self {
        Self { mappings, done: 0, failed: Vec::new(), not_begun: 0, is_out_of_time: false, unsettled: None }
    }

    /// Whether all changes were made.
    pub(super) fn is_all_done(&self) -> bool {
        self.failed.is_empty() && self.not_begun == 0
    }

    /// Notes how a change ended; whether all others would end the same way.
    fn note(&mut self, change: &Change, result: Result<Option<Mapping>, WriteError>) -> bool {
        match (change, &result) {
            (_, Ok(Some(mapping))) => self.mappings.insert(mapping.clone()),
            (Change::Delete(mapping), Ok(None)) => self.mappings.remove(&mapping.id),
            (_, Err(WriteError::Overtaken { actual, .. })) => self.mappings.insert((**actual).clone()),
            (Change::Update(id, _), Err(WriteError::Gone(_))) => self.mappings.remove(id),
            (_, Ok(None) | Err(_)) => {}
        }
        let Err(error) = result else {
            self.done += 1;
            return false;
        };
        if was_not_begun(&error) {
            self.not_begun += 1;
            return true;
        }
        let concerns_all = concerns_all(&error);
        self.failed.push((change.clone(), error));
        concerns_all
    }

    /// Finds out what the writes did whose answers leave that open.
    async fn settle(&mut self, gateway: &Gateway, domain: &DomainName, before: &Mappings) {
        if !self.failed.iter().any(|(change, error)| is_open(change, error)) {
            return;
        }
        match gateway.mappings_after_writes(domain).await {
            Ok(listed) => self.mappings = settled(self, &listed, before),
            Err(error) => self.unsettled = Some(error),
        }
    }
}

/// What is there by a listing that was made after all writes, without what others have made.
fn settled(carried: &Carried, listed: &Mappings, before: &Mappings) -> Mappings {
    let mut now = carried.mappings.clone();
    let made: HashSet<MappingId> = now.iter().map(|mapping| mapping.id.clone()).collect();
    for (change, error) in &carried.failed {
        match change {
            Change::Create(spec) if matches!(error, WriteError::Unclear { .. }) => {
                let found = listed.at(&spec.key).filter(|found| found.is(spec));
                let is_new = |found: &&Mapping| before.get(&found.id).is_none() && !made.contains(&found.id);
                found.filter(is_new).cloned().into_iter().for_each(|found| now.insert(found));
            }
            Change::Create(_) => {}
            Change::Update(id, _) | Change::Delete(Mapping { id, .. }) => match listed.get(id) {
                Some(found) => now.insert(found.clone()),
                None => now.remove(id),
            },
        }
    }
    now
}

/// The call that ended a write.
fn said(error: &WriteError) -> &CallError {
    match error {
        WriteError::KeyTaken { said, .. }
        | WriteError::MayBeOwn { said, .. }
        | WriteError::Gone(said)
        | WriteError::Overtaken { said, .. }
        | WriteError::Unclear { said, .. }
        | WriteError::Failed(said) => said,
    }
}

/// Whether no attempt was made at the write, because the run was interrupted before.
fn was_not_begun(error: &WriteError) -> bool {
    matches!(error, WriteError::Failed(said) if said.failure == Failure::Interrupted)
}

/// Whether it is open what the write did.
fn is_open(change: &Change, error: &WriteError) -> bool {
    match (change, error) {
        (_, WriteError::Unclear { .. }) => true,
        (Change::Delete(_), WriteError::Failed(said)) => {
            said.refusal().is_none() || said.failure.may_have_worked() != MayHaveWorked::No
        }
        _ => false,
    }
}

/// Whether the failure is one of the credentials, the network or the time, and so of every
/// write.
fn concerns_all(error: &WriteError) -> bool {
    let call = said(error);
    match &call.failure {
        Failure::OutOfTime { .. }
        | Failure::AskedToWait(_)
        | Failure::Interrupted
        | Failure::NoConnection(_)
        | Failure::NoSuchHost(_)
        | Failure::UntrustedCertificate(_)
        | Failure::NotSent(_) => true,
        _ => matches!(
            call.refusal(),
            Some(
                RefusalKind::Denied
                    | RefusalKind::SessionExpired
                    | RefusalKind::CredentialsNotAccepted
                    | RefusalKind::NotOptedIn
                    | RefusalKind::Throttled
            )
        ),
    }
}

/// Whether the service did not work, which is not about the mapping.
fn is_outage(error: &WriteError) -> bool {
    let call = said(error);
    match &call.failure {
        Failure::Refused { kind, .. } => *kind == RefusalKind::ServerError,
        _ => true,
    }
}

#[cfg(test)]
#[path = "carry_out_tests.rs"]
mod tests;
