//! The Terraforms and OpenTofus of this run, and which scenarios run on which.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::endpoint::Needs;
use super::install::HOSTS;
use super::process;
use super::scenario::Scenario;

/// What a complete run has beside the ones on PATH, as their names begin.
pub(crate) const PINNED: [&str; 4] = ["terraform_1_5", "terraform_1_15", "opentofu_1_10", "opentofu_1_12"];

/// A Terraform or OpenTofu executable.
#[derive(Debug, Clone)]
pub(crate) struct TerraformLane {
    pub(crate) executable: PathBuf,
    /// `terraform_1_11_4`, `opentofu_1_12_6`.
    pub(crate) name: String,
    /// Whether it is the newest of its kind in this run.
    pub(crate) newest: bool,
    pub(crate) opentofu: bool,
    version: (u64, u64),
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
        let pair = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        let opentofu = executable.file_name().is_some_and(|name| name == "tofu");
        let product = if opentofu { "opentofu" } else { "terraform" };
        let name = format!("{product}_{}", version.replace(|c: char| !c.is_alphanumeric(), "_"));
        Ok(Self { executable, name, newest: false, opentofu, version: pair })
    }

    /// The host of a source that names none.
    pub(crate) fn registry(&self) -> &'static str {
        HOSTS[usize::from(self.opentofu)]
    }

    /// Whether it is one of a version such as `terraform_1_15`.
    pub(crate) fn is(&self, version: &str) -> bool {
        self.name.strip_prefix(version).is_some_and(|rest| rest.starts_with('_'))
    }

    /// Whether this is one of those that run a scenario, and has what it needs.
    pub(crate) fn runs(&self, scenario: &Scenario) -> bool {
        let everything = self.newest || on_path().contains(&self.executable);
        (everything || scenario.on_every_core) && self.offers(scenario.needs)
    }

    /// Whether it has what a scenario needs.
    pub(crate) fn offers(&self, needs: Needs) -> bool {
        let Needs::Endpoint(needs) = needs else { return true };
        needs.iter().filter_map(|need| need.since()).all(|since| {
            let first = if self.opentofu { since.opentofu } else { since.terraform };
            first.is_some_and(|first| self.version >= first)
        })
    }
}

/// Those that `TEST_TERRAFORMS` lists, or those on PATH, and what is wrong with
/// those that cannot be used.
pub(crate) fn find() -> (Vec<TerraformLane>, Vec<String>) {
    let listed = std::env::var_os("TEST_TERRAFORMS");
    let executables = listed.map_or_else(on_path, |list| {
        std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect()
    });
    let mut found: Vec<TerraformLane> = Vec::new();
    let mut broken = Vec::new();
    for executable in executables {
        match TerraformLane::ask(executable) {
            Ok(lane) if found.iter().all(|known| known.name != lane.name) => found.push(lane),
            Ok(_) => {}
            Err(why) => broken.push(why),
        }
    }
    for opentofu in [false, true] {
        let of_its_kind = found.iter_mut().filter(|lane| lane.opentofu == opentofu);
        if let Some(newest) = of_its_kind.max_by_key(|lane| lane.version) {
            newest.newest = true;
        }
    }
    (found, broken)
}

/// The `terraform` and the `tofu` that a person would start.
pub(crate) fn on_path() -> Vec<PathBuf> {
    ["terraform", "tofu"].into_iter().filter_map(first_on_path).collect()
}

/// Whether a person could start a program by its name.
pub(crate) fn is_on_path(program: &str) -> bool {
    first_on_path(program).is_some()
}

fn first_on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_folder = |folder: PathBuf| folder.join(program);
    std::env::split_paths(&path).map(in_folder).find(|file: &PathBuf| Path::is_file(file))
}
