//! Running cargo: always in the checkout, always with a protoc.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, protoc, workspace};

/// The cargo that started us, run from the checkout's root.
///
/// What `cargo run` told us about ourselves is not passed on: build scripts
/// that watch those variables would rebuild for nothing.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace::root()).env("PROTOC", protoc::path());
    let about_us = |name: &str| {
        name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME"
    };
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(about_us) {
            command.env_remove(name);
        }
    }
    command
}

/// Builds binaries of the workspace and gives their paths, in the order asked.
///
/// The whole workspace is always selected, so that every command resolves the
/// same features and nothing is compiled twice.
pub(crate) fn build<const N: usize>(profile: &str, binaries: [&str; N]) -> Result<[PathBuf; N]> {
    protoc::install()?;
    let mut command = cargo();
    command
        .args(["build", "--workspace", "--profile", profile])
        .arg("--message-format=json-render-diagnostics")
        .stdout(Stdio::piped());
    for binary in binaries {
        command.args(["--bin", binary]);
    }
    let built = artifacts(&mut command)?;
    let mut paths = Vec::with_capacity(N);
    for binary in binaries {
        let path = built
            .iter()
            .find(|artifact| artifact.target.name == binary)
            .and_then(|artifact| artifact.executable.clone());
        paths.push(path.with_context(|| format!("cargo did not say where it put {binary}"))?);
    }
    Ok(paths.try_into().expect("one path for each binary"))
}

/// One line of cargo's JSON output about something it built.
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

fn artifacts(command: &mut Command) -> Result<Vec<Artifact>> {
    let line = process::line(command);
    let mut child = command.spawn().with_context(|| format!("cannot start `{line}`"))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let mut artifacts = Vec::new();
    for message in BufReader::new(stdout).lines() {
        // Messages of other kinds have no executable and are of no interest.
        if let Ok(artifact) = serde_json::from_str::<Artifact>(&message?)
            && artifact.executable.is_some()
        {
            artifacts.push(artifact);
        }
    }
    if !child.wait()?.success() {
        bail!("the build failed: `{line}`");
    }
    Ok(artifacts)
}
