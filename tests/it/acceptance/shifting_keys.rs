//! Keys that shift from mapping to mapping, as where an element of a `count` is removed: each
//! mapping wants the key that the next one still has.

use std::time::Duration;

use local_gateway::{Fault, Operation};

use super::world::{Block, DOMAIN, World};
use crate::harness::{Case, Diagnostic, Outcome, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(removing_any_element_of_a_count_of_ten_takes_one_apply, needs: [Faults]).on_every_core(),
    scenario!(a_shift_of_ten_within_the_quota_takes_one_apply, needs: [Faults]),
    scenario!(with_one_object_at_a_time_each_apply_leaves_fewer_to_do),
    scenario!(an_interruption_ends_a_wait_for_a_key, needs: [Faults, CallLog]),
    scenario!(a_wait_for_a_key_stalls_no_destroy_and_no_other_domain, needs: [Faults, CallLog]),
];

const TAKEN: &str = "API Mapping Key Already Taken";

/// A project whose provider does not limit its rate of calls, each of which takes as long as on
/// the way to AWS.
pub(crate) fn far_away(case: &Case) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block("max_requests_per_second = 0"));
    case.aws.local().inject(Fault::on_every_operation().delay(Duration::from_millis(60)));
    project
}

/// So many keys.
pub(crate) fn keys(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("v{number:02}")).collect()
}

/// A mapping for each key, known by its number.
pub(crate) fn counted(world: &World, keys: &[String]) -> String {
    let block = world.orders_block().set("count", "length(local.keys)");
    format!(
        "locals {{\n  keys = {keys:?}\n}}\n\n{}",
        block.set("api_mapping_key", "local.keys[count.index]").hcl()
    )
}

/// The keys that exist, in their order. State has each of the mappings, with its key.
#[track_caller]
pub(crate) fn existing(case: &Case, project: &Project) -> Vec<String> {
    let mut there: Vec<_> = case
        .aws
        .mappings(DOMAIN)
        .into_iter()
        .map(|found| (found.api_mapping_id, found.api_mapping_key))
        .collect();
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let mut known: Vec<_> = project
        .state()
        .instances()
        .iter()
        .map(|instance| &instance["attributes"])
        .map(|attributes| (text(&attributes["id"]), text(&attributes["api_mapping_key"])))
        .collect();
    there.sort_unstable();
    known.sort_unstable();
    assert_eq!(there, known, "what exists, and what state has of it");
    let mut keys: Vec<_> = there.into_iter().map(|(_, key)| key).collect();
    keys.sort_unstable();
    keys
}

/// No mapping is lost in a shift, and at most one of the wanted keys is not mapped yet.
#[track_caller]
pub(crate) fn is_on_the_way(existing: &[String], wanted: &[String]) {
    assert!(existing.len() >= wanted.len(), "{existing:?}");
    let missing: Vec<_> = wanted.iter().filter(|key| !existing.contains(key)).collect();
    assert!(missing.len() <= 1, "{missing:?}");
}

/// Every error of an apply that did a part of a shift: one of them says what may help, and how far
/// it came.
#[track_caller]
pub(crate) fn says_to_apply_again(failed: &Outcome) {
    for error in failed.errors() {
        assert_eq!(error.summary, TAKEN, "{}", failed.text);
        let error = error.on("api_mapping_key").says("apply again");
        error.says("This run has made");
        assert!(!error.detail.contains("import {"), "{error:#?}");
    }
    let with_help: Vec<_> = failed
        .errors()
        .into_iter()
        .filter(|error| error.detail.contains("`for_each` and stable keys"))
        .collect();
    assert_eq!(with_help.len(), 1, "{}", failed.text);
    with_help[0].says("apigatewayv2_api_mappings");
}

fn removing_any_element_of_a_count_of_ten_takes_one_apply(case: &Case) {
    let world = World::new(case);
    let project = far_away(case);
    let all = keys(10);
    project.main(&counted(&world, &all));
    project.apply().succeeds();
    for number in 0..10 {
        let mut left = all.clone();
        left.remove(number);
        project.main(&counted(&world, &left));
        project.apply().succeeds();
        assert_eq!(existing(case, &project), left);
        // And back: the last one is a mapping to be created.
        project.main(&counted(&world, &all));
        project.apply().succeeds();
        assert_eq!(existing(case, &project), all);
    }
    project.plan().plans_nothing();
}

