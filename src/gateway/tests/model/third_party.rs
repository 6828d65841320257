//! A third party that works by hand: it creates, deletes and changes whatever it likes.

use super::moves::ByHand;
use super::service::{KEYS, STAGES, Service, spec};
use super::world::World;
use crate::names::{MappingId, MappingKey};

/// What it can do, each with the world after it.
pub(super) fn acts(world: &World) -> Vec<(ByHand, World)> {
    let mut acts = Vec::new();
    let mut act = |what, act: &dyn Fn(&mut Service)| {
        let mut next = world.clone();
        next.third_party -= 1;
        act(&mut next.service);
        acts.push((what, next));
    };
    let is_free = |key: &str| world.service.at(&MappingKey::from_api(key)).is_none();
    for key in KEYS.into_iter().filter(|key| is_free(key)) {
        for stage in STAGES {
            act(ByHand::Creates(key, stage), &|service| {
                service.create(None, &spec(key, stage), None);
            });
        }
    }
    for entry in world.service.entries.values() {
        let id = &entry.mapping.id;
        act(ByHand::Deletes(id.clone()), &|service| service.remove(id));
        for stage in STAGES.into_iter().filter(|stage| entry.mapping.stage != *stage) {
            act(ByHand::Points(id.clone(), stage), &|service| change(service, id, None, Some(stage)));
        }
        for key in KEYS.into_iter().filter(|key| is_free(key)) {
            act(ByHand::Moves(id.clone(), key), &|service| change(service, id, Some(key), None));
        }
    }
    acts
}

fn change(service: &mut Service, id: &MappingId, key: Option<&str>, stage: Option<&str>) {
    let Some(entry) = service.entry_mut(id) else { return };
    if let Some(key) = key {
        entry.mapping.key = MappingKey::from_api(key);
    }
    if let Some(stage) = stage {
        stage.clone_into(&mut entry.mapping.stage);
    }
    entry.changed_by = None;
    entry.is_changed_by_hand = true;
}
