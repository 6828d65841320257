//! Which Terraforms, endpoints and tools this run has, by the variables that
//! `cargo xtask test` sets, and a trial for each that says when one is missing.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use libtest_mimic::{Failed, Trial};

use super::endpoint::EndpointLane;
use super::endpoint::ministack::Ministack;
use super::process;

/// A Terraform or OpenTofu executable.
#[derive(Debug, Clone)]
pub(crate) struct TerraformLane {
    pub(crate) executable: PathBuf,
    /// `terraform_1_11_4`, `tofu_1_10_0`.
    pub(crate) name: String,
    pub(crate) version: (u64, u64),
}

impl TerraformLane {
    fn ask(executable: PathBuf) -> Result<Self, String> {
        let mut command = Command::new(&executable);
        super::project::clean_environment(&mut command, &std::env::temp_dir());
        let finished = process::run(command.args(["version", "-json"]));
        let version = serde_json::from_str::<serde_json::Value>(&finished.stdout)
            .ok()
            .and_then(|json| json["terraform_version"].as_str().map(str::to_owned))
            .ok_or_else(|| format!("{} does not tell its version", executable.display()))?;
        let mut numbers = version.split('.').map(|number| number.parse().unwrap_or_default());
        let version_pair = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        let program =
            if executable.file_name().is_some_and(|name| name == "tofu") { "tofu" } else { "terraform" };
        let name = format!("{program}_{}", version.replace(|c: char| !c.is_alphanumeric(), "_"));
        Ok(Self { executable, name, version: version_pair })
    }
}

/// All that this run has.
pub(crate) struct Lanes {
    pub(crate) terraforms: Vec<TerraformLane>,
    pub(crate) endpoints: Vec<EndpointLane>,
    pub(crate) aws_cli: Option<PathBuf>,
    pub(crate) dist: Option<PathBuf>,
    missing: Vec<Missing>,
}

struct Missing {
    lane: &'static str,
    why: String,
}

impl Lanes {
    /// Looks at the environment; starts ministack when there is one.
    pub(crate) fn find(folder: &Path) -> Self {
        let mut missing = Vec::new();
        let mut note = |lane, why: String| missing.push(Missing { lane, why });

        let mut terraforms: Vec<TerraformLane> = Vec::new();
        for executable in terraform_executables() {
            match TerraformLane::ask(executable) {
                Ok(lane) if terraforms.iter().all(|known| known.name != lane.name) => terraforms.push(lane),
                Ok(_) => {}
                Err(why) => note("terraform", why),
            }
        }
        if terraforms.iter().all(|lane| lane.version >= (1, 14)) {
            note("terraform_before_1_14", "no such terraform or tofu on PATH".to_owned());
        }
        if terraforms.iter().all(|lane| lane.version < (1, 14)) {
            note("terraform_1_15", "TEST_TERRAFORMS names no such Terraform".to_owned());
        }

        let mut endpoints = vec![EndpointLane::Offline, EndpointLane::Local];
        match from_env("TEST_MINISTACK").map(|path| Ministack::start(&path, folder)) {
            Some(Ok(server)) => endpoints.push(EndpointLane::Ministack(keep(server))),
            Some(Err(why)) => note("ministack", why),
            None => note("ministack", "TEST_MINISTACK is not set".to_owned()),
        }
        let aws_cli = from_env("TEST_AWS_CLI");
        if aws_cli.is_none() {
            note("aws_cli", "TEST_AWS_CLI is not set".to_owned());
        }
        let dist = from_env("TEST_DIST");
        if dist.is_none() {
            note("release_zip", "TEST_DIST is not set".to_owned());
        }
        Self { terraforms, endpoints, aws_cli, dist, missing }
    }

    /// One trial for each missing lane: a failure in CI, ignored elsewhere.
    pub(crate) fn trials(&self) -> Vec<Trial> {
        let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        self.missing
            .iter()
            .map(|missing| {
                let why = missing.why.clone();
                Trial::test(format!("lanes::{}_is_here", missing.lane), move || Err(Failed::from(why)))
                    .with_ignored_flag(!in_ci)
            })
            .collect()
    }

    /// What the run left out, for the last lines of the output.
    pub(crate) fn left_out(&self) -> Vec<String> {
        self.missing.iter().map(|Missing { lane, why }| format!("NOT TESTED: {lane}: {why}")).collect()
    }
}

/// The variable's list, or what is on PATH.
fn terraform_executables() -> Vec<PathBuf> {
    if let Some(list) = std::env::var_os("TEST_TERRAFORMS") {
        return std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect();
    }
    let path: OsString = std::env::var_os("PATH").unwrap_or_default();
    ["terraform", "tofu"]
        .iter()
        .filter_map(|program| {
            std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
        })
        .collect()
}

fn from_env(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn keep(server: Ministack) -> &'static Ministack {
    static SERVER: OnceLock<Ministack> = OnceLock::new();
    SERVER.get_or_init(|| server)
}
