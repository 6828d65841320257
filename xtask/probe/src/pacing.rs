//! How fast calls may follow each other.
//!
//! API Gateway allows ten calls a second for everything in an account and region, and one
//! creation, update or deletion of a domain name in thirty seconds. A run takes half of the
//! first, so that others can work meanwhile, and waits a little longer than the second.
//! Times are counted from the start of the run; what waits is outside of here.

use std::time::Duration;

/// Between two calls.
const BETWEEN_CALLS: Duration = Duration::from_millis(200);

/// Between two changes of domain names.
const BETWEEN_DOMAIN_CHANGES: Duration = Duration::from_secs(31);

/// What kind of call is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Any call but the next.
    Ordinary,
    /// A domain name is created, updated or deleted.
    DomainChange,
}

impl Pace {
    /// The pace of an operation.
    #[must_use]
    pub(crate) fn of(operation: &str) -> Self {
        match operation {
            "CreateDomainName" | "UpdateDomainName" | "DeleteDomainName" => Self::DomainChange,
            _ => Self::Ordinary,
        }
    }
}

/// When the next call may be made.
#[derive(Clone, Debug)]
pub(crate) struct Pacer {
    is_paced: bool,
    next_call: Duration,
    next_domain_change: Duration,
}

impl Pacer {
    /// The pace that AWS asks for, or none.
    #[must_use]
    pub(crate) fn new(is_paced: bool) -> Self {
        Self { is_paced, next_call: Duration::ZERO, next_domain_change: Duration::ZERO }
    }

    /// How long to wait before a call; the call counts as made after that.
    pub(crate) fn wait(&mut self, now: Duration, pace: Pace) -> Duration {
        if !self.is_paced {
            return Duration::ZERO;
        }
        let mut at = now.max(self.next_call);
        if pace == Pace::DomainChange {
            at = at.max(self.next_domain_change);
            self.next_domain_change = at + BETWEEN_DOMAIN_CHANGES;
        }
        self.next_call = at + BETWEEN_CALLS;
        at - now
    }

    /// How long to wait before calls that are made at once; the calls after them wait for all.
    pub(crate) fn wait_for_all(&mut self, now: Duration, calls: u32) -> Duration {
        let wait = self.wait(now, Pace::Ordinary);
        if self.is_paced {
            self.next_call += BETWEEN_CALLS * calls.saturating_sub(1);
        }
        wait
    }

    /// How long to wait after a call that failed for the `attempt`th time.
    #[must_use]
    pub(crate) fn pause(&self, attempt: u32) -> Duration {
        let first = Duration::from_millis(if self.is_paced { 1000 } else { 20 });
        first * 2_u32.pow(attempt.saturating_sub(1).min(5))
    }
}

/// How long calls take at this pace.
#[must_use]
pub(crate) fn estimate(calls: u32, domain_changes: u32) -> Duration {
    // The calls are made while the next change of a domain name waits.
    (BETWEEN_CALLS * calls).max(BETWEEN_DOMAIN_CHANGES * domain_changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn five_calls_are_made_in_a_second() {
        let mut pacer = Pacer::new(true);
        let mut now = Duration::ZERO;
        for _ in 0..6 {
            now += pacer.wait(now, Pace::Ordinary);
        }
        assert_eq!(now, SECOND);
        assert_eq!(pacer.wait(now + 5 * SECOND, Pace::Ordinary), Duration::ZERO);
    }

    #[test]
    fn domain_names_change_once_in_thirty_seconds_while_other_calls_go_on() {
        let mut pacer = Pacer::new(true);
        assert_eq!(pacer.wait(Duration::ZERO, Pace::DomainChange), Duration::ZERO);
        assert_eq!(pacer.wait(SECOND, Pace::Ordinary), Duration::ZERO);
        assert_eq!(pacer.wait(SECOND, Pace::DomainChange), 30 * SECOND);
    }

    #[test]
    fn calls_at_once_are_paid_for_afterwards() {
        let mut pacer = Pacer::new(true);
        assert_eq!(pacer.wait_for_all(Duration::ZERO, 10), Duration::ZERO);
        assert_eq!(pacer.wait(Duration::ZERO, Pace::Ordinary), 2 * SECOND);
    }

    #[test]
    fn what_stands_in_for_the_service_is_not_waited_for() {
        let mut pacer = Pacer::new(false);
        for _ in 0..3 {
            assert_eq!(pacer.wait(Duration::ZERO, Pace::DomainChange), Duration::ZERO);
        }
        assert!(pacer.pause(9) < SECOND);
    }

    #[test]
    fn a_run_takes_as_long_as_what_takes_longer() {
        assert_eq!(estimate(1000, 1), 200 * SECOND);
        assert_eq!(estimate(10, 10), 310 * SECOND);
    }
}
