//! Executables that start a Python script and are not affected by the user's
//! Python settings or by where they are called from.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{files, process};

/// Writes an executable that runs `script` with `python`.
pub(crate) fn write(path: &Path, python: &Path, script: &Path) -> Result<()> {
    let word = |path: &Path| process::quoted(&path.to_string_lossy());
    let text = format!(
        "#!/bin/sh\n# Written by `cargo xtask`.\nexec {} -I -X utf8 {} \"$@\"\n",
        word(python),
        word(script)
    );
    files::write(path, text)?;
    make_executable(path).with_context(|| format!("cannot make {} executable", path.display()))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Err(std::io::Error::new(
        std::io::ErrorKind::Unsupported,
        "the launchers are shell scripts; install terraform or tofu on PATH instead",
    ))
}
