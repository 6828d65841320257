//! What can happen in a thread of a process: whatever the service and the network may
//! make of its step.

use std::time::Duration;

use super::mistakes::Mistake;
use super::moves::{Trouble, Turn};
use super::process::{At, Call, Doing, Op, Writing};
use super::refresh;
use super::requests::ANSWER_TIMEOUT;
use super::service::{Answer, refused};
use super::world::{Rules, World};
use crate::gateway::attempts::Attempts;
use crate::gateway::domain_cache::{DomainCache, NextRead};
use crate::gateway::held_keys;
use crate::gateway::pages::Page;
use crate::gateway::recovery::{Event, Recovery, Step};
use crate::gateway::write::Write;
use crate::gateway::{Action, CallError, Failure, Mapping, RefusalKind};
use crate::names::MappingKey;

/// How often a call is tried.
const MOST_ATTEMPTS: u32 = 2;

/// Adds a turn: what it is, and what it does to the world.
pub(super) type Add<'a> = dyn FnMut(Turn, &dyn Fn(&mut World)) + 'a;

/// The turns that a thread can take, each with the world after it.
pub(super) fn turns(rules: &Rules, world: &World, at: At, add: &mut impl FnMut(Turn, World)) {
    let mut turn = |turn, act: &dyn Fn(&mut World)| {
        let mut next = world.clone();
        act(&mut next);
        add(turn, next);
    };
    let process = &world.processes[at.process];
    let thread = &process.threads[at.thread];
    match &thread.doing {
        None => {
            if let Some(op) = rules.ops[at.process][at.thread].get(thread.op) {
                turn(Turn::Begins(*op), &|next| begin(rules, next, at, *op));
            }
        }
        Some(Doing::Reading(id)) => refresh::turns(rules, world, at, id, &mut turn),
        Some(Doing::Writing(writing)) => match &writing.step {
            Step::List => list(rules, world, at, &mut turn),
            Step::Send => send(rules, writing, &mut turn),
            Step::FindHolder(key) => {
                look_up(rules, at, world.service.at(key), &mut turn);
            }
            Step::Read(id) => look_up(rules, at, world.service.mapping(id), &mut turn),
            Step::Wait => turn(Turn::Waits, &|next| {
                next.wait(writing.call);
                next.hears(rules, at, Event::Waited);
            }),
            Step::WaitForKey(_) => wait_for_key(rules, world, writing, &mut turn),
            Step::Done(_) => unreachable!("it is taken down at once"),
        },
    }
}

fn begin(rules: &Rules, next: &mut World, at: At, op: Op) {
    match op {
        Op::NewRun => {
            next.begin_run(at.process);
            next.finish(at);
        }
        Op::Refresh(address) => refresh::begin(next, at, address),
        Op::Import(address, key) => {
            let process = &next.processes[at.process];
            let holder = next.service.at(&MappingKey::from_api(key));
            let holder = holder.filter(|holder| !process.holds(&holder.id)).cloned();
            next.process(at.process).state[address] = holder;
            refresh::begin(next, at, address);
        }
        Op::Create(..) | Op::Update(..) | Op::Delete(_) => begin_write(rules, next, at, op),
    }
}

fn begin_write(rules: &Rules, next: &mut World, at: At, op: Op) {
    let process = &next.processes[at.process];
    let call = Call { at, op: process.threads[at.thread].op };
    let Some((address, mut write)) = process.write(op) else {
        return next.finish(at);
    };
    if let (Some(Mistake::TheHolderIsDeleted), Write::Delete(_), Some(held)) =
        (rules.mistake, &write, next.processes[at.process].state[address].clone())
        && let Some(holder) = next.service.at(&held.key)
    {
        write = Write::Delete(holder.id.clone());
    }
    let recovery = Recovery::new(write.clone(), ANSWER_TIMEOUT);
    let cache = next.process(at.process).cache.make_mut();
    let step = match rules.mistake {
        Some(Mistake::CreatesAreForgotten | Mistake::WritesUnderWayAreForgotten) => {
            recovery.begin(&mut DomainCache::default())
        }
        _ => recovery.begin(cache),
    };
    let attempts = Attempts::at_most(Some(MOST_ATTEMPTS));
    let number = next.process(at.process).writes.begin();
    let (is_unanswered, is_troubled) = (false, false);
    let writing = Writing {
        call,
        number,
        address,
        write,
        recovery,
        step,
        attempts,
        answer: None,
        is_unanswered,
        is_troubled,
    };
    next.thread(at).doing = Some(Doing::Writing(Box::new(writing)));
    listed(rules, next, at);
}

/// A key that is held is waited for, by the rules of `held_keys`.
fn wait_for_key(rules: &Rules, world: &World, writing: &Writing, turn: &mut Add<'_>) {
    let (at, number) = (writing.call.at, writing.number);
    let is_tried = |next: &mut World| {
        next.process(at.process).writes.is_tried(number);
        let writing = next.writing(at).expect("under way");
        writing.attempts = Attempts::at_most(Some(MOST_ATTEMPTS));
        writing.answer = None;
        next.hears(rules, at, Event::KeyMayBeFree);
    };
    match (world.processes[at.process].writes.turn(number), rules.mistake) {
        (held_keys::Turn::Waits, _) | (held_keys::Turn::GivesUp, Some(Mistake::NoneGivesUp)) => {}
        (held_keys::Turn::IsTried, _) => turn(Turn::IsTriedAgain, &is_tried),
        (held_keys::Turn::GivesUp, _) => {
            turn(Turn::GivesUp, &|next| next.hears(rules, at, Event::KeyIsHeld));
        }
    }
}

