//! Every mistake in a table is shown at once, each on its element, before anything is written.

use super::{TABLE, block, holds, map, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Page, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_wrong_key_api_and_stage_in_one_table_are_all_reported_at_once),
    scenario!(a_null_map_element_api_and_stage_are_errors),
    scenario!(apis_and_stages_that_do_not_exist_are_all_found_at_plan),
    scenario!(a_mistake_that_is_known_only_at_apply_is_found_before_the_first_write),
    scenario!(an_api_that_is_deleted_after_the_plan_is_named, needs: [OutOfBand]),
    scenario!(what_follows_from_the_mappings_cannot_be_set),
    scenario!(more_keys_with_levels_than_a_domain_takes_are_a_warning, needs: [ServiceRules]),
    scenario!(keys_with_levels_make_place_for_new_ones_at_the_quota, needs: [ServiceRules]),
]);

fn a_wrong_key_api_and_stage_in_one_table_are_all_reported_at_once(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[
        ("/orders", &world.orders, "test"),
        ("api", "arn:aws:apigateway:eu-west-1::/apis/x", "test"),
        ("fine", &world.orders, "test"),
        ("stage", &world.orders, "no stage"),
        ("(none)", &world.orders, "test"),
    ]));
    let refused = project.validate();
    assert_eq!(refused.errors().len(), 4, "{}", refused.text);
    let mut page = Page::new("table_mistakes");
    page.add_sorted("validate", refused.errors());
    page.reads_as_golden(case, &[]);
    // The line of the element is shown.
    assert!(refused.errors().iter().any(|error| error.line.contains("no stage")), "{}", refused.text);
    case.aws.expect_writes(&[]);
}

fn a_null_map_element_api_and_stage_are_errors(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    project.apply().succeeds();
    let mut page = Page::new("table_nulls");
    let element = |element: &str| map([("a", element.to_owned())]);
    let api = format!("{:?}", world.orders);
    let found: Vec<_> = [
        ("the map", "null".to_owned(), "Required Argument Is Null"),
        ("an element", element("null"), "API Mapping Is Null"),
        ("an API", element("{ api_id = null, stage = \"test\" }"), "Required Argument Is Null"),
        ("a stage", element(&format!("{{ api_id = {api}, stage = null }}")), "Required Argument Is Null"),
    ]
    .into_iter()
    .map(|(what, mappings, summary)| {
        // In a variable, where it shows only in the plan.
        let hcl = block(DOMAIN, "var.mappings", "");
        let variable = format!("variable \"mappings\" {{\n  default = {mappings}\n}}\n");
        project.main(&(hcl + &variable));
        (what, summary, project.plan().fails())
    })
    .collect();
    for (what, summary, refused) in &found {
        page.add(what, refused.error(summary).on("mappings"));
    }
    page.reads_as_golden(case, &[]);
    holds(case, &project, &[("a", &world.orders, "test")]);
}

fn apis_and_stages_that_do_not_exist_are_all_found_at_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[
        ("a", "zzzz9999", "test"),
        ("b", "zzzz9999", "test"),
        ("c", "zzzz8888", "test"),
        ("d", &world.orders, "nowhere"),
        ("e", &world.orders, "test"),
    ]));
    let planned = project.plan().fails();
    let mut page = Page::new("table_of_what_does_not_exist");
    page.add_sorted("errors", planned.errors());
    page.add_sorted("warnings", planned.warnings());
    page.reads_as_golden(case, &[(&world.orders, "orders")]);
    case.aws.expect_writes(&[]);
}

fn a_mistake_that_is_known_only_at_apply_is_found_before_the_first_write(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let to = |api: &str| format!("{{ api_id = {api}, stage = \"test\" }}");
    let elements = [("a", to(&format!("{:?}", world.orders))), ("b", to("terraform_data.api.output"))];
    let later = "\nresource \"terraform_data\" \"api\" {\n  input = \"zzzz9999\"\n}\n";
    project.main(&(block(DOMAIN, &map(elements), "") + later));
    let failed = project.apply().fails();
    failed.error("API Not Found").says("mappings[\"b\"].api_id").says("zzzz9999");
    case.aws.expect_writes(&[]);
    assert!(project.state().tables().is_empty());
}

fn an_api_that_is_deleted_after_the_plan_is_named(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test"), ("b", &world.payments, "test")]));
    project.plan_with(&["-out=saved"]).succeeds();
    // The plan has asked for the kind of the first.
    let first = world.orders.as_str().min(world.payments.as_str());
    case.aws.local().world(|there| there.remove_api(first).expect("an API"));
    let failed = project.apply_with(&["saved"]).fails();
    failed.error("API Not Found").says(first);
    assert_eq!(failed.errors().len(), 1, "{}", failed.text);
    case.aws.expect_writes(&[]);
}

fn what_follows_from_the_mappings_cannot_be_set(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let hcl = table(&[("a", &world.orders, "test")]);
    project.main(&hcl.replace("mappings = {", "urls = {}\n  mappings = {"));
    let refused = project.validate();
    assert_eq!(refused.errors().len(), 1, "{}", refused.text);
    assert!(refused.errors()[0].summary.contains("Configuration for"), "{}", refused.text);
}

/// A table of the plain root and keys of two levels, as many as this.
pub(super) fn of_levels(api: &str, keys: std::ops::Range<usize>) -> String {
    let to = format!("{{ api_id = {api:?}, stage = \"$default\" }}");
    let mappings = format!("{{ for n in range({}, {}) : \"k/${{n}}\" => {to} }}", keys.start, keys.end);
    block(DOMAIN, &format!("merge({{ \"\" = {to} }}, {mappings})"), "")
}

fn more_keys_with_levels_than_a_domain_takes_are_a_warning(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.main(&of_levels(&shop, 0..201));
    let planned = project.plan().succeeds().plans(&[(TABLE, "create")]);
    let many = planned.warnings().into_iter().filter(|warning| warning.summary.starts_with("Too Many"));
    let [many] = many.collect::<Vec<_>>()[..] else { panic!("one warning\n{}", planned.text) };
    many.on("mappings").reads_as("table_of_201_levels", case, &[]);
}

fn keys_with_levels_make_place_for_new_ones_at_the_quota(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.provider(&case.provider_block("max_requests_per_second = 1000"));
    project.main(&of_levels(&shop, 0..200));
    project.apply().succeeds();
    project.main(&of_levels(&shop, 2..202));
    let planned = project.plan().succeeds().plans(&[(TABLE, "update")]);
    let dark = planned.warning("Paths Will Not Answer for a While").says("key \"k/0\"").says("key \"k/1\"");
    dark.reads_as("table_dark_paths_at_the_quota", case, &[]);
    project.apply().succeeds();
    super::in_state(case, &project);
    project.plan().plans_nothing();
}
