//! How fast calls may follow each other.
//!
//! API Gateway allows ten calls a second for everything in an account and region. A run takes
//! half of that, so that others can work meanwhile. Some operations have quotas of their own,
//! such as one change of a domain name in thirty seconds; between these it waits a little
//! longer than it must. Times are counted from the start of the run; what waits is outside of
//! here.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::call::Call;
use crate::ledger::Kind;

/// Between two calls.
const BETWEEN_CALLS: Duration = Duration::from_millis(200);

/// What kind of call is to be made. Each is made once in its own time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pace {
    /// Any call but the next.
    Ordinary,
    /// A domain name is created, updated or deleted: once in 30 seconds.
    DomainChange,
    /// An edge-optimised REST API is created: once in 30 seconds.
    EdgeRestApi,
    /// Another REST API is created: once in 3 seconds.
    RestApi,
    /// A REST API is deleted: once in 30 seconds.
    RestApiDeletion,
    /// A REST API is deployed: once in 5 seconds.
    Deployment,
    /// The resources of a REST API are read: five times in 2 seconds.
    Resources,
}

impl Pace {
    /// The pace of a call.
    #[must_use]
    pub(crate) fn of(call: &Call) -> Self {
        match call.operation {
            "CreateDomainName" | "UpdateDomainName" | "DeleteDomainName" => Self::DomainChange,
            "CreateRestApi" if is_edge_optimised(call) => Self::EdgeRestApi,
            "CreateRestApi" => Self::RestApi,
            "DeleteRestApi" => Self::RestApiDeletion,
            "CreateDeployment" => Self::Deployment,
            "GetResources" => Self::Resources,
            _ => Self::Ordinary,
        }
    }

    /// The pace of the call that removes a thing of this kind.
    #[must_use]
    pub(crate) fn of_removal(kind: Kind) -> Self {
        match kind {
            Kind::Domain | Kind::DomainOfVersion1 | Kind::PrivateDomain => Self::DomainChange,
            Kind::RestApi => Self::RestApiDeletion,
            Kind::Mappings | Kind::RoutingRules | Kind::Api | Kind::Certificate => Self::Ordinary,
        }
    }

    /// How much later than one call of this kind the next one may be made.
    fn between(self) -> Duration {
        Duration::from_millis(match self {
            Self::Ordinary => return BETWEEN_CALLS,
            Self::DomainChange | Self::EdgeRestApi | Self::RestApiDeletion => 31_000,
            Self::RestApi => 3_200,
            Self::Deployment => 5_200,
            Self::Resources => 450,
        })
    }
}

/// The service makes a REST API edge-optimised where nothing is said.
fn is_edge_optimised(call: &Call) -> bool {
    let types = call.body["endpointConfiguration"]["types"].as_array();
    types.is_none_or(|types| types.iter().any(|of| of == "EDGE"))
}

/// When the next call may be made.
#[derive(Clone, Debug)]
pub(crate) struct Pacer {
    is_paced: bool,
    next: BTreeMap<Pace, Duration>,
}

impl Pacer {
    /// The pace that AWS asks for, or none.
    #[must_use]
    pub(crate) fn new(is_paced: bool) -> Self {
        Self { is_paced, next: BTreeMap::new() }
    }

    /// How long to wait before a call; the call counts as made after that.
    pub(crate) fn wait(&mut self, now: Duration, pace: Pace) -> Duration {
        if !self.is_paced {
            return Duration::ZERO;
        }
        let next = |pace| self.next.get(&pace).copied().unwrap_or_default();
        let at = now.max(next(Pace::Ordinary)).max(next(pace));
        self.next.insert(pace, at + pace.between());
        self.next.insert(Pace::Ordinary, at + BETWEEN_CALLS);
        at - now
    }

    /// How long to wait before calls that are made at once; the calls after them wait for all.
    pub(crate) fn wait_for_all(&mut self, now: Duration, calls: u32) -> Duration {
        let wait = self.wait(now, Pace::Ordinary);
        if self.is_paced {
            *self.next.entry(Pace::Ordinary).or_default() += BETWEEN_CALLS * calls.saturating_sub(1);
        }
        wait
    }

    /// How long to wait after a call that failed for the `attempt`th time.
    #[must_use]
    pub(crate) fn pause(&self, attempt: u32) -> Duration {
        let first = Duration::from_millis(if self.is_paced { 1000 } else { 20 });
        first * 2_u32.pow(attempt.saturating_sub(1).min(5))
    }

    /// How long to wait before a removal that was refused because the thing is in use.
    #[must_use]
    pub(crate) fn while_in_use(&self) -> Duration {
        Duration::from_millis(if self.is_paced { 30_000 } else { 20 })
    }
}

/// About how long these calls take.
#[must_use]
pub(crate) fn estimate(calls: &[Pace]) -> Duration {
    // Ordinary calls are made while the next one of another kind waits.
    let slow = calls.iter().filter(|pace| **pace != Pace::Ordinary).map(|pace| pace.between());
    let all = u32::try_from(calls.len()).unwrap_or(u32::MAX);
    slow.sum::<Duration>().max(BETWEEN_CALLS * all)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::call::Method;

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
    fn each_operation_has_the_pace_of_its_quota() {
        let rest_api = |types: Value| {
            let call = Call::new("CreateRestApi", Method::Post, "/restapis");
            call.body(json!({ "endpointConfiguration": { "types": types } }))
        };
        let of = |operation| Call::new(operation, Method::Get, "/restapis");
        for (call, pace, milliseconds) in [
            (rest_api(json!(["EDGE"])), Pace::EdgeRestApi, 30_000),
            (of("CreateRestApi"), Pace::EdgeRestApi, 30_000),
            (rest_api(json!(["PRIVATE"])), Pace::RestApi, 3_000),
            (of("DeleteRestApi"), Pace::RestApiDeletion, 30_000),
            (of("CreateDeployment"), Pace::Deployment, 5_000),
            (of("GetResources"), Pace::Resources, 400),
            (of("UpdateDomainName"), Pace::DomainChange, 30_000),
            (of("GetRestApi"), Pace::Ordinary, 200),
        ] {
            assert_eq!(Pace::of(&call), pace, "{call:?}");
            let mut pacer = Pacer::new(true);
            assert_eq!(pacer.wait(Duration::ZERO, pace), Duration::ZERO);
            assert!(pacer.wait(Duration::ZERO, pace) >= Duration::from_millis(milliseconds), "{pace:?}");
        }
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
        let mut calls = vec![Pace::Ordinary; 999];
        calls.push(Pace::DomainChange);
        assert_eq!(estimate(&calls), 200 * SECOND);
        assert_eq!(estimate(&[Pace::DomainChange; 10]), 310 * SECOND);
        assert_eq!(estimate(&[Pace::RestApiDeletion, Pace::EdgeRestApi]), 62 * SECOND);
    }
}
