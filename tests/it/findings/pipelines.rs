//! The provider blocks of the guide on continuous integration, tried as they stand.

use apigatewayv2::findings::{FindingName, Severity};
use local_gateway::{Fault, Operation};

use super::names;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, scenario};
use crate::tables::{TABLE, table};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_pipeline_that_fails_closed_goes_on_only_without_a_doubt, needs: [Faults]),
    scenario!(the_block_that_fails_closed_names_each_warning, offline),
    scenario!(a_pull_request_without_credentials_is_planned_without_a_call, needs: [CallLog, Faults]),
    scenario!(a_table_is_planned_without_credentials, needs: [Faults]),
    scenario!(what_is_wrong_in_itself_is_refused_without_credentials, offline),
];

const FAIL_CLOSED: &str = include_str!("../../../examples/ci/fail-closed.tf");
const WITHOUT_CREDENTIALS: &str = include_str!("../../../examples/ci/without-credentials.tf");

/// A project with the block of the guide, whose calls the environment sends to this endpoint.
fn project(case: &Case, block: &str) -> Project {
    let mut project = case.bare_project();
    project.provider(block);
    project.env("AWS_ENDPOINT_URL", case.aws.url()).env("AWS_MAX_ATTEMPTS", "2");
    project
}

/// The same with credentials in the environment.
fn project_with_credentials(case: &Case, block: &str) -> Project {
    let mut project = project(case, block);
    project.env("AWS_ACCESS_KEY_ID", case.aws.account()).env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    project
}

fn a_pipeline_that_fails_closed_goes_on_only_without_a_doubt(case: &Case) {
    let world = World::new(case);
    let project = project_with_credentials(case, FAIL_CLOSED);
    project.main(&world.orders_block().stage("tomorrow").hcl());
    let failed = project.plan().fails();
    assert_eq!((names(&failed), failed.errors().len()), (vec!["stage_missing"], 1), "{}", failed.text);
    project.main(&world.orders_block().hcl());
    for (fault, finding) in [
        (Fault::on(Operation::GetStage).deny(), "lookup_denied"),
        (Fault::on(Operation::GetStage).status(500), "lookup_failed"),
    ] {
        case.aws.local().inject(fault);
        let failed = project.plan().fails();
        case.aws.local().clear_faults();
        assert_eq!((names(&failed), failed.errors().len()), (vec![finding], 1), "{}", failed.text);
    }
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    project.plan().plans_nothing();
    // Nothing of it keeps what exists from going.
    case.aws.local().inject(Fault::on(Operation::GetStage).deny());
    project.destroy().succeeds();
    project.state().is_empty();
}

fn the_block_that_fails_closed_names_each_warning(_: &Case) {
    for finding in FindingName::ALL {
        let is_warning = finding.documented().severity == Severity::Warning;
        let is_named = FAIL_CLOSED.lines().any(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            words == [finding.name(), "=", "\"error\""]
        });
        assert_eq!(is_named, is_warning, "{finding}");
    }
}

fn a_pull_request_without_credentials_is_planned_without_a_call(case: &Case) {
    let world = World::new(case);
    let project = project_with_credentials(case, WITHOUT_CREDENTIALS);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();

    // The same folder in a pipeline that has nothing in its environment.
    let mut fork = project_without_credentials(case);
    let payments = Block::new("payments").domain(DOMAIN).api(&world.payments).stage("test").key("payments");
    fork.main(&(world.orders_block().key("orders-v2").hcl() + &payments.hcl()));
    case.aws.forget_calls();
    let planned = fork.plan_with(&["-refresh=false", "-lock=false"]).succeeds();
    let planned = planned.plans(&[(ORDERS, "update"), ("apigatewayv2_api_mapping.payments", "create")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    assert_eq!(case.aws.local().calls(), [], "nothing is asked");
    fork.env("TF_VAR_has_credentials", "true");
    fork.plan_with(&["-refresh=false", "-lock=false"]).fails().error("No AWS Credentials");
    // With credentials the same block checks as ever.
    let project = project_with_credentials(case, WITHOUT_CREDENTIALS);
    project.main(&world.orders_block().api("zzzz9999").hcl());
    assert_eq!(names(&project.plan().fails()), ["api_missing"]);
    // And what the block makes an error with credentials is one.
    project.main(&world.orders_block().key("orders-v3").stage("test").hcl());
    case.aws.local().inject(Fault::on(Operation::GetStage).deny());
    let failed = project.plan().fails();
    case.aws.local().clear_faults();
    assert_eq!((names(&failed), failed.errors().len()), (vec!["lookup_denied"], 1), "{}", failed.text);
}

fn a_table_is_planned_without_credentials(case: &Case) {
    let world = World::new(case);
    let (one, two) = ([("a", world.orders.as_str(), "test")], [("a", world.payments.as_str(), "test")]);
    // As AWS answers to credentials that it does not know.
    let unknown =
        || Fault::on_api_gateway().error(403, "UnrecognizedClientException", "The security token is invalid");
    case.aws.local().inject(unknown());
    let fork = project_without_credentials(case);
    fork.main(&table(&one));
    let planned = fork.plan_with(&["-refresh=false", "-lock=false"]).succeeds().plans(&[(TABLE, "create")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    case.aws.local().clear_faults();
    let project = project_with_credentials(case, WITHOUT_CREDENTIALS);
    project.main(&table(&one));
    project.apply().succeeds();
    case.aws.local().inject(unknown());
    fork.main(&table(&two));
    let planned = fork.plan_with(&["-refresh=false", "-lock=false"]).succeeds().plans(&[(TABLE, "update")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    case.aws.local().clear_faults();
}

fn project_without_credentials(case: &Case) -> Project {
    let mut project = project(case, WITHOUT_CREDENTIALS);
    project.env("TF_VAR_has_credentials", "false");
    project
}

fn what_is_wrong_in_itself_is_refused_without_credentials(case: &Case) {
    let project = project_without_credentials(case);
    let orders = Block::new("orders").domain(DOMAIN).api("a1b2c3d4").stage("production").key("/orders");
    project.main(&orders.hcl());
    project.plan_with(&["-refresh=false"]).fails().error("API Mapping Key Starts With a Slash");
    project.validate().fails().error("API Mapping Key Starts With a Slash");
    // What the block names is found without a call.
    let second = Block::new("second").domain(DOMAIN).api("e5f6g7h8").stage("production").key("orders");
    project.main(&(orders.key("orders").hcl() + &second.hcl()));
    let failed = project.plan_with(&["-refresh=false"]).fails();
    assert_eq!(names(&failed), ["key_planned_twice"], "{}", failed.text);
}
