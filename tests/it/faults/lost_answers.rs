//! The work is done, and the answer never arrives: state still ends up equal to
//! what exists.

use local_gateway::{Fault, Operation};

use super::impatient;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_created_mapping_whose_answer_is_lost_is_found_again, needs: [Faults]).on_every_core(),
    scenario!(a_created_mapping_whose_every_answer_is_lost_is_found_again, needs: [Faults]),
    scenario!(a_create_that_cannot_be_looked_up_says_how_to_find_out, needs: [Faults]),
    scenario!(a_mapping_that_appears_after_a_throttle_is_named_with_its_import, needs: [Faults]),
    scenario!(a_mapping_that_was_there_before_is_never_taken_for_the_lost_one, needs: [Faults]),
    scenario!(an_update_whose_answer_is_lost_is_in_state, needs: [Faults]),
    scenario!(a_delete_whose_answer_is_lost_is_done, needs: [Faults]),
];

/// A name, which serves as mapping key, and a way to lose an answer.
type Loss = (&'static str, fn(Fault) -> Fault);

/// The ways to lose an answer once the work is done.
const LOSSES: &[Loss] = &[
    ("closed", Fault::lose_answer),
    ("reset", Fault::reset),
    ("cut", Fault::cut_answer),
    ("500", |fault| fault.status(500).after_the_work()),
    ("empty", |fault| fault.empty_body(201).after_the_work()),
    ("html", |fault| fault.not_json(200).after_the_work()),
];

fn a_created_mapping_whose_answer_is_lost_is_found_again(case: &Case) {
    lose_creates(case, Fault::once);
}

fn a_created_mapping_whose_every_answer_is_lost_is_found_again(case: &Case) {
    lose_creates(case, |fault| fault);
}

fn lose_creates(case: &Case, often: fn(Fault) -> Fault) {
    let world = World::new(case);
    let project = impatient(case);
    for (name, lose) in LOSSES {
        project.main(&world.orders_block().key(name).hcl());
        case.aws.local().inject(often(lose(Fault::on(Operation::CreateApiMapping))));
        project.apply().succeeds();
        case.aws.local().clear_faults();
        let mapping = case.aws.mapping(DOMAIN);
        assert_eq!(mapping.api_mapping_key, *name);
        assert_eq!(project.state().id(), mapping.api_mapping_id, "{name}");
        project.destroy().succeeds();
    }
}

fn a_create_that_cannot_be_looked_up_says_how_to_find_out(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).lose_answer());
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    let failed = project.apply().fails();
    case.aws.local().clear_faults();
    let error = failed.error("API Mapping May Exist").says("\"orders\"").says(DOMAIN);
    error.reads_as("create_that_cannot_be_looked_up", case, &[]);
    project.state().is_empty();
    // The next run meets the stray mapping and says how to adopt it.
    let stray = case.aws.mapping(DOMAIN).api_mapping_id;
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says(&format!("\"{stray}/{DOMAIN}\""));
    project.import(ORDERS, &format!("{stray}/{DOMAIN}")).succeeds();
    project.plan().plans_nothing();
}

fn a_mapping_that_appears_after_a_throttle_is_named_with_its_import(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).throttle().after_the_work());
    let failed = project.apply().fails();
    case.aws.local().clear_faults();
    let stray = case.aws.mapping(DOMAIN).api_mapping_id;
    let error = failed.error("API Mapping Exists Already").on("api_mapping_key");
    error.says(&format!("\"{stray}/{DOMAIN}\"")).reads_as(
        "create_throttled_and_made",
        case,
        &[(&stray, "id")],
    );
    project.state().is_empty();
    // The advice works.
    project.import(ORDERS, &format!("{stray}/{DOMAIN}")).succeeds();
    project.plan().plans_nothing();
}

fn a_mapping_that_was_there_before_is_never_taken_for_the_lost_one(case: &Case) {
    let world = World::new(case);
    // Not of this configuration, and exactly what it asks for.
    let holder = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).status(500).once());
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    error.says(&format!("\"{holder}/{DOMAIN}\""));
    project.state().is_empty();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder);
}

fn an_update_whose_answer_is_lost_is_in_state(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let stages = ["test", "production"];
    for often in [Fault::once, |fault| fault] {
        for (stage, (name, lose)) in stages.iter().cycle().zip(LOSSES) {
            project.main(&world.orders_block().stage(stage).key(name).hcl());
            case.aws.local().inject(often(lose(Fault::on(Operation::UpdateApiMapping))));
            project.apply().succeeds();
            case.aws.local().clear_faults();
            let mapping = case.aws.mapping(DOMAIN);
            assert_eq!((mapping.stage.as_str(), mapping.api_mapping_key.as_str()), (*stage, *name));
            let state = project.state();
            assert_eq!(state.attributes()["stage"], *stage, "{name}");
            assert_eq!(state.attributes()["api_mapping_key"], *name);
        }
    }
    project.plan().plans_nothing();
}

fn a_delete_whose_answer_is_lost_is_done(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    for often in [Fault::once, |fault| fault] {
        for (name, lose) in LOSSES {
            project.apply().succeeds();
            case.aws.local().inject(often(lose(Fault::on(Operation::DeleteApiMapping))));
            project.destroy().succeeds();
            case.aws.local().clear_faults();
            assert_eq!(case.aws.mappings(DOMAIN), [], "{name}");
            project.state().is_empty();
        }
    }
}
