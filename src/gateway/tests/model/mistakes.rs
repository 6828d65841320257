//! What the provider could take for granted, and must not. The explorer makes it do so,
//! and finds the fault.

use super::invariants::Wrong;
use super::process::Writing;
use crate::gateway::domain_cache::DomainCache;
use crate::gateway::pages::Page;
use crate::gateway::recovery::{Event, Step};
use crate::gateway::write::Write;
use crate::gateway::{Failure, Mapping, MayHaveWorked};

/// One mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// A create claims without a listing before.
    NoListingIsNeeded,
    /// A create claims what was on the listing.
    WhatWasListedIsClaimed,
    /// A create claims what was read by its id.
    WhatWasReadIsClaimed,
    /// A throttle leaves open what was done, just like silence.
    AThrottleIsSilence,
    /// A duplicate that is as asked for is what the create was to make.
    ADuplicateIsSilence,
    /// A success that does not fit has done nothing.
    AMalformedSuccessIsNone,
    /// What other creates of this process have made may be claimed.
    CreatesAreForgotten,
    /// What was read before an update of this process still counts.
    UpdatesAreForgotten,
    /// What another write of this process may be about to make may be claimed.
    WritesUnderWayAreForgotten,
    /// Only the last attempt counts.
    EarlierAttemptsAreForgotten,
    /// A request that was cut off is looked for once.
    NothingIsLate,
    /// A request whose connection broke is looked for once.
    NothingIsLateOnABrokenConnection,
    /// What may not be looked up does not exist.
    ARefusalIsAbsence,
    /// What is on no page does not exist.
    TheListingIsBelieved,
    /// A delete removes what holds the key.
    TheHolderIsDeleted,
    /// A key that is held stays so.
    NoKeyIsWaitedFor,
    /// A write waits for its key until that is free.
    NoneGivesUp,
}

/// Each mistake, and what it leads to.
pub(super) const MISTAKES: &[(Mistake, Wrong)] = &[
    (Mistake::NoListingIsNeeded, Wrong::TakenFromAnother),
    (Mistake::WhatWasListedIsClaimed, Wrong::TakenFromAnother),
    (Mistake::WhatWasReadIsClaimed, Wrong::HeldTwice),
    (Mistake::AThrottleIsSilence, Wrong::TakenFromAnother),
    (Mistake::ADuplicateIsSilence, Wrong::TakenFromAnother),
    (Mistake::AMalformedSuccessIsNone, Wrong::Orphaned),
    (Mistake::CreatesAreForgotten, Wrong::HeldTwice),
    (Mistake::UpdatesAreForgotten, Wrong::Stale),
    (Mistake::WritesUnderWayAreForgotten, Wrong::HeldTwice),
    (Mistake::EarlierAttemptsAreForgotten, Wrong::Orphaned),
    (Mistake::NothingIsLate, Wrong::Orphaned),
    (Mistake::NothingIsLateOnABrokenConnection, Wrong::Orphaned),
    (Mistake::ARefusalIsAbsence, Wrong::Orphaned),
    (Mistake::TheListingIsBelieved, Wrong::Orphaned),
    (Mistake::TheHolderIsDeleted, Wrong::DeletedUnheld),
    (Mistake::NoKeyIsWaitedFor, Wrong::NotWaited),
    (Mistake::NoneGivesUp, Wrong::Endless),
];

impl Mistake {
    /// The next step of a write that makes this mistake.
    pub(super) fn step(self, writing: &mut Writing, event: Event, cache: &mut DomainCache) -> Step {
        let mut mistaken = self.mistaken(cache);
        let step = writing.recovery.step(self.misheard(event), &mut mistaken);
        let is_forgotten = match writing.write {
            Write::Create(_) => self == Self::CreatesAreForgotten,
            Write::Update(..) => self == Self::UpdatesAreForgotten,
            Write::Delete(_) => false,
        };
        if let (Step::Done(result), false) = (&step, is_forgotten) {
            cache.note(&writing.write, result);
        }
        step
    }

    /// What a recovery that makes this mistake makes of an event.
    fn misheard(self, event: Event) -> Event {
        use MayHaveWorked::{No, Throttled, Unanswered, UnderWay};
        match (self, event) {
            (Self::AThrottleIsSilence, Event::Failed(error, Throttled)) => Event::Failed(error, Unanswered),
            (Self::ADuplicateIsSilence, Event::Failed(error, No)) if error.is_conflict() => {
                Event::Failed(error, Unanswered)
            }
            (Self::AMalformedSuccessIsNone, Event::Failed(error, _))
                if matches!(error.failure, Failure::UnexpectedAnswer(_)) =>
            {
                Event::Failed(error, No)
            }
            (Self::NothingIsLate, Event::Failed(error, UnderWay)) => Event::Failed(error, Unanswered),
            (Self::NothingIsLateOnABrokenConnection, Event::Failed(error, UnderWay))
                if !matches!(error.failure, Failure::OutOfTime { .. }) =>
            {
                Event::Failed(error, Unanswered)
            }
            (Self::ARefusalIsAbsence, Event::Found(Err(_))) => Event::Found(Ok(None)),
            (_, event) => event,
        }
    }

    /// What a cache that makes this mistake knows.
    fn mistaken(self, cache: &DomainCache) -> DomainCache {
        match (self, cache.all()) {
            (Self::NoListingIsNeeded, None) => listed(Vec::new()),
            (Self::WhatWasListedIsClaimed, Some(_)) => listed(Vec::new()),
            (Self::WhatWasReadIsClaimed, Some(all)) => listed(all.iter().cloned().collect()),
            _ => cache.clone(),
        }
    }
}

/// A cache that knows a listing, and nothing else.
fn listed(mappings: Vec<Mapping>) -> DomainCache {
    let mut cache = DomainCache::default();
    cache.add_page(Page::new(mappings, None)).expect("one page");
    cache
}
