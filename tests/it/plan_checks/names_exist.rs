//! The API, the stage and the domain must exist.

use local_gateway::{Api, Protocol};

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_api_that_nobody_knows_is_an_error_at_plan),
    scenario!(a_rest_api_is_known, needs: [Faults]),
    scenario!(a_stage_that_is_not_there_yet_is_a_warning),
    scenario!(a_domain_that_is_not_there_yet_is_a_warning),
    scenario!(an_update_is_checked_like_a_create),
    scenario!(a_plan_without_changes_looks_nothing_up, needs: [CallLog]),
    scenario!(all_findings_of_a_resource_are_shown_at_once),
];

fn an_api_that_nobody_knows_is_an_error_at_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let failed = project.plan().fails();
    failed.error("API Not Found").on("api_id").says(&format!(
        "There is no API with the id \"zzzz9999\" in account {}, region eu-west-1: no WebSocket or HTTP API, \
         and no REST API.",
        case.aws.account()
    ));
    failed.error("API Not Found").says("the API and the domain name must be in the same account.");
}

fn a_rest_api_is_known(case: &Case) {
    case.aws.create_domain(DOMAIN);
    let rest = Api::new("r3st4p1", Protocol::Rest, &["prod"]);
    case.aws.local().world(|world| world.put_api(rest));
    let project = case.project();
    project.main(&Block::new("orders").domain(DOMAIN).api("r3st4p1").stage("prod").key("orders").hcl());
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_stage_that_is_not_there_yet_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().stage("tomorrow").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned.warning("Stage Does Not Exist Yet").on("stage").says(&format!(
        "API \"{}\" has no stage \"tomorrow\" at this moment. If this run creates it, let `stage` refer to its \
         resource, so that Terraform creates the stage before the mapping; otherwise apply will fail with \
         \"Invalid stage identifier specified\".",
        world.orders
    ));
}

fn a_domain_that_is_not_there_yet_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().domain("soon.example.com").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned.warning("Domain Name Does Not Exist Yet").on("domain_name").says(&format!(
        "There is no custom domain name soon.example.com in account {}, region eu-west-1 at this moment.",
        case.aws.account()
    ));
}

fn an_update_is_checked_like_a_create(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    project.plan().fails().error("API Not Found").on("api_id");
    project.main(&world.orders_block().stage("tomorrow").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    planned.warning("Stage Does Not Exist Yet").on("stage");
}

fn a_plan_without_changes_looks_nothing_up(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.forget_calls();
    project.plan().plans_nothing();
    let calls = case.aws.local().calls();
    let mappings = |path: &str| path.contains("/apimappings");
    let others: Vec<_> =
        calls.iter().filter(|call| call.operation.is_api_gateway() && !mappings(&call.path)).collect();
    assert_eq!(others, Vec::<&local_gateway::Call>::new());
    assert_eq!(calls.iter().filter(|call| mappings(&call.path)).count(), 1, "{calls:#?}");
}

fn all_findings_of_a_resource_are_shown_at_once(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let failed = project.plan().fails();
    let mut found: Vec<_> =
        failed.errors().iter().map(|error| (error.attribute(), error.summary.as_str())).collect();
    found.sort_unstable();
    assert_eq!(found, [("api_id", "API Not Found"), ("api_mapping_key", "API Mapping Key Already Taken")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder);
}
