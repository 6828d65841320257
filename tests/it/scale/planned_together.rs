//! Mappings that were planned together are read together: the next run begins with
//! the listing of their domain.

use local_gateway::Operation::{GetApiMapping, GetApiMappings};

use crate::acceptance::world::{Block, DOMAIN, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(mappings_that_were_planned_together_are_read_by_listings, needs: [CallLog]),
    scenario!(a_mapping_that_was_planned_alone_is_read_alone, needs: [CallLog]),
];

/// How often mappings were read one by one, and how many pages were asked for.
fn reads(case: &Case) -> (usize, usize) {
    let reads = (case.aws.local().count(GetApiMapping), case.aws.local().count(GetApiMappings));
    case.aws.forget_calls();
    reads
}

/// Three mappings, planned one after the other, of which Terraform then knows only
/// this one.
fn left_of_three(case: &Case, left: &str) -> Project {
    let world = World::new(case);
    let project = case.project();
    let block = |name: &str| Block::new(name).domain(DOMAIN).api(&world.orders).stage("production").key(name);
    let after = |name: &str, before: &str| {
        block(name).with(&format!("  depends_on = [apigatewayv2_api_mapping.{before}]\n")).hcl()
    };
    project.main(&[block("first").hcl(), after("second", "first"), after("third", "second")].concat());
    project.apply().succeeds();
    for name in ["first", "second", "third"] {
        if name != left {
            let forgotten = project.run(&["state", "rm", &format!("apigatewayv2_api_mapping.{name}")]);
            assert!(forgotten.code == 0, "{}", forgotten.text());
        }
    }
    project.main(&block(left).hcl());
    case.aws.forget_calls();
    project
}

fn mappings_that_were_planned_together_are_read_by_listings(case: &Case) {
    let project = left_of_three(case, "third");
    project.plan().plans_nothing();
    assert_eq!(reads(case), (0, 1));
    // And remembering it is no change that anybody sees.
    project.plan_with(&["-refresh-only"]).plans_nothing();
}

fn a_mapping_that_was_planned_alone_is_read_alone(case: &Case) {
    let project = left_of_three(case, "first");
    project.plan().plans_nothing();
    assert_eq!(reads(case), (1, 0));
}
