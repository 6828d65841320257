//! What cargo says about the workspace.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::workspace::PROVIDER;
use crate::{cargo, process};

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
    packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    version: String,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) targets: Vec<Target>,
}

/// A package that another one depends on.
#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `dev`, `build`, or none for what the package itself is made of.
    pub(crate) kind: Option<String>,
}

/// A library, program or test.
#[derive(Deserialize)]
pub(crate) struct Target {
    name: String,
    kind: Vec<String>,
    /// The file that the crate begins with.
    pub(crate) src_path: PathBuf,
}

impl Target {
    /// Whether cargo counts this among the targets of a kind, such as `bin`.
    pub(crate) fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|found| found == kind)
    }
}

/// Cargo's target directory, wherever the user's settings put it. The commands
/// write everything there except the generated `docs/`.
pub(crate) fn target_directory() -> Result<&'static Path> {
    Ok(&metadata()?.target_directory)
}

/// The packages of the workspace.
pub(crate) fn packages() -> Result<&'static [Package]> {
    Ok(&metadata()?.packages)
}

/// The version of the provider, from `Cargo.toml`.
pub(crate) fn version() -> Result<&'static str> {
    packages()?
        .iter()
        .find(|package| package.name == PROVIDER)
        .map(|package| package.version.as_str())
        .context("Cargo.toml has no package of the provider's name")
}

/// The names of the workspace's tests.
pub(crate) fn tests() -> Result<Vec<&'static str>> {
    let targets = packages()?.iter().flat_map(|package| &package.targets);
    Ok(targets.filter(|target| target.is("test")).map(|target| target.name.as_str()).collect())
}

fn metadata() -> Result<&'static Metadata> {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    if let Some(known) = METADATA.get() {
        return Ok(known);
    }
    let json = process::output(cargo::cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata = serde_json::from_str(&json).context("cannot read cargo's metadata")?;
    Ok(METADATA.get_or_init(|| metadata))
}
