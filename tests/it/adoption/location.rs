//! A run with credentials of another account finds nothing, and loses nothing.

use local_gateway::Identity;

use super::edit_state;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Outcome, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_run_in_another_account_loses_nothing, needs: [OutOfBand]),
    scenario!(a_mapping_is_not_taken_for_gone_where_the_account_is_skipped, needs: [OutOfBand]),
    scenario!(two_mappings_of_another_account_are_one_error, needs: [OutOfBand]),
    scenario!(an_imported_mapping_belongs_to_its_account_as_well, needs: [OutOfBand]),
    scenario!(a_state_that_does_not_say_where_its_mapping_is_is_read_here),
];

const OTHER_ACCOUNT: &str = "Resource Belongs to Another Account";
const OTHER: &str = "210987654321";

/// From now on the credentials belong to another account.
fn change_account(case: &Case) {
    let key = case.aws.account();
    case.aws.local().world(|world| world.put_identity(key, Identity::user(OTHER)));
}

fn a_run_in_another_account_loses_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    change_account(case);
    loses_nothing(case, &project);
    // Where the account is not asked for, it cannot be the wrong one, as long as the mapping is seen.
    project.provider(&case.provider_block("skip_credentials_validation = true"));
    project.plan().plans_nothing();
}

fn a_mapping_is_not_taken_for_gone_where_the_account_is_skipped(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let (id, before) = (case.aws.mapping(DOMAIN).api_mapping_id, project.state().text());
    // What another account has is not seen.
    case.aws.delete_mapping(DOMAIN, &id);
    change_account(case);
    project.provider(&case.provider_block("skip_requesting_account_id = true"));
    for refused in [project.plan(), project.apply(), project.apply_with(&["-refresh=false", "-destroy"])] {
        refused.fails().error(OTHER_ACCOUNT).says(case.aws.account()).says(OTHER);
    }
    assert_eq!(project.state().text(), before);
}

fn two_mappings_of_another_account_are_one_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block().set("for_each", "toset([\"orders\", \"shop\"])");
    project.main(&block.set("api_mapping_key", "each.key").hcl());
    project.apply().succeeds();
    let before = project.state().text();
    change_account(case);
    case.aws.forget_calls();
    for refused in [project.plan(), project.apply(), project.apply_with(&["-refresh=false"])] {
        refused.fails().error(OTHER_ACCOUNT).says(DOMAIN).says(case.aws.account()).says(OTHER);
    }
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().text(), before);
}

fn an_imported_mapping_belongs_to_its_account_as_well(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    change_account(case);
    loses_nothing(case, &project);
}

fn a_state_that_does_not_say_where_its_mapping_is_is_read_here(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    edit_state(&project, |instance| {
        let private = instance.remove("private");
        assert!(private.is_some(), "account and region are stored");
        instance["attributes"].as_object_mut().expect("attributes").remove("region");
    });
    project.plan().plans_nothing();
}

/// Whatever is tried is refused with one message that names both accounts, nothing is
/// written, and the state stays as it is.
#[track_caller]
fn loses_nothing(case: &Case, project: &Project) {
    let before = project.state().text();
    let id = project.state().id().to_owned();
    let refused = |outcome: Outcome| {
        let failed = outcome.fails();
        let error = failed.error(OTHER_ACCOUNT).says(&id).says(DOMAIN).says(case.aws.account()).says(OTHER);
        error.reads_as("mapping_of_another_account", case, &[(&id, "id")]);
    };
    case.aws.forget_calls();
    refused(project.plan());
    refused(project.apply());
    refused(project.destroy());
    refused(project.apply_with(&["-destroy", "-refresh=false"]));
    let hcl = std::fs::read_to_string(project.folder().join("main.tf")).expect("main.tf");
    project.main(&hcl.replace("production", "test"));
    refused(project.apply_with(&["-refresh=false"]));
    project.main(&hcl);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().text(), before);
}
