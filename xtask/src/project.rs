//! A Terraform project under `target/`, with the provider ready to install.
//!
//! `terraform init` finds the provider in an unpacked filesystem mirror, just
//! as it would find it in a registry; nothing is looked up on a network.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::address::{self, NAMESPACE_AND_TYPE};
use crate::terraform::{self, Terraform};
use crate::{console, files, metadata, platform, process};

/// A provider as it lies in a mirror.
#[derive(Clone, Copy)]
pub(crate) struct Package<'a> {
    /// `NAMESPACE/TYPE`.
    pub(crate) source: &'a str,
    pub(crate) version: &'a str,
    pub(crate) executable: &'a Path,
}

impl Package<'_> {
    /// This workspace's provider.
    pub(crate) fn of_this_workspace(executable: &Path) -> Result<Package<'_>> {
        Ok(Package { source: NAMESPACE_AND_TYPE, version: metadata::version()?, executable })
    }
}

/// A folder with HCL in it, and what is needed to run Terraform there.
pub(crate) struct Project {
    folder: PathBuf,
    executable: PathBuf,
    typed: String,
    cli_config: PathBuf,
    environment: Vec<(String, String)>,
}

impl Project {
    /// Makes `target/<name>` anew, for this workspace's provider. The HCL goes
    /// to [`Project::folder`].
    pub(crate) fn new(name: &str, terraform: &Terraform, provider: &Path) -> Result<Project> {
        Project::with(name, terraform, Package::of_this_workspace(provider)?)
    }

    /// The same for any provider.
    pub(crate) fn with(name: &str, terraform: &Terraform, package: Package<'_>) -> Result<Project> {
        let parent = metadata::target_directory()?.join(name);
        let folder = parent.join("project");
        files::fresh_folder(&parent)?;
        files::fresh_folder(&folder)?;
        let mirror = parent.join("mirror");
        for host in address::hosts() {
            put_into_mirror(&mirror.join(host), package)?;
        }
        let cli_config = parent.join("terraform.rc");
        files::write(&cli_config, cli_configuration(&mirror))?;
        Ok(Project {
            folder,
            executable: terraform.executable.clone(),
            typed: terraform.typed(),
            cli_config,
            environment: Vec::new(),
        })
    }

    /// Where the HCL is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Sets a variable for every run.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Lets the provider find an endpoint of this machine, region and credentials
    /// where its block says nothing.
    pub(crate) fn find_in_environment(&mut self, url: &str) {
        for (name, value) in [
            ("AWS_ENDPOINT_URL", url),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "demo"),
            ("AWS_SECRET_ACCESS_KEY", "demo"),
        ] {
            self.set(name, value);
        }
    }

    /// Everything that is set for a run, over what [`terraform::isolate`] does.
    pub(crate) fn environment(&self) -> impl Iterator<Item = (&str, &str)> {
        let cli_config = self.cli_config.to_str().unwrap_or_default();
        self.environment
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([("TF_CLI_CONFIG_FILE", cli_config)])
    }

    /// Terraform, about to run in the project.
    pub(crate) fn terraform<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(&self.executable);
        terraform::isolate(&mut command).envs(self.environment()).current_dir(&self.folder).args(args);
        command
    }

    /// Runs Terraform, showing the command and its output, and gives its exit
    /// code and what it printed.
    pub(crate) fn show<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Result<(i32, String)> {
        console::run(&mut self.announced(args))
    }

    fn announced<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let command = self.terraform(args);
        let args = process::words(command.get_args());
        console::note(&format!("$ {} {args}", self.typed));
        command
    }
}

/// `HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/terraform-provider-TYPE`.
fn put_into_mirror(host: &Path, package: Package<'_>) -> Result<()> {
    let Package { source, version, executable } = package;
    let folder = host.join(source).join(version).join(platform::name());
    let name = source.rsplit('/').next().unwrap_or_default();
    let binary = folder.join(format!("terraform-provider-{name}{}", std::env::consts::EXE_SUFFIX));
    files::make_parent(&binary)?;
    fs::hard_link(executable, &binary)
        .or_else(|_| fs::copy(executable, &binary).map(|_| ()))
        .with_context(|| format!("cannot put the provider at {}", binary.display()))
}

fn cli_configuration(mirror: &Path) -> String {
    let path = mirror.to_string_lossy().replace('\\', "/");
    format!("provider_installation {{\n  filesystem_mirror {{\n    path = \"{path}\"\n  }}\n}}\n")
}
