//! A proof, by trying every way that it can go, that every write is accounted for.
//!
//! It is made on the code that runs: `Recovery`, `DomainCache`, `Attempts`, and what a
//! [`Failure`] says of the work. What is made up is around them: the service, the network,
//! a third party that works by hand, and what `writes`, `shared_listings` and the resource
//! do between calls, which is one line a step (`turns`, `refresh`, `outcomes`).
//!
//! **What can happen.** Two processes, or two operations of one, on two keys: create,
//! update, delete, read, import, each with two attempts. Every request is carried out, now
//! or late, or never; every answer is delivered, lost, throttled or malformed, and anything
//! can happen between the work and its answer. The run is interrupted between two attempts.
//! Listing and looking up is refused, or fails. A process is killed at every step. The third
//! party creates, deletes, and changes keys and stages.
//!
//! **What must never be** is in `invariants`:
//! - State holds a mapping that another process made, or the third party; save by one trace.
//! - A mapping exists by this provider's doing, state does not hold it, and no error speaks
//!   of it. A mapping that the third party has changed is its own doing.
//! - A mapping is deleted that state does not hold.
//! - Two addresses of one state hold the same mapping.
//! - A create has all that it takes to know its own mapping, and names it in an error
//!   instead: so what an interrupted create has made is in state.
//! - An update that was done is said to have failed, or takes effect after that.
//! - A read shows a mapping as it was before a write of the same process.
//! - A write fails because its key is held, while another one of its process is at work on the
//!   holder. (One whose attempts failed otherwise does not wait.)
//! - An operation never ends: of writes that wait for the keys of each other, some end.
//!
//! **The one trace.** This process lists the domain; another makes a mapping that is exactly
//! what this one's create asks for; and no mapping of this create is there, of which an
//! attempt got no answer: its request was lost, or what it had made was deleted by hand.
//! The create finds what it asked for, and takes it. Nothing that the service says tells
//! that mapping from its own.
//!
//! **What a kill leaves.** Terraform keeps nothing of a call whose provider was killed. So
//! what a create that was under way has made, or makes late, is not in state. The next plan
//! and the next create of the key name it, for it is listed.
//!
//! **What is assumed** of the service, as none of it is documented:
//! - A request is carried out within the time that an answer may take, or never. (One that
//!   is carried out later is like one of a killed process, save that its error has named
//!   the key.) When the service answers, it is done.
//! - A write that found its key held, or made its mapping, leaves no request behind: such
//!   a request is refused while the key is held. That the key is freed within these seconds
//!   is left out.
//! - A listing shows what was written before it, and a mapping that exists all the while it
//!   is listed is on one of its pages. A read relies on neither; a claim does.
//! - A look-up by key, and each page, is of one moment, at which it is also judged.
//! - An id is never given to a second mapping.
//!
//! Where two operations go on at the same time, an attempt fails in one way of each
//! `MayHaveWorked`; one at a time, in all ways.
//!
//! [`Failure`]: crate::gateway::Failure

mod explorer;
mod invariants;
mod mistakes;
mod moves;
mod outcomes;
mod process;
mod refresh;
mod requests;
mod scenarios;
mod service;
mod shared;
mod third_party;
mod turns;
mod world;

use std::io::Write as _;

use explorer::{Fault, Model, Visited, explore};
use invariants::Wrong;
use mistakes::MISTAKES;
use scenarios::SCENARIOS;
use world::Rules;

#[test]
fn every_write_is_accounted_for_whatever_happens() {
    let mut all = Visited::default();
    for scenario in SCENARIOS {
        let visited = explore(&scenario.rules());
        let visited = visited.unwrap_or_else(|fault| panic!("{}: {}", scenario.name, told(&fault)));
        all.states += visited.states;
        all.moves += visited.moves;
    }
    report(&format!("model: {} states, {} moves: every write is accounted for", all.states, all.moves));
}

#[test]
fn each_mistake_is_found() {
    for (mistake, wrong) in MISTAKES {
        let rules = SCENARIOS.iter().map(|scenario| Rules { mistake: Some(*mistake), ..scenario.rules() });
        let found = rules.into_iter().find_map(|rules| explore(&rules).err());
        let found = found.unwrap_or_else(|| panic!("{mistake:?} is not found"));
        assert_eq!(found.what, *wrong, "{mistake:?}: {}", told(&found));
    }
    report(&format!("model: each of {} mistakes leads to a fault, which is found", MISTAKES.len()));
}

#[test]
fn the_one_trace_is_a_create_that_is_lost_while_another_makes_the_same() {
    let found = |name: &str| {
        let scenario = SCENARIOS.iter().find(|scenario| scenario.name == name).expect("a scenario");
        explore(&Rules { permits_the_trace: false, ..scenario.rules() }).err().expect("the trace")
    };
    let by_hand = found("a create");
    let way = "TakenFromAnother
    In(At { process: 0, thread: 0 }, Begins(Create(0, \"a\", \"test\")))
    In(At { process: 0, thread: 0 }, Listed)
    In(At { process: 0, thread: 0 }, Listed)
    In(At { process: 0, thread: 0 }, FailsAndIsInterrupted(Lost))
    ByHand(Creates(\"a\", \"test\"))
    In(At { process: 0, thread: 0 }, Found)";
    assert_eq!(told(&by_hand), way);
    let by_the_other = found("the same create in two processes");
    assert_eq!(by_the_other.what, Wrong::TakenFromAnother, "{}", told(&by_the_other));
}

/// What is wrong, and the way to it.
fn told<M: Model>(fault: &Fault<M>) -> String {
    let way: Vec<_> = fault.way.iter().map(|by| format!("\n    {by:?}")).collect();
    format!("{:?}{}", fault.what, way.concat())
}

/// Shown also when the test passes.
fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
