//! A refresh, and the read of an import: from the listing as far as that goes, else by the
//! id, as `shared_listings` reads.

use super::invariants::{Wrong, is_stale};
use super::mistakes::Mistake;
use super::moves::Turn;
use super::process::{At, Doing, Op};
use super::service::refused;
use super::turns::{Add, add_page, error, fetch};
use super::world::{Rules, World};
use crate::gateway::domain_cache::NextRead;
use crate::gateway::{Mapping, RefusalKind};
use crate::names::MappingId;

/// Begins to read what is in state.
pub(super) fn begin(next: &mut World, at: At, address: usize) {
    let Some(held) = &next.processes[at.process].state[address] else { return next.finish(at) };
    let id = held.id.clone();
    next.thread(at).doing = Some(Doing::Reading(id));
    known(next, at);
}

/// The turns that a read can take.
pub(super) fn turns(rules: &Rules, world: &World, at: At, id: &MappingId, turn: &mut Add<'_>) {
    let mut cache = world.processes[at.process].cache.clone();
    let next_read = cache.make_mut().next_read(true);
    let is_listed = cache.all().is_some();
    turn(Turn::Found, &|next| {
        next.process(at.process).cache = cache.clone();
        match &next_read {
            NextRead::Page(token) => fetch(next, at, token.as_deref()),
            NextRead::ById => {
                let found = next.service.mapping(id).cloned();
                let believes = rules.mistake == Some(Mistake::TheListingIsBelieved) && is_listed;
                let found = if believes { None } else { found };
                next.process(at.process).cache.make_mut().found_by_id(id, found.clone());
                return refreshed(next, at, id, found.as_ref());
            }
        }
        known(next, at);
    });
    if let (true, NextRead::Page(token)) = (rules.pages_move, &next_read) {
        turn(Turn::Missed, &|next| {
            let mut page = next.service.page(token.as_deref());
            page.items.retain(|mapping| mapping.id != *id);
            add_page(next, at, page);
            known(next, at);
        });
    }
    turn(Turn::NotRead, &|next| {
        next.process(at.process).cache = cache.clone();
        if let NextRead::Page(_) = next_read {
            next.process(at.process).cache.make_mut().page_failed(error(refused(RefusalKind::ServerError)));
            next.service.forget_listing(at.process);
        }
        let op = next.thread(at).op;
        if let Some(Op::Import(address, _)) = rules.ops[at.process][at.thread].get(op) {
            next.process(at.process).state[*address] = None;
        }
        next.finish(at);
    });
}

/// Ends a read if the cache has the answer.
fn known(next: &mut World, at: At) {
    let process = &next.processes[at.process];
    let Some(Doing::Reading(id)) = &process.threads[at.thread].doing else { return };
    if let Some(found) = process.cache.get(id) {
        let id = id.clone();
        refreshed(next, at, &id, found.as_ref());
    }
}

fn refreshed(next: &mut World, at: At, id: &MappingId, found: Option<&Mapping>) {
    if is_stale(next, at.process, found) {
        next.wrong = Some(Wrong::Stale);
    }
    for held in &mut next.process(at.process).state {
        if held.as_ref().is_some_and(|held| held.id == *id) {
            *held = found.cloned();
        }
    }
    next.finish(at);
}
