//! What a write does next, and what it makes of answers that were lost.
//!
//! [`Recovery`] is a state machine without calls and clocks: `writes` carries its steps
//! out and tells it what came of each. A write ends done and known, not done, or with an
//! error that says that neither is known. Whether a mapping that was found is the write's
//! own is decided by `DomainCache::claim`.

use super::{CallError, Failure, Mapping, MappingSpec, MappingUpdate, MayHaveWorked};
use crate::names::{MappingId, MappingKey};

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

/// Why a write did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WriteError {
    /// The key belongs to a mapping that this write did not make.
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
    },
    /// The write failed, and what it did could not be found out.
    #[error("{said}; then {lookup}")]
    Unclear {
        /// What came of the write.
        said: CallError,
        /// Why the mapping could not be looked up.
        lookup: CallError,
    },
    /// The write failed. It did nothing, or it was a delete of which nothing more could be
    /// found out.
    #[error(transparent)]
    Failed(CallError),
}

/// The mapping as it is after the write; `None` after a delete.
pub(super) type WriteResult = Result<Option<Mapping>, WriteError>;

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// Lists the domain, so that what was there before is known.
    List,
    /// Sends the write, with its retries.
    Send,
    /// Looks for the mapping that holds the key.
    FindHolder(MappingKey),
    /// Reads the mapping.
    Read(MappingId),
    /// Waits a second for a request that may still be under way.
    Wait,
    /// Takes the mapping for this write's own, if it was absent before and is not another
    /// write's.
    Claim(Mapping),
    /// Ends.
    Done(WriteResult),
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Event {
    /// The domain was listed, or was not.
    Listed(Result<(), CallError>),
    /// The write was answered.
    Answered(Option<Mapping>),
    /// The write failed; whether an attempt may have done the work.
    Failed(CallError, MayHaveWorked),
    /// What a look-up found.
    Found(Result<Option<Mapping>, CallError>),
    /// The second passed.
    Waited,
    /// Whether the mapping is this write's own.
    Claimed(bool),
}

/// A write under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Recovery {
    write: Write,
    /// How often a request that may be under way is looked for, a second apart.
    looks: u64,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum State {
    /// The write is not answered yet.
    Sending,
    /// The write failed, and what it did is looked up.
    LookingUp(Failed),
    /// An update met a duplicate, and the holder of the key is looked for.
    FindingHolder(CallError),
    /// A create failed, and the mapping may be its own.
    Claiming(Failed, Mapping),
}

/// A write that failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Failed {
    said: CallError,
    may_have_worked: MayHaveWorked,
    /// How often the mapping is looked for once more.
    looks_left: u64,
}

impl Recovery {
    /// A write that has not begun. A request that the service may not be done with can
    /// take effect for `answer_timeout` more seconds, and is looked for that long.
    pub(super) fn new(write: Write, answer_timeout: u64) -> Self {
        Self { write, looks: answer_timeout, state: State::Sending }
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
        match (event, std::mem::replace(&mut self.state, State::Sending)) {
            (Event::Listed(Ok(())), _) => Step::Send,
            // A refusal is no obstacle: what was there before is not known then.
            (Event::Listed(Err(error)), _) if is_refusal(&error) => Step::Send,
            (Event::Listed(Err(error)), _) => fail(WriteError::Failed(error)),
            (Event::Answered(mapping), _) => Step::Done(Ok(mapping)),
            (Event::Failed(said, may_have_worked), _) => self.failed(said, may_have_worked),
            (Event::Found(found), State::LookingUp(failed)) => self.looked_up(found, failed),
            (Event::Waited, State::LookingUp(failed)) => self.look_up(failed),
            (Event::Found(found), State::FindingHolder(said)) => self.found_holder(found, said),
            (Event::Claimed(is_own), State::Claiming(failed, holder)) => claimed(is_own, failed, holder),
            // Such an event comes of no step of that state.
            (Event::Found(_) | Event::Waited | Event::Claimed(_), _) => self.start(),
        }
    }

    /// The call failed. What became of it is looked up where that is open, or where the
    /// refusal may speak of something else.
    fn failed(&mut self, said: CallError, may_have_worked: MayHaveWorked) -> Step {
        let is_open = may_have_worked != MayHaveWorked::No
            || match self.write {
                Write::Create(_) => said.is_conflict(),
                // A "not found" may speak of the mapping or of what it is to point to.
                Write::Update(..) => said.is_conflict() || said.is_not_found(),
                Write::Delete(_) => false,
            };
        if !is_open {
            return fail(WriteError::Failed(said));
        }
        let looks_left = if may_have_worked == MayHaveWorked::UnderWay { self.looks } else { 0 };
        self.look_up(Failed { said, may_have_worked, looks_left })
    }

