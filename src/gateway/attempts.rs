//! How often a call is tried, and what its attempts may have done. Calls nothing;
//! `retry` makes the attempts.

use super::{Failure, MayHaveWorked, RefusalKind};

/// Retries of a call that the service answered with a failure of its own.
const SERVER_ERROR_RETRIES: u32 = 6;
/// Retries of a call that got no answer: an endpoint that is down either comes back at
/// once or not for minutes.
const NO_ANSWER_RETRIES: u32 = 3;

/// The attempts at a call that have failed so far.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Attempts {
    /// The most attempts that are made; `None` where only a refusal ends them.
    most: Option<u32>,
    made: u32,
    /// Those whose failures a retry helps only for a while.
    failures: u32,
    may_have_worked: MayHaveWorked,
}

impl Attempts {
    /// No attempt yet, and at most so many, the first one included; `None` for as many as
    /// it takes.
    pub(super) fn at_most(most: Option<u32>) -> Self {
        Self { most, made: 0, failures: 0, may_have_worked: MayHaveWorked::No }
    }

    /// How many attempts have failed.
    pub(super) fn made(&self) -> u32 {
        self.made
    }

    /// Whether one of them may have done the work all the same.
    pub(super) fn may_have_worked(&self) -> MayHaveWorked {
        self.may_have_worked
    }

    /// Counts an attempt that failed; whether another one helps.
    pub(super) fn failed(&mut self, failure: &Failure) -> bool {
        self.made += 1;
        self.may_have_worked = self.may_have_worked.max(failure.may_have_worked());
        let retries = retries(failure);
        self.failures += u32::from(retries != u32::MAX);
        match self.most {
            None => retries > 0,
            Some(most) => self.made < most && self.failures <= retries,
        }
    }
}

/// How often a failure like this is worth another attempt.
fn retries(failure: &Failure) -> u32 {
    match failure {
        Failure::Refused { kind: RefusalKind::Throttled | RefusalKind::ConcurrentChange, .. } => u32::MAX,
        Failure::Refused { kind: RefusalKind::ServerError, .. }
        | Failure::UnexpectedAnswer(_)
        | Failure::NotApiGateway { status: 200..300 | 429 | 500.., .. } => SERVER_ERROR_RETRIES,
        Failure::NoAnswer
        | Failure::ConnectionLost(_)
        | Failure::NoConnection(_)
        | Failure::NoSuchHost(_) => NO_ANSWER_RETRIES,
        Failure::Refused { .. }
        | Failure::NotApiGateway { .. }
        | Failure::EndlessListing
        | Failure::OutOfTime { .. }
        | Failure::AskedToWait(_)
        | Failure::Interrupted
        | Failure::UntrustedCertificate(_)
        | Failure::NotSent(_) => 0,
    }
}
