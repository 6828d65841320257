//! What the integration tests run on: each Terraform, each endpoint, the AWS
//! CLI and a packed release, handed over in `TEST_*` variables.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::missing::{Missing, is_ci};
use crate::workspace::PROVIDER;
use crate::{cargo, console, dist, metadata, python, terraform};

/// The lanes that are ready, as variables.
pub(crate) struct Lanes<'a> {
    environment: Vec<(&'static str, OsString)>,
    missing: &'a mut Missing,
}

impl Lanes<'_> {
    /// Brings what each lane needs. What cannot be brought is missing.
    ///
    /// # Errors
    /// When there is no Terraform at all, or the release cannot be packed.
    pub(crate) fn prepare<'a>(provider: &Path, missing: &'a mut Missing) -> Result<Lanes<'a>> {
        console::step("Preparing the lanes");
        let mut lanes = Lanes { environment: Vec::new(), missing };
        lanes.set("TEST_PROVIDER_BINARY", provider);
        lanes.terraforms()?;
        lanes.tool("TEST_MINISTACK", "ministack", &python::MINISTACK);
        lanes.tool("TEST_AWS_CLI", "the AWS CLI", &python::AWS_CLI);
        lanes.release(provider)?;
        Ok(lanes)
    }

    /// The variables that tell the tests.
    pub(crate) fn environment(&self) -> impl Iterator<Item = (&'static str, &OsString)> {
        self.environment.iter().map(|(name, value)| (*name, value))
    }

    /// What is on PATH and Terraform 1.15.
    fn terraforms(&mut self) -> Result<()> {
        let mut found = terraform::on_path();
        match terraform::pinned() {
            Ok(pinned) => found.push(pinned),
            Err(error) => self.missing.add("Terraform 1.15", &error),
        }
        ensure!(!found.is_empty(), "there is no terraform or tofu to test with");
        for terraform in &found {
            console::note(&format!("{} is at {}", terraform, terraform.executable.display()));
        }
        let paths = found.iter().map(|terraform| &terraform.executable);
        let list = std::env::join_paths(paths).context("a colon in the path of a Terraform")?;
        self.environment.push(("TEST_TERRAFORMS", list));
        Ok(())
    }

    fn tool(&mut self, variable: &'static str, lane: &str, tool: &python::Tool) {
        match tool.install() {
            Ok(launcher) => self.set(variable, &launcher),
            Err(error) => self.missing.add(lane, &error),
        }
    }

    /// The release that the packaging test installs: the real one in CI. On a
    /// developer's machine it packs the build that is there, which installs
    /// alike and saves minutes.
    fn release(&mut self, provider: &Path) -> Result<()> {
        let folder = metadata::target_directory()?.join("test-dist");
        if is_ci() {
            let [release] = cargo::build("release", [PROVIDER])?;
            dist::pack(&release, &folder)?;
        } else {
            dist::pack(provider, &folder)?;
        }
        self.set("TEST_DIST", &folder);
        Ok(())
    }

    fn set(&mut self, variable: &'static str, path: &Path) {
        console::note(&format!("{variable} is {}", path.display()));
        self.environment.push((variable, path.into()));
    }
}
