//! Everything that there is, and everything that can happen to it.

use super::explorer::Model;
use super::invariants;
use super::mistakes::Mistake;
use super::process::{At, Call, Doing, Op, Process, Sent, Thread, Writing};
use super::service::{Excuse, KEYS, Request, STAGES, Service, spec};
use super::shared::Shared;
use crate::gateway::domain_cache::DomainCache;
use crate::gateway::recovery::{Event, Step, Write, WriteResult};
use crate::gateway::{Action, CallError, Failure, WriteError};
use crate::names::{MappingId, MappingKey};

/// How long a request that was cut off may still be carried out: seconds of waiting. Ten
/// in the provider, where each adds only the same again.
pub(super) const ANSWER_TIMEOUT: u64 = 2;

/// How often a call is tried.
pub(super) const MOST_ATTEMPTS: u32 = 2;

#[derive(Clone, Debug, Hash)]
pub(super) struct World {
    pub(super) service: Service,
    pub(super) processes: [Shared<Process>; 2],
    /// How often the third party still acts.
    pub(super) third_party: u8,
    /// What a move did wrong.
    pub(super) fault: Option<&'static str>,
}

/// What happens.
#[derive(Clone, Debug)]
pub(super) enum Move {
    /// Something in a thread.
    In(At, Turn),
    /// A request that its process gave up is carried out.
    Late(Call),
    /// A process is killed.
    Kill(usize),
    /// The third party acts.
    ByHand(ByHand),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Turn {
    /// An operation begins.
    Begins(Op),
    /// A page is listed, or a look-up answered.
    Found,
    /// A look-up is refused.
    Denied,
    /// A look-up fails.
    Fails,
    /// A second passes.
    Waits,
    /// The service carries the request out.
    Works,
    /// The answer arrives.
    Answered,
    /// The attempt fails, and another one follows if that helps.
    Attempt(Trouble),
    /// The attempt fails, and the run is interrupted.
    Interrupted(Trouble),
}

/// How an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Request or answer are lost; if the request, it is never carried out.
    Lost,
    /// The time limit passes. The request may still be carried out.
    CutOff,
    /// The connection breaks. The request may still be carried out.
    Broken,
    Throttled,
    /// The answer is a success that does not fit.
    Malformed,
    /// Refused for a reason that has nothing to do with mappings.
    Denied,
}

/// What the third party does.
#[derive(Clone, Debug)]
pub(super) enum ByHand {
    Creates(&'static str, &'static str),
    Deletes(MappingId),
    /// Changes the stage.
    Points(MappingId, &'static str),
    /// Changes the key.
    Moves(MappingId, &'static str),
}

/// What is explored: where it begins, and what the provider is made to get wrong.
pub(super) struct Rules {
    /// The operations of each thread of both processes.
    pub(super) ops: [&'static [&'static [Op]]; 2],
    pub(super) first: World,
    pub(super) mistake: Option<Mistake>,
}

impl Model for Rules {
    type State = World;
    type Move = Move;

    fn first(&self) -> World {
        self.first.clone()
    }

    fn moves(&self, world: &World) -> Vec<(Move, World)> {
        let mut moves = Vec::new();
        for (number, process) in world.processes.iter().enumerate() {
            for thread in 0..process.threads.len() {
                let at = At { process: number, thread };
                let mut turn = |turn, next| moves.push((Move::In(at, turn), next));
                super::turns::turns(self, world, at, &mut turn);
            }
            if process.kills > 0 && process.threads.iter().any(|thread| thread.doing.is_some()) {
                moves.push((Move::Kill(number), world.killed(number)));
            }
        }
        for number in 0..world.service.under_way.len() {
            moves.push(world.late(number));
        }
        if world.third_party > 0 {
            moves.extend(world.by_hand());
        }
        moves
    }

