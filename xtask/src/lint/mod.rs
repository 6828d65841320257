//! `cargo xtask lint`: what can be said about the source without running it.

mod sources;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{PROVIDER, cargo, console, docs, process, protoc, terraform, workspace};

/// Runs every check, and fails after the last one if any failed.
pub(crate) fn run() -> Result<()> {
    let [provider] = cargo::build("dev", [PROVIDER])?;
    all(&provider)
}

/// The checks, with the provider already built for the documentation's.
pub(crate) fn all(provider: &Path) -> Result<()> {
    let mut failed = Vec::new();
    let checks: [(&str, &dyn Fn() -> Result<()>); 5] = [
        ("Format", &format),
        ("Clippy", &clippy),
        ("Format of the examples", &format_of_examples),
        ("Sources: short files, no machine's paths", &sources::check),
        ("Documentation matches the schema", &|| docs::check(provider)),
    ];
    for (name, check) in checks {
        console::step(name);
        if let Err(error) = check() {
            console::warn(&format!("{error:#}"));
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join("; "))
}

fn format() -> Result<()> {
    process::run(cargo::cargo().args(["fmt", "--all", "--check"]))
}

fn format_of_examples() -> Result<()> {
    let terraform = terraform::preferred()?;
    let mut command = Command::new(&terraform.executable);
    terraform::isolate(&mut command).current_dir(workspace::root().join("examples"));
    process::run(command.args(["fmt", "-check", "-recursive", "-diff"]))
}

fn clippy() -> Result<()> {
    protoc::install()?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet"];
    process::run(cargo::cargo().args(clippy).args(["--", "-D", "warnings"]))
}
