//! What is explored: operations one after the other and at the same time, in one process
//! and in two, with a third party and without.

use super::moves::Trouble;
use super::process::Op::{self, Create, Delete, Import, NewRun, Refresh, Update};
use super::process::{At, Call, Process};
use super::service::spec;
use super::world::{Rules, World};

/// Where it begins, and what may happen.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    /// The operations of the threads of both processes.
    ops: [&'static [&'static [Op]]; 2],
    /// Whether state holds a mapping of key `a` and stage `test` to begin with, at the first
    /// address.
    has_mapping: bool,
    /// Whether it holds one of key `b` at the second address, too.
    has_another: bool,
    /// Whether the first is also in the state of the other process.
    both_hold_it: bool,
    /// How often the third party acts.
    third_party: u8,
    /// How often each process may be killed.
    kills: u8,
    /// Whether a listing may miss a mapping that exists.
    pages_move: bool,
}

const CREATE: &[Op] = &[Create(0, "a", "test")];
const SAME_CREATE: &[Op] = &[Create(1, "a", "test")];
const UPDATE: &[Op] = &[Update(0, "b", "test")];

const NOTHING: Scenario = Scenario {
    name: "",
    ops: [&[], &[]],
    has_mapping: false,
    has_another: false,
    both_hold_it: false,
    third_party: 0,
    kills: 0,
    pages_move: false,
};

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario { name: "a create", ops: [&[CREATE], &[]], third_party: 1, ..NOTHING },
    Scenario {
        name: "a delete",
        ops: [&[&[Delete(0), Refresh(0)]], &[]],
        has_mapping: true,
        third_party: 2,
        kills: 1,
        ..NOTHING
    },
    Scenario {
        name: "reads while pages move, and a delete",
        ops: [&[&[Refresh(0), Refresh(0), Delete(0)]], &[]],
        has_mapping: true,
        third_party: 1,
        pages_move: true,
        ..NOTHING
    },
    Scenario {
        name: "an import, and a create of what it took",
        ops: [&[&[Refresh(0), Import(1, "b"), Create(2, "b", "test")]], &[]],
        has_mapping: true,
        third_party: 1,
        ..NOTHING
    },
    Scenario {
        name: "an update of the key",
        ops: [&[&[Update(0, "b", "test"), Refresh(0), NewRun, Refresh(0)]], &[]],
        has_mapping: true,
        third_party: 2,
        kills: 1,
        ..NOTHING
    },
    Scenario {
        name: "an update of the stage",
        ops: [&[&[Refresh(0), Update(0, "a", "prod"), Refresh(0)]], &[]],
        has_mapping: true,
        third_party: 2,
        kills: 1,
        ..NOTHING
    },
    Scenario {
        name: "a delete, and a create of its key",
        ops: [&[&[Delete(0), Create(0, "a", "test")]], &[]],
        has_mapping: true,
        third_party: 1,
        kills: 1,
        ..NOTHING
    },
    Scenario { name: "the same create twice in one process", ops: [&[CREATE, SAME_CREATE], &[]], ..NOTHING },
    Scenario {
        name: "an update and a create of its key in one process",
        ops: [&[UPDATE, &[Create(1, "b", "test")]], &[]],
        has_mapping: true,
        ..NOTHING
    },
    Scenario {
        name: "an update and a create of the key that it leaves in one process",
        ops: [&[UPDATE, SAME_CREATE], &[]],
        has_mapping: true,
        ..NOTHING
    },
    Scenario {
        name: "a delete and a create of its key in one process",
        ops: [&[&[Delete(0)], SAME_CREATE], &[]],
        has_mapping: true,
        ..NOTHING
    },
    Scenario {
        name: "two updates that pass keys on in one process",
        ops: [&[UPDATE, &[Update(1, "c", "test")]], &[]],
        has_mapping: true,
        has_another: true,
        ..NOTHING
    },
    Scenario {
        name: "two updates that exchange keys in one process",
        ops: [&[UPDATE, &[Update(1, "a", "test")]], &[]],
        has_mapping: true,
        has_another: true,
        ..NOTHING
    },
    Scenario { name: "the same create in two processes", ops: [&[CREATE], &[CREATE]], ..NOTHING },
    Scenario {
        name: "an update, and a create of its key in another process",
        ops: [&[UPDATE], &[&[Create(0, "b", "test")]]],
        has_mapping: true,
        ..NOTHING
    },
    Scenario {
        name: "a mapping of two states, made anew by one, and deleted by the other",
        ops: [&[&[Delete(0), Create(0, "a", "test")]], &[&[Delete(0)]]],
        has_mapping: true,
        both_hold_it: true,
        ..NOTHING
    },
    Scenario {
        name: "a create, and a run that reads and deletes",
        ops: [&[&[Create(0, "a", "test"), NewRun, Refresh(0), Delete(0)]], &[]],
        third_party: 2,
        ..NOTHING
    },
    Scenario {
        name: "a create that is killed, and made again",
        ops: [&[&[Create(0, "a", "test"), NewRun, Create(0, "a", "test")]], &[]],
        third_party: 1,
        kills: 1,
        ..NOTHING
    },
];

impl Scenario {
    /// Whether there is only one operation at a time.
    fn is_alone(&self) -> bool {
        self.ops.iter().map(|threads| threads.len()).sum::<usize>() == 1
    }

    /// All that may happen, with no mistake and the one trace permitted.
    pub(super) fn rules(&self) -> Rules {
        let [one, other] = self.ops.map(|threads| Process::new(vec![None; 3], threads.len(), self.kills));
        let mut first = World::new([one, other], self.third_party);
        if self.has_mapping {
            let call = Call { at: At { process: 0, thread: 0 }, op: usize::MAX };
            let mapping = first.service.create(Some(call), &spec("a", "test"), None);
            first.process(1).state[0] = self.both_hold_it.then(|| mapping.clone());
            first.process(0).state[0] = Some(mapping);
        }
        if self.has_another {
            let call = Call { at: At { process: 0, thread: 1 }, op: usize::MAX };
            first.process(0).state[1] = Some(first.service.create(Some(call), &spec("b", "test"), None));
        }
        let troubles = if self.is_alone() { Trouble::ALL } else { Trouble::ONE_OF_A_KIND };
        let (ops, is_interrupted) = (self.ops, self.is_alone());
        let pages_move = self.pages_move;
        Rules { first, ops, troubles, is_interrupted, pages_move, mistake: None, permits_the_trace: true }
    }
}
