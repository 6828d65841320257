//! Whatever fails in the middle of a change, state says what exists, and the next run goes on.

use std::time::Duration;

use local_gateway::{Fault, Operation};

use super::{Failure, TABLE, block, holds, in_state, on_domain, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Outcome, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_creation_that_fails_half_way_is_kept_by_untaint, needs: [Faults]),
    scenario!(a_creation_that_fails_half_way_is_replaced_without_untaint, needs: [Faults]),
    scenario!(a_creation_of_which_nothing_was_made_leaves_no_state, needs: [Faults]),
    scenario!(whatever_fails_in_a_change_state_says_what_is_there, needs: [Faults]),
    scenario!(nothing_is_deleted_where_something_failed_before, needs: [Faults]),
    scenario!(a_delete_that_fails_half_way_leaves_the_rest_in_state, needs: [Faults]),
    scenario!(a_few_throttles_and_stumbles_in_a_table_are_waited_out, needs: [Faults]),
    scenario!(a_change_that_runs_out_of_time_is_in_state_as_far_as_it_came, needs: [Faults]),
    scenario!(the_log_says_how_many_changes_are_made),
]);

/// A table of so many keys.
pub(super) fn numbered(world: &World, count: usize, stage: &str) -> String {
    let mappings = format!(
        "{{ for n in range({count}) : \"k${{n}}\" => {{ api_id = {:?}, stage = {stage:?} }} }}",
        world.orders
    );
    block(DOMAIN, &mappings, "")
}

/// A project whose provider soon gives up and calls as often as it can.
pub(super) fn hasty(case: &Case) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 1\n  max_requests_per_second = 1000"));
    project
}

pub(super) fn apply_with(case: &Case, project: &Project, fault: Fault) -> Outcome {
    case.aws.local().inject(fault);
    let applied = project.apply();
    case.aws.local().clear_faults();
    applied
}

fn half_created(case: &Case) -> (World, Project) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    let denied = Fault::on(Operation::CreateApiMapping).skip(15).deny();
    let failed = apply_with(case, &project, denied).fails();
    let error = failed.error("Not All API Mappings Created").says("untaint").says("15 of 30 changes");
    error.says("apigateway:POST on /domainnames/*/apimappings");
    assert_eq!(case.aws.mappings(DOMAIN).len(), 15);
    in_state(case, &project);
    (world, project)
}

fn a_creation_that_fails_half_way_is_kept_by_untaint(case: &Case) {
    let (_, project) = half_created(case);
    let made = case.aws.mappings(DOMAIN);
    project.plan().succeeds().plans(&[(TABLE, "replace")]);
    assert_eq!(project.run(&["untaint", TABLE]).code, 0);
    project.apply().succeeds().plans(&[(TABLE, "update")]);
    in_state(case, &project);
    let now = case.aws.mappings(DOMAIN);
    assert_eq!(now.len(), 30);
    assert!(made.iter().all(|mapping| now.contains(mapping)), "what was made is kept");
    project.plan().plans_nothing();
}

fn a_creation_that_fails_half_way_is_replaced_without_untaint(case: &Case) {
    let (_, project) = half_created(case);
    project.apply().succeeds().plans(&[(TABLE, "replace")]);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 30);
    in_state(case, &project);
    project.plan().plans_nothing();
}

fn a_creation_of_which_nothing_was_made_leaves_no_state(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    let failed = apply_with(case, &project, Fault::on(Operation::CreateApiMapping).deny()).fails();
    failed.error("Not All API Mappings Created").says("0 of 30 changes");
    assert!(project.state().tables().is_empty());
    on_domain(case, &[]);
    project.apply().succeeds().plans(&[(TABLE, "create")]);
}