    fn fault(&self, world: &World, is_last: bool) -> Option<String> {
        invariants::fault(self, world, is_last)
    }
}

impl World {
    pub(super) fn new(processes: [Process; 2], third_party: u8) -> Self {
        let service = Service::default();
        Self { service, processes: processes.map(Shared::new), third_party, fault: None }
    }

    pub(super) fn process(&mut self, number: usize) -> &mut Process {
        self.processes[number].make_mut()
    }

    pub(super) fn thread(&mut self, at: At) -> &mut Thread {
        &mut self.process(at.process).threads[at.thread]
    }

    pub(super) fn writing(&mut self, at: At) -> Option<&mut Writing> {
        match &mut self.thread(at).doing {
            Some(Doing::Writing(writing)) => Some(writing),
            _ => None,
        }
    }

    /// The request of a call goes on without its process.
    pub(super) fn give_up(&mut self, call: Call, write: Write, excuse: Option<Excuse>) {
        self.service.under_way.push(Request { call, write, seconds_left: ANSWER_TIMEOUT, excuse });
        self.service.under_way.sort_by_key(|request| (request.call, request.seconds_left));
    }

    /// Carries a request of `call` out.
    pub(super) fn carry_out(
        &mut self,
        call: Call,
        write: &Write,
        excuse: Option<Excuse>,
    ) -> super::service::Answer {
        if let Write::Delete(id) = write
            && self.service.entry(id).is_some()
            && !self.processes[call.at.process].holds(id)
        {
            self.fault = Some("a mapping was deleted that state does not hold");
        }
        let is_under_way = self.processes[call.at.process].is_under_way(call);
        let answer = self.service.carry_out(call, write, excuse);
        if let (Write::Create(_), Ok(_)) = (write, &answer) {
            // Its key is held: the other requests of the call come to nothing.
            self.service.under_way.retain(|request| request.call != call);
        }
        if let (false, None, Write::Update(..), Ok(_)) = (is_under_way, excuse, write, &answer) {
            self.fault = Some("an update took effect after it was said to have failed");
        }
        answer
    }

    fn late(&self, number: usize) -> (Move, Self) {
        let mut next = self.clone();
        let Request { call, write, excuse, .. } = next.service.under_way.remove(number);
        let _ = next.carry_out(call, &write, excuse);
        (Move::Late(call), next)
    }

    /// A second passes for the requests of a call.
    pub(super) fn wait(&mut self, call: Call) {
        self.service.under_way.retain_mut(|request| {
            request.seconds_left -= u64::from(request.call == call);
            request.seconds_left > 0
        });
    }

    /// A process is killed; the next one goes on with the operation after.
    fn killed(&self, number: usize) -> Self {
        let mut next = self.clone();
        next.process(number).kills -= 1;
        for thread in 0..self.processes[number].threads.len() {
            let thread = next.thread(At { process: number, thread });
            let Some(doing) = thread.doing.take() else { continue };
            thread.op += 1;
            let Doing::Writing(writing) = doing else { continue };
            next.excuse(writing.call, Excuse::Killed);
            if writing.step == Step::Send && writing.sent == Sent::OnItsWay {
                next.give_up(writing.call, writing.write, Some(Excuse::Killed));
            }
        }
        next.new_run(number);
        next
    }

    pub(super) fn new_run(&mut self, number: usize) {
        self.process(number).cache = Shared::new(DomainCache::default());
        self.service.forget_listing(number);
    }

    /// What a call has made or may still make is excused.
    pub(super) fn excuse(&mut self, call: Call, excuse: Excuse) {
        for entry in self.service.entries.values_mut() {
            if entry.maker == Some(call) {
                entry.make_mut().excuse = Some(excuse);
            }
        }
        for request in &mut self.service.under_way {
            if request.call == call {
                request.excuse = Some(excuse);
            }
        }
    }

