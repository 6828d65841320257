//! What there is to build and run.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::PROVIDER;
use crate::{cargo, metadata, probe};

/// The provider's one integration binary.
pub(crate) const INTEGRATION: &str = "it";

/// Tests that need Unix: they send signals, and put scripts in the place of programs.
const ON_UNIX: [&str; 2] = [INTEGRATION, "protocol"];

/// The programs that tests start.
pub(crate) struct Programs {
    pub(crate) provider: PathBuf,
    /// What `cargo xtask probe` starts.
    pub(crate) probe: PathBuf,
}

/// Builds every test and gives the programs that were built with them.
///
/// One build for all, because the tests' own dependencies can change the
/// features of others, and building the provider apart would compile twice.
/// On Windows, where not every test can be built, the runner builds the others.
pub(crate) fn build() -> Result<Programs> {
    if cfg!(windows) {
        let [provider, probe] = cargo::build("dev", [PROVIDER, probe::BINARY])?;
        return Ok(Programs { provider, probe });
    }
    let mut command = cargo::cargo();
    command.args(["test", "--workspace", "--no-run"]);
    let built = cargo::executables(&mut command)?;
    let path_of = |name: &str| {
        let found = built.iter().find(|built| built.is_binary(name)).map(|built| built.path.clone());
        found.with_context(|| format!("cargo did not say where it put {name}"))
    };
    Ok(Programs { provider: path_of(PROVIDER)?, probe: path_of(probe::BINARY)? })
}

/// The names of the other crates' integration tests, as far as this system runs them.
pub(crate) fn other_integration_tests() -> Result<Vec<&'static str>> {
    let is_run = |name: &&str| *name != INTEGRATION && (cfg!(unix) || !ON_UNIX.contains(name));
    Ok(metadata::tests()?.into_iter().filter(is_run).collect())
}
