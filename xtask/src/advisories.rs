//! `cargo xtask advisories`: whether a dependency has a known vulnerability or was
//! withdrawn. cargo-deny says so, which gets the database from the network; it is the one
//! on `PATH`, else one that cargo builds.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, console, process, tools, workspace};

const VERSION: &str = "0.20.2";
const EXECUTABLE: &str = if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" };

/// Has cargo-deny check the advisories, and what `cargo xtask lint` reads of `deny.toml`.
pub(crate) fn run() -> Result<()> {
    let program = program()?;
    console::step("Advisories, licences, sources and bans");
    process::run(&mut check(&program))
}

fn check(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).args(["--workspace", "--locked", "check"]);
    command
}

fn program() -> Result<PathBuf> {
    if let Ok(found) = which::which("cargo-deny") {
        return Ok(found);
    }
    let folder = tools::Folder { name: "cargo-deny", executable: EXECUTABLE, made_from: VERSION.to_owned() };
    folder.program(answers, |folder| {
        console::note(&format!("building cargo-deny {VERSION}, once, which takes some minutes"));
        install(folder).context("cannot build cargo-deny")
    })
}

fn answers(program: &Path) -> bool {
    process::captured(Command::new(program).arg("--version")).is_ok_and(|output| output.status.success())
}

fn install(folder: &Path) -> Result<()> {
    let root = folder.join("root");
    let mut command = cargo::cargo();
    command.args(["install", "--locked", "--version", VERSION, "cargo-deny", "--root"]).arg(&root);
    process::run(&mut command)?;
    std::fs::rename(root.join("bin").join(EXECUTABLE), folder.join(EXECUTABLE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_deny_toml_is_checked_for_every_package() {
        assert_eq!(process::line(&check(Path::new("cargo-deny"))), "cargo-deny --workspace --locked check");
    }
}
