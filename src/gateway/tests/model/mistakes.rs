//! What a recovery could take for granted, and must not: with each of these mistakes, the
//! explorer finds a fault.

use super::process::Writing;
use crate::gateway::MayHaveWorked;
use crate::gateway::recovery::Event;

/// One mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// Any mapping that is as asked for is the create's own.
    EverythingIsOwn,
    /// A throttle leaves open what was done just like silence.
    AThrottleIsSilence,
    /// A duplicate that is as asked for is what the create was to make.
    ADuplicateIsSilence,
    /// The cache is not told what this process writes.
    OwnWritesAreForgotten,
    /// Only the last attempt counts.
    EarlierAttemptsAreForgotten,
    /// A request that was cut off is looked for once.
    NoWaiting,
    /// What cannot be looked up does not exist.
    ARefusalIsAbsence,
    /// What is not on any page does not exist.
    TheListingIsBelieved,
    /// A delete removes what holds the key.
    TheHolderIsDeleted,
    /// A success that does not fit is believed to have done nothing.
    AMalformedSuccessIsNone,
}

impl Mistake {
    /// What a recovery that makes this mistake makes of an event.
    pub(super) fn misheard(self, event: Event, _: &Writing) -> Event {
        use MayHaveWorked::{No, Throttled, Unanswered};
        match (self, event) {
            (Self::AThrottleIsSilence, Event::Failed(error, Throttled)) => Event::Failed(error, Unanswered),
            (Self::ADuplicateIsSilence, Event::Failed(error, No)) if error.is_conflict() => {
                Event::Failed(error, Unanswered)
            }
            (Self::ARefusalIsAbsence, Event::Found(Err(_))) => Event::Found(Ok(None)),
            (Self::AMalformedSuccessIsNone, Event::Failed(error, _))
                if matches!(error.failure, crate::gateway::Failure::UnexpectedAnswer(_)) =>
            {
                Event::Failed(error, No)
            }
            (_, event) => event,
        }
    }
}
