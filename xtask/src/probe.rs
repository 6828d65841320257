//! `cargo xtask probe`: builds the program that asks API Gateway, and becomes it.
//!
//! The program has the options and whatever it needs of AWS; this one passes words on.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;

use crate::{cargo, python};

/// The program's name.
pub(crate) const BINARY: &str = "probe";

/// The variable that tells the program where ministack is.
const MINISTACK: &str = "PROBE_MINISTACK";

#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Options {
    /// What the program is told; --help shows it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Builds the program and runs it with the same words.
///
/// # Errors
/// When it cannot be built or started.
pub(crate) fn run(options: &Options) -> Result<()> {
    let [program] = cargo::build("dev", [BINARY])?;
    let mut command = Command::new(program);
    command.args(&options.arguments);
    if asks_ministack(&options.arguments) {
        command.env(MINISTACK, python::MINISTACK.install()?);
    }
    become_it(&mut command)
}

fn asks_ministack(words: &[OsString]) -> bool {
    words.windows(2).any(|pair| pair[0] == "--endpoint" && pair[1] == "ministack")
        || words.iter().any(|word| word == "--endpoint=ministack")
}

/// Ctrl-C has to reach the program alone, which removes what it has made.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;

    use anyhow::Context;

    let error = command.exec();
    Err(error).with_context(|| format!("cannot start `{}`", crate::process::line(command)))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    std::process::exit(crate::process::status(command)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ministack_is_brought_where_it_is_the_endpoint() {
        let asks = |words: &[&str]| asks_ministack(&words.iter().map(Into::into).collect::<Vec<_>>());
        assert!(asks(&["--endpoint", "ministack"]) && asks(&["--yes", "--endpoint=ministack"]));
        assert!(!asks(&["--only", "ministack"]) && !asks(&["--endpoint", "local"]) && !asks(&["ministack"]));
    }
}
