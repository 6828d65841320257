//! What can happen in a thread of a process: whatever the service and the network may
//! make of its step.

use std::time::Duration;

use super::mistakes::Mistake;
use super::process::{At, Call, Doing, Op, Sent, Writing};
use super::service::{Answer, refused};
use super::world::{ANSWER_TIMEOUT, MOST_ATTEMPTS, Rules, Trouble, Turn, World, error};
use crate::gateway::attempts::Attempts;
use crate::gateway::domain_cache::NextRead;
use crate::gateway::recovery::{Event, Recovery, Step, Write};
use crate::gateway::{Failure, Mapping, RefusalKind};
use crate::names::MappingId;

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
        Some(Doing::Reading(id)) => read(rules, world, at, id, &mut turn),
        Some(Doing::Writing(writing)) => match &writing.step {
            Step::List => list(rules, world, at, &mut turn),
            Step::Send => send(rules, writing, &mut turn),
            Step::FindHolder(key) => {
                let holder = world.service.at(key).cloned();
                look_up(rules, at, holder, &mut turn);
            }
            Step::Read(id) => look_up(rules, at, world.service.mapping(id), &mut turn),
            Step::Wait => turn(Turn::Waits, &|next| {
                next.wait(writing.call);
                next.hears(rules, at, Event::Waited);
            }),
            Step::Claim(_) | Step::Done(_) => unreachable!("these are taken at once"),
        },
    }
}

fn begin(rules: &Rules, next: &mut World, at: At, op: Op) {
    let process = next.process(at.process);
    let thread = &mut process.threads[at.thread];
    let call = Call { at, op: thread.op };
    match op {
        Op::NewRun => {
            thread.op += 1;
            return next.new_run(at.process);
        }
        Op::Refresh(address) => match &process.state[address] {
            Some(held) => thread.doing = Some(Doing::Reading(held.id.clone())),
            None => thread.op += 1,
        },
        _ => {}
    }
    if let Op::Refresh(_) = op {
        return known(next, at);
    }
    let Some((address, mut write)) = process.write(op) else {
        next.thread(at).op += 1;
        return;
    };
    if let (Some(Mistake::TheHolderIsDeleted), Write::Delete(_), Some(held)) =
        (rules.mistake, &write, next.processes[at.process].state[address].clone())
        && let Some(holder) = next.service.at(&held.key)
    {
        write = Write::Delete(holder.id.clone());
    }
    let looks = if rules.mistake == Some(Mistake::NoWaiting) { 0 } else { ANSWER_TIMEOUT };
    let recovery = Recovery::new(write.clone(), looks);
    let writing = Writing {
        call,
        address,
        write,
        step: recovery.start(),
        recovery,
        attempts: Attempts::at_most(Some(MOST_ATTEMPTS)),
        sent: Sent::OnItsWay,
        is_unanswered: false,
        is_blind: false,
    };
    if rules.mistake != Some(Mistake::OwnWritesAreForgotten) {
        next.process(at.process).cache.make_mut().begin(&writing.write);
    }
    next.thread(at).doing = Some(Doing::Writing(Box::new(writing)));
    listed(rules, next, at);
}

/// Goes on if the domain is listed already.
fn listed(rules: &Rules, next: &mut World, at: At) {
    let is_listed = next.process(at.process).cache.all().is_some();
    if is_listed && next.writing(at).is_some_and(|writing| writing.step == Step::List) {
        next.hears(rules, at, Event::Listed(Ok(())));
    }
}

fn list(rules: &Rules, world: &World, at: At, turn: &mut impl FnMut(Turn, &dyn Fn(&mut World))) {
    let denied = || error(refused(RefusalKind::Denied));
    let mut cache = world.processes[at.process].cache.clone();
    match cache.make_mut().next_read(false) {
        // Another thread has found the end of it.
        NextRead::ById if cache.denied().is_none() => turn(Turn::Found, &|next| listed(rules, next, at)),
        NextRead::ById => turn(Turn::Denied, &|next| next.hears(rules, at, Event::Listed(Err(denied())))),
        NextRead::Page(token) => {
            turn(Turn::Found, &|next| {
                fetch(next, at, token.as_deref());
                listed(rules, next, at);
            });
            turn(Turn::Denied, &|next| {
                next.process(at.process).cache.make_mut().page_failed(denied());
                next.hears(rules, at, Event::Listed(Err(denied())));
            });
            turn(Turn::Fails, &|next| {
                let failed = || error(refused(RefusalKind::ServerError));
                next.process(at.process).cache.make_mut().page_failed(failed());
                next.service.forget_listing(at.process);
                next.hears(rules, at, Event::Listed(Err(failed())));
            });
        }
    }
}

