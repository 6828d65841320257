//! A machine with one Terraform or OpenTofu, and the clones of a team's
//! configuration on it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use apigatewayv2::address::SOURCE_ADDRESS;
use local_gateway::{LocalGateway, Seed};

use super::set::ReleaseSet;
use super::site::Site;
use crate::harness::endpoint::EndpointLane;
use crate::harness::install::{MAPPING, required_providers};
use crate::harness::process::{self, Finished};
use crate::harness::project::{clean_environment, terraform_command};
use crate::harness::terraform::TerraformLane;
use crate::harness::{leftovers, provider_block};

/// What a scenario works with.
pub(super) struct Machine {
    pub(super) lane: TerraformLane,
    /// The set of the release.
    pub(super) release: ReleaseSet,
    pub(super) folder: PathBuf,
    xtask: PathBuf,
}

impl Machine {
    /// Runs a scenario on a machine of its own.
    ///
    /// # Panics
    /// When it fails, or leaves something behind.
    pub(super) fn with(lane: TerraformLane, dist: &Path, xtask: PathBuf, run: fn(&Self)) {
        let folder = tempfile::tempdir().expect("a folder for the machine");
        let release = ReleaseSet::given(dist);
        run(&Self { lane, release, folder: folder.path().to_owned(), xtask });
    }

    /// A clone of the configuration, whose provider has a source address.
    pub(super) fn clone_with(&self, name: &str, source: &str) -> Clone<'_> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).expect("the folder of a clone");
        let clone = Clone { machine: self, folder, authority: None };
        clone.names_the_source(source);
        clone.settings("");
        clone
    }

    /// The same with the source address that the documentation writes.
    pub(super) fn clone_of_the_configuration(&self, name: &str) -> Clone<'_> {
        self.clone_with(name, SOURCE_ADDRESS)
    }

    /// What the next version of the provider is called.
    pub(super) fn next_version(&self) -> String {
        let (minor, patch) = self.release.version.rsplit_once('.').expect("three numbers");
        format!("{minor}.{}", patch.parse::<u32>().expect("a number") + 1)
    }

    /// What the words of one product are, and of the other.
    pub(super) fn says<'a>(&self, terraform: &'a str, opentofu: &'a str) -> &'a str {
        if self.lane.opentofu { opentofu } else { terraform }
    }
}

/// A folder with a configuration, in which commands are run.
pub(super) struct Clone<'a> {
    machine: &'a Machine,
    pub(super) folder: PathBuf,
    authority: Option<PathBuf>,
}

