//! `terraform test` and `tofu test`.

use super::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_test_file_creates_changes_and_removes_a_mapping, needs: [TestFiles]),
    scenario!(a_test_file_shows_what_plan_would_refuse, needs: [TestFiles]),
]);

fn a_test_file_creates_changes_and_removes_a_mapping(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let variable = "variable \"stage\" {\n  default = \"production\"\n}\n";
    project.main(&(variable.to_owned() + &world.orders_block().set("stage", "var.stage").hcl()));
    let assertions = |stage: &str| {
        format!(
            "  assert {{\n    condition = {ORDERS}.stage == {stage:?}\n    error_message = \"another stage\"\n  }}\n  \
             assert {{\n    condition = {ORDERS}.url == \"wss://{DOMAIN}/orders\"\n    \
             error_message = \"another address\"\n  }}\n"
        )
    };
    project.file(
        "tests/mapping.tftest.hcl",
        &format!(
            "run \"creates\" {{\n{}}}\n\nrun \"plans\" {{\n  command = plan\n  variables {{\n    stage = \"test\"\n  }}\n{}}}\n\n\
             run \"changes\" {{\n  variables {{\n    stage = \"test\"\n  }}\n{}}}\n",
            assertions("production"),
            assertions("test"),
            assertions("test")
        ),
    );
    let tested = project.run(&["test", "-no-color"]);
    assert_eq!(tested.code, 0, "{}", tested.text());
    assert!(tested.stdout.contains("3 passed, 0 failed"), "{}", tested.text());
    assert_eq!(case.aws.mappings(DOMAIN).len(), 0, "it cleans up");
}

fn a_test_file_shows_what_plan_would_refuse(case: &Case) {
    let world = World::new(case);
    let held = case.aws.create_mapping(DOMAIN, &world.payments, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.file("mapping.tftest.hcl", "run \"plans\" {\n  command = plan\n}\n");
    let tested = project.run(&["test", "-no-color"]);
    // A plan of a test and one of its clean-up are not told apart, so it is a warning.
    assert_eq!(tested.code, 0, "{}", tested.text());
    assert!(tested.text().contains("Warning: API Mapping Key Already Taken"), "{}", tested.text());
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, held);
}
