//! A write, and how it ends.

use super::{Action, CallError, Mapping, MappingSpec, MappingUpdate};
use crate::names::MappingId;

/// A change to a domain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Write {
    /// Creates a mapping.
    Create(MappingSpec),
    /// Changes the mapping with this id.
    Update(MappingId, MappingUpdate),
    /// Deletes the mapping with this id.
    Delete(MappingId),
}

impl Write {
    /// The call that makes it.
    pub(super) fn action(&self) -> Action {
        match self {
            Self::Create(_) => Action::CreateApiMapping,
            Self::Update(..) => Action::UpdateApiMapping,
            Self::Delete(_) => Action::DeleteApiMapping,
        }
    }
}

/// Why a write did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WriteError {
    /// The key belongs to another mapping, or to one that may be another's: it was there
    /// before, or is not as asked for, or that it was not there before is not known.
    #[error("the key is held by mapping {}", .holder.id)]
    KeyTaken {
        /// The mapping that holds the key.
        holder: Box<Mapping>,
        /// What came of the write.
        said: CallError,
    },
    /// The create was throttled, and now the key is held by a mapping that is exactly as
    /// asked for: this create may have made it all the same, or another process.
    #[error("the create was throttled, and mapping {} is as asked for", .holder.id)]
    MayBeOwn {
        /// The mapping that holds the key.
        holder: Box<Mapping>,
        /// What came of the create.
        said: CallError,
    },
    /// The mapping to change does not exist any more.
    #[error("the mapping does not exist any more: {0}")]
    Gone(CallError),
    /// The update was answered, and the mapping is not as asked for: another change came
    /// after it.
    #[error("the mapping is not as asked for")]
    Overtaken {
        /// The mapping as it is.
        actual: Box<Mapping>,
        /// What came of the update.
        said: CallError,
    },
    /// The write failed, and what it did could not be found out.
    #[error("{said}; then {lookup}")]
    Unclear {
        /// What came of the write.
        said: CallError,
        /// Why the mapping could not be looked up.
        lookup: CallError,
    },
    /// The write failed. Nothing of it is there to see, or it was a delete of which nothing
    /// more could be found out.
    #[error(transparent)]
    Failed(CallError),
}

/// The mapping as it is after the write; `None` after a delete.
pub(super) type WriteResult = Result<Option<Mapping>, WriteError>;
