//! A scenario is a sentence and a function. It becomes one trial for every
//! Terraform and every endpoint that offers what it needs.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use super::endpoint::{Endpoint, EndpointLane, Needs};
use super::install::Installation;
use super::leftovers;
use super::made_up;
use super::project::Project;
use super::terraform::TerraformLane;

/// One row of a module's table, made with [`scenario!`].
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    /// The function's name, which reads as a sentence.
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    /// Whether it runs on the older Terraform and OpenTofu as well.
    pub(crate) on_every_core: bool,
    pub(crate) run: fn(&Case),
}

impl Scenario {
    /// Runs only on the newest Terraform and OpenTofu, and on those on PATH.
    pub(crate) const fn new(name: &'static str, needs: Needs, run: fn(&Case)) -> Self {
        Self { name, needs, on_every_core: false, run }
    }

    /// Runs it once, in a folder and an account of its own.
    ///
    /// # Panics
    /// When it fails, or leaves something behind.
    pub(crate) fn play(&self, endpoint: &EndpointLane, ready: Ready) {
        play(self.name, endpoint, ready, self.run);
    }

    /// Runs on the older ones too: what may differ from one version to the next.
    pub(crate) const fn on_every_core(mut self) -> Self {
        self.on_every_core = true;
        self
    }
}

/// Runs something once, in a folder and an account of its own.
///
/// # Panics
/// When it fails, or leaves something behind.
pub(crate) fn play(name: &str, endpoint: &EndpointLane, ready: Ready, run: impl FnOnce(&Case)) {
    let folder = tempfile::tempdir().expect("a folder for the project");
    let case = Case { aws: endpoint.open(), ready, folder: folder.path().to_owned() };
    run(&case);
    if let Some(met) = case.aws.made_up() {
        made_up::check(name, &met);
    }
    drop(case);
    leftovers::check(folder.path());
}

/// A table of which every scenario is [`Scenario::on_every_core`].
pub(crate) const fn on_every_core<const N: usize>(mut table: [Scenario; N]) -> [Scenario; N] {
    let mut row = 0;
    while row < N {
        table[row] = table[row].on_every_core();
        row += 1;
    }
    table
}

/// `scenario!(a_sentence)`, `scenario!(a_sentence, needs: [CallLog, Identity])`,
/// `scenario!(a_sentence, offline)`.
macro_rules! scenario {
    ($run:ident, offline) => {
        $crate::harness::Scenario::new(stringify!($run), $crate::harness::Needs::Nothing, $run)
    };
    ($run:ident $(, needs: [$($need:ident),*])?) => {
        $crate::harness::Scenario::new(
            stringify!($run),
            $crate::harness::Needs::Endpoint(&[$($($crate::harness::Need::$need),*)?]),
            $run,
        )
    };
}
pub(crate) use scenario;

/// A Terraform with the provider installed.
#[derive(Clone)]
pub(crate) struct Ready {
    pub(crate) lane: TerraformLane,
    pub(crate) installation: Installation,
}

/// What a scenario works with: an empty account and a Terraform.
pub(crate) struct Case {
    pub(crate) aws: Endpoint,
    ready: Ready,
    folder: PathBuf,
}

impl Case {
    /// A project with a provider block for this endpoint.
    pub(crate) fn project(&self) -> Project {
        let project = self.bare_project();
        project.provider(&self.provider_block(""));
        project
    }

    /// A project without a provider block.
    pub(crate) fn bare_project(&self) -> Project {
        Project::new(&self.ready.lane, &self.ready.installation, &self.folder)
    }

    /// The registry that its Terraform or OpenTofu means when a source names none.
    pub(crate) fn registry(&self) -> &'static str {
        self.ready.lane.registry()
    }

    /// The folder of this case's projects.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The provider block for this endpoint, with more lines in it.
    pub(crate) fn provider_block(&self, more: &str) -> String {
        provider_block(self.aws.url(), self.aws.account(), more)
    }
}

/// A provider block that calls one address with the credentials of an account.
pub(crate) fn provider_block(url: &str, account: &str, more: &str) -> String {
    format!(
        r#"
provider "apigatewayv2" {{
  region     = "{region}"
  access_key = "{account}"
  secret_key = "not-a-secret"
  {more}
  endpoints {{
    apigatewayv2 = "{url}"
    apigateway   = "{url}"
    sts          = "{url}"
  }}
}}
"#,
        region = super::REGION
    )
}

/// The trials of a module's table.
pub(crate) fn trials(
    module: &str,
    scenarios: &[Scenario],
    terraforms: &[Ready],
    endpoints: &[EndpointLane],
) -> Vec<Trial> {
    let mut trials = Vec::new();
    for scenario in scenarios {
        for ready in terraforms.iter().filter(|ready| ready.lane.runs(scenario)) {
            for endpoint in endpoints {
                if endpoint.offers(scenario.needs) {
                    trials.push(trial(module, *scenario, ready.clone(), endpoint.clone()));
                }
            }
        }
    }
    trials
}

fn trial(module: &str, scenario: Scenario, ready: Ready, endpoint: EndpointLane) -> Trial {
    let name = format!("{module}::{}::{}::{}", scenario.name, ready.lane.name, endpoint.name());
    Trial::test(name, move || {
        scenario.play(&endpoint, ready);
        Ok(())
    })
}
