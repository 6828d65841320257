//! Programs built from a Go module of this repository, whose one tool they are.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// Builds the tool of a module. `flags` are those of its linker.
///
/// # Errors
/// When there is no Go, or it cannot get the module or build it.
pub(crate) fn build(module: &Path, program: &Path, flags: &str) -> Result<()> {
    which::which("go").ok().context("Go 1.26 or later is missing; install it from https://go.dev/dl/")?;
    let mut command = go();
    command.args(["build", "-mod=readonly", "-buildvcs=false", "-trimpath", flags]);
    command.arg("-o").arg(program).arg("tool");
    // A workspace of the user's is about other modules.
    process::run(command.env("GOWORK", "off").current_dir(module))
}

/// Whatever else runs goes first, where the system can be told so.
fn go() -> Command {
    if cfg!(unix) {
        let mut command = Command::new("nice");
        command.arg("go");
        command
    } else {
        Command::new("go")
    }
}
