//! What the integration tests run on: each Terraform, each endpoint, the AWS
//! CLI and a packed release, handed over in `TEST_*` variables.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{cargo, console, dist, python, terraform, workspace};

/// The lanes that are ready, as variables, and those that are not.
#[derive(Default)]
pub(crate) struct Lanes {
    environment: Vec<(&'static str, OsString)>,
    missing: Vec<String>,
}

impl Lanes {
    /// Brings what each lane needs.
    ///
    /// # Errors
    /// When there is no Terraform at all, or the release cannot be packed. A
    /// lane that cannot be prepared is listed as missing instead.
    pub(crate) fn prepare(provider: &Path) -> Result<Lanes> {
        console::step("Preparing the lanes");
        let mut lanes = Lanes::default();
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

    /// One line for each lane that is missing, with the reason.
    pub(crate) fn missing(&self) -> &[String] {
        &self.missing
    }

    /// Says once more, where it is not overlooked, what was left out.
    pub(crate) fn report_missing(&self) {
        let verdict = if are_required() { "MISSING" } else { "SKIPPED" };
        for lane in &self.missing {
            console::warn(&format!("{verdict}: {lane}"));
        }
    }

    /// What is on PATH and Terraform 1.15.
    fn terraforms(&mut self) -> Result<()> {
        let mut found = terraform::on_path();
        match terraform::pinned() {
            Ok(pinned) => found.push(pinned),
            Err(error) if found.is_empty() => {
                return Err(error.context("neither terraform nor tofu is on PATH"));
            }
            Err(error) => self.miss("Terraform 1.15", &error),
        }
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
            Err(error) => self.miss(lane, &error),
        }
    }

    /// The release that the packaging test installs: the real one in CI. On a
    /// developer's machine it packs the build that is there, which installs
    /// alike and saves minutes.
    fn release(&mut self, provider: &Path) -> Result<()> {
        let folder = workspace::target()?.join("test-dist");
        if are_required() {
            let [release] = cargo::build("release", [crate::PROVIDER])?;
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

    fn miss(&mut self, lane: &str, error: &anyhow::Error) {
        let reason = format!("{lane}: {error:#}");
        console::warn(&reason);
        self.missing.push(reason);
    }
}

/// Whether a missing lane is a failure: in CI, which sets `CI`.
pub(crate) fn are_required() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
