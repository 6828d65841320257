//! `cargo xtask lint`: what can be said about the source without running it.

mod sources;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::missing::Missing;
use crate::{PROVIDER, cargo, console, docs, process, terraform, workspace};

/// Runs every check, and fails after the last one if any failed.
pub(crate) fn run() -> Result<()> {
    let [provider] = cargo::build("dev", [PROVIDER])?;
    let mut missing = Missing::default();
    all(&provider, &mut missing)?;
    missing.judge()
}

/// The checks, with the provider already built for the documentation's.
pub(crate) fn all(provider: &Path, missing: &mut Missing) -> Result<()> {
    let mut checks = Checks::default();
    checks.run("Format", format);
    checks.run("Format of the examples", format_of_examples);
    checks.run("Sources: short files, no machine's paths", sources::check);
    checks.run("Documentation matches the schema", || documentation(provider, missing));
    checks.run("Clippy", clippy);
    checks.judge()
}

/// Which checks failed; one that fails does not keep the next from running.
#[derive(Default)]
struct Checks {
    failed: Vec<&'static str>,
}

impl Checks {
    fn run(&mut self, name: &'static str, check: impl FnOnce() -> Result<()>) {
        console::step(name);
        if let Err(error) = check() {
            console::warn(&format!("{error:#}"));
            self.failed.push(name);
        }
    }

    fn judge(self) -> Result<()> {
        if self.failed.is_empty() {
            return Ok(());
        }
        bail!("failed: {}", self.failed.join("; "))
    }
}

/// Only a new Terraform shows the whole schema; without one there is nothing
/// to compare with.
fn documentation(provider: &Path, missing: &mut Missing) -> Result<()> {
    match terraform::with_list_resources() {
        Ok(terraform) => docs::check(provider, &terraform),
        Err(error) => {
            missing.add("documentation", &error);
            Ok(())
        }
    }
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
    let clippy = ["clippy", "--workspace", "--all-targets", "--quiet"];
    process::run(cargo::cargo().args(clippy).args(["--", "-D", "warnings"]))
}