impl Clone<'_> {
    /// Trusts the certificate of a site.
    pub(super) fn trusting(mut self, site: &Site) -> Self {
        self.authority = Some(site.authority.clone());
        self
    }

    /// Writes the source address into the configuration.
    pub(super) fn names_the_source(&self, source: &str) {
        fs::write(self.folder.join("versions.tf"), required_providers(source)).expect("versions.tf");
    }

    /// The CLI configuration, which is the user's.
    pub(super) fn settings(&self, text: &str) {
        fs::write(self.cli_config(), format!("disable_checkpoint = true\n{text}")).expect("settings");
    }

    fn cli_config(&self) -> PathBuf {
        self.folder.join("cli.tfrc")
    }

    /// Runs a command of Terraform.
    pub(super) fn run(&self, arguments: &[&str]) -> Finished {
        self.run_with(arguments, &[])
    }

    /// The same with more variables.
    pub(super) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Finished {
        let mut command = terraform_command(&self.machine.lane, &self.folder, &self.cli_config());
        command.args(arguments).envs(variables.iter().copied());
        self.finish(command)
    }

    /// Runs the commands of a block of the guide, in which `terraform` is this
    /// machine's Terraform or OpenTofu, and `cargo` has the verb that makes mirrors.
    pub(super) fn follow(&self, commands: &str) -> Finished {
        let programs = self.folder.join("programs");
        program(&programs.join("terraform"), &self.machine.lane.executable, "");
        program(&programs.join("cargo"), &self.machine.xtask, "shift; ");
        let mut shell = Command::new("sh");
        clean_environment(&mut shell, &self.folder);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(programs).chain(std::env::split_paths(&path));
        shell.env("PATH", std::env::join_paths(paths).expect("a path of programs"));
        shell.env("TF_CLI_CONFIG_FILE", self.cli_config()).env("TF_CLI_ARGS", "-no-color");
        shell.current_dir(&self.folder).args(["-e", "-c", commands]);
        let finished = self.finish(shell);
        assert_eq!(finished.code, 0, "{commands}\n{}", finished.text());
        finished
    }

    fn finish(&self, mut command: Command) -> Finished {
        if let Some(authority) = &self.authority {
            command.env("SSL_CERT_FILE", authority);
        }
        let finished = process::run(&mut command);
        leftovers::check(&self.folder);
        finished
    }

    /// `init`, which succeeds.
    pub(super) fn init(&self) -> Finished {
        self.succeeds(&["init", "-no-color", "-input=false"])
    }

    /// A command that succeeds.
    pub(super) fn succeeds(&self, arguments: &[&str]) -> Finished {
        let finished = self.run(arguments);
        assert_eq!(finished.code, 0, "{arguments:?}\n{}", finished.text());
        finished
    }

    /// `init` is refused, with these words, and nothing is installed.
    pub(super) fn init_is_refused(&self, words: &str) {
        let finished = self.run(&["init", "-no-color", "-input=false"]);
        assert_eq!(finished.code, 1, "{}", finished.text());
        assert!(one_line(&finished.text()).contains(words), "`{words}` is not in\n{}", finished.text());
        assert_eq!(programs_below(&self.folder.join(".terraform/providers")), Vec::<PathBuf>::new());
    }

    /// The lock file.
    pub(super) fn lock(&self) -> String {
        fs::read_to_string(self.lock_file()).expect("a lock file")
    }

    /// Takes the lock file of another clone, as a version control system brings it.
    pub(super) fn take_lock_of(&self, other: &Clone<'_>) {
        fs::copy(other.lock_file(), self.lock_file()).expect("the lock file");
    }

    /// How many hashes of a kind the lock file has.
    pub(super) fn hashes(&self, kind: &str) -> usize {
        self.lock().matches(&format!("\"{kind}:")).count()
    }

    fn lock_file(&self) -> PathBuf {
        self.folder.join(".terraform.lock.hcl")
    }

    /// The provider that was installed makes a plan.
    pub(super) fn plans(&self) {
        let aws = self.configures_a_mapping();
        let planned = self.run(&["plan", "-no-color", "-input=false", "-detailed-exitcode"]);
        assert_eq!(planned.code, 2, "{}", planned.text());
        assert!(planned.stdout.contains("Plan: 1 to add, 0 to change, 0 to destroy."), "{}", planned.text());
        drop(aws);
    }

    /// Writes a configuration of one mapping, and gives the endpoint that it is for.
    pub(super) fn configures_a_mapping(&self) -> LocalGateway {
        let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
        // A static program resolves names without the libraries of the system.
        let url = aws.url().replace("127.0.0.1", "localhost");
        let block = provider_block(&url, EndpointLane::LOCAL_ACCOUNT, "");
        fs::write(self.folder.join("main.tf"), block + MAPPING).expect("main.tf");
        aws
    }
}

/// A message without its frame and line breaks.
pub(super) fn one_line(text: &str) -> String {
    text.replace(['│', '╷', '╵'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The providers in a folder that may not be there. OpenTofu keeps locks in it, too.
fn programs_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    let is_program = |path: &PathBuf| path.file_name().is_some_and(is_of_a_provider);
    files.into_iter().filter(is_program).chain(folders.iter().flat_map(|it| programs_below(it))).collect()
}

fn is_of_a_provider(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with("terraform-provider-")
}

/// A program of another name that runs `target`.
fn program(path: &Path, target: &Path, before: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder of programs");
    fs::write(path, format!("#!/bin/sh\n{before}exec '{}' \"$@\"\n", target.display())).expect("a program");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program that can be run");
}
