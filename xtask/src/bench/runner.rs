//! Runs of Terraform that are measured.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::world::World;
use super::{memory, processor};
use crate::endpoint::Endpoint;
use crate::project::{Package, Project};
use crate::terraform::Terraform;
use crate::{files, metadata, process};

/// Runs Terraform with these programs.
#[derive(Clone, Copy)]
pub(crate) struct Runner<'a> {
    pub(crate) terraform: &'a Terraform,
    pub(crate) provider: Package<'a>,
    pub(crate) gateway: &'a Path,
}

/// One run of Terraform.
pub(crate) struct Run {
    pub(crate) time: Duration,
    /// What Terraform and the providers it started used of the processor.
    pub(crate) processor: Option<Duration>,
    /// The most that a provider process held, in bytes.
    pub(crate) peak: Option<u64>,
}

impl Runner<'_> {
    /// Starts an endpoint that prints its calls.
    pub(crate) fn endpoint(&self, world: World, exist: bool, flags: &[&str]) -> Result<Endpoint> {
        let seed = bench_folder()?.join("seed.json");
        files::write(&seed, world.seed(exist))?;
        let flags = flags.iter().copied().chain(["--log"]);
        Endpoint::start(self.gateway, &seed, flags)
    }

    /// A project with this configuration, initialised.
    pub(crate) fn project(&self, configuration: &str) -> Result<Project> {
        let project = Project::with("bench/terraform", self.terraform, self.provider)?;
        files::write(&project.folder().join("main.tf"), configuration)?;
        self.run(&project, &["init", "-input=false"])?;
        Ok(project)
    }

    /// Creates what a project configures, and gives the state.
    pub(crate) fn state_after_apply(&self, project: &Project) -> Result<String> {
        self.run(project, &["apply", "-auto-approve"])?;
        files::read(&state_file(project))
    }

    /// Runs Terraform, which must succeed.
    pub(crate) fn run(&self, project: &Project, args: &[&str]) -> Result<Run> {
        let mut command = project.terraform(args.iter().copied());
        command.env("TF_CLI_ARGS", "-no-color");
        let provider = self.provider.executable;
        let before = processor::used_by_children();
        let start = Instant::now();
        let (output, peak) = memory::peak_during(provider, || process::captured(&mut command));
        let time = start.elapsed();
        let after = processor::used_by_children();
        let output = output?;
        ensure!(
            output.status.success(),
            "`{}` failed:\n{}{}",
            process::line(&command),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        let processor = after.zip(before).map(|(after, before)| after.saturating_sub(before));
        Ok(Run { time, processor, peak })
    }
}

/// Makes a project's Terraform believe that it has created what is in a state.
pub(crate) fn set_state(project: &Project, state: &str) -> Result<()> {
    files::write(&state_file(project), state)
}

fn state_file(project: &Project) -> PathBuf {
    project.folder().join("terraform.tfstate")
}

/// Where the benchmark leaves what it makes.
pub(crate) fn bench_folder() -> Result<PathBuf> {
    Ok(metadata::target_directory()?.join("bench"))
}
