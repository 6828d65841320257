//! A check that could not be made is one warning a run, never a failed plan.

use local_gateway::{Fault, Operation};

use super::KEY;
use crate::acceptance::world::{ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(denied_look_ups_are_one_warning_each_that_names_the_permission, needs: [Faults]),
    scenario!(a_denied_stage_and_version_1_are_told_alike, needs: [Faults]),
    scenario!(throttled_look_ups_are_a_warning, needs: [Faults]),
    scenario!(look_ups_that_fail_inside_the_service_are_a_warning, needs: [Faults]),
    scenario!(an_endpoint_that_cannot_be_reached_does_not_fail_the_plan_of_a_create),
    scenario!(a_run_without_any_read_permission_still_creates_and_destroys, needs: [Faults]),
    scenario!(what_is_known_is_judged_although_the_rest_is_denied, needs: [Faults]),
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

/// What a warning says before and after the part that is the service's own.
fn warning(why: &str, action: &str, next: &str) -> String {
    format!(
        "Part of what AWS may refuse was not checked in account 123456789012, region eu-west-1, because {why}: \
         {action}. {next}, or set plan_checks = \"off\" in the provider block to do without. API Gateway said: "
    )
}

fn denied_look_ups_are_one_warning_each_that_names_the_permission(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let twenty = "toset([for n in range(20) : \"orders${n}\"])";
    project.main(&world.orders_block().set("for_each", twenty).set(KEY, "each.key").hcl());
    case.aws.local().inject(Fault::on_any_of(&LOOK_UPS).deny());
    let planned = project.plan().succeeds();
    assert_eq!(planned.changes.len(), 20);
    let mut warnings = planned.warnings();
    warnings.sort_by(|a, b| a.detail.cmp(&b.detail));
    let expected = [
        ("api_id", "GetApi", "apigateway:GET on /apis/*"),
        (KEY, "GetApiMappings", "apigateway:GET on /domainnames/*/apimappings"),
        ("domain_name", "GetDomainName", "apigateway:GET on /domainnames/*"),
    ];
    assert_eq!(planned.diagnostics.len(), expected.len(), "{}", planned.text);
    for (found, (attribute, action, permission)) in warnings.into_iter().zip(expected) {
        assert_eq!(found.summary, "Plan Check Not Made");
        let next = format!("Add {permission} to their policy");
        found
            .on(attribute)
            .says(&warning("the credentials lack a permission", action, &next))
            .says("User: arn:aws:iam::123456789012:user/local is not authorized to perform: apigateway:GET");
    }
}

fn a_denied_stage_and_version_1_are_told_alike(case: &Case) {
    let world = World::new(case);
    let rest = case.aws.create_rest_api("old", &["live"]);
    for (operation, block, attribute, permission) in [
        (Operation::GetStage, world.orders_block(), "stage", "GET on /apis/*/stages/*"),
        (
            Operation::GetRestApi,
            world.orders_block().api(&rest).stage("live"),
            "api_id",
            "GET on /restapis/*",
        ),
        (
            Operation::GetRestApiStage,
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
        let next = format!("Add apigateway:{permission} to their policy");
        planned.warning("Plan Check Not Made").on(attribute).says(&warning(
            "the credentials lack a permission",
            &operation.to_string(),
            &next,
        ));
    }
}

fn throttled_look_ups_are_a_warning(case: &Case) {
    let next = "Run again when other tools are done";
    warned_about(case, Fault::throttle, "the account is over its quota of calls", next);
}

fn look_ups_that_fail_inside_the_service_are_a_warning(case: &Case) {
    warned_about(case, |fault| fault.status(500), "the call failed", "Run again to have it checked");
}

fn warned_about(case: &Case, fail: fn(Fault) -> Fault, why: &str, next: &str) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 1"));
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(fail(Fault::on_any_of(&LOOK_UPS)));
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(planned.diagnostics.len(), 3, "{}", planned.text);
    for action in ["GetApi", "GetApiMappings", "GetDomainName"] {
        let words = warning(why, action, next);
        assert!(
            planned
                .warnings()
                .iter()
                .any(|found| { found.summary == "Plan Check Not Made" && found.detail.starts_with(&words) }),
            "{action}: {}",
            planned.text
        );
    }
}

fn an_endpoint_that_cannot_be_reached_does_not_fail_the_plan_of_a_create(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    let away = case.provider_block("max_retries = 0\n  skip_credentials_validation = true");
    project.provider(&away.replace(case.aws.url(), "http://127.0.0.1:9"));
    project.main(&world.orders_block().hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(planned.warnings().len(), 3, "{}", planned.text);
    for warning in planned.warnings() {
        assert_eq!(warning.summary, "Plan Check Not Made");
        warning.says("because the call failed: Get").says("The cause: ").says("http://127.0.0.1:9");
    }
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
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().key("orders/v2").stage("tomorrow").hcl());
    let denied = [Operation::GetDomainName, Operation::GetApiMappings];
    case.aws.local().inject(Fault::on_any_of(&denied).deny());
    let failed = project.plan().fails();
    failed.error("Multi-Level Key for a WebSocket API").on(KEY);
    let mut warned: Vec<_> = failed.warnings().iter().map(|found| found.summary.as_str()).collect();
    warned.sort_unstable();
    assert_eq!(warned, ["Plan Check Not Made", "Plan Check Not Made", "Stage Does Not Exist Yet"]);
}
