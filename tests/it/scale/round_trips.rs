//! How many calls Terraform waits for one after the other.
//!
//! The endpoint holds each answer for so long that calls which do not wait for
//! each other are under way together, and counts the longest chain of those
//! that do.

use std::time::Duration;

use local_gateway::Fault;

use crate::acceptance::world::{ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] =
    &[scenario!(one_mapping_takes_few_round_trips, needs: [Faults, CallLog])];

/// Longer than the provider takes, even on a busy machine, to make all calls
/// that it can make at once.
const HELD: Duration = Duration::from_millis(400);

fn one_mapping_takes_few_round_trips(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on_every_operation().delay(HELD));
    let takes = |expected: usize, verb: &str, run: &dyn Fn()| {
        case.aws.forget_calls();
        run();
        let local = case.aws.local();
        let calls: Vec<_> = local.calls().iter().map(|call| (call.round_trip, call.operation)).collect();
        (local.round_trips() != expected).then(|| format!("{verb}: not {expected} round trips: {calls:?}"))
    };
    let wrong = [
        takes(1, "plan", &|| drop(project.plan().plans(&[(ORDERS, "create")]))),
        takes(3, "apply", &|| drop(project.apply().succeeds())),
        takes(1, "refresh", &|| drop(project.plan().plans_nothing())),
        takes(3, "destroy", &|| drop(project.destroy().succeeds())),
    ];
    assert_eq!(wrong.into_iter().flatten().collect::<Vec<_>>(), [""; 0]);
}
