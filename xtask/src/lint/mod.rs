//! `cargo xtask lint`: what can be said about the source without running it.

mod circles;
mod deny;
mod dependencies;
mod findings;
mod imports;
mod layers;
mod links;
mod modules;
mod page;
mod readme;
mod sources;
mod structure;
mod workflows;

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

pub(crate) use self::workflows::Accepts;

use crate::missing::Missing;
use crate::terraform::Terraform;
use crate::workspace::PROVIDER;
use crate::{cargo, console, docs, picture, process, terraform, workspace};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only read the sources, which needs no build
    #[arg(long)]
    sources: bool,
}

/// Runs the checks, and fails after the last one if any failed.
pub(crate) fn run(options: &Options, accepts: Accepts) -> Result<()> {
    if options.sources {
        let mut checks = Checks::default();
        checks.sources(accepts);
        return checks.judge();
    }
    let [provider] = cargo::build("dev", [PROVIDER])?;
    let mut missing = Missing::default();
    all(&provider, &mut missing, accepts)?;
    missing.judge()
}

/// The checks, with the provider already built for the documentation's.
pub(crate) fn all(provider: &Path, missing: &mut Missing, accepts: Accepts) -> Result<()> {
    let mut checks = Checks::default();
    checks.run("Format", format);
    checks.run("Format of the examples", format_of_examples);
    checks.sources(accepts);
    checks.run("Workflows as GitHub reads them", || workflows::actionlint(missing));
    checks.run("Documentation matches the schema", || documentation(provider, missing));
    checks.run("README's picture is what a plan prints", || picture_of_a_plan(provider, missing));
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

    fn sources(&mut self, accepts: Accepts) {
        self.run("Sources: short files, no machine's paths", sources::check);
        self.run("Links: what pages refer to is there, here and on registries", links::check);
        self.run("Structure: no files that import each other, layers kept apart", structure::check);
        self.run("Dependencies: each has its sentence in ARCHITECTURE.md", dependencies::check);
        self.run("Dependencies: licences, sources, bans and duplicates of deny.toml", deny::check);
        self.run("README: short, with what is run and measured", readme::check);
        self.run("Workflows: pinned actions, verbs that exist, least permissions", || {
            workflows::check(accepts)
        });
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
    with_a_new_terraform("documentation", missing, |terraform| docs::check(provider, terraform))
}

/// Other Terraforms may print other words.
fn picture_of_a_plan(provider: &Path, missing: &mut Missing) -> Result<()> {
    with_a_new_terraform("picture", missing, |terraform| picture::check(provider, terraform))
}

fn with_a_new_terraform(
    name: &'static str,
    missing: &mut Missing,
    check: impl FnOnce(&Terraform) -> Result<()>,
) -> Result<()> {
    match terraform::with_list_resources() {
        Ok(terraform) => check(&terraform),
        Err(error) => {
            missing.add(name, &error);
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
