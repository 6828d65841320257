//! The server, called over gRPC: what Terraform sends, what it never sends, and what an
//! intruder would.
//!
//! Most scenarios call the [toy provider](toy), which this binary serves itself. If
//! `TEST_PROVIDER_BINARY` names the executable of another provider, the scenarios that hold
//! for every provider call that one as well. Each scenario starts a process with a
//! directory of its own for temporary files, and checks at the end that both are gone.

#![allow(clippy::unwrap_used, reason = "an answer that is missing fails the scenario, as it should")]

mod certificates;
mod client;
mod data_sources;
mod example;
mod handshake;
mod keys;
mod lifecycle;
mod logs;
mod malformed;
mod message_size;
mod messages;
mod orphaned;
mod panics;
mod plan_phases;
mod process;
mod reattach;
mod services;
mod states;
mod stopping;
mod toy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use self::process::{Program, SWITCH};

fn main() -> ExitCode {
    match std::env::var(SWITCH).as_deref() {
        Ok("toy") => return toy::main(),
        Ok("example") => return example::toy::main(),
        _ => {}
    }
    // The message of a failed scenario is printed at the end.
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            eprintln!("a scenario failed at {place}");
        }
    }));
    let provider =
        std::env::var_os("TEST_PROVIDER_BINARY").filter(|path| !path.is_empty()).map(PathBuf::from);
    libtest_mimic::run(&Arguments::from_args(), trials(provider.as_deref())).exit_code()
}

/// A name and the scenario behind it.
type Scenario = (&'static str, fn(Program));

/// Every scenario with the toy, and those that hold for every provider with this one.
fn trials(provider: Option<&Path>) -> Vec<Trial> {
    let toy = [
        ("certificates", certificates::SCENARIOS),
        ("data_sources", data_sources::SCENARIOS),
        ("handshake", handshake::SCENARIOS),
        ("message_size", message_size::SCENARIOS),
        ("orphaned", orphaned::SCENARIOS),
        ("lifecycle", lifecycle::SCENARIOS),
        ("logs", logs::SCENARIOS),
        ("malformed", malformed::SCENARIOS),
        ("panics", panics::SCENARIOS),
        ("plan_phases", plan_phases::SCENARIOS),
        ("reattach", reattach::SCENARIOS),
        ("services", services::SCENARIOS),
        ("states", states::SCENARIOS),
        ("stopping", stopping::SCENARIOS),
    ];
    let every_provider = [
        ("certificates", certificates::SCENARIOS),
        ("handshake", handshake::SCENARIOS),
        ("orphaned", orphaned::FOR_ALL),
        ("reattach", reattach::SCENARIOS),
        ("services", services::SCENARIOS),
    ];
    let with = |(module, scenarios): &(&str, &[Scenario]), program: &Program| {
        let trials = scenarios.iter().map(|scenario| trial(module, scenario, program));
        trials.collect::<Vec<_>>()
    };
    let mut trials: Vec<_> = toy.iter().flat_map(|group| with(group, &Program::own("toy"))).collect();
    let example = Program::own("example");
    trials.extend(with(&("example", example::SCENARIOS), &example));
    let with_terraform = with(&("example", example::WITH_TERRAFORM), &example).into_iter();
    trials.extend(with_terraform.map(|trial| trial.with_ignored_flag(!example::has_terraform())));
    if let Some(provider) = provider {
        let provider = Program::at(provider);
        trials.extend(every_provider.iter().flat_map(|group| with(group, &provider)));
    }
    trials
}

fn trial(module: &str, (name, run): &Scenario, program: &Program) -> Trial {
    let (run, program) = (*run, program.clone());
    Trial::test(format!("{module}::{name}::{}", program.name), move || {
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
        pub(super) const $name: &[$crate::Scenario] = &[
            $((stringify!($scenario), |program| {
                $crate::process::block_on($scenario(program))
            })),*
        ];
    };
}
use scenarios;
