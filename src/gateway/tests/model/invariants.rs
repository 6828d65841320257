//! What must never be.

use super::process::{Op, Writing};
use super::world::{Rules, World};
use crate::gateway::Mapping;
use crate::gateway::write::{Write, WriteError, WriteResult};

/// What must never be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Wrong {
    /// State holds a mapping that another process made, or the third party.
    TakenFromAnother,
    /// A mapping exists by this provider's doing, state does not hold it, and no error
    /// speaks of it.
    Orphaned,
    /// A mapping was deleted that state does not hold.
    DeletedUnheld,
    /// Two addresses of one state hold the same mapping.
    HeldTwice,
    /// A create that got no answer names its own mapping in an error, though it had all that
    /// it takes to know it.
    NotClaimed,
    /// An update was done, or is done later, and is said to have failed.
    SaidToHaveFailed,
    /// A read ends with a mapping as it was before a write of the same process.
    Stale,
    /// A write is said to have failed because its key was held, although another one of its
    /// process was at work on the holder.
    NotWaited,
    /// An operation has not ended, and nothing can happen any more.
    Endless,
}

/// What is wrong with a world.
pub(super) fn wrong(rules: &Rules, world: &World, is_last: bool) -> Option<Wrong> {
    [
        (is_orphaned(world), Wrong::Orphaned),
        (is_held_twice(world), Wrong::HeldTwice),
        (is_last && is_endless(rules, world), Wrong::Endless),
    ]
    .into_iter()
    .find_map(|(is_so, wrong)| is_so.then_some(wrong))
}

fn is_orphaned(world: &World) -> bool {
    world.service.entries.values().any(|entry| {
        entry.maker.is_some_and(|call| {
            let process = &world.processes[call.at.process];
            let is_known = process.holds(&entry.mapping.id) || process.is_under_way(call);
            !is_known && entry.excuse.is_none() && !entry.is_changed_by_hand
        })
    })
}

fn is_held_twice(world: &World) -> bool {
    world.processes.iter().any(|process| {
        let mut held = process.state.iter().flatten();
        held.any(|one| process.state.iter().flatten().filter(|other| other.id == one.id).count() > 1)
    })
}

fn is_endless(rules: &Rules, world: &World) -> bool {
    world
        .processes
        .iter()
        .zip(rules.ops)
        .any(|(process, ops)| process.threads.iter().zip(ops).any(|(thread, ops)| thread.op < ops.len()))
}

/// What is wrong with how a write ends.
pub(super) fn wrong_end(
    rules: &Rules,
    world: &World,
    writing: &Writing,
    result: &WriteResult,
) -> Option<Wrong> {
    if is_not_waited(world, writing, result) {
        return Some(Wrong::NotWaited);
    }
    match (&writing.write, result) {
        (Write::Create(spec), Ok(Some(mapping))) => {
            let entry = world.service.entry(&mapping.id)?;
            let process = writing.call.at.process;
            let is_own = entry.maker.is_some_and(|maker| maker.at.process == process);
            // The one trace. That no mapping stands which this create made goes without
            // saying: it would have the same key.
            let is_permitted = rules.permits_the_trace
                && writing.is_unanswered
                && entry.mapping.is(spec)
                && entry.is_newer_than_listing[process];
            (!is_own && !is_permitted).then_some(Wrong::TakenFromAnother)
        }
        (Write::Create(_), Err(WriteError::KeyTaken { .. } | WriteError::MayBeOwn { .. })) => {
            is_to_be_claimed(rules, world, writing).then_some(Wrong::NotClaimed)
        }
        (
            Write::Update(id, update),
            Err(WriteError::Failed(_) | WriteError::KeyTaken { .. } | WriteError::Gone(_)),
        ) => {
            let entry = world.service.entry(id)?;
            let is_done = entry.changed_by == Some(writing.call) && entry.mapping.is(&update.spec);
            is_done.then_some(Wrong::SaidToHaveFailed)
        }
        _ => None,
    }
}

/// Whether a write that was refused, and nothing else, ends while the holder of its key is
/// being changed.
fn is_not_waited(world: &World, writing: &Writing, result: &WriteResult) -> bool {
    let process = &world.processes[writing.call.at.process];
    let is_at_work = |holder: &Mapping| process.is_at_work_on(&holder.id);
    matches!(result, Err(WriteError::KeyTaken { holder, .. }) if is_at_work(holder)) && !writing.is_troubled
}

/// Whether a create that ends in an error had all that it takes to claim its mapping: that
/// is there, an attempt got no answer, the domain was listed before, and no other create of this process asks for the key.
fn is_to_be_claimed(rules: &Rules, world: &World, writing: &Writing) -> bool {
    let (Write::Create(spec), number) = (&writing.write, writing.call.at.process) else { return false };
    let mut entries = world.service.entries.values();
    let is_there = entries.any(|entry| entry.maker == Some(writing.call) && !entry.is_changed_by_hand);
    let mut ops =
        rules.ops[number].iter().enumerate().filter(|(thread, _)| *thread != writing.call.at.thread);
    let is_only_one = !ops.any(|(_, ops)| {
        ops.iter().any(|op| matches!(op, Op::Create(_, key, _) if *key == spec.key.as_str()))
    });
    let is_listed = world.processes[number].cache.all().is_some();
    is_there && is_only_one && is_listed && writing.is_unanswered
}

/// Whether a read found a mapping as it was before this process changed it, which the third
/// party never did.
pub(super) fn is_stale(world: &World, process: usize, found: Option<&Mapping>) -> bool {
    let Some((found, entry)) = found.and_then(|found| Some((found, world.service.entry(&found.id)?))) else {
        return false;
    };
    let is_own = entry.changed_by.is_some_and(|call| call.at.process == process);
    is_own && !entry.is_changed_by_hand && entry.mapping != *found
}
