//! Running cargo's test runners and keeping what they close with.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::lanes::Lanes;
use super::targets;
use crate::{cargo, console, process};

/// How a part of the tests went.
pub(crate) struct Outcome {
    pub(crate) ok: bool,
    /// The runners' own closing lines.
    pub(crate) closing: Vec<String>,
}

impl Outcome {
    /// Of a part that is not run by a test runner.
    pub(crate) fn of(result: &Result<()>) -> Outcome {
        if let Err(error) = result {
            console::warn(&format!("{error:#}"));
        }
        Outcome { ok: result.is_ok(), closing: Vec::new() }
    }
}

/// How a runner closes that had nothing to run.
const NOTHING: &str = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";

/// Unit and property tests of every crate, and the integration tests of the
/// crates beside the provider. Those of the plugin server are also run against
/// the provider's own executable.
pub(crate) fn unit(filter: Option<&str>, provider: &Path) -> Result<Outcome> {
    console::step("Unit and property tests");
    let mut command = test_command();
    command.args(["--lib", "--bins"]);
    for test in targets::other_integration_tests()? {
        command.args(["--test", test]);
    }
    command.env("TEST_PROVIDER_BINARY", provider);
    command.arg("--").args(filter);
    watch(&mut command)
}

/// The integration binary, on every lane.
pub(crate) fn integration(filter: Option<&str>, lane: Option<&str>, lanes: &Lanes) -> Result<Outcome> {
    console::step("Integration tests");
    let mut command = test_command();
    command.args(["--test", targets::INTEGRATION]).envs(lanes.environment());
    if let Some(lane) = lane {
        command.env("TEST_LANE", lane);
    }
    command.arg("--").args(filter);
    watch(&mut command)
}

fn test_command() -> Command {
    let mut command = cargo::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    command
}

/// Runs a test runner, passing on what it prints line by line.
fn watch(command: &mut Command) -> Result<Outcome> {
    let line = process::line(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let mut closing = Vec::new();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        console::say(&line);
        if line.starts_with("test result: ") && !line.starts_with(NOTHING) {
            closing.push(line);
        }
    }
    let ok = child.wait()?.success();
    Ok(Outcome { ok, closing })
}
