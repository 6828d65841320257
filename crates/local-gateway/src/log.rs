//! The record of every call that reached the endpoint, in order of arrival.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::operation::Operation;
use crate::request::Request;
use crate::rules::Rule;

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
    /// In which round trip it was made, from 1: one after the latest round trip
    /// of the calls that had been answered when it arrived. The highest of a
    /// run is the number of calls in its longest chain, one after the other.
    pub round_trip: usize,
    /// The domain name that it is about.
    pub domain: Option<String>,
    /// The Region that it was signed for.
    pub region: String,
    /// The access key that signed it; empty without a signature.
    pub access_key: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether the account's quota refused it.
    pub throttled: bool,
    /// The rule of this endpoint that refused it, if one did.
    pub rule: Option<&'static Rule>,
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
    /// The latest round trip of the calls that have ended.
    ended: usize,
    /// The rules that refused a call since the start; clearing the calls does not clear this.
    rules: BTreeSet<&'static Rule>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub(crate) outcome: Outcome,
    pub(crate) throttled: bool,
    pub(crate) rule: Option<&'static Rule>,
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

    pub(crate) fn arrived(&self, request: &Request) -> Entry {
        let mut calls = self.lock();
        let entry = Entry { era: calls.era, order: calls.list.len() };
        let round_trip = calls.ended + 1;
        calls.list.push(Call {
            order: entry.order,
            operation: request.operation,
            method: request.method.to_string(),
            path: request.path_and_query.clone(),
            round_trip,
            domain: request.domain().map(str::to_owned),
            region: request.caller.region.clone(),
            access_key: request.caller.access_key.clone(),
            outcome: Outcome::Unanswered,
            throttled: false,
            rule: None,
        });
        drop(calls);
        self.arrived.notify_all();
        entry
    }

    pub(crate) fn ended(&self, entry: Entry, end: End) {
        let mut calls = self.lock();
        let Calls { era, list, ended, rules } = &mut *calls;
        rules.extend(end.rule);
        if *era != entry.era {
            return;
        }
        let Some(call) = list.get_mut(entry.order) else { return };
        call.outcome = end.outcome;
        call.throttled = end.throttled;
        call.rule = end.rule;
        *ended = call.round_trip.max(*ended);
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
        let rules = std::mem::take(&mut calls.rules);
        *calls = Calls { era: calls.era + 1, rules, ..Calls::default() };
    }

    pub(crate) fn rules(&self) -> BTreeSet<&'static Rule> {
        self.lock().rules.clone()
    }

    /// Waits until `count` calls of `operation` have arrived; `false` when the
    /// time is over first.
    pub(crate) fn wait_for(&self, operation: Operation, count: usize, time: Duration) -> bool {
        let until = Instant::now() + time;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::testing::request;

    const PATH: &str = "/v2/domainnames/api.example.com/apimappings";

    fn arrive(log: &Log) -> Entry {
        log.arrived(&request(Operation::GetApiMappings, "GET", PATH))
    }

    fn end(log: &Log, entry: Entry, outcome: Outcome, throttled: bool) {
        log.ended(entry, End { outcome, throttled, rule: None });
    }

    #[test]
    fn calls_stand_in_the_order_of_their_arrival() {
        let log = Log::default();
        let (first, second) = (arrive(&log), arrive(&log));
        end(&log, second, Outcome::Answered(429), true);
        end(&log, first, Outcome::Broken, false);
        let calls = log.calls();
        let shown: Vec<_> = calls.iter().map(|call| (call.order, call.outcome, call.throttled)).collect();
        assert_eq!(shown, [(0, Outcome::Broken, false), (1, Outcome::Answered(429), true)]);
        assert_eq!(calls[0].domain.as_deref(), Some("api.example.com"));
    }

    #[test]
    fn calls_under_way_together_are_one_round_trip() {
        let log = Log::default();
        let round_trips = |log: &Log| log.calls().iter().map(|call| call.round_trip).collect::<Vec<_>>();
        let (first, second) = (arrive(&log), arrive(&log));
        end(&log, second, Outcome::Answered(200), false);
        let third = arrive(&log);
        end(&log, first, Outcome::Broken, false);
        arrive(&log);
        end(&log, third, Outcome::Answered(200), false);
        arrive(&log);
        assert_eq!(round_trips(&log), [1, 1, 2, 2, 3]);
        log.clear();
        arrive(&log);
        assert_eq!(round_trips(&log), [1]);
    }

    #[test]
    fn a_call_that_hangs_is_counted_and_unanswered() {
        let log = Log::default();
        arrive(&log);
        assert_eq!(log.count(|call| call.outcome == Outcome::Unanswered), 1);
        assert_eq!(log.calls()[0].status(), None);
    }

    #[test]
    fn a_call_from_before_a_clearing_leaves_no_trace() {
        let log = Log::default();
        let old = arrive(&log);
        log.clear();
        arrive(&log);
        end(&log, old, Outcome::Answered(200), false);
        assert_eq!(log.calls()[0].outcome, Outcome::Unanswered);
    }

    #[test]
    fn waiting_ends_with_the_call_or_with_the_time() {
        let log = Log::default();
        assert!(!log.wait_for(Operation::GetApiMappings, 1, Duration::ZERO));
        std::thread::scope(|scope| {
            let waiter = scope.spawn(|| log.wait_for(Operation::GetApiMappings, 1, Duration::from_secs(60)));
            arrive(&log);
            assert!(waiter.join().expect("no panic"));
        });
    }
}
