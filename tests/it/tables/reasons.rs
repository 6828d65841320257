//! What is told where a part of a change was not made: each key, with the reason.

use local_gateway::{Fault, Operation};

use super::faults::{apply_with, hasty, numbered};
use super::interrupted::{APPLY, ARRIVAL};
use super::{TABLE, in_state, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Outcome, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(keys_that_failed_for_one_reason_are_named_beside_it, needs: [Faults]),
    scenario!(every_key_that_failed_is_named_and_every_reason_given, needs: [Faults]),
    scenario!(a_creation_of_which_nothing_was_found_out_tells_of_the_import, needs: [Faults, CallLog]),
];

fn refusal(write: Operation, words: &str) -> Fault {
    Fault::on(write).error(400, "BadRequestException", words)
}

fn keys_that_failed_for_one_reason_are_named_beside_it(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    let orders = world.orders.as_str();
    project.main(&table(&[("a", orders, "test"), ("b", orders, "test"), ("old", orders, "test")]));
    project.apply().succeeds();
    project.main(&table(&[
        ("a", orders, "production"),
        ("b", orders, "production"),
        ("c", orders, "test"),
        ("d", orders, "test"),
        ("e/1", orders, "test"),
    ]));
    case.aws.local().inject(refusal(Operation::UpdateApiMapping, "Nor that one"));
    let failed = apply_with(case, &project, refusal(Operation::CreateApiMapping, "Not this one")).fails();
    let error = failed.error("Not All API Mappings Changed").on("mappings");
    let ids = ["a", "b"].map(|key| super::id_of(case, key));
    error.reads_as("table_with_two_reasons", case, &[(&ids[0], "id"), (&ids[1], "id")]);
    in_state(case, &project);
}

fn every_key_that_failed_is_named_and_every_reason_given(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 62, "test"));
    // The one that succeeds shows that the domain takes mappings.
    case.aws.local().inject(refusal(Operation::CreateApiMapping, "Not this one").skip(1).times(55));
    let rest = refusal(Operation::CreateApiMapping, "Nor that one").skip(1);
    let failed = apply_with(case, &project, rest).fails();
    let error = failed.error("Not All API Mappings Created").says("1 of 62 changes");
    error.says("): Not this one").says("): Nor that one");
    let made = case.aws.mappings(DOMAIN);
    for number in 0..62 {
        let key = format!("k{number}");
        let is_named = error.detail.contains(&format!("key \"{key}\""));
        assert_eq!(is_named, made[0].api_mapping_key != key, "{key} in {}", error.detail);
    }
    in_state(case, &project);
}

fn a_creation_of_which_nothing_was_found_out_tells_of_the_import(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 2, "test"));
    case.aws.forget_calls();
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).lose_answer());
    let running = project.start(&APPLY);
    assert!(case.aws.local().wait_for(Operation::CreateApiMapping, 1, ARRIVAL), "no create");
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    let failed = Outcome::from_events(&running.finish()).fails();
    case.aws.local().clear_faults();
    let error = failed.error("Not All API Mappings Created").on("mappings");
    error.says(&format!("id = {DOMAIN:?}")).reads_as("table_creation_not_found_out", case, &[]);
    assert!(project.state().tables().is_empty());
    project.plan().fails().error("Domain Name Has API Mappings Already");
    let import = format!("\nimport {{\n  to = {TABLE}\n  id = {DOMAIN:?}\n}}\n");
    project.main(&(numbered(&world, 2, "test") + &import));
    project.apply().succeeds();
    in_state(case, &project);
}
