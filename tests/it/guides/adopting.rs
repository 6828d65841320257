//! The guide to adopting the mappings of a domain.

use super::{map, named_in_the_examples, with_id};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(thirty_mappings_are_adopted_with_for_each_and_written_down, needs: [OutOfBand, ImportForEach])
        .on_every_core(),
    scenario!(an_import_block_names_its_provider_until_the_resource_is_written).on_every_core(),
    scenario!(the_query_of_the_guide_adopts_a_domain, needs: [OutOfBand, Query]),
    scenario!(a_generated_block_gets_a_name_that_means_something, needs: [OutOfBand]).on_every_core(),
];

const FOUND: &str = include_str!("../../../examples/data-sources/apigatewayv2_api_mappings/data-source.tf");
const CONSOLE: &str = include_str!("../../../examples/adopting/mappings.console");
const WRITTEN_DOWN: &str = include_str!("../../../examples/adopting/written-down.tf");
const ONE: &str = include_str!("../../../examples/adopting/one-by-one.tf");
const QUERY: &str = include_str!("../../../examples/adopting/mappings.tfquery.hcl");
const RENAMED: &str = include_str!("../../../examples/adopting/renamed.tf");
/// What Terraform 1.11 and later, OpenTofu and Terraform 1.5 call an `import` block at the old address
/// of a resource that has moved.
const STILL_IMPORTED: [&str; 3] = [
    "Moved object still exists",
    "Configuration for import target does not exist",
    "Cannot import to a move source",
];

fn thirty_mappings_are_adopted_with_for_each_and_written_down(case: &Case) {
    named_in_the_examples(case);
    for number in 0..28 {
        map(case, &format!("service-{number:02}"), "a1b2c3d4", "$default");
    }
    map(case, "", "a1b2c3d4", "$default");
    map(case, "orders/v2", "i9j0k1l2", "prod");
    case.aws.forget_calls();

    let project = case.project();
    project.main(FOUND);
    let adopted = project.apply().succeeds();
    assert_eq!(adopted.imports, 30, "{}", adopted.text);
    case.aws.expect_writes(&[]);

    let expression = CONSOLE.strip_prefix("> ").expect("a line of the console");
    let printed = project.console(expression);
    let (before, rest) = WRITTEN_DOWN.split_once("  mappings = {\n").expect("a map");
    let (_, after) = rest.split_once("\n  }\n").expect("the end of the map");
    project.main(&format!("{before}  mappings = {printed}\n{after}"));
    project.plan().plans_nothing();
    assert_eq!(project.state().instances().len(), 30);
    case.aws.expect_writes(&[]);
}

/// Terraform 1.16.0 to 1.16.2 need the line (terraform#39144), and all others take it.
fn an_import_block_names_its_provider_until_the_resource_is_written(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    let block = with_id(ONE, "a1b2c3", &id);
    project.main(&block);
    let planned = project.plan_with(&["-generate-config-out=mappings.tf"]).succeeds();
    assert_eq!(planned.imports, 1, "{}", planned.text);

    // What the guide warns of.
    let refused = project.plan().fails();
    refused.error("Inconsistent dependency lock file").says("Invalid import provider argument");

    let line = "  provider = apigatewayv2\n";
    assert!(block.contains(line));
    // The same line in the resource goes with it.
    let written = std::fs::read_to_string(project.folder().join("mappings.tf")).expect("the resource");
    let named = written.replacen(" {\n", &format!(" {{\n{line}"), 1);
    assert_ne!(named, written);
    project.file("mappings.tf", &named);
    let planned = project.plan().succeeds();
    assert_eq!(planned.imports, 1, "{}", planned.text);
    project.file("mappings.tf", &written);
    project.main(&block.replace(line, ""));
    assert_eq!(project.apply().succeeds().imports, 1);
    project.main("");
    project.plan().plans_nothing();
}

fn the_query_of_the_guide_adopts_a_domain(case: &Case) {
    named_in_the_examples(case);
    map(case, "", "a1b2c3d4", "$default");
    map(case, "orders", "e5f6g7h8", "$default");
    let project = case.project();
    assert!(QUERY.contains(DOMAIN));
    project.file("mappings.tfquery.hcl", QUERY);
    let shown = project.run(&["query", "-no-color"]);
    assert_eq!(shown.code, 0, "{}", shown.text());
    assert!(shown.stdout.contains("list.apigatewayv2_api_mapping.api "), "{}", shown.stdout);
    let written = project.run(&["query", "-no-color", "-generate-config-out=mappings.tf"]);
    assert_eq!(written.code, 0, "{}", written.text());
    assert_eq!(project.apply().succeeds().imports, 2);
    project.plan().plans_nothing();
}

fn a_generated_block_gets_a_name_that_means_something(case: &Case) {
    named_in_the_examples(case);
    let id = map(case, "orders", "e5f6g7h8", "$default");
    let project = case.project();
    let resource = RENAMED.split("\nmoved {").next().expect("a resource");
    let generated = with_id(resource, "\"orders\" {", "\"api_0\" {");
    let import = format!("import {{\n  to = apigatewayv2_api_mapping.api_0\n  id = \"{id}/{DOMAIN}\"\n}}\n");
    project.main(&(generated + &import));
    project.apply().succeeds();
    // As long as the import block names the old address, each refuses the plan in words of its own.
    project.main(&(RENAMED.to_owned() + &import));
    let refused = project.run(&["plan", "-no-color", "-input=false"]);
    assert_ne!(refused.code, 0, "{}", refused.text());
    assert!(STILL_IMPORTED.iter().any(|title| refused.text().contains(title)), "{}", refused.text());
    project.main(RENAMED);
    project.apply().succeeds().plans(&[("apigatewayv2_api_mapping.orders", "move")]);
    project.plan().plans_nothing();
}