/// Goes on if the domain is listed already.
fn listed(rules: &Rules, next: &mut World, at: At) {
    let is_listed = next.process(at.process).cache.all().is_some();
    if is_listed && next.writing(at).is_some_and(|writing| writing.step == Step::List) {
        next.hears(rules, at, Event::Listed(Ok(())));
    }
}

fn list(rules: &Rules, world: &World, at: At, turn: &mut Add<'_>) {
    let denied = || error(refused(RefusalKind::Denied));
    let mut cache = world.processes[at.process].cache.clone();
    match cache.make_mut().next_read(false) {
        // Another thread has found the end of it.
        NextRead::ById if cache.denied().is_none() => turn(Turn::Listed, &|next| listed(rules, next, at)),
        NextRead::ById => turn(Turn::NotAllowed, &|next| next.hears(rules, at, Event::Listed(Err(denied())))),
        NextRead::Page(token) => {
            turn(Turn::Listed, &|next| {
                fetch(next, at, token.as_deref());
                listed(rules, next, at);
            });
            turn(Turn::NotAllowed, &|next| {
                next.process(at.process).cache.make_mut().page_failed(denied());
                next.hears(rules, at, Event::Listed(Err(denied())));
            });
            turn(Turn::NotRead, &|next| {
                let failed = || error(refused(RefusalKind::ServerError));
                next.process(at.process).cache.make_mut().page_failed(failed());
                next.service.forget_listing(at.process);
                next.hears(rules, at, Event::Listed(Err(failed())));
            });
        }
    }
}

pub(super) fn fetch(next: &mut World, at: At, token: Option<&str>) {
    let page = next.service.page(token);
    add_page(next, at, page);
}

pub(super) fn add_page(next: &mut World, at: At, page: Page<Mapping>) {
    next.process(at.process).cache.make_mut().add_page(page).expect("tokens differ");
    next.service.pages_listed[at.process] += 1;
}

fn send(rules: &Rules, writing: &Writing, turn: &mut Add<'_>) {
    let at = writing.call.at;
    let is_possible: fn(Trouble) -> bool = match &writing.answer {
        None => {
            turn(Turn::Works, &|next| {
                let answer = next.carry_out(writing.call, &writing.write, None);
                // A refusal arrives at once: late or lost, it is as if the request was.
                if let Ok(_) | Err(Failure::UnexpectedAnswer(_)) = answer {
                    next.writing(at).expect("under way").answer = Some(answer);
                } else {
                    answered(rules, next, at, answer);
                }
            });
            |_| true
        }
        Some(answer) => {
            turn(Turn::Answered, &|next| answered(rules, next, at, answer.clone()));
            // A request that may still be carried out may be so at once.
            |trouble| !trouble.leaves_it_under_way() && trouble != Trouble::Denied
        }
    };
    for trouble in rules.troubles.iter().copied().filter(|trouble| is_possible(*trouble)) {
        let may_go_on = writing.attempts.clone().failed(&failure(trouble));
        turn(Turn::Fails(trouble), &|next| failed(rules, next, at, trouble, false));
        if may_go_on && rules.is_interrupted {
            turn(Turn::FailsAndIsInterrupted(trouble), &|next| failed(rules, next, at, trouble, true));
        }
    }
}

fn answered(rules: &Rules, next: &mut World, at: At, answer: Answer) {
    match answer {
        Ok(mapping) => next.hears(rules, at, Event::Answered(mapping)),
        Err(failure) => attempt_failed(rules, next, at, failure, false),
    }
}

fn failed(rules: &Rules, next: &mut World, at: At, trouble: Trouble, is_interrupted: bool) {
    let writing = next.writing(at).expect("under way");
    let (call, write) = (writing.call, writing.write.clone());
    writing.is_unanswered |= trouble.is_no_answer();
    writing.is_troubled = true;
    if trouble.leaves_it_under_way() {
        next.give_up(call, write, None);
    }
    attempt_failed(rules, next, at, failure(trouble), is_interrupted);
}

fn attempt_failed(rules: &Rules, next: &mut World, at: At, failure: Failure, is_interrupted: bool) {
    let writing = next.writing(at).expect("under way");
    let another = writing.attempts.failed(&failure);
    if another && !is_interrupted {
        writing.answer = None;
        return;
    }
    let may_have_worked = if rules.mistake == Some(Mistake::EarlierAttemptsAreForgotten) {
        if another { Failure::Interrupted.may_have_worked() } else { failure.may_have_worked() }
    } else {
        writing.attempts.may_have_worked()
    };
    let failure = if another { Failure::Interrupted } else { failure };
    next.hears(rules, at, Event::Failed(error(failure), may_have_worked));
}

fn failure(trouble: Trouble) -> Failure {
    match trouble {
        Trouble::Lost => Failure::NoAnswer,
        Trouble::CutOff => Failure::OutOfTime { limit: Duration::from_secs(1), in_flight: true },
        Trouble::Broken => Failure::ConnectionLost(String::new()),
        Trouble::Throttled => refused(RefusalKind::Throttled),
        Trouble::Malformed => Failure::UnexpectedAnswer(String::new()),
        Trouble::Denied => refused(RefusalKind::Denied),
    }
}

fn look_up(rules: &Rules, at: At, found: Option<&Mapping>, turn: &mut Add<'_>) {
    turn(Turn::Found, &|next| next.hears(rules, at, Event::Found(Ok(found.cloned()))));
    turn(Turn::NotAllowed, &|next| {
        next.hears(rules, at, Event::Found(Err(error(refused(RefusalKind::Denied)))));
    });
}

pub(super) fn error(failure: Failure) -> CallError {
    CallError { action: Action::CreateApiMapping, failure }
}
