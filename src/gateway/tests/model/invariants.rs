//! What must always hold.

use super::process::{Op, Writing};
use super::world::{Rules, World};
use crate::gateway::WriteError;
use crate::gateway::recovery::{Write, WriteResult};

/// What is wrong with the world.
pub(super) fn fault(rules: &Rules, world: &World, is_last: bool) -> Option<String> {
    world.fault.or_else(|| shared(world)).or_else(|| orphan(world)).map(str::to_owned).or_else(|| {
        let mut threads =
            world.processes.iter().zip(rules.ops).flat_map(|(process, ops)| process.threads.iter().zip(ops));
        let is_stuck = is_last && threads.any(|(thread, ops)| thread.op < ops.len());
        is_stuck.then(|| "an operation never ends".to_owned())
    })
}

/// Two addresses of one state hold the same mapping.
fn shared(world: &World) -> Option<&'static str> {
    let twice = world.processes.iter().any(|process| {
        let held = process.state.iter().flatten();
        held.enumerate()
            .any(|(n, one)| process.state.iter().flatten().skip(n + 1).any(|other| other.id == one.id))
    });
    twice.then_some("two addresses of one state hold the same mapping")
}

/// A mapping exists by this provider's doing, and neither state nor an error speaks of it.
fn orphan(world: &World) -> Option<&'static str> {
    let is_orphan = world.service.entries.values().any(|entry| {
        entry.maker.is_some_and(|call| {
            let process = &world.processes[call.at.process];
            !entry.is_changed_by_hand
                && entry.excuse.is_none()
                && !process.is_under_way(call)
                && !process.holds(&entry.mapping.id)
        })
    });
    is_orphan.then_some("a mapping of this provider is unknown to state, and no error speaks of it")
}

/// What is wrong with how a write ends.
pub(super) fn fault_of_end(
    rules: &Rules,
    world: &World,
    writing: &Writing,
    result: &WriteResult,
) -> Option<&'static str> {
    match (&writing.write, result) {
        (Write::Create(_), Ok(Some(mapping))) => {
            let entry = world.service.entry(&mapping.id)?;
            let is_own = entry.maker == Some(writing.call);
            let is_permitted = writing.is_unanswered && entry.is_newer_than_listing[writing.call.at.process];
            (!is_own && !is_permitted).then_some("state holds a mapping that another made")
        }
        (Write::Create(_), Err(error)) => is_known_too_late(rules, world, writing, error)
            .then_some("a create that got no answer is not in state, though all was there to see"),
        (
            Write::Update(id, update),
            Err(WriteError::Failed(_) | WriteError::KeyTaken { .. } | WriteError::Gone(_)),
        ) => {
            let is_done = world.service.entry(id).is_some_and(|entry| {
                entry.changed_by == Some(writing.call) && entry.mapping.is(&update.spec)
            });
            is_done.then_some("an update that was done is said to have failed")
        }
        _ => None,
    }
}

/// Whether a create ends in an error although its own mapping is there, it got no answer,
/// the domain was listed before, nothing was refused, and no other create of this
/// process asks for the key.
fn is_known_too_late(rules: &Rules, world: &World, writing: &Writing, error: &WriteError) -> bool {
    let process = &world.processes[writing.call.at.process];
    let Write::Create(spec) = &writing.write else { return false };
    let made = world
        .service
        .entries
        .values()
        .any(|entry| entry.maker == Some(writing.call) && !entry.is_changed_by_hand);
    let creates = rules.ops[writing.call.at.process].iter().copied().flatten();
    let creates =
        creates.filter(|op| matches!(op, Op::Create(_, key, _) if *key == spec.key.as_str())).count();
    made && writing.is_unanswered
        && !writing.is_blind
        && process.cache.all().is_some()
        && creates == 1
        && !matches!(error, WriteError::Unclear { .. })
}
