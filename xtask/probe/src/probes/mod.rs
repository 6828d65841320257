//! The probes, by topic.
//!
//! They are data: what each of them needs and asks is in its calls. The world that they ask
//! about is described in the README of the records.

mod base_paths;
mod deletions;
mod domains;
mod duplicates;
mod existence;
mod keys;
mod kinds;
mod levels;
mod listings;
mod quotas;
mod updates;

use crate::probe::Probe;

/// All of them, in the order in which a run asks: what changes a domain name as late as
/// possible, what may remove a part of the world after it, and what uses up the quota last.
pub fn all() -> Vec<Probe> {
    let topics = [
        keys::probes(),
        duplicates::probes(),
        existence::probes(),
        kinds::probes(),
        levels::probes(),
        listings::probes(),
        updates::probes(),
        base_paths::probes(),
        domains::probes(),
        deletions::probes(),
        quotas::probes(),
    ];
    topics.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