fn fetch(next: &mut World, at: At, token: Option<&str>) {
    let page = next.service.page(token);
    next.process(at.process).cache.make_mut().add_page(page).expect("tokens differ");
    next.service.pages_listed[at.process] += 1;
}

fn send(rules: &Rules, writing: &Writing, turn: &mut impl FnMut(Turn, &dyn Fn(&mut World))) {
    use Trouble::{Broken, CutOff, Denied, Lost, Malformed, Throttled};
    let at = writing.call.at;
    let troubles: &[Trouble] = match &writing.sent {
        Sent::OnItsWay => {
            turn(Turn::Works, &|next| {
                let answer = next.carry_out(writing.call, &writing.write, None);
                // A refusal arrives at once: late or lost, it is as if the request was.
                if let Ok(_) | Err(Failure::UnexpectedAnswer(_)) = answer {
                    next.writing(at).expect("under way").sent = Sent::Worked(answer);
                } else {
                    answered(rules, next, at, answer);
                }
            });
            &[Lost, CutOff, Broken, Throttled, Malformed, Denied]
        }
        Sent::Worked(answer) => {
            turn(Turn::Answered, &|next| answered(rules, next, at, answer.clone()));
            &[Lost, Throttled, Malformed]
        }
    };
    for trouble in troubles.iter().copied() {
        let may_go_on = writing.attempts.clone().failed(&failure(trouble));
        turn(Turn::Attempt(trouble), &|next| failed(rules, next, at, trouble, false));
        if may_go_on {
            turn(Turn::Interrupted(trouble), &|next| failed(rules, next, at, trouble, true));
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
    let is_silence = !matches!(trouble, Trouble::Throttled | Trouble::Denied);
    writing.is_unanswered |= is_silence;
    if let Trouble::CutOff | Trouble::Broken = trouble {
        next.give_up(call, write, None);
    }
    attempt_failed(rules, next, at, failure(trouble), is_interrupted);
}

fn attempt_failed(rules: &Rules, next: &mut World, at: At, failure: Failure, is_interrupted: bool) {
    let writing = next.writing(at).expect("under way");
    let another = writing.attempts.failed(&failure);
    if another && !is_interrupted {
        writing.sent = Sent::OnItsWay;
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

fn look_up(rules: &Rules, at: At, found: Option<Mapping>, turn: &mut impl FnMut(Turn, &dyn Fn(&mut World))) {
    turn(Turn::Found, &|next| next.hears(rules, at, Event::Found(Ok(found.clone()))));
    turn(Turn::Denied, &|next| {
        next.writing(at).expect("under way").is_blind = true;
        next.hears(rules, at, Event::Found(Err(error(refused(RefusalKind::Denied)))));
    });
}

/// A refresh: from the listing as far as it goes, else by the id.
fn read(
    rules: &Rules,
    world: &World,
    at: At,
    id: &MappingId,
    turn: &mut impl FnMut(Turn, &dyn Fn(&mut World)),
) {
    let mut cache = world.processes[at.process].cache.clone();
    let next_read = cache.make_mut().next_read(true);
    let is_listed = cache.all().is_some();
    turn(Turn::Found, &|next| {
        next.process(at.process).cache = cache.clone();
        match &next_read {
            NextRead::Page(token) => fetch(next, at, token.as_deref()),
            NextRead::ById => {
                let found = next.service.mapping(id);
                let believes = rules.mistake == Some(Mistake::TheListingIsBelieved) && is_listed;
                let found = if believes { None } else { found };
                next.process(at.process).cache.make_mut().found_by_id(id, found.clone());
                return refreshed(next, at, id, found);
            }
        }
        known(next, at);
    });
    turn(Turn::Fails, &|next| {
        if let NextRead::Page(_) = next_read {
            next.process(at.process).cache.make_mut().page_failed(error(refused(RefusalKind::ServerError)));
            next.service.forget_listing(at.process);
        }
        finished(next, at);
    });
}

/// Ends a refresh if the cache has the answer.
fn known(next: &mut World, at: At) {
    let process = &next.processes[at.process];
    let Some(Doing::Reading(id)) = &process.threads[at.thread].doing else { return };
    if let Some(found) = process.cache.get(id) {
        let id = id.clone();
        refreshed(next, at, &id, found);
    }
}

fn refreshed(next: &mut World, at: At, id: &MappingId, found: Option<Mapping>) {
    for held in &mut next.process(at.process).state {
        if held.as_ref().is_some_and(|held| held.id == *id) {
            held.clone_from(&found);
        }
    }
    finished(next, at);
}

fn finished(next: &mut World, at: At) {
    let thread = next.thread(at);
    thread.doing = None;
    thread.op += 1;
}
