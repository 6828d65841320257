//! A check that could not be made is one warning a run, never a failed plan.

use local_gateway::{Fault, Operation};

use crate::acceptance::world::{ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(denied_look_ups_are_one_warning_each_that_names_the_permission, needs: [Faults]),
    scenario!(throttled_look_ups_are_a_warning, needs: [Faults]),
    scenario!(look_ups_that_fail_inside_the_service_are_a_warning, needs: [Faults]),
    scenario!(an_endpoint_that_cannot_be_reached_does_not_fail_the_plan_of_a_create, needs: [Faults]),
    scenario!(a_run_without_any_read_permission_still_creates_and_destroys, needs: [Faults]),
];

/// What a plan may look up.
const LOOK_UPS: [Operation; 7] = [
    Operation::GetApi,
    Operation::GetRestApi,
    Operation::GetStage,
    Operation::GetDomainName,
    Operation::GetApiMappings,
    Operation::GetRestApiStage,
    Operation::ListRoutingRules,
];

/// Twenty mappings to create.
fn twenty(world: &World) -> String {
    world
        .orders_block()
        .set("for_each", "toset([for n in range(20) : \"orders${n}\"])")
        .set("api_mapping_key", "each.key")
        .hcl()
}

fn denied_look_ups_are_one_warning_each_that_names_the_permission(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&twenty(&world));
    case.aws.local().inject(Fault::on_any_of(&LOOK_UPS).deny());
    let planned = project.plan().succeeds();
    assert_eq!(planned.changes.len(), 20);
    let mut permissions = Vec::new();
    for warning in planned.warnings() {
        assert_eq!(warning.summary, "Plan Check Not Made");
        warning.says("the credentials lack a permission").says("is not authorized to perform");
        let (_, rest) = warning.detail.split_once("Add ").expect("what to add");
        permissions.push(rest.split_once(" to their policy").expect("to what").0.to_owned());
    }
    permissions.sort_unstable();
    let expected = [
        "apigateway:GET on /apis/*",
        "apigateway:GET on /domainnames/*",
        "apigateway:GET on /domainnames/*/apimappings",
    ];
    assert_eq!(permissions, expected);
}

fn throttled_look_ups_are_a_warning(case: &Case) {
    warned_about(case, Fault::throttle, "over its quota of calls");
}

fn look_ups_that_fail_inside_the_service_are_a_warning(case: &Case) {
    warned_about(case, |fault| fault.status(500), "Run again to have it checked");
}

fn warned_about(case: &Case, fail: fn(Fault) -> Fault, sentence: &str) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 1"));
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(fail(Fault::on_any_of(&LOOK_UPS)));
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warnings = planned.warnings();
    assert!(!warnings.is_empty(), "{}", planned.text);
    for warning in warnings {
        assert_eq!(warning.summary, "Plan Check Not Made");
        warning.says(sentence);
    }
}

fn an_endpoint_that_cannot_be_reached_does_not_fail_the_plan_of_a_create(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    let away = case.provider_block("max_retries = 0\n  skip_credentials_validation = true");
    project.provider(&away.replace(case.aws.url(), "http://127.0.0.1:9"));
    project.main(&world.orders_block().hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    assert!(
        planned.warnings().iter().all(|warning| warning.summary == "Plan Check Not Made"),
        "{}",
        planned.text
    );
    assert!(!planned.warnings().is_empty());
}

fn a_run_without_any_read_permission_still_creates_and_destroys(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on_any_of(&LOOK_UPS).deny());
    project.apply().succeeds();
    project.destroy().succeeds();
    project.state().is_empty();
}
