//! What can happen.

use super::process::{At, Call, Op};
use crate::names::MappingId;

#[derive(Clone, Debug)]
#[expect(dead_code, reason = "a way to a fault is read as it is printed")]
pub(super) enum Move {
    /// A thread goes on.
    In(At, Turn),
    /// A request that its process does not wait for any more is carried out.
    Late(Call),
    /// A process is killed.
    Kill(usize),
    /// The third party acts.
    ByHand(ByHand),
}

/// How a thread goes on.
#[derive(Clone, Copy, Debug)]
#[expect(dead_code, reason = "a way to a fault is read as it is printed")]
pub(super) enum Turn {
    /// An operation begins.
    Begins(Op),
    /// The domain is listed, a page at a time.
    Listed,
    /// A page is listed, and the mapping that is read is not on it.
    Missed,
    /// A look-up is answered.
    Found,
    /// Listing or a look-up is not allowed.
    NotAllowed,
    /// A page or a read fails.
    NotRead,
    /// A second passes.
    Waits,
    /// A write that waited for a key is tried again.
    IsTriedAgain,
    /// A write that waited for a key gives up.
    GivesUp,
    /// The service carries the request out.
    Works,
    /// The answer arrives.
    Answered,
    /// The attempt fails, and another one follows if that helps.
    Fails(Trouble),
    /// The attempt fails, and the run is interrupted.
    FailsAndIsInterrupted(Trouble),
}

/// How an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Request or answer are lost; if the request, it is never carried out.
    Lost,
    /// The time limit passes. The request may still be carried out.
    CutOff,
    /// The connection breaks. The request may still be carried out.
    Broken,
    /// Throttled, before the work or after it.
    Throttled,
    /// A success that does not fit, before the work or after it.
    Malformed,
    /// Refused for a reason that has nothing to do with what exists.
    Denied,
}

impl Trouble {
    /// All of them.
    pub(super) const ALL: &[Self] =
        &[Self::Lost, Self::CutOff, Self::Broken, Self::Throttled, Self::Malformed, Self::Denied];

    /// One for each `MayHaveWorked`.
    pub(super) const ONE_OF_A_KIND: &[Self] = &[Self::Lost, Self::Broken, Self::Throttled];

    /// Whether the request may still be carried out.
    pub(super) fn leaves_it_under_way(self) -> bool {
        matches!(self, Self::CutOff | Self::Broken)
    }

    /// Whether the service does not say what it did.
    pub(super) fn is_no_answer(self) -> bool {
        !matches!(self, Self::Throttled | Self::Denied)
    }
}

/// What the third party does.
#[derive(Clone, Debug)]
#[expect(dead_code, reason = "a way to a fault is read as it is printed")]
pub(super) enum ByHand {
    /// Key and stage.
    Creates(&'static str, &'static str),
    Deletes(MappingId),
    /// Changes the stage.
    Points(MappingId, &'static str),
    /// Changes the key.
    Moves(MappingId, &'static str),
}
