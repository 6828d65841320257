//! Changes made outside Terraform are seen and put right, and nothing is written where the
//! domain is not what the plan was made from.

use serde_json::json;

use super::{TABLE, holds, id_of, on_domain, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(what_was_added_changed_or_deleted_outside_is_drift_and_is_put_right),
    scenario!(a_refresh_only_run_takes_the_table_as_it_is),
    scenario!(a_domain_that_changes_between_plan_and_apply_is_left_as_it_is),
    scenario!(a_table_whose_domain_is_deleted_is_planned_to_be_created),
]);

fn what_was_added_changed_or_deleted_outside_is_drift_and_is_put_right(case: &Case) {
    let world = World::new(case);
    let (orders, payments) = (world.orders.as_str(), world.payments.as_str());
    let project = case.project();
    let rows = [("a", orders, "test"), ("b", orders, "test"), ("c", orders, "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    let a = id_of(case, "a");
    case.aws.update_mapping(DOMAIN, &a, &json!({"apiId": payments}));
    case.aws.delete_mapping(DOMAIN, &id_of(case, "b"));
    case.aws.create_mapping(DOMAIN, payments, "production", "stray");
    let shown = project.run(&["plan", "-no-color", "-input=false"]);
    for line in ["- \"stray\"", "+ \"b\"", "~ api_id = "] {
        assert!(shown.stdout.contains(line), "{line} is not in {}", shown.text());
    }
    let applied = project.apply().succeeds().plans(&[(TABLE, "update")]);
    assert_eq!(applied.drifted.len(), 1, "{}", applied.text);
    holds(case, &project, &rows);
    assert_eq!(id_of(case, "a"), a);
    project.plan().plans_nothing();
}

fn a_refresh_only_run_takes_the_table_as_it_is(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    project.apply().succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "production", "stray");
    project.apply_with(&["-refresh-only"]).succeeds();
    let both = [("a", world.orders.as_str(), "test"), ("stray", world.payments.as_str(), "production")];
    holds(case, &project, &both);
}

fn a_domain_that_changes_between_plan_and_apply_is_left_as_it_is(case: &Case) {
    let world = World::new(case);
    let (orders, payments) = (world.orders.as_str(), world.payments.as_str());
    let project = case.project();
    project.main(&table(&[("a", orders, "test"), ("b", orders, "test"), ("c", orders, "test")]));
    project.apply().succeeds();
    project.main(&table(&[("a", orders, "production"), ("b", orders, "test"), ("c", orders, "test")]));
    project.plan_with(&["-out=saved"]).succeeds();
    case.aws.update_mapping(DOMAIN, &id_of(case, "b"), &json!({"apiId": payments}));
    case.aws.delete_mapping(DOMAIN, &id_of(case, "c"));
    case.aws.create_mapping(DOMAIN, payments, "production", "stray");
    case.aws.forget_calls();
    let failed = project.apply_with(&["saved"]).fails();
    let error = failed.error("Domain Name Has Changed Since the Plan").says("stray");
    error.reads_as("table_changed_since_plan", case, &[(orders, "orders"), (payments, "payments")]);
    case.aws.expect_writes(&[]);
    let rows = [("a", orders, "production"), ("b", orders, "test"), ("c", orders, "test")];
    project.apply().succeeds();
    holds(case, &project, &rows);
}

fn a_table_whose_domain_is_deleted_is_planned_to_be_created(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    case.aws.delete_mapping(DOMAIN, &id_of(case, "a"));
    case.aws.delete_domain(DOMAIN);
    project.plan().succeeds().plans(&[(TABLE, "create")]);
    project.apply_with(&["-refresh-only"]).succeeds();
    assert!(project.state().tables().is_empty());
    case.aws.create_domain(DOMAIN);
    project.apply().succeeds().plans(&[(TABLE, "create")]);
    on_domain(case, &rows);
    case.aws.delete_mapping(DOMAIN, &id_of(case, "a"));
    case.aws.delete_domain(DOMAIN);
    project.apply_with(&["-destroy", "-refresh=false"]).succeeds();
    assert!(project.state().tables().is_empty());
}
