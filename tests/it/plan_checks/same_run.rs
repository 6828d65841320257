//! No false error: what this run makes, moves, replaces or gives up is not held
//! against it.

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_first_apply_that_makes_everything_plans_without_a_word),
    scenario!(replace_on_demand_is_no_error),
    scenario!(a_tainted_mapping_is_replaced_without_an_error),
    scenario!(create_before_destroy_of_the_same_key_loses_nothing),
    scenario!(a_moved_block_changes_nothing),
    scenario!(a_rename_without_moved_is_a_warning),
    scenario!(fifty_keys_plan_and_apply_without_a_word),
    scenario!(a_key_that_this_run_frees_is_a_warning),
    scenario!(two_keys_that_swap_are_an_error_with_a_reason),
    scenario!(a_plan_without_refresh_or_with_a_target_is_checked_alike),
];

fn a_first_apply_that_makes_everything_plans_without_a_word(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let upstream = format!(
        "resource \"terraform_data\" \"api\" {{\n  input = {:?}\n}}\n\
         resource \"terraform_data\" \"stage\" {{\n  input = \"production\"\n}}\n\
         resource \"terraform_data\" \"domain\" {{\n  input = {DOMAIN:?}\n}}\n",
        world.orders
    );
    let block = Block::new("orders")
        .set("domain_name", "terraform_data.domain.output")
        .set("api_id", "terraform_data.api.output")
        .set("stage", "terraform_data.stage.output")
        .key("orders");
    project.main(&(upstream + &block.hcl()));
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    project.plan().plans_nothing();
}

fn replace_on_demand_is_no_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let old = project.state().id().to_owned();
    project.apply_with(&[&format!("-replace={ORDERS}")]).succeeds().plans(&[(ORDERS, "replace")]);
    assert_ne!(project.state().id(), old);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn a_tainted_mapping_is_replaced_without_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let tainted = project.run(&["taint", "-no-color", ORDERS]);
    assert_eq!(tainted.code, 0, "{}", tainted.text());
    project.apply().succeeds().plans(&[(ORDERS, "replace")]);
    project.plan().plans_nothing();
}

fn create_before_destroy_of_the_same_key_loses_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block().with("  lifecycle {\n    create_before_destroy = true\n  }\n");
    project.main(&block.hcl());
    project.apply().succeeds();
    let before = case.aws.mapping(DOMAIN);
    let replace = format!("-replace={ORDERS}");
    // A plan cannot tell this from an ordinary replacement, which works.
    project.plan_with(&[&replace]).succeeds().plans(&[(ORDERS, "replace")]);
    project.apply_with(&[&replace]).fails().error("API Mapping Key Already Taken").on("api_mapping_key");
    assert_eq!(case.aws.mapping(DOMAIN), before);
    assert_eq!(project.state().id(), before.api_mapping_id);
    project.plan().plans_nothing();
}

fn a_moved_block_changes_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let renamed = world.orders_block().hcl().replace("\" \"orders\" {", "\" \"shop\" {");
    let moved = format!("moved {{\n  from = {ORDERS}\n  to = apigatewayv2_api_mapping.shop\n}}\n");
    project.main(&(renamed + &moved));
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    assert!(planned.changes.iter().all(|change| change.action == "move"), "{:#?}", planned.changes);
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[]);
}

fn a_rename_without_moved_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(&world.orders_block().hcl().replace("\" \"orders\" {", "\" \"shop\" {"));
    let planned = project.plan().succeeds();
    planned.warning("API Mapping Exists Already").on("api_mapping_key").says("`moved` block");
}

fn fifty_keys_plan_and_apply_without_a_word(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world
        .orders_block()
        .set("for_each", "toset([for n in range(50) : \"orders${n}\"])")
        .set("api_mapping_key", "each.key");
    project.main(&block.hcl());
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 50);
    project.plan().plans_nothing();
}

fn a_key_that_this_run_frees_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    // The old mapping moves away, and a new one takes its place.
    let newcomer = Block::new("newcomer").domain(DOMAIN).api(&world.payments).stage("test").key("orders");
    let newcomer = newcomer.with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&(world.orders_block().key("orders-old").hcl() + &newcomer.hcl()));
    let applied = project.apply().succeeds();
    assert!(
        applied.warnings().iter().all(|warning| warning.attribute() == "api_mapping_key"),
        "{}",
        applied.text
    );
    let mut keys: Vec<_> =
        case.aws.mappings(DOMAIN).into_iter().map(|mapping| mapping.api_mapping_key).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["orders", "orders-old"]);
    project.plan().plans_nothing();
}

fn two_keys_that_swap_are_an_error_with_a_reason(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let other = Block::new("payments").domain(DOMAIN).api(&world.payments).stage("test");
    project.main(&(world.orders_block().hcl() + &other.clone().key("payments").hcl()));
    project.apply().succeeds();
    project.main(&(world.orders_block().key("payments").hcl() + &other.key("orders").hcl()));
    let failed = project.plan().fails();
    for error in failed.errors() {
        assert_eq!(error.summary, "API Mapping Key Already Taken");
        error.on("api_mapping_key").says("is held by API mapping");
    }
}

fn a_plan_without_refresh_or_with_a_target_is_checked_alike(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let wrong = Block::new("wrong").domain(DOMAIN).api("zzzz9999").stage("production").key("wrong");
    project.main(&(world.orders_block().hcl() + &wrong.hcl()));
    project.plan_with(&["-refresh=false"]).fails().error("API Not Found").on("api_id");
    // The mistake is not a target's.
    project.plan_with(&[&format!("-target={ORDERS}")]).succeeds().plans(&[(ORDERS, "create")]);
}
