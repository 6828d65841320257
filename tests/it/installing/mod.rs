//! Installing, as a stranger and as a team: from a registry, from a network
//! mirror and from a filesystem mirror, each as the guide says.
//!
//! A registry and a network mirror are folders of files behind HTTPS on this
//! machine. The signed set that they serve is the one of `cargo xtask release`,
//! as it is; only what is to be refused, and what this machine has no archive
//! of, is summed and signed anew.

mod guide;
mod key;
mod machine;
mod mirrors;
mod refused;
mod registry;
mod set;
mod site;
mod strangers;
mod teams;

use libtest_mimic::Trial;

use crate::harness::lanes::Lanes;
use machine::Machine;

/// A sentence, and what it does on a machine with a Terraform and a set.
type Scenario = (&'static str, fn(&Machine));

/// Makes a row of a table from the function whose name is the sentence.
macro_rules! row {
    ($run:ident) => {
        (stringify!($run), $run)
    };
}
use row;

/// One trial for each scenario and each Terraform, when there is a release to
/// install and the program that makes mirrors.
pub(crate) fn trials(lanes: &Lanes) -> Vec<Trial> {
    let (Some(dist), Some(xtask)) = (&lanes.dist, &lanes.xtask) else { return Vec::new() };
    let tables: [&[Scenario]; 4] =
        [&strangers::SCENARIOS, &teams::SCENARIOS, &mirrors::SCENARIOS, &refused::SCENARIOS];
    let mut trials = Vec::new();
    for (name, run) in tables.concat() {
        for lane in lanes.terraforms.iter().cloned() {
            let (dist, xtask) = (dist.clone(), xtask.clone());
            let trial = format!("installing::{name}::{}::local", lane.name);
            let trial = Trial::test(trial, move || {
                Machine::with(lane, &dist, xtask, run);
                Ok(())
            });
            // Elsewhere Terraform asks the system, and not a file, whom to trust.
            trials.push(trial.with_ignored_flag(cfg!(not(target_os = "linux"))));
        }
    }
    trials
}
