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
#[derive(Clone, Copy)]
struct Scenario {
    name: &'static str,
    run: fn(&Machine),
    /// Whether the older Terraform and OpenTofu run it as well.
    on_every_core: bool,
}

impl Scenario {
    /// Runs only on the newest Terraform and OpenTofu, and on those on PATH.
    const fn on_newest(mut self) -> Self {
        self.on_every_core = false;
        self
    }
}

/// Makes a row of a table from the function whose name is the sentence.
macro_rules! row {
    ($run:ident) => {
        $crate::installing::Scenario { name: stringify!($run), run: $run, on_every_core: true }
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
    for Scenario { name, run, on_every_core } in tables.concat() {
        for lane in lanes.terraforms.iter().filter(|lane| on_every_core || lane.runs_everything()).cloned() {
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
