//! The run is interrupted, or the provider is killed, in the middle of many writes.

use std::time::Duration;

use local_gateway::{Fault, Operation};

use super::faults::{hasty, numbered};
use super::{TABLE, in_state, on_domain};
use crate::acceptance::world::{DOMAIN, World};
use crate::faults::kill_at;
use crate::harness::{Case, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(an_interrupted_creation_is_tainted_as_far_as_it_came, needs: [Faults, CallLog]),
    scenario!(an_interrupted_change_is_in_state_as_far_as_it_came, needs: [Faults, CallLog]),
    scenario!(an_interrupted_destroy_leaves_the_rest_in_state, needs: [Faults, CallLog]),
    scenario!(a_creation_whose_provider_is_killed_is_imported, needs: [Faults, CallLog]),
    scenario!(a_provider_that_is_killed_in_a_change_is_followed_by_the_rest, needs: [Faults, CallLog]),
]);

pub(super) const APPLY: [&str; 4] = ["apply", "-json", "-input=false", "-auto-approve"];

/// Long enough for a call to arrive on a busy machine.
pub(super) const ARRIVAL: Duration = Duration::from_secs(60);

/// Starts an apply, and interrupts it, as Ctrl-C would, when the 13th of these writes is under
/// way.
fn interrupt_at_the_13th(case: &Case, project: &Project, write: Operation, options: &[&str]) {
    case.aws.forget_calls();
    let slow = Fault::on(write).skip(12).delay(Duration::from_secs(3)).after_the_work();
    case.aws.local().inject(slow);
    let running = project.start(&[&APPLY, options].concat());
    assert!(case.aws.local().wait_for(write, 13, ARRIVAL), "no {write}");
    running.interrupt();
    let finished = running.finish();
    case.aws.local().clear_faults();
    assert!(finished.text().contains("Interrupt received"), "{}", finished.text());
}

fn an_interrupted_creation_is_tainted_as_far_as_it_came(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    interrupt_at_the_13th(case, &project, Operation::CreateApiMapping, &[]);
    let made = case.aws.mappings(DOMAIN);
    assert!((13..30).contains(&made.len()), "{} of 30 are made", made.len());
    in_state(case, &project);
    project.plan().succeeds().plans(&[(TABLE, "replace")]);
    assert_eq!(project.run(&["untaint", TABLE]).code, 0);
    project.apply().succeeds().plans(&[(TABLE, "update")]);
    let now = case.aws.mappings(DOMAIN);
    assert!(made.iter().all(|mapping| now.contains(mapping)), "what was made is kept");
    assert_eq!(now.len(), 30);
    in_state(case, &project);
}

fn an_interrupted_change_is_in_state_as_far_as_it_came(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    project.apply().succeeds();
    project.main(&numbered(&world, 30, "production"));
    interrupt_at_the_13th(case, &project, Operation::UpdateApiMapping, &[]);
    let changed = case.aws.mappings(DOMAIN).iter().filter(|mapping| mapping.stage == "production").count();
    assert!((13..30).contains(&changed), "{changed} of 30 are changed");
    in_state(case, &project);
    project.apply().succeeds();
    in_state(case, &project);
    project.plan().plans_nothing();
}

fn an_interrupted_destroy_leaves_the_rest_in_state(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    project.apply().succeeds();
    interrupt_at_the_13th(case, &project, Operation::DeleteApiMapping, &["-destroy"]);
    let left = case.aws.mappings(DOMAIN).len();
    assert!((1..=17).contains(&left), "{left} of 30 are left");
    in_state(case, &project);
    project.destroy().succeeds();
    on_domain(case, &[]);
}

fn a_creation_whose_provider_is_killed_is_imported(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    kill_at(case, &project, (Operation::CreateApiMapping, 13), &[]);
    let made = case.aws.mappings(DOMAIN);
    assert!((12..30).contains(&made.len()), "{} of 30 are made", made.len());
    assert!(project.state().tables().is_empty());
    project.plan().fails().error("Domain Name Has API Mappings Already");
    let import = format!("\nimport {{\n  to = {TABLE}\n  id = {DOMAIN:?}\n}}\n");
    project.main(&(numbered(&world, 30, "test") + &import));
    project.apply().succeeds();
    let now = case.aws.mappings(DOMAIN);
    assert!(made.iter().all(|mapping| now.contains(mapping)), "what was made is kept");
    assert_eq!(now.len(), 30);
    in_state(case, &project);
}

fn a_provider_that_is_killed_in_a_change_is_followed_by_the_rest(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    project.main(&numbered(&world, 30, "test"));
    project.apply().succeeds();
    project.main(&numbered(&world, 30, "production"));
    kill_at(case, &project, (Operation::UpdateApiMapping, 13), &[]);
    project.apply().succeeds();
    in_state(case, &project);
    assert!(case.aws.mappings(DOMAIN).iter().all(|mapping| mapping.stage == "production"));
    project.plan().plans_nothing();
}
