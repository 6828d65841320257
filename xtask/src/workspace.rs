//! Where things are: the checkout, its target directory and the tools in it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{cargo, process};

/// The checkout that this program was built from.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace")
}

/// Cargo's target directory, wherever the user's settings put it. Everything
/// these commands write is in here, but for the generated `docs/`.
pub(crate) fn target() -> Result<&'static Path> {
    Ok(&metadata()?.target_directory)
}

/// The version of the provider, from `Cargo.toml`.
pub(crate) fn version() -> Result<&'static str> {
    metadata()?
        .packages
        .iter()
        .find(|package| package.name == crate::PROVIDER)
        .map(|package| package.version.as_str())
        .context("Cargo.toml has no package of the provider's name")
}

/// The names of the workspace's cargo targets of one kind, such as `test`.
pub(crate) fn targets_of_kind(kind: &str) -> Result<Vec<String>> {
    let targets = metadata()?.packages.iter().flat_map(|package| &package.targets);
    Ok(targets
        .filter(|target| target.kind.iter().any(|found| found == kind))
        .map(|target| target.name.clone())
        .collect())
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// What cargo says about the workspace, asked once.
fn metadata() -> Result<&'static Metadata> {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    if let Some(known) = METADATA.get() {
        return Ok(known);
    }
    let json = process::output(cargo::cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata = serde_json::from_str(&json).context("cannot read cargo's metadata")?;
    Ok(METADATA.get_or_init(|| metadata))
}
