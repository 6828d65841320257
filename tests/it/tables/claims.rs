//! Nothing is claimed that no plan has shown, and nothing by two resources.

use super::{TABLE, block, holds, map, on_domain, table, table_with};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Page, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_new_table_of_a_domain_with_mappings_is_refused_and_says_what_would_become_of_them),
    scenario!(a_mapping_made_between_plan_and_creation_is_left_alone),
    scenario!(a_domain_that_is_known_only_at_apply_is_listed_before_the_first_write),
    scenario!(a_table_that_is_replaced_on_its_domain_is_no_new_claim),
    scenario!(a_replacement_stands_beside_what_was_made_since, needs: [OutOfBand]),
    scenario!(a_replacement_of_what_was_not_refreshed_is_refused_at_plan, needs: [OutOfBand]),
    scenario!(a_table_that_is_renamed_without_moved_is_refused_at_plan),
    scenario!(two_tables_on_one_domain_are_refused),
    scenario!(a_table_and_a_single_mapping_on_one_domain_are_refused),
    scenario!(what_another_provider_block_maps_is_shown_before_it_is_removed),
]);

fn import_block() -> String {
    format!("\nimport {{\n  to = {TABLE}\n  id = {DOMAIN:?}\n}}\n")
}

fn a_new_table_of_a_domain_with_mappings_is_refused_and_says_what_would_become_of_them(case: &Case) {
    let world = World::new(case);
    let (orders, payments) = (world.orders.as_str(), world.payments.as_str());
    case.aws.create_mapping(DOMAIN, orders, "test", "keep");
    case.aws.create_mapping(DOMAIN, orders, "test", "change");
    case.aws.create_mapping(DOMAIN, orders, "test", "");
    case.aws.forget_calls();
    let project = case.project();
    let wanted = [("keep", orders, "test"), ("change", payments, "test"), ("new", orders, "test")];
    let placeholders = [(orders, "orders"), (payments, "payments")];
    // No setting turns this off.
    for mode in ["error", "warn", "off"] {
        project.provider(&case.provider_block(&format!("plan_checks = {mode:?}")));
        project.main(&table(&wanted));
        let failed = project.plan().fails();
        let error = failed.error("Domain Name Has API Mappings Already").on("domain_name");
        error.says(&format!("id = {DOMAIN:?}")).reads_as(
            "table_of_a_domain_with_mappings",
            case,
            &placeholders,
        );
    }
    case.aws.expect_writes(&[]);
    // The advice works, and the plan shows the difference.
    project.main(&(table(&wanted) + &import_block()));
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    holds(case, &project, &wanted);
}

fn a_mapping_made_between_plan_and_creation_is_left_alone(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    project.plan_with(&["-out=saved"]).succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "stray");
    case.aws.forget_calls();
    let failed = project.apply_with(&["saved"]).fails();
    failed.error("Domain Name Has API Mappings Already").says("stray");
    case.aws.expect_writes(&[]);
    on_domain(case, &[("stray", &world.payments, "test")]);
    assert!(project.state().tables().is_empty());
}

fn a_domain_that_is_known_only_at_apply_is_listed_before_the_first_write(case: &Case) {
    let world = World::new(case);
    let stray = case.aws.create_mapping(DOMAIN, &world.payments, "test", "stray");
    case.aws.forget_calls();
    let rows = [("a", world.orders.as_str(), "test")];
    let later = format!("\nresource \"terraform_data\" \"domain\" {{\n  input = {DOMAIN:?}\n}}\n");
    let of_later = table(&rows).replace(&format!("{DOMAIN:?}"), "terraform_data.domain.output") + &later;
    let project = case.project();
    project.main(&of_later);
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    project.apply().fails().error("Domain Name Has API Mappings Already").says("stray");
    case.aws.expect_writes(&[]);
    on_domain(case, &[("stray", &world.payments, "test")]);
    assert!(project.state().tables().is_empty());
    case.aws.delete_mapping(DOMAIN, &stray);
    std::fs::remove_file(project.folder().join("terraform.tfstate")).expect("a state file");
    project.apply().succeeds();
    holds(case, &project, &rows);
    project.plan().plans_nothing();
}

fn a_table_that_is_replaced_on_its_domain_is_no_new_claim(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test"), ("b", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    project.apply_with(&[&format!("-replace={TABLE}")]).succeeds().plans(&[(TABLE, "replace")]);
    holds(case, &project, &rows);
    assert_eq!(project.run(&["taint", TABLE]).code, 0);
    project.apply().succeeds().plans(&[(TABLE, "replace")]);
    holds(case, &project, &rows);
    // The new one cannot come first.
    project.main(&table_with("  lifecycle {\n    create_before_destroy = true\n  }\n", &rows));
    case.aws.forget_calls();
    let failed = project.apply_with(&[&format!("-replace={TABLE}")]).fails();
    failed.error("Domain Name Has API Mappings Already").says("remove create_before_destroy");
    case.aws.expect_writes(&[]);
    holds(case, &project, &rows);
}

fn a_replacement_stands_beside_what_was_made_since(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test"), ("b", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    project.plan_with(&["-out=saved", &format!("-replace={TABLE}")]).succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "stray");
    let applied = project.apply_with(&["saved"]).succeeds();
    applied.warning("API Mappings Left on the Domain Name").says("stray");
    on_domain(case, &[rows[0], rows[1], ("stray", &world.payments, "test")]);
    // The next plan shows it.
    project.apply().succeeds().plans(&[(TABLE, "update")]);
    holds(case, &project, &rows);
}

