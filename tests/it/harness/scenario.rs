//! A scenario is a sentence and a function. It becomes one trial for every
//! Terraform and every endpoint that offers what it needs.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use super::endpoint::{Endpoint, EndpointLane, Needs};
use super::install::Installation;
use super::lanes::TerraformLane;
use super::leftovers;
use super::project::Project;

/// One row of a module's table, made with [`scenario!`].
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    /// The function's name, which reads as a sentence.
    pub(crate) name: &'static str,
    pub(crate) needs: Needs,
    /// The first Terraform version that has what it is about.
    pub(crate) since: (u64, u64),
    pub(crate) run: fn(&Case),
}

/// `scenario!(a_sentence)`, `scenario!(a_sentence, needs: [CallLog])`,
/// `scenario!(a_sentence, offline)`, each also with `since: (1, 12)` at the end.
macro_rules! scenario {
    (@build $run:ident, $needs:expr, $since:expr) => {
        $crate::harness::Scenario { name: stringify!($run), needs: $needs, since: $since, run: $run }
    };
    ($run:ident, offline) => {
        $crate::harness::scenario!(@build $run, $crate::harness::Needs::Nothing, (0, 0))
    };
    ($run:ident $(, needs: [$($need:ident),*])?) => {
        $crate::harness::scenario!($run $(, needs: [$($need),*])?, since: (0, 0))
    };
    ($run:ident $(, needs: [$($need:ident),*])?, since: $since:expr) => {
        $crate::harness::scenario!(
            @build $run,
            $crate::harness::Needs::Endpoint(&[$($($crate::harness::Need::$need),*)?]),
            $since
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
        for ready in terraforms.iter().filter(|ready| ready.lane.version >= scenario.since) {
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
        let folder = tempfile::tempdir().expect("a folder for the project");
        let case = Case { aws: endpoint.open(), ready, folder: folder.path().to_owned() };
        (scenario.run)(&case);
        drop(case);
        leftovers::check(folder.path());
        Ok(())
    })
}
