//! Finding a Python that can make virtual environments.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// The oldest Python that everything in `xtask/python/` runs on.
const OLDEST: (u32, u32) = (3, 10);

/// Prints the version, after making sure that `venv` works: Debian packs it
/// separately and leaves a module that fails.
const PROBE: &str = "import ensurepip, sys, venv; print(*sys.version_info[:2])";

/// The first Python on PATH that is new enough.
///
/// # Errors
/// One line that says what to install.
pub(crate) fn find() -> Result<PathBuf> {
    let newest_first = (OLDEST.1..=20).rev().map(|minor| format!("python3.{minor}"));
    ["python3".to_owned(), "python".to_owned()]
        .into_iter()
        .chain(newest_first)
        .filter_map(|name| which::which(name).ok())
        .find(|python| version(python).is_some_and(|version| version >= OLDEST))
        .map_or_else(missing, Ok)
}

fn missing() -> Result<PathBuf> {
    bail!(
        "Python {}.{} or later with its venv module is missing; install it: \
         apt-get install python3 python3-venv (Debian, Ubuntu) or brew install python (macOS)",
        OLDEST.0,
        OLDEST.1
    )
}

/// Python without the user's PYTHON* variables and packages.
pub(crate) fn isolated(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg("-I");
    command
}

fn version(python: &Path) -> Option<(u32, u32)> {
    let output = process::captured(isolated(python).args(["-c", PROBE])).ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().split_once(' ')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
