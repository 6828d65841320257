//! One configuration is applied twice at the same time, with two states.

use std::collections::BTreeSet;

use local_gateway::Quota;

use super::numbered;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Outcome, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] =
    &[scenario!(two_runs_at_the_same_time_never_hold_the_same_mapping, needs: [Faults])];

const MAPPINGS: usize = 30;

fn two_runs_at_the_same_time_never_hold_the_same_mapping(case: &Case) {
    let world = World::new(case);
    // Together they ask for more than the account's quota.
    let project = case.bare_project();
    project.provider(&case.provider_block("max_requests_per_second = 0"));
    project.main(&numbered(&world, MAPPINGS));
    case.aws.local().set_quota(Some(Quota::DOCUMENTED));
    let apply = |state: &str| project.apply_with(&["-parallelism=30", &format!("-state={state}")]);
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| apply("one.tfstate"));
        let two = scope.spawn(|| apply("two.tfstate"));
        (one.join().expect("the one run"), two.join().expect("the other run"))
    });
    case.aws.local().set_quota(None);
    let (first, second) = (ids(&project, "one.tfstate"), ids(&project, "two.tfstate"));
    assert_eq!(first.intersection(&second).collect::<Vec<_>>(), Vec::<&String>::new());
    // What is in neither state is named.
    let exists: BTreeSet<String> =
        case.aws.mappings(DOMAIN).into_iter().map(|mapping| mapping.api_mapping_id).collect();
    assert_eq!(exists.len(), MAPPINGS);
    let is_named =
        |outcome: &Outcome, id: &str| outcome.errors().iter().any(|error| error.detail.contains(id));
    let unknown = exists.iter().filter(|id| !first.contains(*id) && !second.contains(*id));
    for id in unknown {
        assert!(is_named(&one, id) || is_named(&two, id), "{id}\n{}\n{}", one.text, two.text);
    }
    // Destroying the one leaves what the other holds.
    project.apply_with(&["-destroy", "-state=one.tfstate"]).succeeds();
    let left: BTreeSet<String> =
        case.aws.mappings(DOMAIN).into_iter().map(|mapping| mapping.api_mapping_id).collect();
    assert_eq!(left, exists.difference(&first).cloned().collect());
}

/// The ids of the mappings in a state file.
fn ids(project: &Project, file: &str) -> BTreeSet<String> {
    let Ok(text) = std::fs::read_to_string(project.folder().join(file)) else { return BTreeSet::new() };
    let state: serde_json::Value = serde_json::from_str(&text).expect("a state");
    let resources = state["resources"].as_array().cloned().unwrap_or_default();
    let instances =
        resources.iter().flat_map(|resource| resource["instances"].as_array().cloned().unwrap_or_default());
    instances.filter_map(|instance| Some(instance["attributes"]["id"].as_str()?.to_owned())).collect()
}
