//! What a run is doing decides what becomes of a finding.
//!
//! Terraform plans before a destroy, to clean a test up, and once more while it applies,
//! and all of these look like the plan that it shows.

use super::{KEY, in_mode};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, on_every_core, scenario};
use local_gateway::Operation;

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(what_was_never_created_does_not_keep_the_rest_from_being_destroyed),
    scenario!(a_refresh_fails_for_nothing_that_it_does_not_create),
    scenario!(options_in_the_environment_count),
    scenario!(a_test_warns_and_cleans_up, needs: [TestFiles]),
    scenario!(a_plan_that_is_applied_later_is_left_to_the_service),
    scenario!(an_apply_looks_everything_up_once, needs: [CallLog]),
    // On ministack the role is of another account than the keys.
    scenario!(each_provider_block_of_an_apply_plans_and_repeats, needs: [OutOfBand]),
    scenario!(an_apply_leaves_no_file),
    scenario!(a_finding_is_shown_once_in_an_apply),
    scenario!(one_at_a_time_a_holder_that_was_not_seen_is_a_warning),
    scenario!(a_holder_that_terraform_comes_to_later_is_waited_for),
]);

/// The mapping of orders exists; another one is configured whose key is held, one whose API
/// is missing, and one that would mix kinds of APIs.
fn with_three_that_cannot_be(case: &Case, world: &World) -> Project {
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "held");
    let http = case.aws.create_api("shop", crate::harness::endpoint::Protocol::Http, &["test"]);
    let another = |name: &str, api: &str| Block::new(name).domain(DOMAIN).api(api).stage("test").key(name);
    let blocks = [another("held", &world.payments), another("gone", "zzzz9999"), another("mixed", &http)];
    let blocks: Vec<String> = blocks.iter().map(Block::hcl).collect();
    project.main(&(world.orders_block().hcl() + &blocks.concat()));
    assert!(project.plan().fails().errors().len() >= 3);
    project
}

fn what_was_never_created_does_not_keep_the_rest_from_being_destroyed(case: &Case) {
    let world = World::new(case);
    let project = with_three_that_cannot_be(case, &world);
    project.plan_with(&["-destroy"]).succeeds().plans(&[(ORDERS, "delete")]);
    let destroyed = project.run(&["destroy", "-auto-approve", "-no-color", "-input=false"]);
    assert_eq!(destroyed.code, 0, "{}", destroyed.text());
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_key, "held", "only ours is gone");
    project.state().is_empty();
}

fn a_refresh_fails_for_nothing_that_it_does_not_create(case: &Case) {
    let world = World::new(case);
    let project = with_three_that_cannot_be(case, &world);
    project.plan_with(&["-refresh-only"]).succeeds();
    project.apply_with(&["-refresh-only"]).succeeds();
    let refreshed = project.run(&["refresh", "-no-color", "-input=false"]);
    assert_eq!(refreshed.code, 0, "{}", refreshed.text());
    assert_eq!(case.aws.mappings(DOMAIN).len(), 2);
}

fn options_in_the_environment_count(case: &Case) {
    let world = World::new(case);
    let mut project = with_three_that_cannot_be(case, &world);
    project.env("TF_CLI_ARGS_plan", "-destroy");
    project.plan().succeeds().plans(&[(ORDERS, "delete")]);
    project.without_env("TF_CLI_ARGS_plan").env("TF_CLI_ARGS", "-no-color");
    assert!(project.plan().fails().errors().len() >= 3);
}

fn a_test_warns_and_cleans_up(case: &Case) {
    let world = World::new(case);
    let held = case.aws.create_mapping(DOMAIN, &world.payments, "production", "orders");
    let project = case.project();
    let ours = Block::new("ours").domain(DOMAIN).api(&world.orders).stage("production").key("ours");
    project.main(&(ours.hcl() + &world.orders_block().hcl()));
    project.file("mapping.tftest.hcl", "run \"applies\" {\n}\n");
    let tested = project.run(&["test", "-no-color"]);
    assert_eq!(tested.code, 1, "{}", tested.text());
    assert!(tested.text().contains("API Mapping Key Already Taken"), "{}", tested.text());
    assert_eq!(
        case.aws.mapping(DOMAIN).api_mapping_id,
        held,
        "what the test made is gone: {}",
        tested.text()
    );
}

