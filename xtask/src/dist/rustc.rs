//! The compiler that cargo uses, and what it says of itself.

use std::process::Command;

use anyhow::{Context, Result};

use crate::{process, workspace};

/// The compiler, run where rustup would choose it.
pub(super) fn command() -> Command {
    let mut command = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.current_dir(workspace::root());
    command
}

/// What `rustc -vV` says in the line that begins with a word.
pub(super) fn says(word: &str) -> Result<String> {
    let version = process::output(command().arg("-vV"))?;
    let line = version.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(": "));
    line.map(str::to_owned).with_context(|| format!("`rustc -vV` has no line `{word}:`"))
}

/// The target that it compiles for when it is not told.
pub(super) fn host() -> Result<String> {
    says("host")
}
