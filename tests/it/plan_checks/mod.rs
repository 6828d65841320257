//! `terraform plan` says what AWS would refuse: each rule with its whole message,
//! and nothing where this very run may still change the answer.
//!
//! `refusals` and `random_mappings` hold the provider against the endpoint: what the one
//! refuses the other must have found, and what the one accepts the other must let
//! pass.

mod at_apply;
mod documented_policies;
mod domains;
mod keys;
mod many_domains;
mod mixing;
mod modes;
mod names_exist;
mod phases;
mod random_mappings;
mod refusals;
mod renaming;
mod replacing;
mod same_run;
mod skipped_checks;
mod url;
mod what_is_looked_up;

use crate::harness::{Case, Project, Scenario};

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        names_exist::SCENARIOS,
        keys::SCENARIOS,
        mixing::SCENARIOS,
        domains::SCENARIOS,
        many_domains::SCENARIOS,
        what_is_looked_up::SCENARIOS,
        modes::SCENARIOS,
        skipped_checks::SCENARIOS,
        same_run::SCENARIOS,
        replacing::SCENARIOS,
        renaming::SCENARIOS,
        phases::SCENARIOS,
        at_apply::SCENARIOS,
        url::SCENARIOS,
        documented_policies::SCENARIOS,
        refusals::SCENARIOS,
        random_mappings::SCENARIOS,
    ]
    .concat()
}

/// The attribute that most findings are about.
const KEY: &str = "api_mapping_key";

/// A project with this value of `plan_checks`.
fn in_mode(case: &Case, mode: &str) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block(&format!("plan_checks = {mode:?}")));
    project
}

/// A project whose provider does not limit its rate of calls.
fn without_rate_limit(case: &Case) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block("max_requests_per_second = 0"));
    project
}

/// Another resource, whose output is known only once it is applied.
fn upstream(name: &str, value: &str) -> String {
    format!("\nresource \"terraform_data\" {name:?} {{\n  input = {value:?}\n}}\n")
}
