//! A check that is skipped is one warning a run, never a failed plan.

use local_gateway::{Fault, Operation};

use super::KEY;
use crate::acceptance::world::{ORDERS, World};
use crate::harness::endpoint::EndpointLane;
use crate::harness::{Case, Diagnostic, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(denied_look_ups_are_one_warning_each_that_names_the_permission, needs: [Faults]),
    scenario!(a_denied_look_up_of_a_stage_or_a_rest_api_is_a_warning_too, needs: [Faults]),
    scenario!(look_ups_of_rest_apis_alone_are_enough_for_rest_apis, needs: [Faults]),
    scenario!(throttled_look_ups_are_a_warning, needs: [Faults]),
    scenario!(look_ups_that_fail_inside_the_service_are_a_warning, needs: [Faults]),
    scenario!(an_endpoint_that_cannot_be_reached_does_not_fail_the_plan_of_a_create),
    scenario!(a_run_without_any_read_permission_still_creates_and_destroys, needs: [Faults]),
    scenario!(what_is_known_is_judged_although_the_rest_is_denied, needs: [Faults]),
];

/// What a plan may look up.
const LOOK_UPS: [Operation; 8] = [
    Operation::GetApi,
    Operation::GetRestApi,
    Operation::GetStage,
    Operation::GetDomainName,
    Operation::GetDomainNames,
    Operation::GetApiMappings,
    Operation::GetRestApiStage,
    Operation::ListRoutingRules,
];

const DENIED: &str = "Plan Check Not Permitted";
const FAILED: &str = "Plan Check Not Answered";

/// What every such warning says.
#[track_caller]
fn skipped<'a>(warning: &'a Diagnostic, action: &str) -> &'a Diagnostic {
    assert!([DENIED, FAILED].contains(&&*warning.summary), "{warning:#?}");
    warning.says(EndpointLane::LOCAL_ACCOUNT).says("eu-west-1").says(action)
}

fn denied_look_ups_are_one_warning_each_that_names_the_permission(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let twenty = "toset([for n in range(20) : \"orders${n}\"])";
    project.main(&world.orders_block().set("for_each", twenty).set(KEY, "each.key").hcl());
    case.aws.local().inject(Fault::on_any_of(&LOOK_UPS).deny());
    // One after the other, so that none of them waits when the first is told.
    let planned = project.plan_with(&["-parallelism=1"]).succeeds();
    assert_eq!(planned.changes.len(), 20);
    let mut warnings = planned.warnings();
    warnings.sort_by(|a, b| a.detail.cmp(&b.detail));
    let expected = [
        ("api_id", "GetApi", "apigateway:GET on /apis/*"),
        (KEY, "GetApiMappings", "apigateway:GET on /domainnames/*/apimappings"),
        ("domain_name", "GetDomainName", "apigateway:GET on /domainnames/*"),
    ];
    assert_eq!(planned.diagnostics.len(), expected.len(), "{}", planned.text);
    let mut page = Page::new("plan_checks_denied");
    for (found, (attribute, action, permission)) in warnings.into_iter().zip(expected) {
        skipped(found, action)
            .on(attribute)
            .says(&format!("{permission} "))
            .says("User: arn:aws:iam::123456789012:user/local is not authorized to perform: apigateway:GET");
        page.add(action, found);
    }
    page.reads_as_golden(case, &[(&world.orders, "orders")]);
}

fn a_denied_look_up_of_a_stage_or_a_rest_api_is_a_warning_too(case: &Case) {
    let world = World::new(case);
    let rest = case.aws.create_rest_api("old", &["live"]);
    for (operation, golden, block, attribute, permission) in [
        (
            Operation::GetStage,
            "plan_check_of_a_stage_denied",
            world.orders_block(),
            "stage",
            "GET on /apis/*/stages/*",
        ),
        (
            Operation::GetRestApi,
            "plan_check_of_a_rest_api_denied",
            world.orders_block().api(&rest).stage("live"),
            "api_id",
            "GET on /restapis/*",
        ),
        (
            Operation::GetRestApiStage,
            "plan_check_of_the_stage_of_a_rest_api_denied",
            world.orders_block().api(&rest).stage("live"),
            "stage",
            "GET on /restapis/*/stages/*",
        ),
    ] {
        let project = case.project();
        project.main(&block.hcl());
        case.aws.local().inject(Fault::on(operation).deny());
        let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
        case.aws.local().clear_faults();
        skipped(planned.warning(DENIED).on(attribute), &operation.to_string())
            .says(&format!("apigateway:{permission} "))
            .reads_as(golden, case, &[(&rest, "rest"), (&world.orders, "orders")]);
    }
}

fn throttled_look_ups_are_a_warning(case: &Case) {
    // One cause for all of them.
    warned_about(case, "plan_checks_throttled", Fault::throttle, &["GetDomainName"]);
}

fn look_ups_that_fail_inside_the_service_are_a_warning(case: &Case) {
    let each = ["GetApi", "GetApiMappings", "GetDomainName"];
    warned_about(case, "plan_checks_failed_inside_the_service", |fault| fault.status(500), &each);
}

fn warned_about(case: &Case, golden: &'static str, fail: fn(Fault) -> Fault, actions: &[&str]) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 1"));
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(fail(Fault::on_any_of(&LOOK_UPS)));
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(planned.diagnostics.len(), actions.len(), "{}", planned.text);
    let mut warnings = planned.warnings();
    warnings.sort_by_key(|found| &found.detail);
    let mut page = Page::new(golden);
    for (action, found) in actions.iter().zip(warnings) {
        skipped(found, action);
        page.add(action, found);
    }
    page.reads_as_golden(case, &[]);
}

fn an_endpoint_that_cannot_be_reached_does_not_fail_the_plan_of_a_create(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    let away = case.provider_block("max_retries = 0\n  skip_credentials_validation = true");
    project.provider(&away.replace(case.aws.url(), "http://127.0.0.1:9"));
    project.main(&world.orders_block().hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning = planned.warning(FAILED).on("domain_name").says("Get").says("http://127.0.0.1:9");
    warning.reads_as("plan_checks_of_an_endpoint_that_cannot_be_reached", case, &[]);
}

fn look_ups_of_rest_apis_alone_are_enough_for_rest_apis(case: &Case) {
    let world = World::new(case);
    let old = case.aws.create_rest_api("old", &["live"]);
    case.aws.local().inject(Fault::on_any_of(&[Operation::GetApi, Operation::GetStage]).deny());
    let project = case.project();
    project.main(&world.orders_block().api(&old).stage("live").hcl());
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    // What version 1 does not know may still be there.
    project.main(&world.orders_block().hcl());
    let planned = project.plan().succeeds();
    planned.warning(DENIED).on("api_id").says("apigateway:GET on /apis/*");
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

fn what_is_known_is_judged_although_the_rest_is_denied(case: &Case) {
    const LEVELS: &str = "Multi-Level Key for a WebSocket API";
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().key("orders/v2").stage("tomorrow").hcl());
    let denied = [Operation::GetDomainName, Operation::GetDomainNames, Operation::GetApiMappings];
    case.aws.local().inject(Fault::on_any_of(&denied).deny());
    let planned = project.plan().succeeds();
    planned.diagnostics.iter().find(|found| found.summary == LEVELS).expect("a warning").on(KEY);
    let mut warned: Vec<_> = planned.warnings().iter().map(|found| found.summary.as_str()).collect();
    warned.sort_unstable();
    assert_eq!(warned, [LEVELS, DENIED, DENIED, "Stage Does Not Exist Yet"]);
}
