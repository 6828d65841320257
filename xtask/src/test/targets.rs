//! What there is to build and run.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::PROVIDER;
use crate::{cargo, metadata};

/// The provider's one integration binary.
pub(crate) const INTEGRATION: &str = "it";

/// Tests that need Unix: they send signals, and put scripts in the place of programs.
const ON_UNIX: [&str; 2] = [INTEGRATION, "protocol"];

/// Builds every test and gives the provider that was built with them.
///
/// One build for all, because the tests' own dependencies can change the
/// features of others, and building the provider apart would compile twice.
/// On Windows, where not every test can be built, the runner builds the others.
pub(crate) fn build() -> Result<PathBuf> {
    if cfg!(windows) {
        let [provider] = cargo::build("dev", [PROVIDER])?;
        return Ok(provider);
    }
    let mut command = cargo::cargo();
    command.args(["test", "--workspace", "--no-run"]);
    cargo::executables(&mut command)?
        .into_iter()
        .find(|built| built.is_binary(PROVIDER))
        .map(|built| built.path)
        .context("cargo did not say where it put the provider")
}

/// The names of the other crates' integration tests, as far as this system runs them.
pub(crate) fn other_integration_tests() -> Result<Vec<&'static str>> {
    let is_run = |name: &&str| *name != INTEGRATION && (cfg!(unix) || !ON_UNIX.contains(name));
    Ok(metadata::tests()?.into_iter().filter(is_run).collect())
}
