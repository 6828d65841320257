//! The plugin server, spoken to on the wire by a client of our own: what
//! Terraform would never send, and what only an intruder would.
//!
//! Most scenarios talk to the [toy provider](toy); those about who gets in also
//! talk to the real one. Each has its own process in its own directory for
//! temporary files, and ends by checking that nothing of either is left.

#![allow(clippy::unwrap_used, reason = "an answer that is missing fails the scenario, as it should")]

mod certificates;
mod client;
mod handshake;
mod keys;
mod large;
mod leaving;
mod lifecycle;
mod logs;
mod malformed;
mod panics;
mod process;
mod reattach;
mod services;
mod states;
mod stopping;
mod toy;
mod wire;

use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Failed, Trial};

use self::process::Program;

/// Serves the toy provider, if this process was started to be it.
pub(crate) fn serve_if_asked() -> Option<ExitCode> {
    toy::serve_if_asked()
}

/// A sentence and the scenario behind it.
type Scenario = (&'static str, fn(Program));

/// Every protocol scenario, with the provider's executable for those that want it.
pub(crate) fn trials(provider: &Path) -> Vec<Trial> {
    let toy = [
        ("certificates", certificates::SCENARIOS),
        ("handshake", handshake::SCENARIOS),
        ("large", large::SCENARIOS),
        ("leaving", leaving::SCENARIOS),
        ("lifecycle", lifecycle::SCENARIOS),
        ("logs", logs::SCENARIOS),
        ("malformed", malformed::SCENARIOS),
        ("panics", panics::SCENARIOS),
        ("reattach", reattach::SCENARIOS),
        ("services", services::SCENARIOS),
        ("states", states::SCENARIOS),
        ("stopping", stopping::SCENARIOS),
    ];
    let real = [
        ("certificates", certificates::SCENARIOS),
        ("handshake", handshake::SCENARIOS),
        ("leaving", leaving::FOR_ALL),
        ("reattach", reattach::SCENARIOS),
        ("services", services::SCENARIOS),
    ];
    let toy = toy.iter().map(|group| (group, Program::toy()));
    let real = real.iter().map(|group| (group, Program::at(provider)));
    toy.chain(real)
        .flat_map(|((module, scenarios), program)| {
            scenarios.iter().map(move |scenario| trial(module, scenario, &program))
        })
        .collect()
}

fn trial(module: &str, (name, run): &Scenario, program: &Program) -> Trial {
    let (run, program) = (*run, program.clone());
    Trial::test(format!("protocol::{module}::{name}::{}", program.name), move || {
        std::panic::catch_unwind(|| run(program)).map_err(|payload| {
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
            Failed::from(text.unwrap_or("the scenario panicked"))
        })
    })
}

/// The table of a module: each scenario under its own name.
macro_rules! scenarios {
    ($name:ident: $($scenario:ident),* $(,)?) => {
        pub(super) const $name: &[$crate::protocol::Scenario] = &[
            $((stringify!($scenario), |program| {
                $crate::protocol::process::block_on($scenario(program))
            })),*
        ];
    };
}
use scenarios;
