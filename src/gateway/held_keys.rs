//! When a write whose key another mapping holds is tried again.
//!
//! Terraform changes the mappings of a domain in any order, so the holder may be about to let
//! the key go in the same run. A write that finds its key held therefore waits, and is tried
//! again when a write of this process may have freed the key. It gives up when the holder's own
//! write has ended and the key is still held, because a run writes a mapping once.
//!
//! When all that are under way on the domain wait, none of them frees a key. The one that began
//! first is tried a last time, unless nothing has ended since it was tried, and then gives up.
//! That gives Terraform a place for a write that it has not begun, which may be the one that
//! frees a key.
//!
//! Nothing here calls the service or waits; `writes` does. `tests/model` tries every way that
//! writes can go with these rules, and that some write always ends.

use super::write::{Write, WriteError, WriteResult};
use crate::names::MappingId;

/// The writes of this process on one domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct DomainWrites {
    /// How many have begun.
    begun: usize,
    /// Those that have not ended, in the order in which they began.
    under_way: Vec<UnderWay>,
    /// Those that have ended, the last one last.
    ended: Vec<Ended>,
    /// How many have done what was asked for.
    done: usize,
}

/// A write that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct UnderWay {
    number: usize,
    /// How many writes had ended when it was last tried.
    tried: usize,
    waits: Option<Holder>,
}

/// What a write that has ended means for those that wait.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ended {
    /// The mapping that it was about; `None` for a create that has made none.
    mapping: Option<MappingId>,
    /// Whether the mapping may have let go of a key.
    may_have_freed: bool,
}

/// The mapping that holds the key which a write asks for; `None` where that is not known.
type Holder = Option<MappingId>;

/// What becomes of a write that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It goes on waiting.
    Waits,
    /// It is tried again.
    IsTried,
    /// It ends, and the key is held.
    GivesUp,
}

impl DomainWrites {
    /// Notes that a write begins, and is being tried; its number.
    pub(super) fn begin(&mut self) -> usize {
        self.begun += 1;
        let write = UnderWay { number: self.begun, tried: self.ended.len(), waits: None };
        self.under_way.push(write);
        self.begun
    }

    /// Notes that a write waits for the mapping that holds its key.
    pub(super) fn waits(&mut self, number: usize, holder: Holder) {
        self.change(number, |write| write.waits = Some(holder));
    }

    /// Notes that a write is tried again.
    pub(super) fn is_tried(&mut self, number: usize) {
        let tried = self.ended.len();
        self.change(number, |write| *write = UnderWay { number, tried, waits: None });
    }

    /// Notes that a write has ended, and whether it has done what was asked for.
    pub(super) fn end(&mut self, number: usize, ended: Ended, is_done: bool) {
        self.under_way.retain(|write| write.number != number);
        self.ended.push(ended);
        self.done += usize::from(is_done);
    }

    /// How many writes have done what was asked for.
    pub(super) fn done(&self) -> usize {
        self.done
    }

    /// What becomes of a write that waits.
    pub(super) fn turn(&self, number: usize) -> Turn {
        let Some(own) = self.under_way.iter().find(|write| write.number == number) else {
            return Turn::GivesUp;
        };
        if let Some(turn) = self.by_the_holder(own) {
            return turn;
        }
        let is_first = self.under_way.first() == Some(own);
        let waits = |write: &UnderWay| write.waits.is_some() && self.by_the_holder(write).is_none();
        if !is_first || !self.under_way.iter().all(waits) {
            return Turn::Waits;
        }
        if self.ended.len() > own.tried { Turn::IsTried } else { Turn::GivesUp }
    }

    /// What becomes of a write because of what the holder's own write has done; `None` while that
    /// has not ended.
    fn by_the_holder(&self, write: &UnderWay) -> Option<Turn> {
        let may_be_free = |ended: &Ended, number: usize| ended.may_have_freed && number >= write.tried;
        let Some(holder) = write.waits.as_ref()? else {
            let mut ended = self.ended.iter().enumerate();
            return ended.any(|(number, ended)| may_be_free(ended, number)).then_some(Turn::IsTried);
        };
        let is_of_holder = |ended: &Ended| ended.mapping.as_ref() == Some(holder);
        let mut ended = self.ended.iter().enumerate().rev();
        let (number, last) = ended.find(|(_, ended)| is_of_holder(ended))?;
        Some(if may_be_free(last, number) { Turn::IsTried } else { Turn::GivesUp })
    }

    fn change(&mut self, number: usize, change: impl FnOnce(&mut UnderWay)) {
        if let Some(write) = self.under_way.iter_mut().find(|write| write.number == number) {
            change(write);
        }
    }
}

impl Ended {
    /// A write of which nothing is known but that it is not waited for any more.
    pub(super) fn unknown(write: &Write) -> Self {
        match write {
            Write::Create(_) => Self { mapping: None, may_have_freed: false },
            Write::Update(id, update) => Self { mapping: Some(id.clone()), may_have_freed: update.new_key },
            Write::Delete(id) => Self { mapping: Some(id.clone()), may_have_freed: true },
        }
    }

