//! What happens when the service fails: whatever it answers, no mapping is lost,
//! state says what exists, and the error can be read.

mod bad_answers;
mod create;
mod delete;
mod interrupted_writes;
mod lost_answers;
mod no_answer;
mod read;
mod update;

pub(crate) use self::interrupted_writes::kill_at;
use crate::harness::{Case, Project, Scenario};

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        create::SCENARIOS,
        read::SCENARIOS,
        update::SCENARIOS,
        delete::SCENARIOS,
        interrupted_writes::SCENARIOS,
        lost_answers::SCENARIOS,
        no_answer::SCENARIOS,
    ]
    .concat()
}

/// A project whose plan checks nothing, so that the service is the one to refuse.
fn unchecked(case: &Case) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block("plan_checks = \"off\""));
    project
}

/// A project whose provider soon gives up.
fn impatient(case: &Case) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 1"));
    project
}