fn a_shift_of_ten_within_the_quota_takes_one_apply(case: &Case) {
    let world = World::new(case);
    let project = far_away(case);
    project.provider(&case.provider_block(""));
    let mut left = keys(10);
    project.main(&counted(&world, &left));
    project.apply().succeeds();
    for number in [4, 0] {
        left.remove(number);
        project.main(&counted(&world, &left));
        project.apply().succeeds();
        assert_eq!(existing(case, &project), left);
    }
}

fn with_one_object_at_a_time_each_apply_leaves_fewer_to_do(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let all = keys(5);
    project.main(&counted(&world, &all));
    project.apply().succeeds();
    project.main(&counted(&world, &all[1..]));
    let mut to_do = project.plan_with(&["-parallelism=1"]).succeeds().changes.len();
    assert_eq!(to_do, 5);
    while to_do > 0 {
        let applied = project.apply_with(&["-parallelism=1"]);
        if applied.code != 0 {
            says_to_apply_again(&applied);
        }
        is_on_the_way(&existing(case, &project), &all[1..]);
        let left = project.plan_with(&["-parallelism=1"]).succeeds().changes.len();
        assert!(left < to_do, "{left} of {to_do} are left: {}", applied.text);
        to_do = left;
    }
    assert_eq!(existing(case, &project), all[1..]);
}

/// Two mappings of which the first is to get the key of the second, which is to be deleted: a
/// plan of that. The delete takes a while.
fn passes_on(case: &Case, world: &World, project: &Project, beside: [&str; 2]) {
    let all = keys(2);
    project.main(&(counted(world, &all) + beside[0]));
    project.apply().succeeds();
    project.main(&(counted(world, &all[1..]) + beside[1]));
    project.plan_with(&["-out=passes-on"]).succeeds();
    case.aws.forget_calls();
    let slow = Fault::on(Operation::DeleteApiMapping).domain(DOMAIN).delay(Duration::from_secs(4));
    case.aws.local().inject(slow);
}

fn an_interruption_ends_a_wait_for_a_key(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    passes_on(case, &world, &project, ["", ""]);
    let running = project.start(&["apply", "-json", "-input=false", "passes-on"]);
    // The last call before the wait looks for the holder of the key.
    assert!(case.aws.local().wait_for(Operation::GetApiMappings, 1, Duration::from_secs(60)), "no look-up");
    running.interrupt();
    let interrupted = Outcome::from_events(&running.finish());
    let ended = |error: &&&Diagnostic| error.detail.contains("was ended before it was done");
    assert_eq!(interrupted.errors().iter().filter(ended).count(), 1, "{}", interrupted.text);
    assert_eq!(case.aws.local().count(Operation::UpdateApiMapping), 1);
    case.aws.local().clear_faults();
    assert_eq!(existing(case, &project), ["v00"]);
    project.apply().succeeds();
    assert_eq!(existing(case, &project), ["v01"]);
}

fn a_wait_for_a_key_stalls_no_destroy_and_no_other_domain(case: &Case) {
    const ELSEWHERE: &str = "web.example.com";
    let world = World::new(case);
    case.aws.create_domain(ELSEWHERE);
    let project = case.project();
    let block = |name: &str| Block::new(name).api(&world.payments).stage("test").key("other");
    let (goes, comes) = (block("goes").domain(DOMAIN).hcl(), block("comes").domain(ELSEWHERE).hcl());
    passes_on(case, &world, &project, [&goes, &comes]);
    project.apply_with(&["passes-on"]).succeeds();
    assert_eq!(existing_on(case, DOMAIN), ["v01"]);
    assert_eq!(existing_on(case, ELSEWHERE), ["other"]);
    // All the others were made while the one that waited did.
    let calls = case.aws.local().calls();
    let writes = calls.iter().map(|call| call.operation).filter(|o| Operation::MAPPING_WRITES.contains(o));
    let mut writes: Vec<_> = writes.collect();
    assert_eq!(writes.pop(), Some(Operation::UpdateApiMapping), "{calls:#?}");
    assert_eq!(writes.len(), 4, "{calls:#?}");
}

fn existing_on(case: &Case, domain: &str) -> Vec<String> {
    case.aws.mappings(domain).into_iter().map(|found| found.api_mapping_key).collect()
}
