//! Changes made outside Terraform are seen and put right.

use serde_json::json;

use super::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_change_made_outside_is_drift_and_is_put_right),
    scenario!(a_mapping_deleted_outside_is_created_again),
    scenario!(a_mapping_whose_domain_is_deleted_is_planned_to_be_created),
    scenario!(a_refresh_only_run_takes_the_change_into_state),
]);

fn a_change_made_outside_is_drift_and_is_put_right(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();

    for body in [
        json!({"apiId": world.orders, "stage": "test"}),
        json!({"apiId": world.payments}),
        json!({"apiId": world.orders, "apiMappingKey": "elsewhere"}),
        json!({"apiId": world.orders, "apiMappingKey": ""}),
    ] {
        case.aws.update_mapping(DOMAIN, &id, &body);
        let applied = project.apply().succeeds().plans(&[(ORDERS, "update")]);
        assert_eq!(applied.drifted.len(), 1, "{body} is drift\n{}", applied.text);
        let mapping = case.aws.mapping(DOMAIN);
        assert_eq!(mapping.api_mapping_id, id);
        assert_eq!((mapping.api_id, mapping.stage.as_str()), (world.orders.clone(), "production"));
        assert_eq!(mapping.api_mapping_key, "orders");
    }
    project.plan().plans_nothing();
}

fn a_mapping_deleted_outside_is_created_again(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let old = project.state().id().to_owned();
    case.aws.delete_mapping(DOMAIN, &old);
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    project.plan().plans_nothing();
}

fn a_mapping_whose_domain_is_deleted_is_planned_to_be_created(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.delete_mapping(DOMAIN, project.state().id());
    case.aws.delete_domain(DOMAIN);
    project.plan().succeeds().plans(&[(ORDERS, "create")]);
    // Once the domain is back, the mapping follows.
    case.aws.create_domain(DOMAIN);
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn a_refresh_only_run_takes_the_change_into_state(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    case.aws.update_mapping(DOMAIN, &id, &json!({"apiId": world.orders, "stage": "test"}));
    project.apply_with(&["-refresh-only"]).succeeds();
    assert_eq!(project.state().attributes()["stage"], "test");
    assert_eq!(case.aws.mapping(DOMAIN).stage, "test", "a refresh changes nothing");
}
