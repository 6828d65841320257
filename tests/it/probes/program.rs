//! The program, run in a folder of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Trial;
use local_gateway::{LocalGateway, Seed};
use tempfile::TempDir;

use crate::harness::process::{self, Finished, Running};
use crate::harness::project::clean_environment;
use crate::harness::{REGION, leftovers};

/// The program and where it runs.
pub(super) struct Program {
    executable: PathBuf,
    folder: TempDir,
}

impl Program {
    fn new(executable: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the run");
        Self { executable: executable.to_owned(), folder }
    }

    pub(super) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.executable);
        clean_environment(&mut command, self.folder.path());
        command.args(words);
        command
    }

    /// Where a run puts its record.
    pub(super) fn record(&self) -> PathBuf {
        self.record_named("record")
    }

    /// Where there are several: a record of this name.
    pub(super) fn record_named(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.json"))
    }

    pub(super) fn run(&self, words: &[&str]) -> Finished {
        process::run(&mut self.command(words))
    }

    /// Asks AWS, whose place the local endpoint takes.
    pub(super) fn start_on_aws(&self, aws: &LocalGateway, words: &[&str]) -> Running {
        process::start(&mut self.command_on_aws(aws, words))
    }

    /// The same at a terminal.
    pub(super) fn start_on_aws_at(&self, aws: &LocalGateway, terminal: File, words: &[&str]) -> Running {
        process::start_with(&mut self.command_on_aws(aws, words), terminal.into())
    }

    fn command_on_aws(&self, aws: &LocalGateway, words: &[&str]) -> Command {
        let record = self.record();
        let mut command = self.command(&["--aws", "--output"]);
        command
            .arg(record)
            .args(words)
            .env("AWS_ENDPOINT_URL", aws.url())
            .env("AWS_REGION", REGION)
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
        command
    }

    /// The same to its end, without a question, for the probes whose names contain a word.
    pub(super) fn run_on_aws(&self, aws: &LocalGateway, only: &str) -> Finished {
        self.start_on_aws(aws, &["--yes", "--only", only]).finish()
    }
}

/// A trial on an account in which nothing exists. Afterwards nothing of it is running.
pub(super) fn trial(executable: &Path, name: &str, run: fn(&Program, &LocalGateway)) -> Trial {
    trial_of("local", executable, name, move |program| {
        let aws = LocalGateway::start(Seed::empty()).expect("the local endpoint starts");
        run(program, &aws);
    })
}

/// A trial of a lane. Afterwards nothing of it is running.
pub(super) fn trial_of(
    lane: &str,
    executable: &Path,
    name: &str,
    run: impl FnOnce(&Program) + Send + 'static,
) -> Trial {
    let executable = executable.to_owned();
    Trial::test(format!("probes::{name}::{lane}"), move || {
        let program = Program::new(&executable);
        run(&program);
        leftovers::check(program.folder.path());
        Ok(())
    })
}

/// What exists in the account.
pub(super) fn everything(aws: &LocalGateway) -> Vec<String> {
    aws.world_in(REGION, |world| world.everything())
}
