//! Why a part of the world is not there.

use crate::call::Call;
use crate::finding::why;
use crate::reply::Outcome;
use crate::session::Stop;

/// Why a part of the world is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It cannot be made.
    Impossible(String),
    /// The run ends.
    Stop(Stop),
}

impl Missing {
    /// It cannot be made, because a call was answered so.
    pub(super) fn answered(call: &Call, outcome: &Outcome) -> Self {
        Self::Impossible(format!("{} was answered {}", call.operation, why(outcome)))
    }
}

impl From<Stop> for Missing {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Unbound(handle) => Self::Impossible(format!("nothing is known as {{{handle}}}")),
            other => Self::Stop(other),
        }
    }
}
