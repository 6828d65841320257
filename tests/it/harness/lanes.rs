//! Which Terraforms, endpoints and tools this run has, by the variables that
//! `cargo xtask test` sets, and a trial for each that says when one is missing.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use libtest_mimic::{Failed, Trial};

use super::endpoint::EndpointLane;
use super::endpoint::ministack::Ministack;
use super::terraform::{self, PINNED, TerraformLane};

/// All that this run has.
pub(crate) struct Lanes {
    pub(crate) terraforms: Vec<TerraformLane>,
    pub(crate) endpoints: Vec<EndpointLane>,
    pub(crate) aws_cli: Option<PathBuf>,
    pub(crate) dist: Option<PathBuf>,
    /// The program of `cargo xtask`.
    pub(crate) xtask: Option<PathBuf>,
    /// The program of `cargo xtask probe`.
    pub(crate) probe: Option<PathBuf>,
    /// Whether the archive has the provider as it is released.
    pub(crate) release_binary: bool,
    /// Whether GoReleaser is there to compare with the release.
    pub(crate) goreleaser: bool,
    missing: Vec<Missing>,
    /// The only lane to run, by the beginning of its name.
    only: Option<String>,
}

struct Missing {
    lane: &'static str,
    why: String,
    /// Whether it is a failure in CI.
    required: bool,
}

impl Lanes {
    /// Looks at the environment; starts ministack when there is one.
    pub(crate) fn find(folder: &Path) -> Self {
        let mut missing = Vec::new();
        let mut note = |lane, why: String| missing.push(Missing { lane, why, required: true });

        let (terraforms, broken) = terraform::find();
        broken.into_iter().for_each(|why| note("terraform", why));
        for version in PINNED {
            if !terraforms.iter().any(|lane| lane.is(version)) {
                note(version, "it is not in TEST_TERRAFORMS and not on PATH".to_owned());
            }
        }
        if terraform::on_path().is_empty() {
            note("terraform_on_path", "neither terraform nor tofu is on PATH".to_owned());
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
        let xtask = from_env("TEST_XTASK");
        if xtask.is_none() {
            note("xtask", "TEST_XTASK is not set".to_owned());
        }
        let probe = from_env("TEST_PROBE");
        if probe.is_none() {
            note("probe", "TEST_PROBE is not set".to_owned());
        }
        let release_binary = from_env("TEST_RELEASE_BINARY").is_some();
        if !release_binary {
            note("release_binary", "TEST_RELEASE_BINARY is not set".to_owned());
        }
        let goreleaser = release_binary && terraform::is_on_path("goreleaser");
        if release_binary && !goreleaser {
            let why = "goreleaser is not on PATH".to_owned();
            missing.push(Missing { lane: "goreleaser", why, required: false });
        }
        let only = std::env::var("TEST_LANE").ok();
        Self { terraforms, endpoints, aws_cli, dist, xtask, probe, release_binary, goreleaser, missing, only }
    }

    /// Notes that a lane is missing which not every machine can have, CI included.
    pub(crate) fn leave_out(&mut self, lane: &'static str, why: String) {
        self.missing.push(Missing { lane, why, required: false });
    }

    /// One trial for each missing lane: a failure in CI, ignored elsewhere.
    pub(crate) fn trials(&self) -> Vec<Trial> {
        let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        self.missing_here()
            .map(|missing| {
                let why = missing.why.clone();
                Trial::test(format!("lanes::the_lane_is_here::{}", missing.lane), move || {
                    Err(Failed::from(why))
                })
                .with_ignored_flag(!(in_ci && missing.required))
            })
            .collect()
    }

    /// Whether a trial is of the lanes to run: what follows its module and its sentence
    /// are the lanes that it is of.
    pub(crate) fn include(&self, trial: &str) -> bool {
        self.only.is_none() || trial.split("::").skip(2).any(|lane| self.includes(lane))
    }

    /// What the run left out, for the last lines of the output.
    pub(crate) fn left_out(&self) -> Vec<String> {
        self.missing_here().map(|Missing { lane, why, .. }| format!("NOT TESTED: {lane}: {why}")).collect()
    }

    fn missing_here(&self) -> impl Iterator<Item = &Missing> {
        self.missing.iter().filter(|missing| self.includes(missing.lane))
    }

    fn includes(&self, lane: &str) -> bool {
        self.only.as_ref().is_none_or(|only| lane.starts_with(only))
    }
}

fn from_env(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn keep(server: Ministack) -> &'static Ministack {
    static SERVER: OnceLock<Ministack> = OnceLock::new();
    SERVER.get_or_init(|| server)
}
