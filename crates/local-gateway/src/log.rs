//! The record of every call that reached the endpoint, in order of arrival.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::operation::Operation;
use crate::request::Request;

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No answer was sent: not yet, or never.
    Unanswered,
    /// An answer with this status was sent.
    Answered(u16),
    /// The connection was broken before the answer, or in the middle of it.
    Broken,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its place in the order of arrival since the log was last cleared, from 0.
    pub order: usize,
    /// The operation called.
    pub operation: Operation,
    /// The HTTP method.
    pub method: String,
    /// The path as sent, with its query if there is one.
    pub path: String,
    /// The domain name that it is about.
    pub domain: Option<String>,
    /// The access key that signed it; empty when nobody did.
    pub access_key: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether the account's quota refused it.
    pub throttled: bool,
}

impl Call {
    /// The status answered, if a whole answer was sent.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.outcome {
            Outcome::Answered(status) => Some(status),
            Outcome::Unanswered | Outcome::Broken => None,
        }
    }
}

/// Called with each call once it has ended.
pub(crate) type Observer = Box<dyn Fn(&Call) + Send + Sync>;

/// The record. Calls that hang stay in it as [`Outcome::Unanswered`].
#[derive(Default)]
pub(crate) struct Log {
    calls: Mutex<Calls>,
    arrived: Condvar,
    observer: Option<Observer>,
}

#[derive(Default)]
struct Calls {
    /// Counts the clearings, so that a call from before one is not written after it.
    era: usize,
    list: Vec<Call>,
}

/// Where a call stands in the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    era: usize,
    order: usize,
}

impl Log {
    pub(crate) fn observed_by(observer: Option<Observer>) -> Self {
        Self { observer, ..Self::default() }
    }

    pub(crate) fn arrived(&self, request: &Request, path_and_query: &str) -> Entry {
        let mut calls = self.lock();
        let entry = Entry { era: calls.era, order: calls.list.len() };
        calls.list.push(Call {
            order: entry.order,
            operation: request.operation,
            method: request.method.to_string(),
            path: path_and_query.to_owned(),
            domain: request.domain().map(str::to_owned),
            access_key: request.caller.access_key.clone(),
            outcome: Outcome::Unanswered,
            throttled: false,
        });
        drop(calls);
        self.arrived.notify_all();
        entry
    }

    pub(crate) fn ended(&self, entry: Entry, outcome: Outcome, throttled: bool) {
        let mut calls = self.lock();
        if calls.era != entry.era {
            return;
        }
        let Some(call) = calls.list.get_mut(entry.order) else { return };
        call.outcome = outcome;
        call.throttled = throttled;
        if let Some(observer) = &self.observer {
            observer(call);
        }
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.lock().list.clone()
    }

    pub(crate) fn count(&self, matches: impl Fn(&Call) -> bool) -> usize {
        self.lock().list.iter().filter(|call| matches(call)).count()
    }

    pub(crate) fn clear(&self) {
        let mut calls = self.lock();
        calls.era += 1;
        calls.list.clear();
    }

    /// Waits until `count` calls of `operation` have arrived; `false` when the
    /// patience is over first.
    pub(crate) fn wait_for(&self, operation: Operation, count: usize, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        let mut calls = self.lock();
        loop {
            if calls.list.iter().filter(|call| call.operation == operation).count() >= count {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            calls = self.arrived.wait_timeout(calls, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
