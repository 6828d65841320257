//! A mapping that is replaced meets itself: that is no conflict.
//!
//! Terraform asks twice about a mapping that is replaced, and shows no warnings of
//! the second answer, only errors.

use local_gateway::{Fault, Operation};

use super::KEY;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(replacing_on_demand_is_no_conflict),
    scenario!(replacing_along_with_an_api_that_is_not_known_yet_is_no_conflict),
    scenario!(a_tainted_mapping_is_replaced),
    scenario!(a_replacement_at_another_domain_is_checked_with_warnings),
    scenario!(create_before_destroy_at_the_same_key_is_refused_without_a_loss),
    scenario!(create_before_destroy_at_another_domain_works),
    scenario!(many_are_replaced_at_once),
    scenario!(what_is_deleted_while_the_domain_is_listed_is_no_holder, needs: [Faults]),
]);

const REPLACE: &str = "-replace=apigatewayv2_api_mapping.orders";

/// A project with the mapping of orders in place.
fn applied(case: &Case) -> (World, Project) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    (world, project)
}

fn replacing_on_demand_is_no_conflict(case: &Case) {
    let (world, project) = applied(case);
    for (block, options) in [
        (world.orders_block(), vec![REPLACE]),
        (world.orders_block().stage("test"), vec![REPLACE]),
        (world.orders_block().api(&world.payments), vec![REPLACE, "-refresh=false"]),
        (world.orders_block().key("v2"), vec![REPLACE]),
    ] {
        let old = project.state().id().to_owned();
        project.main(&block.hcl());
        let replaced = project.apply_with(&options).succeeds().plans(&[(ORDERS, "replace")]);
        assert_eq!(replaced.diagnostics.len(), 0, "{}", replaced.text);
        assert_ne!(project.state().id(), old);
        assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    }
    project.plan().plans_nothing();
}

fn replacing_along_with_an_api_that_is_not_known_yet_is_no_conflict(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let lifecycle = "  lifecycle {\n    replace_triggered_by = [terraform_data.api]\n  }\n";
    let with = |api: &str| {
        let block = world.orders_block().set("api_id", "terraform_data.api.output").with(lifecycle);
        format!(
            "resource \"terraform_data\" \"api\" {{\n  triggers_replace = {api:?}\n  input = {api:?}\n}}\n"
        ) + &block.hcl()
    };
    project.main(&with(&world.orders));
    project.apply().succeeds();
    let old = project.state().id().to_owned();
    project.main(&with(&world.payments));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    let mapping = case.aws.mapping(DOMAIN);
    assert_eq!(mapping.api_id, world.payments);
    assert_ne!(mapping.api_mapping_id, old);
    project.plan().plans_nothing();
}

fn a_tainted_mapping_is_replaced(case: &Case) {
    let (world, project) = applied(case);
    for (block, summary) in [
        (world.orders_block(), "API Mapping Exists Already"),
        (world.orders_block().stage("test"), "API Mapping Key May Still Be Taken"),
    ] {
        let tainted = project.run(&["taint", "-no-color", ORDERS]);
        assert_eq!(tainted.code, 0, "{}", tainted.text());
        project.main(&block.hcl());
        let replaced = project.apply().succeeds().plans(&[(ORDERS, "replace")]);
        replaced.warning(summary).on(KEY);
        project.plan().plans_nothing();
    }
}

