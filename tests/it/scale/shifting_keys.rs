//! More keys shift than Terraform works on at a time.

use crate::acceptance::shifting_keys::{
    counted, existing, far_away, is_on_the_way, keys, says_to_apply_again,
};
use crate::acceptance::world::World;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] =
    &[scenario!(each_apply_of_a_shift_of_fifty_leaves_fewer_to_do, needs: [Faults])];

fn each_apply_of_a_shift_of_fifty_leaves_fewer_to_do(case: &Case) {
    let world = World::new(case);
    let project = far_away(case);
    let mut left = keys(50);
    project.main(&counted(&world, &left));
    project.apply().succeeds();
    left.remove(2);
    project.main(&counted(&world, &left));
    let mut to_do = 48;
    while to_do > 0 {
        // A plan is no error, whichever of the mappings Terraform comes to first.
        let planned = project.plan().succeeds();
        assert_eq!(planned.changes.len(), to_do, "{}", planned.text);
        for warning in planned.warnings() {
            assert_eq!(warning.summary, "API Mapping Key May Still Be Taken");
            assert!(!warning.detail.contains("import {"), "{warning:#?}");
        }
        let applied = project.apply();
        is_on_the_way(&existing(case, &project), &left);
        let failed = applied.errors().len();
        assert!(failed < to_do, "nothing was done: {}", applied.text);
        if failed > 0 {
            says_to_apply_again(&applied);
        }
        to_do = failed;
    }
    assert_eq!(existing(case, &project), left);
    project.plan().plans_nothing();
}
