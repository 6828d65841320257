//! The probes, by topic.

mod keys;

use crate::probe::Probe;

/// All of them, in the order in which a run asks.
pub fn all() -> Vec<Probe> {
    [keys::probes()].into_iter().flatten().collect()
}