fn a_replacement_of_what_was_not_refreshed_is_refused_at_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "stray");
    let replace = format!("-replace={TABLE}");
    let failed = project.plan_with(&["-refresh=false", &replace]).fails();
    let error = failed.error("Domain Name Has API Mappings Already").on("domain_name").says("stray");
    error.reads_as("table_replaced_without_a_refresh", case, &[(&world.payments, "payments")]);
    project.apply_with(&[&replace]).succeeds();
    holds(case, &project, &rows);
}

fn a_table_that_is_renamed_without_moved_is_refused_at_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    let renamed = table(&rows).replace("\"api\"", "\"new\"");
    project.main(&renamed);
    // Terraform plans the two in any order.
    for _ in 0..4 {
        let failed = project.plan().fails();
        let error = failed.error("Two Tables on One Domain Name").says("`moved`");
        assert_eq!(failed.errors().len(), 1, "{}", failed.text);
        error.says(DOMAIN);
    }
    let moved = format!("\nmoved {{\n  from = {TABLE}\n  to   = apigatewayv2_api_mappings.new\n}}\n");
    project.main(&(renamed + &moved));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    // One that only goes is no matter.
    project.main("");
    let destroyed = project.apply().succeeds();
    assert_eq!(destroyed.diagnostics.len(), 0, "{}", destroyed.text);
    on_domain(case, &[]);
}

fn two_tables_on_one_domain_are_refused(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let second = |key: &str| {
        let rows = [(key, format!("{{ api_id = {:?}, stage = \"test\" }}", world.orders))];
        block(DOMAIN, &map(rows), "").replace("\"api\"", "\"second\"")
    };
    for key in ["a", "b"] {
        project.main(&(table(&[("a", &world.orders, "test")]) + &second(key)));
        let failed = project.plan().fails();
        let error = failed.error("Two Tables on One Domain Name").on("domain_name");
        error.reads_as("two_tables", case, &[]);
    }
    // Beside one that exists.
    project.main(&table(&[("a", &world.orders, "test")]));
    project.apply().succeeds();
    project.main(&(table(&[("a", &world.orders, "test")]) + &second("b")));
    project.plan().fails().error("Two Tables on One Domain Name");
    // Beside one that exists and is the same.
    let import = import_block().replace(TABLE, &TABLE.replace(".api", ".second"));
    project.main(&(table(&[("a", &world.orders, "test")]) + &second("a") + &import));
    project.plan().fails().error("Two Tables on One Domain Name");
}

fn a_table_and_a_single_mapping_on_one_domain_are_refused(case: &Case) {
    let world = World::new(case);
    let table = table(&[("a", &world.orders, "test")]);
    let single = |name: &str| world.orders_block().hcl().replace("\"orders\" {", &format!("{name:?} {{"));
    // The one that depends on the other is planned later.
    let after = |hcl: &str, what: &str| hcl.replacen("{\n", &format!("{{\n  depends_on = [{what}]\n"), 1);
    let project = case.project();
    let plan = |hcl: String| {
        project.main(&hcl);
        project.plan().fails()
    };
    let later_table = plan(single("one") + &after(&table, "apigatewayv2_api_mapping.one"));
    let later_single = plan(after(&single("one"), TABLE) + &table);
    let mut page = Page::new("table_beside_a_single_mapping");
    page.add(
        "the table is planned later",
        later_table.error("Table Beside a Single API Mapping").on("domain_name"),
    );
    page.add(
        "the mapping is planned later",
        later_single.error("Table Beside a Single API Mapping").on("domain_name"),
    );
    page.reads_as_golden(case, &[]);
    destroyed_singles_do_not_count(case, &project);
}

/// Each provider block has a process of its own, which knows nothing of the others.
fn what_another_provider_block_maps_is_shown_before_it_is_removed(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&(case.provider_block("") + &case.provider_block("alias = \"other\"")));
    let rows = [("a", world.orders.as_str(), "test")];
    let single = |after: &str| {
        let more = format!("  provider = apigatewayv2.other\n  depends_on = [{after}]\n");
        world.orders_block().with(&more).hcl()
    };
    project.main(&(table(&rows) + &single(TABLE)));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 2);
    let shown = project.run(&["plan", "-no-color", "-input=false"]);
    assert!(shown.stdout.contains("- \"orders\""), "{}", shown.text());
    // In the other order nothing is adopted either.
    project.destroy().succeeds();
    on_domain(case, &[]);
    let after = table(&rows).replacen("{\n", &format!("{{\n  depends_on = [{ORDERS}]\n"), 1);
    project.main(&(after + &single("")));
    project.apply().fails().error("Domain Name Has API Mappings Already").says("key \"orders\"");
    on_domain(case, &[("orders", &world.orders, "production")]);
}

/// A mapping that is destroyed is no rival, but is there until it is.
fn destroyed_singles_do_not_count(case: &Case, project: &Project) {
    let api = case.aws.create_api("later", crate::harness::endpoint::Protocol::WebSocket, &["test"]);
    let block = crate::acceptance::world::Block::new("one").domain(DOMAIN).api(&api).stage("test").key("one");
    project.main(&block.hcl());
    project.apply().succeeds();
    project.main(&table(&[("one", &api, "test")]));
    let failed = project.plan().fails();
    failed.error("Domain Name Has API Mappings Already").says("key \"one\"");
}
