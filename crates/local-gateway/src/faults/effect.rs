//! What a fault does to a call.

use std::time::Duration;

use crate::answer::Answer;
use crate::error::ServiceError;

/// When a fault applies to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    BeforeTheWork,
    AfterTheWork,
}

/// What a fault does to the calls that it applies to.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    Fail(Failure),
    Delay(Duration),
    Storm(Storm),
}

/// What happens to a call in place of its answer.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// It is answered with an error.
    Error { error: ServiceError, retry_after: Option<u64> },
    /// It is denied in the words of IAM.
    Deny,
    /// It is answered with something else.
    Answer(Answer),
    /// Half of its answer is sent.
    Cut,
    /// Its connection is closed.
    Close,
    /// Its connection is reset.
    Reset,
    /// It is never answered.
    Hang,
}

impl Failure {
    pub(super) fn error(error: ServiceError) -> Self {
        Self::Error { error, retry_after: None }
    }
}

/// Errors at random. A throttled call is never carried out: one that is, which was
/// reported once, has a fault of its own.
#[derive(Clone, Debug)]
pub(super) struct Storm {
    pub(super) probability: f64,
    pub(super) rng: fastrand::Rng,
}

impl Storm {
    pub(super) fn is_due(&mut self) -> bool {
        self.rng.f64() < self.probability
    }

    pub(super) fn failure(&mut self) -> (Moment, Failure) {
        let (is_before, is_throttle) = (self.rng.bool(), self.rng.bool());
        let moment = if is_before || is_throttle { Moment::BeforeTheWork } else { Moment::AfterTheWork };
        let status = if is_throttle { 429 } else { 500 };
        (moment, Failure::error(ServiceError::of_status(status)))
    }
}
