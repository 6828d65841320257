//! Everything that there is: the service, two processes, and a third party.

use super::explorer::Model;
use super::invariants::{self, Wrong};
use super::mistakes::Mistake;
use super::moves::{Move, Trouble};
use super::process::{At, Call, Doing, Op, Process, Thread, Writing};
use super::service::{Excuse, Service};
use super::shared::Shared;
use super::{third_party, turns};
use crate::gateway::domain_cache::DomainCache;
use crate::gateway::held_keys::DomainWrites;
use crate::gateway::recovery::Step;

#[derive(Clone, Debug, Hash)]
pub(super) struct World {
    pub(super) service: Service,
    pub(super) processes: [Shared<Process>; 2],
    /// How often the third party still acts.
    pub(super) third_party: u8,
    /// What the last move did wrong.
    pub(super) wrong: Option<Wrong>,
}

/// Where it begins, and what may happen.
pub(super) struct Rules {
    pub(super) first: World,
    /// The operations of each thread of both processes.
    pub(super) ops: [&'static [&'static [Op]]; 2],
    /// How attempts fail.
    pub(super) troubles: &'static [Trouble],
    /// Whether the run may be interrupted between two attempts.
    pub(super) is_interrupted: bool,
    /// Whether a listing may miss a mapping that exists.
    pub(super) pages_move: bool,
    /// What the provider is made to get wrong.
    pub(super) mistake: Option<Mistake>,
    /// Whether the one trace is permitted by which state holds a mapping of another.
    pub(super) permits_the_trace: bool,
}

impl Model for Rules {
    type State = World;
    type Move = Move;
    type Wrong = Wrong;

    fn first(&self) -> World {
        self.first.clone()
    }

    fn moves(&self, world: &World) -> Vec<(Move, World)> {
        let mut moves = Vec::new();
        for (number, process) in world.processes.iter().enumerate() {
            for thread in 0..process.threads.len() {
                let at = At { process: number, thread };
                turns::turns(self, world, at, &mut |turn, next| moves.push((Move::In(at, turn), next)));
            }
            if process.kills > 0 && process.threads.iter().any(|thread| thread.doing.is_some()) {
                moves.push((Move::Kill(number), world.killed(number)));
            }
        }
        for number in 0..world.service.under_way.len() {
            let (call, next) = world.late(number);
            moves.push((Move::Late(call), next));
        }
        if world.third_party > 0 {
            moves.extend(third_party::acts(world).into_iter().map(|(act, next)| (Move::ByHand(act), next)));
        }
        moves
    }

    fn wrong(&self, world: &World, is_last: bool) -> Option<Wrong> {
        world.wrong.or_else(|| invariants::wrong(self, world, is_last))
    }
}

impl World {
    pub(super) fn new(processes: [Process; 2], third_party: u8) -> Self {
        let processes = processes.map(Shared::new);
        Self { service: Service::default(), processes, third_party, wrong: None }
    }

    pub(super) fn process(&mut self, number: usize) -> &mut Process {
        self.processes[number].make_mut()
    }

    pub(super) fn thread(&mut self, at: At) -> &mut Thread {
        &mut self.process(at.process).threads[at.thread]
    }

    /// The write that is under way in a thread.
    pub(super) fn writing(&mut self, at: At) -> Option<&mut Writing> {
        match &mut self.thread(at).doing {
            Some(Doing::Writing(writing)) => Some(writing),
            _ => None,
        }
    }

    /// Goes on to the next operation.
    pub(super) fn finish(&mut self, at: At) {
        let thread = self.thread(at);
        thread.doing = None;
        thread.op += 1;
    }

    /// A process is killed; the next run goes on with the operation after. What the write
    /// did is excused, and its request may still be carried out.
    fn killed(&self, number: usize) -> Self {
        let mut next = self.clone();
        next.process(number).kills -= 1;
        for thread in 0..self.processes[number].threads.len() {
            let at = At { process: number, thread };
            let Some(doing) = next.thread(at).doing.take() else { continue };
            next.finish(at);
            if let Doing::Writing(writing) = doing {
                next.excuse(writing.call, Excuse::Killed);
                if writing.step == Step::Send && writing.answer.is_none() {
                    next.give_up(writing.call, writing.write, Some(Excuse::Killed));
                }
            }
        }
        next.begin_run(number);
        next
    }

    /// A new process knows nothing.
    pub(super) fn begin_run(&mut self, number: usize) {
        self.process(number).cache = Shared::new(DomainCache::default());
        self.process(number).writes = DomainWrites::default();
        self.service.forget_listing(number);
    }

    /// What a call has made or may still make need not be in state.
    pub(super) fn excuse(&mut self, call: Call, excuse: Excuse) {
        for entry in self.service.entries.values_mut().filter(|entry| entry.maker == Some(call)) {
            entry.make_mut().excuse = Some(excuse);
        }
        for request in self.service.under_way.iter_mut().filter(|request| request.call == call) {
            request.excuse = Some(excuse);
        }
    }
}
