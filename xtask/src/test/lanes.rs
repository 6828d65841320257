//! What the integration tests run on: each Terraform, each endpoint, the AWS
//! CLI and a packed release, handed over in `TEST_*` variables.

use std::ffi::OsString;
use std::path::Path;
use std::thread::JoinHandle;

use anyhow::{Context, Result, ensure};

use super::selection::{OF_PYPI, Selection, lane_of};
use super::targets::Programs;
use crate::dist::{self, Built, Checkout, Target};
use crate::missing::{Missing, is_ci};
use crate::terraform::Terraform;
use crate::{console, cores, metadata, python, release, terraform};

/// Every Terraform and OpenTofu of the run, by the names of their lanes: each is there
/// or has a reason why it is not.
type Cores = Vec<(String, Result<Terraform>)>;

/// Brings each Terraform and OpenTofu that the lanes need, while other things go on.
///
/// # Errors
/// When the list of them cannot be read.
pub(crate) fn start_bringing(lane: Option<&Selection>) -> Result<JoinHandle<Cores>> {
    let needed = |name: &str| lane.is_none_or(|lane| lane.needs(name));
    let on_path = terraform::on_path().into_iter().map(|found| (lane_of(&found.to_string()), Ok(found)));
    let mut cores: Cores = on_path.filter(|(name, _)| needed(name)).collect();
    let of_pypi = needed(OF_PYPI);
    let to_build: Vec<_> = cores::names()?.into_iter().filter(|name| needed(&lane_of(name))).collect();
    Ok(std::thread::spawn(move || {
        if of_pypi {
            cores.push((OF_PYPI.to_owned(), terraform::pinned()));
        }
        cores.extend(to_build.iter().map(|name| (lane_of(name), cores::build(name))));
        cores
    }))
}

/// The lanes that are ready, as variables.
pub(crate) struct Lanes<'a> {
    environment: Vec<(&'static str, OsString)>,
    missing: &'a mut Missing,
}

impl Lanes<'_> {
    /// Brings what each lane needs. What cannot be brought is missing.
    ///
    /// # Errors
    /// When there is no Terraform at all.
    pub(crate) fn prepare<'a>(
        programs: &Programs,
        cores: JoinHandle<Cores>,
        missing: &'a mut Missing,
    ) -> Result<Lanes<'a>> {
        console::step("Preparing the lanes");
        let mut lanes = Lanes { environment: Vec::new(), missing };
        lanes.tool("TEST_MINISTACK", "ministack", &python::MINISTACK);
        lanes.tool("TEST_AWS_CLI", "the AWS CLI", &python::AWS_CLI);
        if let Err(error) = lanes.release(&programs.provider) {
            lanes.missing.add("the signed release", &error);
        }
        lanes.set("TEST_XTASK", &std::env::current_exe().context("cannot find this program")?);
        lanes.set("TEST_PROBE", &programs.probe);
        lanes.terraforms(cores)?;
        Ok(lanes)
    }

    /// The tests write the comparisons of probes anew.
    pub(crate) fn keep_comparisons(&mut self) {
        self.environment.push(("TEST_UPDATE_PROBES", "1".into()));
    }

    /// The variables that tell the tests.
    pub(crate) fn environment(&self) -> impl Iterator<Item = (&'static str, &OsString)> {
        self.environment.iter().map(|(name, value)| (*name, value))
    }

    fn terraforms(&mut self, cores: JoinHandle<Cores>) -> Result<()> {
        let cores = cores.join().expect("the thread that brings them does not panic");
        let mut found = Vec::new();
        for (lane, core) in cores {
            match core {
                Ok(terraform) => {
                    console::note(&format!("{terraform} is at {}", terraform.executable.display()));
                    found.push(terraform);
                }
                Err(error) => self.missing.add(&lane, &error),
            }
        }
        ensure!(!found.is_empty(), "there is no terraform or tofu to test with");
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

    /// The provider that all scenarios run, and the signed set with its archive,
    /// which the packaging tests install: the release in CI, where it takes a
    /// quarter off every command. On a developer's machine the build that is there behaves
    /// and installs alike, and saves the minutes of a release build.
    ///
    /// # Errors
    /// When it cannot be built, packed or signed: packing asks git for the commit, and
    /// an unpacked source archive has none.
    fn release(&mut self, built: &Path) -> Result<()> {
        self.set("TEST_PROVIDER_BINARY", built);
        let built = if is_ci() {
            let release = Built::make(Checkout::this()?, Target::choose(None)?, "release")?;
            self.set("TEST_RELEASE_BINARY", &release.binary);
            // In the place of the one above.
            self.set("TEST_PROVIDER_BINARY", &release.binary);
            release
        } else {
            Built::by_cargo(built.to_owned())?
        };
        let archive = metadata::target_directory()?.join("test-dist");
        let set = metadata::target_directory()?.join("test-release-files");
        dist::pack(&built, &archive)?;
        release::of_one_machine(&archive, &set)?;
        self.set("TEST_DIST", &set);
        Ok(())
    }

    fn set(&mut self, variable: &'static str, path: &Path) {
        console::note(&format!("{variable} is {}", path.display()));
        self.environment.push((variable, path.into()));
    }
}
