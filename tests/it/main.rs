//! Every scenario on every lane, in one binary.
//!
//! A scenario is a function whose name says what users can rely on. It runs
//! with each Terraform and against each endpoint that this run has; see
//! `harness::lanes` for where those come from and what happens when one is
//! missing.

mod acceptance;
mod faults;
mod harness;

use std::path::PathBuf;
use std::process::ExitCode;

use harness::install::Installation;
use harness::lanes::Lanes;
use harness::{Ready, trials};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = tempfile::tempdir().expect("a folder for this run");
    let lanes = Lanes::find(folder.path());

    let mut all = lanes.trials();
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
    for (module, scenarios) in [("acceptance", acceptance::scenarios()), ("faults", faults::scenarios())] {
        all.extend(trials(module, &scenarios, &terraforms, &lanes.endpoints));
    }

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