fn a_plan_that_is_applied_later_is_left_to_the_service(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.plan_with(&["-out=tfplan"]).succeeds();
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    case.aws.forget_calls();
    let failed = project.apply_with(&["tfplan"]).fails();
    failed.error("API Mapping Key Already Taken").on(KEY).says(&holder).says("import");
    assert_eq!(failed.diagnostics.len(), 1, "{}", failed.text);
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
}

fn an_apply_looks_everything_up_once(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let count = |operation| case.aws.local().count(operation);
    assert_eq!(count(Operation::GetStage), 1);
    assert_eq!(count(Operation::GetDomainName) + count(Operation::GetDomainNames), 1);
    assert_eq!(count(Operation::CreateApiMapping), 1);
}

fn each_provider_block_of_an_apply_plans_and_repeats(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    let other =
        "alias = \"second\"\n  assume_role {\n    role_arn = \"arn:aws:iam::123456789012:role/second\"\n  }";
    project.provider(&(case.provider_block("") + "\n" + &case.provider_block(other)));
    let second = |api: &str| {
        let block = Block::new("second").domain(DOMAIN).api(api).stage("test").key("second");
        block.set("provider", "apigatewayv2.second").hcl()
    };
    project.main(&(world.orders_block().hcl() + &second("zzzz9999")));
    project.apply().fails().error("API Not Found").says("There is no API with the id");
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.main(&(world.orders_block().hcl() + &second(&world.payments)));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 2);
    project.plan().plans_nothing();
}

fn an_apply_leaves_no_file(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    for expected in ["Apply complete! Resources: 1 added", "Apply complete! Resources: 0 added"] {
        let applied = project.run(&["apply", "-auto-approve", "-no-color", "-input=false"]);
        assert!(applied.stdout.contains(expected), "{}", applied.text());
        let left: Vec<_> = std::fs::read_dir(project.folder().join("tmp")).expect("a folder").collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

fn a_finding_is_shown_once_in_an_apply(case: &Case) {
    let world = World::new(case);
    let project = in_mode(case, "warn");
    project.main(&world.orders_block().stage("tomorrow").hcl());
    let failed = project.apply().fails();
    assert_eq!(failed.warnings().len(), 1, "{}", failed.text);
    assert_eq!(failed.errors().len(), 1, "{}", failed.text);
}

fn one_at_a_time_a_holder_that_was_not_seen_is_a_warning(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    let mut project = case.project();
    project.main(&world.orders_block().hcl());
    let planned = project.plan_with(&["-parallelism=1"]).succeeds();
    let warning = planned.warning("API Mapping Key May Still Be Taken").on(KEY).says("a higher -parallelism");
    assert!(!warning.detail.contains("import {"), "{warning:#?}");
    warning.says(&holder).reads_as(
        "key_held_while_one_at_a_time",
        case,
        &[(&holder, "holder"), (&world.payments, "payments")],
    );
    project.env("TF_CLI_ARGS", "-parallelism=1");
    project.plan().succeeds().warning("API Mapping Key May Still Be Taken");
    let failed = project.apply().fails();
    failed.error("API Mapping Key Already Taken").on(KEY).says(&holder);
}

fn a_holder_that_terraform_comes_to_later_is_waited_for(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let holders = |key: &str| {
        let keys = format!("[for n in range(4) : \"{key}${{n}}\"]");
        Block::new("holders")
            .domain(DOMAIN)
            .api(&world.payments)
            .stage("test")
            .set(KEY, "each.key")
            .set("for_each", &format!("toset({keys})"))
    };
    project.main(&holders("old").hcl());
    project.apply().succeeds();
    // Terraform comes to all of them at once, in an order of its own.
    let taken = "toset([for n in range(2) : \"old${n}\"])";
    let newcomers = world.orders_block().set("for_each", taken).set(KEY, "each.key");
    project.main(&(newcomers.hcl() + &holders("new").hcl()));
    let planned = project.plan().succeeds();
    assert_eq!(planned.warnings().len(), 2, "{}", planned.text);
}
