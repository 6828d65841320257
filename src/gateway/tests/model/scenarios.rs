//! What is explored.

use std::io::Write as _;

use super::explorer::{Fault, Visited, explore};
use super::mistakes::Mistake;
use super::process::{Op, Process};
use super::service::spec;
use super::world::{Rules, World};

struct Scenario {
    name: &'static str,
    /// The operations of the threads of both processes.
    ops: [&'static [&'static [Op]]; 2],
    /// Whether the first process holds a mapping at the key `a` to begin with.
    has_mapping: bool,
    third_party: u8,
    kills: u8,
}

use Op::{Create, Delete, NewRun, Refresh, Update};

const SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "a create and the third party",
        ops: [&[&[Create(0, "a", "test"), NewRun, Refresh(0), Delete(0)]], &[]],
        has_mapping: false,
        third_party: 2,
        kills: 0,
    },
    Scenario {
        name: "a create that is killed, and again",
        ops: [&[&[Create(0, "a", "test"), NewRun, Refresh(0), Create(0, "a", "test")]], &[]],
        has_mapping: false,
        third_party: 1,
        kills: 1,
    },
    Scenario {
        name: "the same create twice in one process",
        ops: [&[&[Create(0, "a", "test")], &[Create(1, "a", "test")]], &[]],
        has_mapping: false,
        third_party: 0,
        kills: 0,
    },
    Scenario {
        name: "an update",
        ops: [&[&[Update(0, "b", "test"), NewRun, Refresh(0)]], &[]],
        has_mapping: true,
        third_party: 2,
        kills: 1,
    },
    Scenario {
        name: "an update of the stage",
        ops: [&[&[Update(0, "a", "prod"), NewRun, Refresh(0)]], &[]],
        has_mapping: true,
        third_party: 2,
        kills: 1,
    },
    Scenario {
        name: "an update, and a create of the key",
        ops: [&[&[Update(0, "b", "test")]], &[&[Create(0, "b", "test")]]],
        has_mapping: true,
        third_party: 0,
        kills: 0,
    },
    Scenario {
        name: "an update, and a create of the key in one process",
        ops: [&[&[Update(0, "b", "test")], &[Create(1, "b", "test")]], &[]],
        has_mapping: true,
        third_party: 0,
        kills: 0,
    },
    Scenario {
        name: "an update, and a create of the key that is free, in one process",
        ops: [&[&[Update(0, "b", "test")], &[Create(1, "a", "test")]], &[]],
        has_mapping: true,
        third_party: 0,
        kills: 0,
    },
    Scenario {
        name: "a delete, and a create of the key",
        ops: [&[&[Delete(0), Create(0, "a", "test")]], &[]],
        has_mapping: true,
        third_party: 1,
        kills: 1,
    },
    Scenario {
        name: "the same create in two processes",
        ops: [&[&[Create(0, "a", "test")]], &[&[Create(0, "a", "test")]]],
        has_mapping: false,
        third_party: 0,
        kills: 0,
    },
];

impl Scenario {
    fn rules(&self, mistake: Option<Mistake>) -> Rules {
        let [one, other] = self.ops;
        let process = |threads: &[&[Op]]| Process::new(vec![None, None], threads.len(), self.kills);
        let mut first = World::new([process(one), process(other)], self.third_party);
        if self.has_mapping {
            let mapping = first.service.create(None, &spec("a", "test"), None);
            first.process(0).state[0] = Some(mapping);
        }
        Rules { ops: self.ops, first, mistake }
    }

    fn explore(&self, mistake: Option<Mistake>) -> Result<Visited, Fault> {
        explore(&self.rules(mistake))
    }
}

#[test]
fn every_write_is_accounted_for_whatever_happens() {
    let mut all = Visited::default();
    for scenario in SCENARIOS {
        match scenario.explore(None) {
            Ok(visited) => {
                all.states += visited.states;
                all.moves += visited.moves;
                report(&format!("{}: {} states", scenario.name, visited.states));
            }
            Err(Fault { what, way }) => panic!("{}: {what}\n  {}", scenario.name, way.join("\n  ")),
        }
    }
    report(&format!("the writes of the gateway: {} states, {} moves, no fault", all.states, all.moves));
}

/// Each with the fault that it leads to.
const MISTAKES: &[(Mistake, &str)] = &[
    (Mistake::EverythingIsOwn, ""),
    (Mistake::AThrottleIsSilence, ""),
    (Mistake::ADuplicateIsSilence, ""),
    (Mistake::OwnWritesAreForgotten, ""),
    (Mistake::EarlierAttemptsAreForgotten, ""),
    (Mistake::NoWaiting, ""),
    (Mistake::ARefusalIsAbsence, ""),
    (Mistake::TheListingIsBelieved, ""),
    (Mistake::TheHolderIsDeleted, ""),
    (Mistake::AMalformedSuccessIsNone, ""),
];

#[test]
fn each_mistake_is_found() {
    for (mistake, fault) in MISTAKES {
        let found = SCENARIOS.iter().find_map(|scenario| scenario.explore(Some(*mistake)).err());
        let found = found.map(|found| format!("{}\n  {}", found.what, found.way.join("\n  ")));
        report(&format!("{mistake:?}: {found:?} {fault}"));
    }
}

/// Shown whether or not the test passes.
fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
