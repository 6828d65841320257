//! The run is interrupted, or the provider is killed, while a write is under way.

use std::time::Duration;

use local_gateway::{Fault, Operation};
use rustix::process::Signal;

use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, killed, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_interrupted_create_is_in_state, needs: [Faults, CallLog]).on_every_core(),
    scenario!(an_interrupted_update_is_in_state, needs: [Faults, CallLog]),
    scenario!(an_interrupted_delete_is_done, needs: [Faults, CallLog]),
    scenario!(an_interrupted_run_starts_no_further_write, needs: [Faults, CallLog]).on_every_core(),
    scenario!(an_interrupted_create_that_is_throttled_is_not_sent_again, needs: [Faults, CallLog]),
    scenario!(an_interrupted_plan_makes_no_further_call, needs: [Faults, CallLog]),
    scenario!(a_mapping_left_by_a_killed_provider_is_named_and_can_be_adopted, needs: [Faults, CallLog]),
    scenario!(an_update_of_a_killed_provider_is_seen_by_the_next_run, needs: [Faults, CallLog]),
    scenario!(a_delete_of_a_killed_provider_is_seen_by_the_next_run, needs: [Faults, CallLog]),
];

const APPLY: [&str; 4] = ["apply", "-json", "-input=false", "-auto-approve"];

/// Long enough for a call to arrive on a busy machine.
const ARRIVAL: Duration = Duration::from_secs(60);

/// Starts an apply, waits until the write has arrived, whose answer takes a while,
/// and interrupts Terraform as Ctrl-C would.
fn interrupt_during(case: &Case, project: &Project, write: Operation, options: &[&str]) -> String {
    case.aws.forget_calls();
    case.aws.local().inject(Fault::on(write).delay(Duration::from_secs(4)).after_the_work());
    let running = project.start(&[&APPLY, options].concat());
    assert!(case.aws.local().wait_for(write, 1, ARRIVAL), "no {write}");
    running.interrupt();
    let finished = running.finish();
    case.aws.local().clear_faults();
    assert!(finished.text().contains("Interrupt received"), "{}", finished.text());
    finished.text()
}

fn created(case: &Case) -> (World, Project) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    (world, project)
}

fn an_interrupted_create_is_in_state(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    interrupt_during(case, &project, Operation::CreateApiMapping, &[]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    project.plan().plans_nothing();
}

fn an_interrupted_update_is_in_state(case: &Case) {
    let (world, project) = created(case);
    project.main(&world.orders_block().stage("test").hcl());
    interrupt_during(case, &project, Operation::UpdateApiMapping, &[]);
    assert_eq!(project.state().attributes()["stage"], "test");
    assert_eq!(case.aws.mapping(DOMAIN).stage, "test");
    project.plan().plans_nothing();
}

fn an_interrupted_delete_is_done(case: &Case) {
    let (_, project) = created(case);
    interrupt_during(case, &project, Operation::DeleteApiMapping, &["-destroy"]);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.state().is_empty();
}

fn an_interrupted_run_starts_no_further_write(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let later = world.orders_block().key("later").with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&(world.orders_block().hcl() + &later.hcl().replace("\"orders\" {", "\"later\" {")));
    interrupt_during(case, &project, Operation::CreateApiMapping, &[]);
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn an_interrupted_create_that_is_throttled_is_not_sent_again(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    case.aws.forget_calls();
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).throttle());
    let running = project.start(&APPLY);
    assert!(case.aws.local().wait_for(Operation::CreateApiMapping, 2, ARRIVAL), "no create");
    running.interrupt();
    let finished = running.finish();
    case.aws.local().clear_faults();
    assert!(finished.text().contains("the run was interrupted"), "{}", finished.text());
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.state().is_empty();
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn an_interrupted_plan_makes_no_further_call(case: &Case) {
    let (_, project) = created(case);
    let id = project.state().id().to_owned();
    case.aws.forget_calls();
    case.aws.local().inject(Fault::on_any_of(&Operation::MAPPING_READS).hang());
    let running = project.start(&["plan", "-json", "-input=false"]);
    assert!(case.aws.local().wait_for(Operation::GetApiMappings, 1, ARRIVAL), "no listing");
    running.interrupt();
    let finished = running.finish();
    case.aws.local().clear_faults();
    assert_ne!(finished.code, 0, "{}", finished.text());
    let reads = case.aws.local().count_where(|call| Operation::MAPPING_READS.contains(&call.operation));
    assert_eq!(reads, 1, "{}", finished.text());
    assert_eq!(project.state().id(), id);
}

/// Starts an apply, waits until the work of the write is done, and kills the
/// provider before the answer.
fn kill_during(case: &Case, project: &Project, write: Operation, options: &[&str]) {
    kill_at(case, project, (write, 1), options);
}

/// The same with a write of which there are several: the one of this number.
pub(crate) fn kill_at(case: &Case, project: &Project, (write, number): (Operation, usize), options: &[&str]) {
    case.aws.forget_calls();
    let earlier = u32::try_from(number - 1).expect("a small number");
    case.aws.local().inject(Fault::on(write).skip(earlier).hang().after_the_work());
    let running = project.start(&[&APPLY, options].concat());
    assert!(case.aws.local().wait_for(write, number, ARRIVAL), "no {write}");
    let finished = killed::end(running, project.folder(), Signal::KILL);
    case.aws.local().clear_faults();
    assert_eq!(finished.code, 1, "{}", finished.text());
}

fn a_mapping_left_by_a_killed_provider_is_named_and_can_be_adopted(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    kill_during(case, &project, Operation::CreateApiMapping, &[]);
    project.state().is_empty();
    let stray = case.aws.mapping(DOMAIN).api_mapping_id;
    let address = format!("{stray}/{DOMAIN}");
    let planned = project.plan();
    let [finding] = &planned.diagnostics[..] else { panic!("one finding\n{}", planned.text) };
    finding.says(&stray).says(&format!("id = \"{address}\""));
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error\n{}", failed.text) };
    error.on("api_mapping_key").says(&stray).says(&format!("id = \"{address}\""));
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, stray, "nothing is deleted to make room");
    project.import(ORDERS, &address).succeeds();
    project.plan().plans_nothing();
}

fn an_update_of_a_killed_provider_is_seen_by_the_next_run(case: &Case) {
    let (world, project) = created(case);
    project.main(&world.orders_block().stage("test").hcl());
    kill_during(case, &project, Operation::UpdateApiMapping, &[]);
    assert_eq!(case.aws.mapping(DOMAIN).stage, "test");
    project.apply().succeeds().plans(&[]);
    assert_eq!(project.state().attributes()["stage"], "test");
    project.plan().plans_nothing();
}

fn a_delete_of_a_killed_provider_is_seen_by_the_next_run(case: &Case) {
    let (_, project) = created(case);
    kill_during(case, &project, Operation::DeleteApiMapping, &["-destroy"]);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.destroy().succeeds().plans(&[]);
    project.state().is_empty();
}
