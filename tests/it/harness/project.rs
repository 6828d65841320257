//! A folder with a configuration, and Terraform run in it as a person would,
//! in an environment where nothing of the user's own is left.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::install::{Installation, REQUIRED_PROVIDERS};
use super::outcome::Outcome;
use super::process::{self, Finished, Running};
use super::state::State;
use super::terraform::TerraformLane;

/// Set in the environment of everything that a trial starts, to find what it leaves behind.
pub(crate) const TRIAL_MARK: &str = "APIGATEWAYV2_TRIAL";

pub(crate) struct Project {
    lane: TerraformLane,
    installation: Installation,
    folder: PathBuf,
    /// A variable without a value is taken away.
    environment: BTreeMap<String, Option<String>>,
}

impl Project {
    /// Lays out an empty project in `folder`, ready to plan.
    pub(crate) fn new(lane: &TerraformLane, installation: &Installation, folder: &Path) -> Self {
        fs::write(folder.join("versions.tf"), REQUIRED_PROVIDERS.as_str()).expect("versions.tf");
        fs::copy(&installation.lock_file, folder.join(".terraform.lock.hcl")).expect("the lock file");
        // Other data, such as the selected workspace, is the project's own.
        let providers = folder.join(".terraform").join("providers");
        if !providers.exists() {
            fs::create_dir_all(folder.join(".terraform")).expect("a data directory");
            symlink(&installation.providers, providers).expect("the installed providers");
        }
        Self {
            lane: lane.clone(),
            installation: installation.clone(),
            folder: folder.to_owned(),
            environment: BTreeMap::new(),
        }
    }

    /// The project's folder, which is also its home.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the provider block.
    pub(crate) fn provider(&self, hcl: &str) -> &Self {
        self.file("provider.tf", hcl)
    }

    /// Writes everything else that a user writes.
    pub(crate) fn main(&self, hcl: &str) -> &Self {
        self.file("main.tf", hcl)
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> &Self {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder of a file");
        fs::write(path, text).expect("a file of the project");
        self
    }

    /// Sets a variable for all further commands.
    pub(crate) fn env(&mut self, name: &str, value: &str) -> &mut Self {
        self.environment.insert(name.to_owned(), Some(value.to_owned()));
        self
    }

    /// Takes a variable back, also one that every project starts with.
    pub(crate) fn without_env(&mut self, name: &str) -> &mut Self {
        self.environment.insert(name.to_owned(), None);
        self
    }

    pub(crate) fn validate(&self) -> Outcome {
        Outcome::from_validation(&self.run(&["validate", "-json"]))
    }

    pub(crate) fn plan(&self) -> Outcome {
        self.plan_with(&[])
    }

    pub(crate) fn plan_with(&self, options: &[&str]) -> Outcome {
        let fixed = ["plan", "-json", "-input=false", "-detailed-exitcode"];
        Outcome::from_events(&self.run(&[&fixed, options].concat()))
    }

    /// Plans, and reads the values that the plan foresees for one resource as
    /// `terraform show -json` tells them; what is unknown is not among them.
    #[track_caller]
    pub(crate) fn planned_values(&self, address: &str) -> Value {
        let planned = self.run(&["plan", "-input=false", "-no-color", "-out=plan"]);
        assert_eq!(planned.code, 0, "{}", planned.text());
        let plan = self.json(&["show", "-json", "plan"]);
        let resources = plan["planned_values"]["root_module"]["resources"].as_array().cloned();
        let mut resources = resources.unwrap_or_default().into_iter();
        let found = resources.find(|resource| resource["address"] == address);
        found.unwrap_or_else(|| panic!("{address} is not in {plan:#}"))["values"].clone()
    }

    pub(crate) fn apply(&self) -> Outcome {
        self.apply_with(&[])
    }

    pub(crate) fn apply_with(&self, options: &[&str]) -> Outcome {
        let fixed = ["apply", "-json", "-input=false", "-auto-approve"];
        Outcome::from_events(&self.run(&[&fixed, options].concat()))
    }

    pub(crate) fn destroy(&self) -> Outcome {
        self.apply_with(&["-destroy"])
    }

    pub(crate) fn import(&self, address: &str, id: &str) -> Outcome {
        Outcome::from_text(&self.run(&["import", "-no-color", "-input=false", address, id]))
    }

    /// Lets another Terraform or OpenTofu work here from now on, as a person does: `init`.
    ///
    /// # Panics
    /// When it refuses.
    pub(crate) fn switch_to(&mut self, lane: &TerraformLane) {
        self.lane = lane.clone();
        let data = self.folder.join("data").display().to_string();
        self.env("TF_DATA_DIR", &data);
        let finished = self.run(&["init", "-no-color", "-input=false"]);
        assert_eq!(finished.code, 0, "{}", finished.text());
    }

    /// What Terraform stored, read from the file.
    pub(crate) fn state(&self) -> State {
        State::read(&self.folder.join("terraform.tfstate"))
    }

    /// The one JSON document that a command prints.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let finished = self.run(arguments);
        assert_eq!(finished.code, 0, "{}", finished.text());
        serde_json::from_str(&finished.stdout).expect("a document in JSON")
    }

    /// Runs any command of Terraform here.
    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        self.start(arguments).finish()
    }

    /// Starts any command of Terraform here.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        process::start(self.in_environment(Command::new(&self.lane.executable)).args(arguments))
    }

    /// What `console` prints for an expression.
    ///
    /// # Panics
    /// When it refuses.
    #[track_caller]
    pub(crate) fn console(&self, expression: &str) -> String {
        let input = self.folder.join("console-input");
        fs::write(&input, expression).expect("the input of the console");
        let input = fs::File::open(input).expect("the input of the console");
        let mut command = self.in_environment(Command::new(&self.lane.executable));
        let finished = process::start_with(command.arg("console"), input.into()).finish();
        assert_eq!(finished.code, 0, "{}", finished.text());
        finished.stdout.trim().to_owned()
    }

    /// Runs a script of the project by the shell, which finds this Terraform in the variable
    /// `TERRAFORM`.
    pub(crate) fn shell(&self, script: &str, arguments: &[&str]) -> process::Finished {
        let mut command = self.in_environment(Command::new("sh"));
        command.env("TERRAFORM", &self.lane.executable);
        process::run(command.arg(script).args(arguments))
    }

    /// A command in the folder and the environment of this project.
    fn in_environment(&self, mut command: Command) -> Command {
        clean_environment(&mut command, &self.folder);
        command.current_dir(&self.folder).env("TF_CLI_CONFIG_FILE", &self.installation.cli_config);
        for (name, value) in &self.environment {
            match value {
                None => command.env_remove(name),
                Some(value) => command.env(name, value),
            };
        }
        command
    }
}

/// `terraform` in `folder`, in a clean environment.
pub(crate) fn terraform_command(lane: &TerraformLane, folder: &Path, cli_config: &Path) -> Command {
    let mut command = Command::new(&lane.executable);
    clean_environment(&mut command, folder);
    command.current_dir(folder).env("TF_CLI_CONFIG_FILE", cli_config);
    command
}

/// Nothing of the user's but PATH. Home and temporary files are the trial's own.
///
/// `RUST_BACKTRACE` is set on purpose: no message may change with it.
pub(crate) fn clean_environment(command: &mut Command, folder: &Path) {
    let temporary = folder.join("tmp");
    fs::create_dir_all(&temporary).expect("a folder for temporary files");
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("TMPDIR", temporary)
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_IN_AUTOMATION", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("RUST_BACKTRACE", "1")
        .env(TRIAL_MARK, folder);
}
