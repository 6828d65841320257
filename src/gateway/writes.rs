//! Carries writes out: sends them, and looks up what became of one that was not
//! answered, as `recovery` says.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::calls::ANSWER_TIMEOUT;
use super::recovery::{Event, Recovery, Step};
use super::retry::Deadline;
use super::service::Service;
use super::shared_listings::SharedListings;
use super::write::{Write, WriteResult};
use super::{Action, CallError, Failure};
use crate::names::DomainName;

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
}

impl Writes {
    pub(super) fn new(service: Arc<Service>, listings: Arc<SharedListings>) -> Self {
        Self { service, listings }
    }

    /// Carries a write on `domain` out, trying for at most `limit`.
    pub(super) async fn carry_out(&self, domain: &DomainName, write: Write, limit: Duration) -> WriteResult {
        let deadline = Deadline::after(limit);
        let mut look_up_deadline = None;
        let mut recovery = Recovery::new(write.clone(), ANSWER_TIMEOUT.as_secs());
        let mut step = self.listings.cache(domain, |cache| recovery.begin(cache));
        loop {
            let mut look_up_deadline =
                || *look_up_deadline.get_or_insert_with(|| Deadline::after(RECOVERY_LIMIT).persistent());
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
                Step::Done(result) => return result,
            };
            let is_found = matches!(event, Event::Found(_));
            step = self.listings.cache(domain, |cache| recovery.step(event, cache));
            if let (true, Step::Done(Ok(Some(mapping)))) = (is_found, &step) {
                tracing::info!(mapping = %mapping.id, "found what became of a write that was not answered");
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
        let called = match write {
            Write::Create(spec) => {
                let attempt = || async { calls.create_api_mapping(domain, spec).await.map(Some) };
                retry.call(Action::CreateApiMapping, deadline, attempt).await
            }
            Write::Update(id, update) => {
                let attempt = || async { calls.update_api_mapping(domain, id, update).await.map(Some) };
                retry.call(Action::UpdateApiMapping, deadline, attempt).await
            }
            Write::Delete(id) => {
                let attempt = || async { calls.delete_api_mapping(domain, id).await.map(|()| None) };
                retry.call(Action::DeleteApiMapping, deadline, attempt).await
            }
        };
        match called.answer {
            Ok(mapping) => Event::Answered(mapping),
            Err(error) => Event::Failed(error, called.may_have_worked),
        }
    }
}
