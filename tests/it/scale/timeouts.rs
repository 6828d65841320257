//! The `timeouts` block: an operation that takes too long ends with an error, and
//! state says what is known.

use std::time::Duration;

use local_gateway::{Fault, Operation};

use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::diagnostic::Diagnostic;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_create_that_takes_too_long_ends_and_leaves_nothing, needs: [Faults]),
    scenario!(a_create_that_worked_before_its_time_was_up_is_in_state, needs: [Faults]),
    scenario!(a_read_timeout_in_the_state_is_no_trap, needs: [Faults]),
    scenario!(an_update_that_takes_too_long_ends_and_keeps_what_is_there, needs: [Faults]),
    scenario!(a_delete_that_takes_too_long_ends_and_keeps_the_state, needs: [Faults]),
];

fn limited(world: &World, operation: &str) -> String {
    world.orders_block().with(&format!("  timeouts {{\n    {operation} = \"2s\"\n  }}\n")).hcl()
}

/// # Panics
/// When it does not say what every error about time says.
#[track_caller]
fn took_too_long(error: &Diagnostic) {
    error.says("did not finish in time").says("`timeouts`").says("the time limit of 2s passed");
}

fn a_create_that_takes_too_long_ends_and_leaves_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&limited(&world, "create"));
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).hang());
    let failed = project.apply().fails();
    took_too_long(failed.error("Could Not Create API Mapping").says(DOMAIN).says("\"orders\""));
    project.state().is_empty();
    assert_eq!(case.aws.mappings(DOMAIN), []);
    case.aws.local().clear_faults();
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_create_that_worked_before_its_time_was_up_is_in_state(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&limited(&world, "create"));
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).hang().after_the_work());
    project.apply().succeeds();
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

/// A refresh goes by the timeouts in the state, whatever the configuration says by now.
fn a_read_timeout_in_the_state_is_no_trap(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&limited(&world, "read"));
    project.apply().succeeds();
    let slow = Fault::on_any_of(&Operation::MAPPING_READS).delay(Duration::from_secs(3));
    case.aws.local().inject(slow);
    project.plan().plans_nothing();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    project.plan().plans_nothing();
}

fn an_update_that_takes_too_long_ends_and_keeps_what_is_there(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&limited(&world, "update"));
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    project.main(&limited(&world, "update").replace("production", "test"));
    case.aws.local().inject(Fault::on(Operation::UpdateApiMapping).hang());
    let failed = project.apply().fails();
    took_too_long(failed.error("Could Not Update API Mapping").says(DOMAIN).says(&id));
    assert_eq!(project.state().attributes()["stage"], "production");
    case.aws.local().clear_faults();
    // The same, but the work is done by the time it is given up.
    case.aws.local().inject(Fault::on(Operation::UpdateApiMapping).hang().after_the_work());
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(project.state().attributes()["stage"], "test");
    assert_eq!(case.aws.mapping(DOMAIN).stage, "test");
}

fn a_delete_that_takes_too_long_ends_and_keeps_the_state(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&limited(&world, "delete"));
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    case.aws.local().inject(Fault::on(Operation::DeleteApiMapping).hang());
    let failed = project.destroy().fails();
    took_too_long(failed.error("Could Not Delete API Mapping").says(DOMAIN).says(&id));
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    case.aws.local().clear_faults();
    case.aws.local().inject(Fault::on(Operation::DeleteApiMapping).hang().after_the_work());
    project.destroy().succeeds();
    project.state().is_empty();
}
