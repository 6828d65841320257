//! Every scenario on every lane, in one binary.
//!
//! A scenario is a function whose name says what users can rely on. It runs
//! with each Terraform and against each endpoint that this run has; see
//! `harness::lanes` for where those come from and what happens when one is
//! missing.

mod acceptance;
mod adoption;
mod aws_cli;
mod blocks;
mod configuration;
mod data_sources;
mod examples;
mod faults;
mod findings;
mod guides;
mod harness;
mod hashicorp_aws;
mod installing;
mod opentofu;
mod packaging;
mod parity;
mod plan_checks;
mod probes;
mod protocol;
mod readme;
mod scale;
mod shapes;
mod tables;
mod texts;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use harness::install::Installation;
use harness::lanes::Lanes;
use harness::{Ready, trials};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    if let Some(done) = adoption::serve_if_asked() {
        return done;
    }
    // Where it failed is enough: the trial's own message is printed at the end,
    // and a backtrace through the harness tells nothing more.
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            eprintln!("a trial failed at {place}");
        }
    }));
    let mut arguments = Arguments::from_args();
    // A trial mostly waits: for Terraform to start the provider, for time to pass.
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.test_threads.get_or_insert(3 * processors);
    let folder = tempfile::tempdir().expect("a folder for this run");
    let mut lanes = Lanes::find(folder.path());

    let mut all = vec![harness::messages::trial(), texts::trial()];
    let mut terraforms = Vec::new();
    for lane in &lanes.terraforms {
        match Installation::make(lane, &provider_binary(), folder.path()) {
            Ok(installation) => terraforms.push(Ready { lane: lane.clone(), installation }),
            Err(why) => {
                let name = format!("install::the_provider_installs::{}", lane.name);
                all.push(Trial::test(name, move || Err(Failed::from(why))));
            }
        }
    }
    // The longest come first, so that nothing waits for them at the end.
    all.extend(scale::all(&terraforms, &lanes.endpoints));
    for (module, scenarios) in [
        ("acceptance", acceptance::scenarios()),
        ("adoption", adoption::scenarios()),
        ("configuration", configuration::scenarios()),
        ("data_sources", data_sources::scenarios()),
        ("faults", faults::scenarios()),
        ("findings", findings::scenarios()),
        ("guides", guides::scenarios()),
        ("opentofu", opentofu::SCENARIOS.to_vec()),
        ("parity", parity::SCENARIOS.to_vec()),
        ("plan_checks", plan_checks::scenarios()),
        ("readme", readme::SCENARIOS.to_vec()),
        ("tables", tables::scenarios()),
    ] {
        all.extend(trials(module, &scenarios, &terraforms, &lanes.endpoints));
    }
    all.extend(opentofu::trials(&terraforms, &lanes.endpoints));
    all.extend(findings::trials(&terraforms, &lanes.endpoints));
    all.extend(examples::trials(&terraforms));
    all.extend(aws_cli::trials(&terraforms, &lanes));
    all.extend(shapes::trials(&lanes));
    all.extend(packaging::trials(&lanes));
    all.extend(installing::trials(&lanes));
    all.extend(protocol::trials());
    all.extend(probes::trials(&lanes));
    all.extend(parity::trials(&terraforms, &lanes, folder.path()));
    let package = hashicorp_aws::Package::find(folder.path());
    all.extend(blocks::trials(&terraforms, package.as_ref().ok()));
    all.extend(hashicorp_aws::trials(&terraforms, &mut lanes, package));
    let sentences = all.iter().filter_map(|trial| trial.name().split("::").nth(1).map(str::to_owned));
    let sentences: BTreeSet<String> = sentences.collect();
    all.push(harness::made_up::trial(&sentences));
    all.extend(lanes.trials());

    all.retain(|trial| lanes.include(trial.name()));
    let conclusion = libtest_mimic::run(&arguments, all);
    for line in lanes.left_out() {
        eprintln!("{line}");
    }
    conclusion.exit_code()
}

/// The provider under test: the one that Cargo built, or the one given.
fn provider_binary() -> PathBuf {
    let given = std::env::var_os("TEST_PROVIDER_BINARY").filter(|path| !path.is_empty());
    given.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_terraform-provider-apigatewayv2")), PathBuf::from)
}
