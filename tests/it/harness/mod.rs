//! What every scenario stands on: lanes, projects, endpoints, and readers for
//! what Terraform says.

pub(crate) mod diagnostic;
pub(crate) mod endpoint;
pub(crate) mod fixed_answers;
pub(crate) mod install;
pub(crate) mod killed;
pub(crate) mod lanes;
pub(crate) mod leftovers;
pub(crate) mod made_up;
pub(crate) mod messages;
mod outcome;
pub(crate) mod plan_file;
pub(crate) mod process;
pub(crate) mod project;
pub(crate) mod relay;
mod scenario;
mod state;
pub(crate) mod terraform;

pub(crate) use self::diagnostic::{Diagnostic, Severity};
pub(crate) use self::endpoint::{Need, Needs};
pub(crate) use self::messages::Page;
pub(crate) use self::outcome::Outcome;
pub(crate) use self::project::Project;
pub(crate) use self::scenario::{
    Case, Ready, Scenario, on_every_core, play, provider_block, scenario, trials,
};

/// The Region of every provider block and request.
pub(crate) const REGION: &str = "eu-west-1";