    /// A create is looked up by its key, other writes by their mapping's id.
    fn look_up(&mut self, failed: Failed) -> Step {
        self.state = State::LookingUp(failed);
        match &self.write {
            Write::Create(spec) => Step::FindHolder(spec.key.clone()),
            Write::Update(id, _) | Write::Delete(id) => Step::Read(id.clone()),
        }
    }

    fn looked_up(&mut self, found: Result<Option<Mapping>, CallError>, failed: Failed) -> Step {
        let Failed { said, may_have_worked, looks_left } = failed;
        let is_open = may_have_worked != MayHaveWorked::No;
        let found = match (found, &self.write) {
            (Ok(found), _) => found,
            (Err(lookup), Write::Create(_) | Write::Update(..)) if is_open => {
                return fail(WriteError::Unclear { said, lookup });
            }
            (Err(_), _) => return fail(WriteError::Failed(said)),
        };
        if looks_left > 0 && !self.is_shown_by(found.as_ref()) {
            self.state = State::LookingUp(Failed { said, may_have_worked, looks_left: looks_left - 1 });
            return Step::Wait;
        }
        match (&self.write, found) {
            (Write::Create(spec), Some(holder)) if is_open && holder.is(spec) => {
                let failed = Failed { said, may_have_worked, looks_left };
                self.state = State::Claiming(failed, holder.clone());
                Step::Claim(holder)
            }
            (Write::Create(_), Some(holder)) => fail(taken(holder, said)),
            (Write::Update(_, update), Some(found)) if is_open && found.is(&update.spec) => {
                Step::Done(Ok(Some(found)))
            }
            (Write::Update(..), Some(found)) if matches!(said.failure, Failure::UnexpectedAnswer(_)) => {
                fail(WriteError::Overtaken { actual: Box::new(found) })
            }
            (Write::Update(_, update), Some(_)) if said.is_conflict() => {
                self.state = State::FindingHolder(said);
                Step::FindHolder(update.spec.key.clone())
            }
            (Write::Update(..), None) => fail(WriteError::Gone(said)),
            (Write::Delete(_), None) => Step::Done(Ok(None)),
            (Write::Create(_), None) | (Write::Update(..) | Write::Delete(_), Some(_)) => {
                fail(WriteError::Failed(said))
            }
        }
    }

    /// Whether what is there shows that the work was done, so that waiting ends.
    fn is_shown_by(&self, found: Option<&Mapping>) -> bool {
        match &self.write {
            Write::Create(_) => found.is_some(),
            Write::Update(_, update) => found.is_some_and(|mapping| mapping.is(&update.spec)),
            Write::Delete(_) => found.is_none(),
        }
    }

    fn found_holder(&self, found: Result<Option<Mapping>, CallError>, said: CallError) -> Step {
        match (&self.write, found) {
            (Write::Update(id, _), Ok(Some(holder))) if holder.id != *id => fail(taken(holder, said)),
            _ => fail(WriteError::Failed(said)),
        }
    }
}

/// Whether the service refused, and no other attempt helps.
fn is_refusal(error: &CallError) -> bool {
    error.refusal().is_some() && error.failure.may_have_worked() == MayHaveWorked::No
}

fn fail(error: WriteError) -> Step {
    Step::Done(Err(error))
}

/// A mapping as asked for is a create's own when it was absent before and an attempt got no
/// answer. After a throttle alone it may as well be that of another process, which asked
/// for the same under the same quota.
fn claimed(is_own: bool, Failed { said, may_have_worked, .. }: Failed, holder: Mapping) -> Step {
    match (is_own, may_have_worked) {
        (true, MayHaveWorked::Unanswered | MayHaveWorked::UnderWay) => Step::Done(Ok(Some(holder))),
        (true, _) => fail(WriteError::MayBeOwn { holder: Box::new(holder), said }),
        (false, _) => fail(taken(holder, said)),
    }
}

fn taken(holder: Mapping, said: CallError) -> WriteError {
    WriteError::KeyTaken { holder: Box::new(holder), said }
}