fn whatever_fails_in_a_change_state_says_what_is_there(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    // Where the work is done, the change is found to be made.
    let faults: &[(Failure, bool)] = &[
        (("denied", Fault::deny), true),
        (("failed", |fault| fault.status(500)), true),
        (("failed after the work", |fault| fault.status(500).after_the_work()), false),
        (("throttled", Fault::throttle), true),
        (("lost", |fault| fault.lose_answer().times(3)), false),
        (("reset", Fault::reset), false),
        (("cut off", Fault::cut_answer), false),
        (("not JSON", |fault| fault.not_json(200)), true),
        (("refused", |fault| fault.error(400, "BadRequestException", "Not this one").times(3)), true),
    ];
    // Ten keys are made, ten change and ten go. The fault begins among each of them.
    let half = |from: usize, stage: &str| {
        let to = format!("{{ api_id = {:?}, stage = {stage:?} }}", world.orders);
        let keys = format!("concat(range(10), range({from}, {}))", from + 10);
        block(DOMAIN, &format!("{{ for n in {keys} : \"k${{n}}\" => {to} }}"), "")
    };
    let (one, other) = (half(10, "test"), half(20, "production"));
    project.main(&one);
    project.apply().succeeds();
    let mut next = [&other, &one].into_iter().cycle();
    for ((name, make), fails) in faults {
        for writes_before in [4, 14, 24] {
            project.main(next.next().expect("it goes round"));
            let writes = Fault::on_any_of(&Operation::MAPPING_WRITES).skip(writes_before);
            let applied = apply_with(case, &project, make(writes));
            in_state(case, &project);
            assert_eq!(applied.code, i32::from(*fails), "{name} after {writes_before}: {}", applied.text);
            if *fails {
                applied.is_fit_to_read();
                applied.error("Not All API Mappings Changed");
            }
            project.apply().succeeds();
            in_state(case, &project);
            assert_eq!(case.aws.mappings(DOMAIN).len(), 20, "{name} after {writes_before}");
        }
    }
    project.plan().plans_nothing();
}

fn nothing_is_deleted_where_something_failed_before(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    let orders = world.orders.as_str();
    let before = [("old", orders, "test"), ("stays", orders, "test")];
    project.main(&table(&before));
    project.apply().succeeds();
    let after = [("new", orders, "test"), ("stays", orders, "production")];
    project.main(&table(&after));
    case.aws.forget_calls();
    let refusal = Fault::on(Operation::CreateApiMapping).error(400, "BadRequestException", "Not this one");
    let failed = apply_with(case, &project, refusal).fails();
    let error = failed.error("Not All API Mappings Changed").says("key \"new\"").says("1 of 3 changes");
    error.reads_as("table_not_all_changed", case, &[]);
    holds(case, &project, &[("old", orders, "test"), ("stays", orders, "production")]);
    project.apply().succeeds();
    holds(case, &project, &after);
}

fn a_delete_that_fails_half_way_leaves_the_rest_in_state(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    project.apply().succeeds();
    case.aws.local().inject(Fault::on(Operation::DeleteApiMapping).skip(10).deny());
    let failed = project.destroy().fails();
    case.aws.local().clear_faults();
    failed.error("Not All API Mappings Deleted").says("10 of 30 changes");
    assert_eq!(case.aws.mappings(DOMAIN).len(), 20);
    in_state(case, &project);
    project.destroy().succeeds();
    on_domain(case, &[]);
}

fn a_few_throttles_and_stumbles_in_a_table_are_waited_out(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.provider(&case.provider_block("max_requests_per_second = 1000"));
    project.main(&numbered(&world, 20, "test"));
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).skip(3).times(3).throttle());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).skip(10).times(2).status(500));
    project.apply().succeeds();
    case.aws.local().clear_faults();
    in_state(case, &project);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 20);
}

fn a_change_that_runs_out_of_time_is_in_state_as_far_as_it_came(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    project.apply().succeeds();
    let soon = "  timeouts {\n    update = \"3s\"\n  }\n";
    project.main(&numbered(&world, 30, "production").replace("\n}\n", &format!("\n{soon}}}\n")));
    let slow = Fault::on(Operation::UpdateApiMapping).delay(Duration::from_secs(2)).after_the_work();
    let failed = apply_with(case, &project, slow).fails();
    failed.error("Not All API Mappings Changed").says("`timeouts` block");
    let changed = case.aws.mappings(DOMAIN).iter().filter(|mapping| mapping.stage == "production").count();
    assert!((10..30).contains(&changed), "{changed} of 30 are changed");
    in_state(case, &project);
    project.apply().succeeds();
    in_state(case, &project);
}

fn the_log_says_how_many_changes_are_made(case: &Case) {
    let world = World::new(case);
    let mut project = case.project();
    project.env("TF_LOG_PROVIDER", "info");
    project.main(&numbered(&world, 25, "test"));
    let applied = project.apply().succeeds();
    for progress in ["10 of 25 changes made", "20 of 25 changes made", "25 of 25 changes made"] {
        assert!(applied.text.contains(progress), "{progress} is not in {}", applied.text);
    }
}
