//! What is looked up: only what a plan sets or changes, and once a run.

use std::collections::BTreeMap;

use local_gateway::Operation;
use local_gateway::Operation::{GetApi, GetApiMappings, GetDomainNames, GetStage};

use super::KEY;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_plan_without_changes_looks_nothing_up, needs: [CallLog]),
    scenario!(an_update_looks_up_only_what_it_changes, needs: [CallLog]),
    scenario!(an_update_is_checked_like_a_create),
    scenario!(fifty_new_mappings_cost_as_many_look_ups_as_one, needs: [CallLog]),
];

/// How often each operation of API Gateway was called since the last time.
fn calls(case: &Case) -> BTreeMap<Operation, usize> {
    let mut counted = BTreeMap::new();
    for call in case.aws.local().calls() {
        if call.operation.is_api_gateway() {
            *counted.entry(call.operation).or_default() += 1;
        }
    }
    case.aws.forget_calls();
    counted
}

fn a_plan_without_changes_looks_nothing_up(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let old = case.aws.create_rest_api("old", &["live"]);
    let project = case.project();
    let web = |name: &str| Block::new(name).domain("web.example.com").key(name);
    project.main(
        &[world.orders_block(), web("shop").api(&shop).stage("$default"), web("old").api(&old).stage("live")]
            .map(|block| block.hcl())
            .concat(),
    );
    project.apply().succeeds();
    case.aws.forget_calls();
    project.plan().plans_nothing();
    let reads = calls(case);
    assert!(reads.keys().all(|read| Operation::MAPPING_READS.contains(read)), "{reads:?}");
    assert!(reads.values().sum::<usize>() <= 3, "{reads:?}");
    project.plan_with(&["-refresh=false"]).plans_nothing();
    assert_eq!(calls(case), BTreeMap::new());
}

fn an_update_looks_up_only_what_it_changes(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block();
    project.main(&block.hcl());
    project.apply().succeeds();
    case.aws.forget_calls();
    for (changed, expected) in [
        (block.clone().stage("test"), vec![(GetApiMappings, 1), (GetApi, 1), (GetStage, 1)]),
        (block.clone().key("v2"), vec![(GetApiMappings, 1), (GetApi, 1)]),
        (
            block.clone().api(&world.payments),
            vec![(GetApiMappings, 1), (GetDomainNames, 1), (GetApi, 1), (GetStage, 1)],
        ),
    ] {
        project.main(&changed.hcl());
        let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
        assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
        assert_eq!(calls(case), expected.into_iter().collect(), "{}", changed.hcl());
    }
}

fn an_update_is_checked_like_a_create(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    project.plan().fails().error("API Not Found").on("api_id");
    project.main(&world.orders_block().key("a/b").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    let warned: Vec<_> = planned.warnings().iter().map(|found| found.on(KEY).summary.as_str()).collect();
    assert_eq!(warned.len(), 2, "the first key with levels, and of a WebSocket API\n{}", planned.text);
    project.main(&world.orders_block().stage("tomorrow").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    planned.warning("Stage Does Not Exist Yet").on("stage");
}

fn fifty_new_mappings_cost_as_many_look_ups_as_one(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block().set(KEY, "each.key");
    project.main(&block.set("for_each", "toset([for n in range(50) : \"orders${n}\"])").hcl());
    let planned = project.plan().succeeds();
    assert_eq!((planned.changes.len(), planned.diagnostics.len()), (50, 0), "{}", planned.text);
    let expected = [(GetApiMappings, 1), (GetDomainNames, 1), (GetApi, 1), (GetStage, 1)];
    assert_eq!(calls(case), expected.into());
    // And against a domain that is full already.
    case.aws.local().world(|there| {
        for number in 0..600 {
            there.put_mapping(DOMAIN, &format!("there{number}"), &world.payments, "test");
        }
    });
    project.plan().succeeds();
    let two_pages = [(GetApiMappings, 2), (GetDomainNames, 1), (GetApi, 2), (GetStage, 1)];
    assert_eq!(calls(case), two_pages.into(), "the kind of one neighbour tells of all");
}
