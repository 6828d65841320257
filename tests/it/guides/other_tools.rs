//! The guide to coming from other tools: what they made is imported, and let go again.

use super::{map, named_in_the_examples, with_id};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(what_another_tool_made_is_imported, needs: [OutOfBand]),
    scenario!(all_instances_are_released_as_they_are, needs: [OutOfBand, Removed]),
]);

const IMPORT: &str = include_str!("../../../examples/other-tools/import.tf");
const RELEASED: &str = include_str!("../../../examples/going-back/released.tf");
const SINGLE: &str = include_str!("../../../examples/one-table/back-to-single-mappings.tf");

fn what_another_tool_made_is_imported(case: &Case) {
    named_in_the_examples(case);
    let id = map(case, "orders", "e5f6g7h8", "$default");
    case.aws.forget_calls();
    let project = case.project();
    project.main(&with_id(IMPORT, "a1b2c3/", &format!("{id}/")));
    let imported = project.apply().succeeds();
    assert_eq!(imported.imports, 1, "{}", imported.text);
    project.main(IMPORT.split("\nimport {").next().expect("the resource"));
    project.plan().plans_nothing();
    case.aws.expect_writes(&[]);
}

fn all_instances_are_released_as_they_are(case: &Case) {
    named_in_the_examples(case);
    let project = case.project();
    project.main(SINGLE.split("\nremoved {").next().expect("the resource"));
    project.apply().succeeds();
    case.aws.forget_calls();
    project.main(RELEASED);
    project.apply().succeeds();
    project.state().is_empty();
    case.aws.expect_writes(&[]);
}