    /// A write that ended so.
    pub(super) fn of(write: &Write, result: &WriteResult) -> Self {
        let ended = Self::unknown(write);
        match (write, result) {
            (Write::Create(_), Ok(made)) => {
                Self { mapping: made.as_ref().map(|mapping| mapping.id.clone()), ..ended }
            }
            (
                Write::Update(..),
                Err(WriteError::KeyTaken { .. } | WriteError::MayBeOwn { .. } | WriteError::Failed(_)),
            ) => Self { may_have_freed: false, ..ended },
            (Write::Update(..), Err(WriteError::Gone(_))) => Self { may_have_freed: true, ..ended },
            _ => ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(id: &str) -> MappingId {
        MappingId::from_api(id).unwrap()
    }

    /// A write that has given this mapping another key.
    fn freed(mapping: &str) -> Ended {
        Ended { mapping: Some(id(mapping)), may_have_freed: true }
    }

    /// A write that has left this mapping its key.
    fn kept(mapping: &str) -> Ended {
        Ended { mapping: Some(id(mapping)), may_have_freed: false }
    }

    /// A create that has made nothing.
    fn nothing() -> Ended {
        Ended { mapping: None, may_have_freed: false }
    }

    /// What becomes of these writes.
    fn turns<const N: usize>(writes: &DomainWrites, numbers: [usize; N]) -> [Turn; N] {
        numbers.map(|number| writes.turn(number))
    }

    fn begun<const N: usize>() -> (DomainWrites, [usize; N]) {
        let mut writes = DomainWrites::default();
        let numbers = [(); N].map(|()| writes.begin());
        (writes, numbers)
    }

    #[test]
    fn a_write_alone_gives_up_at_once() {
        let (mut writes, [first]) = begun();
        writes.end(first, kept("m9"), true);
        let alone = writes.begin();
        writes.waits(alone, Some(id("m1")));
        assert_eq!(writes.turn(alone), Turn::GivesUp, "what ended before it was tried is no news");
        assert_eq!(writes.done(), 1);
    }

    #[test]
    fn a_write_waits_while_another_is_under_way_and_is_tried_when_the_holder_lets_go() {
        let (mut writes, [waiting, other, holder, _last]) = begun();
        writes.waits(waiting, Some(id("m1")));
        assert_eq!(writes.turn(waiting), Turn::Waits);
        writes.end(other, freed("m2"), true);
        assert_eq!(writes.turn(waiting), Turn::Waits, "that was another key");
        writes.end(holder, freed("m1"), true);
        assert_eq!(writes.turn(waiting), Turn::IsTried);
        writes.is_tried(waiting);
        writes.waits(waiting, Some(id("m1")));
        assert_eq!(writes.turn(waiting), Turn::GivesUp, "it has been changed, and holds the key");
    }

    #[test]
    fn a_write_gives_up_when_the_holder_has_kept_its_key() {
        for ended in [kept("m1"), Ended::unknown(&Write::Update(id("m1"), stage_only()))] {
            let (mut writes, [waiting, holder, _other]) = begun();
            writes.waits(waiting, Some(id("m1")));
            writes.end(holder, ended, true);
            assert_eq!(writes.turn(waiting), Turn::GivesUp);
        }
    }

    fn stage_only() -> crate::gateway::MappingUpdate {
        let spec = crate::gateway::tests::account::spec("orders");
        crate::gateway::MappingUpdate { spec, new_key: false }
    }

    #[test]
    fn a_key_that_is_freed_while_the_write_is_tried_is_not_missed() {
        let (mut writes, [trying, holder, _other]) = begun();
        writes.end(holder, freed("m1"), true);
        writes.waits(trying, Some(id("m1")));
        assert_eq!(writes.turn(trying), Turn::IsTried);
    }

    #[test]
    fn a_write_that_does_not_know_the_holder_is_tried_when_any_key_is_freed() {
        let (mut writes, [waiting, create, update, _other]) = begun();
        writes.waits(waiting, None);
        writes.end(create, nothing(), true);
        assert_eq!(writes.turn(waiting), Turn::Waits);
        writes.end(update, freed("m2"), true);
        assert_eq!(writes.turn(waiting), Turn::IsTried);
    }

    #[test]
    fn when_all_wait_the_first_gives_up_and_the_next_is_tried_once_more() {
        use Turn::{GivesUp, IsTried, Waits};
        let (mut writes, [one, two, three]) = begun();
        for (write, holder) in [(one, "m7"), (two, "m8"), (three, "m9")] {
            writes.waits(write, Some(id(holder)));
        }
        assert_eq!(turns(&writes, [one, two, three]), [GivesUp, Waits, Waits]);
        writes.end(one, kept("m1"), false);
        assert_eq!(turns(&writes, [two, three]), [IsTried, Waits]);
        writes.is_tried(two);
        // Meanwhile Terraform begins another one.
        let four = writes.begin();
        writes.waits(two, Some(id("m8")));
        assert_eq!(turns(&writes, [two, three]), [Waits, Waits]);
        writes.waits(four, Some(id("m9")));
        assert_eq!(turns(&writes, [two, three, four]), [GivesUp, Waits, Waits]);
        writes.end(two, kept("m2"), false);
        writes.is_tried(three);
        writes.end(three, freed("m3"), true);
        assert_eq!(writes.turn(four), IsTried);
        writes.is_tried(four);
        writes.waits(four, Some(id("m9")));
        assert_eq!((writes.turn(four), writes.done()), (GivesUp, 1));
    }

    #[test]
    fn while_one_is_about_to_be_tried_no_other_gives_up() {
        let (mut writes, [one, two, three]) = begun();
        writes.waits(one, Some(id("m2")));
        writes.waits(two, Some(id("m3")));
        writes.end(three, freed("m3"), true);
        assert_eq!(turns(&writes, [one, two]), [Turn::Waits, Turn::IsTried]);
    }
}