fn a_replacement_at_another_domain_is_checked_with_warnings(case: &Case) {
    let (world, project) = applied(case);
    project.main(&world.orders_block().domain("soon.example.com").stage("tomorrow").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "replace")]);
    let mut found: Vec<_> =
        planned.diagnostics.iter().map(|found| (found.attribute(), found.summary.as_str())).collect();
    found.sort_unstable();
    let expected = [("domain_name", "Domain Name Does Not Exist Yet"), ("stage", "Stage Does Not Exist Yet")];
    assert_eq!(found, expected);

    case.aws.create_domain("web.example.com");
    let holder = case.aws.create_mapping("web.example.com", &world.payments, "test", "orders");
    project.main(&world.orders_block().domain("web.example.com").hcl());
    let failed = project.plan().fails();
    failed.error("API Mapping Key Already Taken").on(KEY).says(&holder);
    case.aws.delete_mapping("web.example.com", &holder);
    let replaced = project.apply().succeeds();
    assert_eq!(replaced.diagnostics.len(), 0, "{}", replaced.text);
    assert_eq!(project.state().attributes()["url"], "wss://web.example.com/orders");
}

const CREATE_FIRST: &str = "  lifecycle {\n    create_before_destroy = true\n  }\n";

fn create_before_destroy_at_the_same_key_is_refused_without_a_loss(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().with(CREATE_FIRST).hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    let failed = project.apply_with(&[REPLACE]).fails();
    let error = failed.error("API Mapping Key Already Taken").on(KEY);
    error.says(&id).says("create_before_destroy").reads_locally_as(
        "key_held_at_a_create_by_what_is_planned",
        case,
        &[(&id, "holder"), (&world.orders, "api")],
    );
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
    // Terraform puts the old one back, and there is nothing to mend.
    assert_eq!(project.state().id(), id);
    assert!(!project.state().text().contains("\"deposed\""));
    project.plan().plans_nothing();
}

fn create_before_destroy_at_another_domain_works(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let project = case.project();
    let block = world.orders_block().with(CREATE_FIRST);
    project.main(&block.hcl());
    project.apply().succeeds();
    project.main(&block.domain("web.example.com").hcl());
    let replaced = project.apply().succeeds().plans(&[(ORDERS, "replace")]);
    assert_eq!(replaced.diagnostics.len(), 0, "{}", replaced.text);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.plan().plans_nothing();
}

/// Mappings `orders0`, `orders1` and so on.
fn several(world: &World, count: usize) -> Block {
    let keys = format!("[for n in range({count}) : \"orders${{n}}\"]");
    world.orders_block().set("for_each", &format!("toset({keys})")).set(KEY, "each.key")
}

fn taint_all(project: &Project, count: usize) {
    for number in 0..count {
        let tainted = project.run(&["taint", "-no-color", &format!("{ORDERS}[\"orders{number}\"]")]);
        assert_eq!(tainted.code, 0, "{}", tainted.text());
    }
}

fn many_are_replaced_at_once(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&several(&world, 12).hcl());
    project.apply().succeeds();
    project.main(&several(&world, 12).stage("test").hcl());
    let options: Vec<String> = (0..12).map(|number| format!("{REPLACE}[\"orders{number}\"]")).collect();
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let replaced = project.apply_with(&options).succeeds();
    assert_eq!((replaced.changes.len(), replaced.diagnostics.len()), (12, 0), "{}", replaced.text);
    project.plan().plans_nothing();
}

fn what_is_deleted_while_the_domain_is_listed_is_no_holder(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&several(&world, 2).hcl());
    project.apply().succeeds();
    taint_all(&project, 2);
    project.main(&several(&world, 2).stage("test").hcl());
    let planned = project.plan_with(&["-out=replace"]).succeeds();
    assert_eq!(planned.changes.len(), 2, "{}", planned.text);
    // The first deletion lets its replacement list the domain, with the second
    // mapping still on it; that one is gone before the listing is answered.
    let second = |fault: Fault| fault.skip(1).delay(std::time::Duration::from_millis(700));
    case.aws.local().inject(second(Fault::on(Operation::DeleteApiMapping)));
    let listing = Fault::on(Operation::GetApiMappings).after_the_work();
    case.aws.local().inject(listing.delay(std::time::Duration::from_millis(1500)).once());
    project.apply_with(&["replace"]).succeeds();
    assert_eq!(case.aws.mappings(DOMAIN).len(), 2);
    project.plan().plans_nothing();
}
