//! `cargo xtask probe`: what stands in for the service is held against the records, and
//! the path for AWS is gone whole on the local endpoint.

mod clean_up;
mod compared;
mod consent;
mod edge_domain;
mod interruptions;
mod program;

use libtest_mimic::Trial;

use crate::harness::lanes::Lanes;

/// The trials, when there is a program.
pub(crate) fn trials(lanes: &Lanes) -> Vec<Trial> {
    let Some(executable) = &lanes.probe else { return Vec::new() };
    let mut trials = compared::trials(executable, &lanes.endpoints);
    trials.extend(clean_up::trials(executable));
    trials.extend(consent::trials(executable));
    trials.extend(edge_domain::trials(executable));
    trials.extend(interruptions::trials(executable));
    trials
}
