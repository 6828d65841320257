//! What a write does next, and what it makes of answers that were lost.
//!
//! [`Recovery`] is a state machine without calls and clocks: `writes` carries its steps
//! out and tells it what came of each. A write ends done and known, not done, or with an
//! error that says that neither is known.

use super::calls::ANSWER_TIMEOUT;
use super::mapping::{Mapping, MappingSpec, MappingUpdate};
use super::outcome::CallError;
use crate::names::MappingId;

/// A change to a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Write {
    /// Creates a mapping.
    Create(MappingSpec),
    /// Changes the mapping with this id.
    Update(MappingId, MappingUpdate),
    /// Deletes the mapping with this id.
    Delete(MappingId),
}

/// Why a write did not do what it was asked for.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    /// The key belongs to a mapping that this write did not make.
    #[error("the key is held by mapping {}", .holder.id)]
    KeyTaken {
        /// The mapping that holds the key.
        holder: Box<Mapping>,
        /// What came of the write.
        said: CallError,
    },
    /// The mapping to change does not exist any more.
    #[error("the mapping does not exist any more: {0}")]
    Gone(CallError),
    /// The update took effect, and another change came after it.
    #[error("the mapping was changed again at the same time")]
    Overtaken {
        /// The mapping as it is.
        actual: Box<Mapping>,
    },
    /// The write failed, and what it did could not be found out.
    #[error("{said}; then {lookup}")]
    Unclear {
        /// What came of the write.
        said: CallError,
        /// Why the mapping could not be looked up.
        lookup: CallError,
    },
    /// The write failed and did nothing.
    #[error(transparent)]
    Failed(CallError),
}

/// The mapping as it is after the write; `None` after a delete.
pub(super) type WriteResult = Result<Option<Mapping>, WriteError>;

/// What to do next.
#[derive(Debug)]
pub(super) enum Step {
    /// Lists the domain, so that what was there before is known.
    List,
    /// Sends the write, with its retries.
    Send,
    /// Looks for the mapping that holds the key.
    FindHolder,
    /// Reads the mapping.
    Read,
    /// Waits a second for a request that may still be under way.
    Wait,
    /// Takes the mapping for this write's own, if it was absent before and is not another
    /// write's.
    Claim(Mapping),
    /// Ends.
    Done(WriteResult),
}

/// What came of a step.
#[derive(Debug)]
pub(super) enum Event {
    /// The domain was listed, or may not be, or could not be.
    Listed(Result<(), CallError>),
    /// The write was answered.
    Answered(Option<Mapping>),
    /// The write failed; whether an attempt may have done the work.
    Failed(CallError, bool),
    /// What a look-up found.
    Found(Result<Option<Mapping>, CallError>),
    /// The second passed.
    Waited,
    /// Whether the mapping is this write's own.
    Claimed(bool),
}

/// How often a request that was cut off is looked for, a second apart: until it would
/// have been answered.
const LOOKS_AFTER_A_CUT: u64 = ANSWER_TIMEOUT.as_secs();

/// The state of a write.
#[derive(Debug)]
pub(super) struct Recovery {
    write: Write,
    /// What came of the write, once it failed.
    failed: Option<Failed>,
    /// The mapping that is being claimed.
    holder: Option<Mapping>,
}

/// A write that failed.
#[derive(Clone, Debug)]
struct Failed {
    said: CallError,
    may_have_worked: bool,
    /// How often the mapping is looked for once more.
    looks_left: u64,
    /// Whether the holder of the key is looked for, and not the mapping itself.
    looks_for_holder: bool,
}

impl Recovery {
    /// A write that has not begun.
    pub(super) fn new(write: Write) -> Self {
        Self { write, failed: None, holder: None }
    }

    /// The first step.
    pub(super) fn start(&self) -> Step {
        match self.write {
            Write::Create(_) => Step::List,
            Write::Update(..) | Write::Delete(_) => Step::Send,
        }
    }

    /// The step after `event`, which came of the step before.
    pub(super) fn step(&mut self, event: Event) -> Step {
        match (event, self.failed.clone()) {
            (Event::Listed(Ok(())), _) => Step::Send,
            (Event::Listed(Err(error)), _) => Step::Done(Err(WriteError::Failed(error))),
            (Event::Answered(mapping), _) => Step::Done(self.answered(mapping)),
            (Event::Failed(said, may_have_worked), _) => self.failed(said, may_have_worked),
            (Event::Found(found), Some(failed)) => self.found(found, failed),
            (Event::Waited, Some(failed)) => look(&failed),
            (Event::Claimed(is_own), Some(failed)) => match self.holder.take() {
                Some(holder) if is_own => Step::Done(Ok(Some(holder))),
                holder => Step::Done(Err(taken(holder, failed.said))),
            },
            // No look-up comes before a failure.
            (Event::Found(_) | Event::Waited | Event::Claimed(_), None) => self.start(),
        }
    }

