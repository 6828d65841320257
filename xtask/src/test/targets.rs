//! What there is to build and run.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::PROVIDER;
use crate::{cargo, metadata};

/// The provider's one integration binary.
pub(crate) const INTEGRATION: &str = "it";

/// Builds every test and gives the provider that was built with them.
///
/// One build for all, because the tests' own dependencies can change the
/// features of others, and building the provider apart would compile twice.
pub(crate) fn build() -> Result<PathBuf> {
    let mut command = cargo::cargo();
    command.args(["test", "--workspace", "--no-run"]);
    cargo::executables(&mut command)?
        .into_iter()
        .find(|built| built.is_binary(PROVIDER))
        .map(|built| built.path)
        .context("cargo did not say where it put the provider")
}

/// The names of the other crates' integration tests.
pub(crate) fn other_integration_tests() -> Result<Vec<&'static str>> {
    Ok(metadata::tests()?.into_iter().filter(|name| *name != INTEGRATION).collect())
}
