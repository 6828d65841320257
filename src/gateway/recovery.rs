//! What a write does next, and what it makes of answers that were lost.
//!
//! [`Recovery`] is a state machine without calls and clocks: `writes` carries its steps
//! out and tells it what came of each. A write ends done and known, not done, or with an
//! error that says that neither is known. One whose key is held may be tried again. Whether a
//! mapping that was found is the write's own is decided by [`DomainCache::claim`]. `tests/model`
//! tries every way that this can go.

use super::domain_cache::DomainCache;
use super::write::{Write, WriteError, WriteResult};
use super::{CallError, Failure, Mapping, MayHaveWorked};
use crate::names::{MappingId, MappingKey};

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
    /// Waits for the key that this mapping holds, by the rules of `held_keys`; `None` where the
    /// holder is not known.
    WaitForKey(Option<MappingId>),
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
    /// The key may be free by now.
    KeyMayBeFree,
    /// The key is not going to be free.
    KeyIsHeld,
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
    FindingHolder(CallError, MayHaveWorked),
    /// The write was refused because the key is held, and ends so unless the key is freed.
    WaitingForKey(WriteError),
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

    /// Begins: the first step.
    pub(super) fn begin(&self, cache: &mut DomainCache) -> Step {
        cache.begin(&self.write);
        self.first()
    }

    fn first(&self) -> Step {
        match self.write {
            Write::Create(_) => Step::List,
            Write::Update(..) | Write::Delete(_) => Step::Send,
        }
    }

    /// The step after `event`, which came of the step before. The cache knows what came of
    /// the write once it is done.
    pub(super) fn step(&mut self, event: Event, cache: &mut DomainCache) -> Step {
        let step = self.next(event, cache);
        if let Step::Done(result) = &step {
            cache.note(&self.write, result);
        }
        step
    }

    fn next(&mut self, event: Event, cache: &mut DomainCache) -> Step {
        match (event, std::mem::replace(&mut self.state, State::Sending)) {
            (Event::Listed(Ok(())), _) => Step::Send,
            // A refusal is no obstacle: what was there before is not known then.
            (Event::Listed(Err(error)), _) if is_refusal(&error) => Step::Send,
            (Event::Listed(Err(error)), _) => fail(WriteError::Failed(error)),
            (Event::Answered(mapping), _) => Step::Done(Ok(mapping)),
            (Event::Failed(said, may_have_worked), _) => self.failed(said, may_have_worked),
            (Event::Found(found), State::LookingUp(failed)) => self.looked_up(found, failed, cache),
            (Event::Waited, State::LookingUp(failed)) => self.look_up(failed),
            (Event::Found(found), State::FindingHolder(said, may_have_worked)) => {
                self.found_holder(found, said, may_have_worked)
            }
            (Event::KeyIsHeld, State::WaitingForKey(error)) => fail(error),
            (Event::KeyMayBeFree, _) => Step::Send,
            // Such an event comes of no step of that state.
            (Event::Found(_) | Event::Waited | Event::KeyIsHeld, _) => self.first(),
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

    fn looked_up(
        &mut self,
        found: Result<Option<Mapping>, CallError>,
        failed: Failed,
        cache: &mut DomainCache,
    ) -> Step {
        let Failed { said, may_have_worked, looks_left } = failed;
        let is_open = may_have_worked != MayHaveWorked::No;
        let found = match (found, &self.write) {
            (Ok(found), _) => found,
            (Err(lookup), Write::Create(_) | Write::Update(..)) if is_open => {
                return fail(WriteError::Unclear { said, lookup });
            }
            (Err(_), _) => {
                return self.refused(WriteError::Failed(said.clone()), None, &said, may_have_worked);
            }
        };
        if looks_left > 0 && !self.is_shown_by(found.as_ref()) {
            self.state = State::LookingUp(Failed { said, may_have_worked, looks_left: looks_left - 1 });
            return Step::Wait;
        }
        match (&self.write, found) {
            (Write::Create(spec), Some(holder)) if is_open && holder.is(spec) => {
                claimed(cache.claim(&holder), may_have_worked, holder, said)
            }
            (Write::Create(_), Some(holder)) => {
                // What was seen before the write is tried again is not its work.
                cache.found_by_id(&holder.id, Some(holder.clone()));
                let id = holder.id.clone();
                self.refused(taken(holder, said.clone()), Some(id), &said, may_have_worked)
            }
            (Write::Update(_, update), Some(found)) if is_open && found.is(&update.spec) => {
                Step::Done(Ok(Some(found)))
            }
            (Write::Update(..), Some(found)) if matches!(said.failure, Failure::UnexpectedAnswer(_)) => {
                fail(WriteError::Overtaken { actual: Box::new(found), said })
            }
            (Write::Update(_, update), Some(_)) if said.is_conflict() => {
                self.state = State::FindingHolder(said, may_have_worked);
                Step::FindHolder(update.spec.key.clone())
            }
            (Write::Update(..), None) => fail(WriteError::Gone(said)),
            (Write::Delete(_), None) => Step::Done(Ok(None)),
            (Write::Create(_), None) => {
                self.refused(WriteError::Failed(said.clone()), None, &said, may_have_worked)
            }
            (Write::Update(..) | Write::Delete(_), Some(_)) => fail(WriteError::Failed(said)),
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

    fn found_holder(
        &mut self,
        found: Result<Option<Mapping>, CallError>,
        said: CallError,
        may_have_worked: MayHaveWorked,
    ) -> Step {
        match (&self.write, found) {
            (Write::Update(id, _), Ok(Some(holder))) if holder.id != *id => {
                let id = holder.id.clone();
                self.refused(taken(holder, said.clone()), Some(id), &said, may_have_worked)
            }
            (_, Ok(Some(_))) => fail(WriteError::Failed(said)),
            (_, Ok(None) | Err(_)) => {
                self.refused(WriteError::Failed(said.clone()), None, &said, may_have_worked)
            }
        }
    }

    /// Ends with `error`, unless the key is freed before. Only a write that has clearly done
    /// nothing is tried again: a request of it that is under way would meet a free key.
    fn refused(
        &mut self,
        error: WriteError,
        holder: Option<MappingId>,
        said: &CallError,
        may_have_worked: MayHaveWorked,
    ) -> Step {
        let has_done_nothing = match (&self.write, may_have_worked) {
            (_, MayHaveWorked::No) => true,
            // Read since, the mapping was not as asked for.
            (Write::Update(..), MayHaveWorked::Throttled) => true,
            // A mapping that the create had made would hold the key.
            (Write::Create(_), MayHaveWorked::Throttled) => holder.is_some(),
            _ => false,
        };
        if !has_done_nothing || !said.is_conflict() {
            return fail(error);
        }
        self.state = State::WaitingForKey(error);
        Step::WaitForKey(holder)
    }
}

/// Whether the service refused, and no other attempt helps.
fn is_refusal(error: &CallError) -> bool {
    error.refusal().is_some() && error.failure.may_have_worked() == MayHaveWorked::No
}

fn fail(error: WriteError) -> Step {
    Step::Done(Err(error))
}

/// A mapping as asked for is a create's own when it is new and an attempt got no answer.
/// After a throttle alone it may as well be that of another process, which asked
/// for the same under the same quota.
fn claimed(is_new: bool, may_have_worked: MayHaveWorked, holder: Mapping, said: CallError) -> Step {
    match (is_new, may_have_worked) {
        (true, MayHaveWorked::Unanswered | MayHaveWorked::UnderWay) => Step::Done(Ok(Some(holder))),
        (true, _) => fail(WriteError::MayBeOwn { holder: Box::new(holder), said }),
        (false, _) => fail(taken(holder, said)),
    }
}

fn taken(holder: Mapping, said: CallError) -> WriteError {
    WriteError::KeyTaken { holder: Box::new(holder), said }
}
