//! The policies that the documentation gives people, tried as they stand.

use local_gateway::{Domain, Operation, RoutingMode, RoutingRule};
use serde_json::Value;

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(the_policy_for_plan_is_enough_to_plan, needs: [OutOfBand]),
    scenario!(nothing_in_the_policy_for_plan_can_be_left_out, needs: [OutOfBand]),
    scenario!(the_policy_for_plan_narrowed_to_one_domain_is_enough_for_that_one, needs: [OutOfBand]),
    scenario!(the_policy_for_apply_is_enough_to_apply, needs: [OutOfBand]),
    scenario!(an_apply_under_the_policy_for_plan_names_the_permission_that_is_missing, needs: [OutOfBand]),
    scenario!(the_policy_for_apply_holds_the_policy_for_plan, offline),
];

/// The summary of the warning about a check that is skipped.
const SKIPPED: &str = "Plan Check Not Permitted";

const PLAN: &str = include_str!("../../../examples/policies/plan.json");
const APPLY: &str = include_str!("../../../examples/policies/apply.json");

/// One mapping to change and, of every kind of API, one to create; on one of the
/// domains with routing rules that win.
fn work(case: &Case) -> Project {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let old = case.aws.create_rest_api("old", &["live"]);
    case.aws.create_domain("old.example.com");
    case.aws.local().world(|there| {
        let [id, base_path, api, stage] = ["rule1", "shop", "a1b2c3d4", "test"].map(str::to_owned);
        let rule = RoutingRule { id: id.clone(), priority: 100, base_path, api, stage };
        there.put_domain(Domain {
            routing_mode: RoutingMode::RoutingRuleThenApiMapping,
            routing_rules: [(id, rule)].into(),
            ..Domain::new("web.example.com")
        });
    });
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(
        &[
            world.orders_block().stage("test").key("orders-v2"),
            Block::new("payments").domain(DOMAIN).api(&world.payments).stage("test").key("payments"),
            Block::new("shop").domain("web.example.com").api(&shop).stage("$default").key("shop"),
            Block::new("old").domain("old.example.com").api(&old).stage("live"),
        ]
        .map(|block| block.hcl())
        .concat(),
    );
    project
}

fn allow(case: &Case, policy: &str) {
    case.aws.local().set_policy(Some(policy)).expect("a policy that IAM would understand");
}

fn the_policy_for_plan_is_enough_to_plan(case: &Case) {
    let project = work(case);
    allow(case, PLAN);
    case.aws.forget_calls();
    let planned = project.plan().succeeds();
    assert_eq!(planned.changes.len(), 4);
    assert_eq!(case.aws.local().count_where(|call| call.status() == Some(403)), 0);
    assert_eq!(case.aws.local().count(Operation::GetDomainName), 0);
    planned.warning("Routing Rules Come Before API Mappings");
}

fn nothing_in_the_policy_for_plan_can_be_left_out(case: &Case) {
    let project = work(case);
    let policy: Value = serde_json::from_str(PLAN).expect("a policy");
    let mut tried = 0;
    for (number, statement) in policy["Statement"].as_array().expect("statements").iter().enumerate() {
        let resources = statement["Resource"].as_array().map_or(1, Vec::len);
        for resource in 0..resources {
            let mut less = policy.clone();
            match less["Statement"][number]["Resource"].as_array_mut() {
                Some(list) => drop(list.remove(resource)),
                None => drop(less["Statement"].as_array_mut().expect("statements").remove(number)),
            }
            allow(case, &less.to_string());
            case.aws.forget_calls();
            let planned = project.plan();
            let costs_calls = case.aws.local().count(Operation::GetDomainName) > 0;
            let missed = costs_calls
                || planned.diagnostics.iter().any(|found| {
                    found.detail.contains("is not authorized to perform")
                        && found.detail.contains("permission")
                });
            assert!(missed, "{less:#} is enough:\n{}", planned.text);
            tried += 1;
        }
    }
    assert!(tried > 3);
}

fn the_policy_for_plan_narrowed_to_one_domain_is_enough_for_that_one(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(&world.orders_block().key("v2").hcl());
    let mut policy: Value = serde_json::from_str(PLAN).expect("a policy");
    let arn = |path: &str| Value::String(format!("arn:aws:apigateway:eu-west-1::{path}"));
    let orders = &world.orders;
    policy["Statement"][0]["Resource"] = [
        format!("/domainnames/{DOMAIN}"),
        format!("/domainnames/{DOMAIN}/*"),
        format!("/apis/{orders}"),
        format!("/apis/{orders}/*"),
    ]
    .iter()
    .map(|path| arn(path))
    .collect();
    allow(case, &policy.to_string());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    // An API that is none of these is not known to be missing.
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let planned = project.plan().succeeds();
    assert!(planned.warnings().iter().all(|warning| warning.summary == SKIPPED));
}

fn the_policy_for_apply_is_enough_to_apply(case: &Case) {
    let project = work(case);
    allow(case, APPLY);
    let applied = project.apply().succeeds();
    assert_eq!(applied.changes.len(), 4);
    // Once in the plan, and once in the apply.
    let rules = "Routing Rules Come Before API Mappings";
    assert!(applied.diagnostics.iter().all(|found| found.summary == rules), "{}", applied.text);
    project.plan().plans_nothing();
    project.destroy().succeeds();
    project.state().is_empty();
}

fn an_apply_under_the_policy_for_plan_names_the_permission_that_is_missing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    allow(case, PLAN);
    let failed = project.apply().fails();
    failed
        .error("Could Not Create API Mapping")
        .says("apigateway:POST on /domainnames/*/apimappings")
        .says("is not authorized to perform: apigateway:POST on resource")
        .reads_as("create_denied", case, &[]);
    assert_eq!(case.aws.mappings(DOMAIN), []);

    allow(case, APPLY);
    project.apply().succeeds();
    allow(case, PLAN);
    project.main(&world.orders_block().stage("test").hcl());
    let failed = project.apply().fails();
    let id = case.aws.mapping(DOMAIN).api_mapping_id;
    let error = failed.error("Could Not Update API Mapping").says(&id);
    error.says("apigateway:PATCH on /domainnames/*/apimappings/*");
    error.reads_as("update_denied", case, &[(&id, "id")]);
    let failed = project.destroy().fails();
    let error = failed.error("Could Not Delete API Mapping").says(&id);
    error.says("apigateway:DELETE on /domainnames/*/apimappings/*");
    error.reads_as("delete_denied", case, &[(&id, "id")]);
    assert_eq!(case.aws.mapping(DOMAIN).stage, "production");
}

fn the_policy_for_apply_holds_the_policy_for_plan(_: &Case) {
    let statements = |text: &str| {
        let policy: Value = serde_json::from_str(text).expect("a policy");
        policy["Statement"].as_array().expect("statements").clone()
    };
    let apply = statements(APPLY);
    assert!(statements(PLAN).iter().all(|statement| apply.contains(statement)));
}
