//! Running cargo in the checkout.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, workspace};

/// The cargo that started this program, run from the checkout's root.
///
/// What `cargo run` says of this program is not passed on: build scripts
/// that watch those variables would rebuild for nothing.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace::root());
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
    let mut command = cargo();
    command.args(["build", "--workspace", "--profile", profile]);
    for binary in binaries {
        command.args(["--bin", binary]);
    }
    let built = executables(&mut command)?;
    let mut paths = Vec::with_capacity(N);
    for binary in binaries {
        let path = built.iter().find(|built| built.is_binary(binary)).map(|built| built.path.clone());
        paths.push(path.with_context(|| format!("cargo did not say where it put {binary}"))?);
    }
    Ok(paths.try_into().expect("one path for each binary"))
}

/// Something that cargo built and that can be run.
pub(crate) struct Executable {
    target: Target,
    is_test: bool,
    pub(crate) path: PathBuf,
}

impl Executable {
    /// Whether this is a program of that name, and not the program's tests.
    pub(crate) fn is_binary(&self, name: &str) -> bool {
        self.target.name == name && self.target.kind == ["bin"] && !self.is_test
    }
}

/// Runs a cargo command that builds, and gives the executables.
pub(crate) fn executables(command: &mut Command) -> Result<Vec<Executable>> {
    command.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped());
    let line = process::line(command);
    let mut child = command.spawn().with_context(|| format!("cannot start `{line}`"))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let mut executables = Vec::new();
    for message in BufReader::new(stdout).lines() {
        executables.extend(executable(&message?));
    }
    if !child.wait()?.success() {
        bail!("the build failed: `{line}`");
    }
    Ok(executables)
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// The executable that a line of cargo's JSON output is about, if it is about
/// one.
fn executable(message: &str) -> Option<Executable> {
    #[derive(Deserialize)]
    struct Artifact {
        target: Target,
        profile: Profile,
        executable: PathBuf,
    }
    #[derive(Deserialize)]
    struct Profile {
        test: bool,
    }
    let artifact: Artifact = serde_json::from_str(message).ok()?;
    Some(Executable { target: artifact.target, is_test: artifact.profile.test, path: artifact.executable })
}