    /// The service did the work and said so.
    fn answered(&self, mapping: Option<Mapping>) -> WriteResult {
        match (&self.write, mapping) {
            (Write::Update(_, update), Some(actual)) if !actual.is(&update.spec) => {
                Err(WriteError::Overtaken { actual: Box::new(actual) })
            }
            (_, mapping) => Ok(mapping),
        }
    }

    /// The call failed. It is looked up what became of it where that is open, or where
    /// the refusal may speak of something else.
    fn failed(&mut self, said: CallError, may_have_worked: bool) -> Step {
        let is_looked_up = may_have_worked
            || match self.write {
                Write::Create(_) => said.is_conflict(),
                // A "not found" may speak of the mapping or of what it is to point to.
                Write::Update(..) => said.is_conflict() || said.is_not_found(),
                Write::Delete(_) => false,
            };
        if !is_looked_up {
            return Step::Done(Err(WriteError::Failed(said)));
        }
        let looks_left = if said.was_cut_off() { LOOKS_AFTER_A_CUT } else { 0 };
        let looks_for_holder = matches!(self.write, Write::Create(_));
        let failed = Failed { said, may_have_worked, looks_left, looks_for_holder };
        let next = look(&failed);
        self.failed = Some(failed);
        next
    }

    fn found(&mut self, found: Result<Option<Mapping>, CallError>, failed: Failed) -> Step {
        let found = match found {
            Ok(found) => found,
            Err(lookup) => return Step::Done(Err(not_looked_up(&self.write, failed, lookup))),
        };
        if !self.shows_the_work(found.as_ref(), &failed) && failed.looks_left > 0 {
            self.failed = Some(Failed { looks_left: failed.looks_left - 1, ..failed });
            return Step::Wait;
        }
        match (&self.write, found) {
            (Write::Create(spec), Some(holder)) if failed.may_have_worked && holder.is(spec) => {
                self.holder = Some(holder.clone());
                Step::Claim(holder)
            }
            (Write::Create(_), Some(holder)) => Step::Done(Err(taken(Some(holder), failed.said))),
            (Write::Create(_), None) => Step::Done(Err(WriteError::Failed(failed.said))),

            (Write::Update(id, _), Some(holder)) if failed.looks_for_holder && holder.id != *id => {
                Step::Done(Err(taken(Some(holder), failed.said)))
            }
            (Write::Update(..), _) if failed.looks_for_holder => {
                Step::Done(Err(WriteError::Failed(failed.said)))
            }
            (Write::Update(_, update), Some(mapping))
                if failed.may_have_worked && mapping.is(&update.spec) =>
            {
                Step::Done(Ok(Some(mapping)))
            }
            (Write::Update(..), Some(_)) if failed.said.is_conflict() => {
                self.failed = Some(Failed { looks_for_holder: true, ..failed });
                Step::FindHolder
            }
            (Write::Update(..), Some(_)) => Step::Done(Err(WriteError::Failed(failed.said))),
            (Write::Update(..), None) => Step::Done(Err(WriteError::Gone(failed.said))),

            (Write::Delete(_), None) => Step::Done(Ok(None)),
            (Write::Delete(_), Some(_)) => Step::Done(Err(WriteError::Failed(failed.said))),
        }
    }

    /// Whether what is there shows that the work was done, so that waiting ends.
    fn shows_the_work(&self, found: Option<&Mapping>, failed: &Failed) -> bool {
        match &self.write {
            _ if failed.looks_for_holder => found.is_some(),
            Write::Create(_) => found.is_some(),
            Write::Update(_, update) => found.is_some_and(|mapping| mapping.is(&update.spec)),
            Write::Delete(_) => found.is_none(),
        }
    }
}

/// The look-up that shows what became of a write.
fn look(failed: &Failed) -> Step {
    if failed.looks_for_holder { Step::FindHolder } else { Step::Read }
}

/// The key is held by another mapping.
fn taken(holder: Option<Mapping>, said: CallError) -> WriteError {
    match holder {
        Some(holder) => WriteError::KeyTaken { holder: Box::new(holder), said },
        None => WriteError::Failed(said),
    }
}

/// The write failed, and so did the look-up.
fn not_looked_up(write: &Write, failed: Failed, lookup: CallError) -> WriteError {
    match write {
        Write::Create(_) => WriteError::Unclear { said: failed.said, lookup },
        Write::Update(..) if failed.may_have_worked && !failed.looks_for_holder => {
            WriteError::Unclear { said: failed.said, lookup }
        }
        Write::Update(..) | Write::Delete(_) => WriteError::Failed(failed.said),
    }
}
