//! Mappings that are deleted first, because the domain would refuse what comes: a change of kind,
//! and the 200 keys with several levels.

use local_gateway::Operation::{CreateApiMapping, DeleteApiMapping};
use local_gateway::{Fault, Operation};

use super::faults::{apply_with, hasty};
use super::mistakes::of_levels;
use super::{holds, in_state, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(http_apis_make_place_for_websocket_apis),
    scenario!(nothing_is_made_while_an_api_of_another_kind_is_left, needs: [Faults, CallLog]),
    scenario!(nothing_is_made_while_too_many_keys_with_levels_are_left, needs: [Faults, CallLog]),
    scenario!(of_201_keys_with_levels_200_are_made, needs: [ServiceRules]),
]);

fn http_apis_make_place_for_websocket_apis(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.main(&table(&[("a", &shop, "$default"), ("b/1", &shop, "$default")]));
    project.apply().succeeds();
    let after = [("a", world.orders.as_str(), "test")];
    project.main(&table(&after));
    project.plan().succeeds().warning("Paths Will Not Answer for a While").says("key \"a\"");
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.warnings().len(), 1, "apply repeats what the plan has told: {}", applied.text);
    case.aws.expect_writes(&[DeleteApiMapping, DeleteApiMapping, CreateApiMapping]);
    holds(case, &project, &after);
    project.plan().plans_nothing();
}

fn nothing_is_made_while_an_api_of_another_kind_is_left(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = hasty(case);
    let keys = ["a", "b", "c"];
    project.main(&table(&keys.map(|key| (key, world.orders.as_str(), "test"))));
    project.apply().succeeds();
    let after = keys.map(|key| (key, shop.as_str(), "$default"));
    project.main(&table(&after));
    case.aws.forget_calls();
    let failed = apply_with(case, &project, Fault::on(DeleteApiMapping).skip(1).deny()).fails();
    failed.error("Not All API Mappings Changed").says("1 of 6 changes").says("3 were not begun");
    assert_eq!(case.aws.local().count(Operation::CreateApiMapping), 0);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 2);
    in_state(case, &project);
    project.apply().succeeds();
    holds(case, &project, &after);
    project.plan().plans_nothing();
}

fn nothing_is_made_while_too_many_keys_with_levels_are_left(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = hasty(case);
    project.main(&of_levels(&shop, 0..200));
    project.apply().succeeds();
    project.main(&of_levels(&shop, 2..202));
    case.aws.forget_calls();
    let failed = apply_with(case, &project, Fault::on(DeleteApiMapping).deny()).fails();
    failed.error("Not All API Mappings Changed").says("0 of 4 changes").says("2 were not begun");
    assert_eq!(case.aws.local().count(Operation::CreateApiMapping), 0);
    in_state(case, &project);
    project.apply().succeeds();
    in_state(case, &project);
    project.plan().plans_nothing();
}

fn of_201_keys_with_levels_200_are_made(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = hasty(case);
    project.main(&of_levels(&shop, 0..201));
    let failed = project.apply().fails();
    failed.error("Not All API Mappings Created").says("201 of 202 changes");
    let levels =
        case.aws.mappings(DOMAIN).iter().filter(|mapping| mapping.api_mapping_key.contains('/')).count();
    assert_eq!(levels, 200);
    in_state(case, &project);
}
