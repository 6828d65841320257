//! A resource that is called something else by now.

use std::fmt::Write as _;

use super::{KEY, in_mode, without_rate_limit};
use crate::acceptance::world::{ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_moved_block_leaves_nothing_to_do),
    scenario!(a_rename_without_moved_is_a_warning),
    scenario!(a_rename_without_moved_that_changes_the_stage_is_a_warning),
    scenario!(twenty_renamed_keys_are_moved_without_a_word),
    scenario!(fifty_renamed_without_moved_are_each_told_of_their_key),
]);

const SHOP: &str = "apigatewayv2_api_mapping.shop";

fn renamed(hcl: &str) -> String {
    hcl.replace("\" \"orders\" {", "\" \"shop\" {")
}

fn a_moved_block_leaves_nothing_to_do(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let moved = format!("moved {{\n  from = {ORDERS}\n  to = {SHOP}\n}}\n");
    project.main(&(renamed(&world.orders_block().hcl()) + &moved));
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    assert!(planned.changes.iter().all(|change| change.action == "move"), "{:#?}", planned.changes);
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[]);
    project.plan().plans_nothing();
}

fn a_rename_without_moved_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    project.main(&renamed(&world.orders_block().hcl()));
    for options in [&[][..], &["-refresh=false"]] {
        let planned = project.plan_with(options).succeeds().plans(&[(ORDERS, "delete"), (SHOP, "create")]);
        let warning = planned.warning("API Mapping Exists Already").on(KEY).says(&id).says(&world.orders);
        warning.says("create_before_destroy").says("`moved`");
        warning.reads_as("renamed_without_moved", case, &[(&id, "id"), (&world.orders, "orders")]);
    }
}

fn a_rename_without_moved_that_changes_the_stage_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(&renamed(&world.orders_block().stage("test").hcl()));
    project.plan().succeeds().warning("API Mapping Key May Still Be Taken").on(KEY);
}

/// Mappings for the keys `orders0` and so on, under names that begin as given.
fn several(world: &World, count: usize, prefix: &str) -> String {
    let names = format!("{{ for n in range({count}) : \"{prefix}${{n}}\" => \"orders${{n}}\" }}");
    world.orders_block().set("for_each", &names).set(KEY, "each.value").hcl()
}

fn twenty_renamed_keys_are_moved_without_a_word(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&several(&world, 20, "old"));
    project.apply().succeeds();
    let mut hcl = several(&world, 20, "new");
    for number in 0..20 {
        let (from, to) = (format!("{ORDERS}[\"old{number}\"]"), format!("{ORDERS}[\"new{number}\"]"));
        let _ = write!(hcl, "moved {{\n  from = {from}\n  to = {to}\n}}\n");
    }
    project.main(&hcl);
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    assert!(planned.changes.iter().all(|change| change.action == "move"), "{:#?}", planned.changes);
}

/// Terraform comes to ten resources at a time, and shows the provider what it
/// manages as it comes to it. A mapping that it has not shown yet cannot be told
/// from one that an earlier run left behind, so some of these are errors; which
/// ones is chance, and applying them would be, too.
fn fifty_renamed_without_moved_are_each_told_of_their_key(case: &Case) {
    let world = World::new(case);
    let project = without_rate_limit(case);
    project.main(&several(&world, 50, "old"));
    project.apply().succeeds();
    project.main(&several(&world, 50, "new"));
    let planned = project.plan();
    assert_eq!(planned.diagnostics.len(), 50, "{}", planned.text);
    for found in &planned.diagnostics {
        found.on(KEY).says("`moved`");
        let known = ["API Mapping Exists Already", "API Mapping Key Already Taken"];
        assert!(known.contains(&found.summary.as_str()), "{found:#?}");
    }
    let project = in_mode(case, "warn");
    assert_eq!(project.plan().succeeds().warnings().len(), 50);
}
