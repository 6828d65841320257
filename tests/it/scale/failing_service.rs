//! Half of all answers are a 429 or a 500, some of them after the work was done.
//! Whatever Terraform makes of that, its state says what exists.

use std::collections::BTreeSet;

use local_gateway::Fault;
use serde_json::Value;

use super::numbered;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Need, Needs, Project, Scenario};

/// Ten storms, each with a seed of its own.
pub(super) const SCENARIOS: &[Scenario] = &[
    storm("after_storm_1_state_is_what_exists", |case| weather(case, 1)),
    storm("after_storm_2_state_is_what_exists", |case| weather(case, 2)),
    storm("after_storm_3_state_is_what_exists", |case| weather(case, 3)),
    storm("after_storm_4_state_is_what_exists", |case| weather(case, 4)),
    storm("after_storm_5_state_is_what_exists", |case| weather(case, 5)),
    storm("after_storm_6_state_is_what_exists", |case| weather(case, 6)),
    storm("after_storm_7_state_is_what_exists", |case| weather(case, 7)),
    storm("after_storm_8_state_is_what_exists", |case| weather(case, 8)),
    storm("after_storm_9_state_is_what_exists", |case| weather(case, 9)),
    storm("after_storm_10_state_is_what_exists", |case| weather(case, 10)),
];

const fn storm(name: &'static str, run: fn(&Case)) -> Scenario {
    Scenario::new(name, Needs::Endpoint(&[Need::Faults]), run)
}

const MAPPINGS: usize = 200;

fn weather(case: &Case, seed: u64) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_requests_per_second = 0"));
    project.main(&numbered(&world, MAPPINGS));
    for (options, expected) in [(&[][..], MAPPINGS), (&["-destroy"], 0)] {
        case.aws.local().inject(Fault::on_api_gateway().storm(0.5, seed));
        // It may fail, but not leave anything out.
        project.apply_with(&[&["-parallelism=200"], options].concat());
        case.aws.local().clear_faults();
        is_what_exists(case, &project);
        // In fair weather, the rest is soon done.
        project.apply_with(&[&["-parallelism=200"], options].concat()).succeeds();
        assert_eq!(is_what_exists(case, &project), expected);
    }
}

/// Id, key, API and stage of a mapping.
type Facts = (String, String, String, String);

/// # Panics
/// When state and world differ. Gives back how many mappings there are.
#[track_caller]
fn is_what_exists(case: &Case, project: &Project) -> usize {
    let known = project.state();
    let text =
        |mapping: &Value, name: &str| mapping["attributes"][name].as_str().unwrap_or_default().to_owned();
    let known: BTreeSet<Facts> = known
        .instances()
        .into_iter()
        .map(|it| (text(it, "id"), text(it, "api_mapping_key"), text(it, "api_id"), text(it, "stage")))
        .collect();
    let there: BTreeSet<Facts> = case
        .aws
        .mappings(DOMAIN)
        .into_iter()
        .map(|it| (it.api_mapping_id, it.api_mapping_key, it.api_id, it.stage))
        .collect();
    let (lost, orphaned) = (known.difference(&there).count(), there.difference(&known).count());
    assert_eq!((lost, orphaned), (0, 0), "in state and not there, there and not in state");
    there.len()
}
