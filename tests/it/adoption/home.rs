//! A run with the wrong region or account finds nothing, and loses nothing.

use local_gateway::Identity;

use super::edit_state;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_run_in_another_region_loses_nothing),
    scenario!(a_run_in_another_account_loses_nothing, needs: [OutOfBand]),
    scenario!(an_imported_mapping_has_a_home_as_well),
    scenario!(a_state_that_does_not_say_where_its_mapping_lives_is_read_here),
];

const ANOTHER_REGION: &str = "API Mapping Belongs to Another Region";
const ANOTHER_ACCOUNT: &str = "API Mapping Belongs to Another Account";

fn a_run_in_another_region_loses_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.provider(&case.provider_block("").replace("eu-west-1", "us-east-1"));
    loses_nothing(case, &project, ANOTHER_REGION, "region eu-west-1, and this provider works in account");
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
    loses_nothing(
        case,
        &project,
        ANOTHER_ACCOUNT,
        &format!("and this provider works in account {other}, region eu-west-1."),
    );
    // Nobody asks which account it is, so it is not held against anybody.
    project.provider(&case.provider_block("skip_credentials_validation = true"));
    project.plan().plans_nothing();
}

fn an_imported_mapping_has_a_home_as_well(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    project.provider(&case.provider_block("").replace("eu-west-1", "us-east-1"));
    loses_nothing(case, &project, ANOTHER_REGION, "region eu-west-1, and this provider works in account");
}

fn a_state_that_does_not_say_where_its_mapping_lives_is_read_here(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    edit_state(&project, |instance| {
        let kept = instance.remove("private");
        assert!(kept.is_some(), "the home is stored");
    });
    project.plan().plans_nothing();
}

/// Whatever is tried is refused, nothing is written, and the state stays as it is.
#[track_caller]
fn loses_nothing(case: &Case, project: &Project, summary: &str, sentence: &str) {
    let before = project.state().text();
    case.aws.forget_calls();
    project.plan().fails().error(summary).says(sentence).says("would seem deleted");
    for refused in [project.apply(), project.destroy(), project.apply_with(&["-destroy", "-refresh=false"])] {
        refused.fails().error(summary).says(sentence);
    }
    let hcl = std::fs::read_to_string(project.folder().join("main.tf")).expect("main.tf");
    project.main(&hcl.replace("production", "test"));
    project.apply_with(&["-refresh=false"]).fails().error(summary).says(sentence);
    project.main(&hcl);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().text(), before);
}
