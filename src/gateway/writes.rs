//! Carries writes out: sends them, looks up what became of one that was not answered, as
//! `recovery` says, and waits for a key that another mapping holds, as `held_keys` says.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use super::calls::ANSWER_TIMEOUT;
use super::held_keys::{DomainWrites, Ended, Turn};
use super::recovery::{Event, Recovery, Step};
use super::retry::Deadline;
use super::service::Service;
use super::shared_listings::SharedListings;
use super::write::{Write, WriteResult};
use super::{Action, CallError, Failure, MayHaveWorked};
use crate::names::{DomainName, MappingId};

/// How long finding out what became of a write may take, beyond the time that the write
/// itself is given.
const RECOVERY_LIMIT: Duration = Duration::from_secs(60);

/// Between two looks at a write that may still be under way: a second, which
/// [`Recovery::new`] counts.
const PAUSE: Duration = Duration::from_secs(1);

/// Carries writes out.
#[derive(Debug)]
pub(super) struct Writes {
    service: Arc<Service>,
    listings: Arc<SharedListings>,
    domains: Mutex<HashMap<DomainName, watch::Sender<DomainWrites>>>,
}

impl Writes {
    pub(super) fn new(service: Arc<Service>, listings: Arc<SharedListings>) -> Self {
        Self { service, listings, domains: Mutex::default() }
    }

    /// How many writes on `domain` have done what was asked for.
    pub(super) fn done(&self, domain: &DomainName) -> usize {
        self.on(domain).borrow().done()
    }

    fn on(&self, domain: &DomainName) -> watch::Sender<DomainWrites> {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        domains.entry(domain.clone()).or_default().clone()
    }

    /// Carries a write on `domain` out, trying for at most `limit`.
    pub(super) async fn carry_out(&self, domain: &DomainName, write: Write, limit: Duration) -> WriteResult {
        let deadline = Deadline::after(limit);
        let mut look_ups_end = None;
        let mut under_way = UnderWay::begin(self.on(domain), &write);
        let mut recovery = Recovery::new(write.clone(), ANSWER_TIMEOUT.as_secs());
        let mut step = self.listings.cache(domain, |cache| recovery.begin(cache));
        loop {
            let mut look_up_deadline =
                || *look_ups_end.get_or_insert_with(|| Deadline::after(RECOVERY_LIMIT).persistent());
            let event = match step {
                Step::List => Event::Listed(self.list(domain, deadline).await),
                Step::Send => self.send(domain, &write, deadline).await,
                Step::FindHolder(key) => {
                    let deadline = look_up_deadline();
                    let holder = self.service.holder(domain, &key, deadline);
                    Event::Found(deadline.wait(Action::GetApiMappings, holder).await)
                }
                Step::Read(id) => Event::Found(self.service.mapping(domain, &id, look_up_deadline()).await),
                Step::Wait => {
                    sleep(PAUSE).await;
                    Event::Waited
                }
                Step::WaitForKey(holder) => {
                    look_ups_end = None;
                    self.wait_for_key(&under_way, holder, write.action(), deadline).await
                }
                Step::Done(result) => {
                    under_way.ends(&write, &result);
                    return result;
                }
            };
            let is_found = matches!(event, Event::Found(_));
            step = self.listings.cache(domain, |cache| recovery.step(event, cache));
            if let (true, Step::Done(Ok(Some(mapping)))) = (is_found, &step) {
                tracing::info!(mapping = %mapping.id, "found what became of a write that was not answered");
            }
        }
    }

    /// Waits until the key may be free, until it is clear that this run does not free it, or
    /// until the run is interrupted or the time is up.
    async fn wait_for_key(
        &self,
        under_way: &UnderWay,
        holder: Option<MappingId>,
        action: Action,
        deadline: Deadline,
    ) -> Event {
        tracing::debug!(?holder, "the key is held, and other writes on the domain may free it");
        let turn = async { Ok(under_way.turn(holder).await) };
        tokio::select! {
            biased;
            () = self.service.retry.interrupted() => {
                Event::Failed(CallError { action, failure: Failure::Interrupted }, MayHaveWorked::No)
            }
            turn = deadline.wait(action, turn) => match turn {
                Ok(Turn::IsTried) => {
                    under_way.is_tried();
                    Event::KeyMayBeFree
                }
                Ok(Turn::Waits | Turn::GivesUp) | Err(_) => Event::KeyIsHeld,
            }
        }
    }

    /// Lists the domain, unless that was done before.
    async fn list(&self, domain: &DomainName, deadline: Deadline) -> Result<(), CallError> {
        let interrupted = CallError { action: Action::GetApiMappings, failure: Failure::Interrupted };
        tokio::select! {
            listed = self.listings.all(domain, deadline) => listed.map(drop),
            () = self.service.retry.interrupted() => Err(interrupted),
        }
    }

    /// Sends the write, with its retries.
    async fn send(&self, domain: &DomainName, write: &Write, deadline: Deadline) -> Event {
        let Service { calls, retry, .. } = &*self.service;
        let action = write.action();
        let called = match write {
            Write::Create(spec) => {
                let attempt = || async { calls.create_api_mapping(domain, spec).await.map(Some) };
                retry.call(action, deadline, attempt).await
            }
            Write::Update(id, update) => {
                let attempt = || async { calls.update_api_mapping(domain, id, update).await.map(Some) };
                retry.call(action, deadline, attempt).await
            }
            Write::Delete(id) => {
                let attempt = || async { calls.delete_api_mapping(domain, id).await.map(|()| None) };
                retry.call(action, deadline, attempt).await
            }
        };
        match called.answer {
            Ok(mapping) => Event::Answered(mapping),
            Err(error) => Event::Failed(error, called.may_have_worked),
        }
    }
}

/// A write that is under way, until this is dropped.
struct UnderWay {
    writes: watch::Sender<DomainWrites>,
    number: usize,
    ended: Ended,
    is_done: bool,
}

impl UnderWay {
    fn begin(writes: watch::Sender<DomainWrites>, write: &Write) -> Self {
        let mut number = 0;
        writes.send_modify(|writes| number = writes.begin());
        Self { writes, number, ended: Ended::unknown(write), is_done: false }
    }

    /// What becomes of the write, which waits for the key that `holder` has.
    async fn turn(&self, holder: Option<MappingId>) -> Turn {
        self.writes.send_modify(|writes| writes.waits(self.number, holder));
        let mut changes = self.writes.subscribe();
        let changed = changes.wait_for(|writes| writes.turn(self.number) != Turn::Waits).await;
        changed.map_or(Turn::GivesUp, |writes| writes.turn(self.number))
    }

    fn is_tried(&self) {
        self.writes.send_modify(|writes| writes.is_tried(self.number));
    }

    fn ends(&mut self, write: &Write, result: &WriteResult) {
        self.ended = Ended::of(write, result);
        self.is_done = result.is_ok();
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let ended = self.ended.clone();
        self.writes.send_modify(|writes| writes.end(self.number, ended, self.is_done));
    }
}