    fn by_hand(&self) -> Vec<(Move, Self)> {
        let mut moves = Vec::new();
        let mut act = |what: ByHand, act: &dyn Fn(&mut Service)| {
            let mut next = self.clone();
            next.third_party -= 1;
            act(&mut next.service);
            moves.push((Move::ByHand(what), next));
        };
        let is_free = |key: &str| self.service.at(&MappingKey::from_api(key)).is_none();
        for key in KEYS.into_iter().filter(|key| is_free(key)) {
            for stage in STAGES {
                act(ByHand::Creates(key, stage), &|service| {
                    drop(service.create(None, &spec(key, stage), None))
                });
            }
        }
        for entry in self.service.entries.values() {
            let id = &entry.mapping.id;
            act(ByHand::Deletes(id.clone()), &|service| {
                service.entries.retain(|_, entry| entry.mapping.id != *id);
            });
            for stage in STAGES.into_iter().filter(|stage| entry.mapping.stage != *stage) {
                act(ByHand::Points(id.clone(), stage), &|service| service.change(id, None, stage));
            }
            for key in KEYS.into_iter().filter(|key| is_free(key)) {
                let stage = &entry.mapping.stage;
                act(ByHand::Moves(id.clone(), key), &|service| service.change(id, Some(key), stage));
            }
        }
        moves
    }

    /// A write is told what came of its step, and takes the next one.
    pub(super) fn hears(&mut self, rules: &Rules, at: At, event: Event) {
        let Some(Doing::Writing(mut writing)) = self.thread(at).doing.take() else { return };
        let event = rules.mistake.map_or(event.clone(), |mistake| mistake.misheard(event, &writing));
        let mut step = writing.recovery.step(event);
        while let Step::Claim(holder) = &step {
            let is_own = self.process(at.process).cache.make_mut().claim(holder);
            let is_own = is_own || rules.mistake == Some(Mistake::EverythingIsOwn);
            step = writing.recovery.step(Event::Claimed(is_own));
        }
        writing.step = step;
        match writing.step.clone() {
            Step::Done(result) => self.ends(rules, &writing, &result),
            _ => self.thread(at).doing = Some(Doing::Writing(writing)),
        }
    }

    /// A write ends, and Terraform takes down what came of it.
    fn ends(&mut self, rules: &Rules, writing: &Writing, result: &WriteResult) {
        let Writing { call, write, .. } = writing;
        let number = call.at.process;
        self.fault = self.fault.or(invariants::fault_of_end(rules, self, writing, result));
        if rules.mistake != Some(Mistake::OwnWritesAreForgotten) {
            self.process(number).cache.make_mut().note(write, result);
        }
        let held = &mut self.process(number).state[writing.address];
        match result {
            Ok(mapping) => *held = mapping.clone(),
            Err(WriteError::Overtaken { actual }) => *held = Some((**actual).clone()),
            Err(_) => {}
        }
        match result {
            Err(WriteError::KeyTaken { holder, .. } | WriteError::MayBeOwn { holder, .. }) => {
                if let Some(entry) = self.service.entry_mut(&holder.id)
                    && entry.maker.is_some_and(|maker| maker.at.process == number)
                {
                    entry.excuse = Some(Excuse::Named);
                }
            }
            Err(WriteError::Unclear { .. }) => self.excuse(*call, Excuse::Named),
            _ => {}
        }
        // Otherwise the key is held, or the mapping is gone: nothing comes of them any more.
        if !matches!(result, Err(WriteError::Failed(_) | WriteError::Unclear { .. })) {
            self.service.under_way.retain(|request| request.call != *call);
        }
        self.thread(call.at).op += 1;
    }
}

impl Service {
    fn change(&mut self, id: &MappingId, key: Option<&str>, stage: &str) {
        let Some(entry) = self.entry_mut(id) else { return };
        entry.mapping.key = key.map_or(entry.mapping.key.clone(), MappingKey::from_api);
        stage.clone_into(&mut entry.mapping.stage);
        entry.changed_by = None;
        entry.is_changed_by_hand = true;
    }
}

pub(super) fn error(failure: Failure) -> CallError {
    CallError { action: Action::CreateApiMapping, failure }
}
