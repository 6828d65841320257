//! A run with the wrong region or account finds nothing, and loses nothing.

use local_gateway::Identity;

use super::edit_state;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Outcome, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_run_in_another_region_loses_nothing),
    scenario!(two_mappings_in_another_region_are_one_error),
    scenario!(a_run_in_another_account_loses_nothing, needs: [OutOfBand]),
    scenario!(an_imported_mapping_belongs_to_its_region_as_well),
    scenario!(a_state_that_does_not_say_where_its_mapping_is_is_read_here),
];

/// The summary and the golden of a refusal.
type Refusal = (&'static str, &'static str);
const OTHER_REGION: Refusal = ("API Mapping Belongs to Another Region", "mapping_of_another_region");
const OTHER_ACCOUNT: Refusal = ("API Mapping Belongs to Another Account", "mapping_of_another_account");

fn a_run_in_another_region_loses_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.provider(&case.provider_block("").replace("eu-west-1", "us-east-1"));
    loses_nothing(case, &project, OTHER_REGION, ["eu-west-1", "us-east-1"]);
    project.provider(&case.provider_block(""));
    project.plan().plans_nothing();
}

fn two_mappings_in_another_region_are_one_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block().set("for_each", "toset([\"orders\", \"shop\"])");
    project.main(&block.set("api_mapping_key", "each.key").hcl());
    project.apply().succeeds();
    let before = project.state().text();
    project.provider(&case.provider_block("").replace("eu-west-1", "us-east-1"));
    case.aws.forget_calls();
    for refused in [project.plan(), project.apply(), project.apply_with(&["-refresh=false"])] {
        refused.fails().error(OTHER_REGION.0).says(DOMAIN).says("eu-west-1").says("us-east-1");
    }
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().text(), before);
    project.provider(&case.provider_block(""));
    project.plan().plans_nothing();
}

fn a_run_in_another_account_loses_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let (key, other) = (case.aws.account(), "210987654321");
    case.aws.local().world(|world| world.put_identity(key, Identity::user(other)));
    loses_nothing(case, &project, OTHER_ACCOUNT, [key, other]);
    // The account is not asked for, so it cannot be the wrong one.
    project.provider(&case.provider_block("skip_credentials_validation = true"));
    project.plan().plans_nothing();
}

fn an_imported_mapping_belongs_to_its_region_as_well(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    project.provider(&case.provider_block("").replace("eu-west-1", "us-east-1"));
    loses_nothing(case, &project, OTHER_REGION, ["eu-west-1", "us-east-1"]);
}

fn a_state_that_does_not_say_where_its_mapping_is_is_read_here(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    edit_state(&project, |instance| {
        let private = instance.remove("private");
        assert!(private.is_some(), "account and region are stored");
    });
    project.plan().plans_nothing();
}

/// Whatever is tried is refused with one message that names both places, nothing is
/// written, and the state stays as it is.
#[track_caller]
fn loses_nothing(case: &Case, project: &Project, (summary, golden): Refusal, [there, here]: [&str; 2]) {
    let before = project.state().text();
    let id = project.state().id().to_owned();
    let refused = |outcome: Outcome| {
        let failed = outcome.fails();
        let error = failed.error(summary).says(&id).says(DOMAIN).says(there).says(here);
        error.reads_as(golden, case, &[(&id, "id")]);
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
