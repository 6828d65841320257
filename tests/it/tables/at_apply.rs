//! What is looked for once more before a table is written: which of it ends the change.

use std::time::Duration;

use local_gateway::{Fault, Operation};

use super::faults::hasty;
use super::findings::choose;
use super::{TABLE, block, holds, map, table, table_with};
use crate::acceptance::world::{DOMAIN, World};
use crate::findings::{each_an_error, names};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_saved_plan_ends_only_for_what_is_an_error_by_default, needs: [CallLog]),
    scenario!(a_look_up_that_fails_ends_no_saved_plan, needs: [Faults]),
    scenario!(a_test_file_ends_only_for_what_is_an_error_by_default, needs: [CallLog]),
    scenario!(paths_that_no_plan_could_name_are_named_in_the_log),
    scenario!(a_domain_that_cannot_be_listed_is_not_written, needs: [Faults, CallLog]),
    scenario!(the_time_of_the_checks_is_a_part_of_the_timeout, needs: [Faults, CallLog]),
];

/// A table with one element whose API and stage are known once `terraform_data` is applied.
fn known_later(api: &str, stage: &str) -> String {
    let to = "{ api_id = terraform_data.api.output, stage = terraform_data.stage.output }".to_owned();
    let later = |name: &str, value: &str| {
        format!("\nresource \"terraform_data\" \"{name}\" {{\n  input = {value:?}\n}}\n")
    };
    block(DOMAIN, &map([("a", to)]), "") + &later("api", api) + &later("stage", stage)
}

fn a_saved_plan_ends_only_for_what_is_an_error_by_default(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    choose(case, &project, &each_an_error());
    // That a stage is missing is a warning by default, and the service decides.
    project.main(&known_later(&world.orders, "tomorrow"));
    project.plan_with(&["-out=saved"]).succeeds();
    case.aws.forget_calls();
    let failed = project.apply_with(&["saved"]).fails();
    failed.error("Not All API Mappings Created").says("Invalid stage identifier");
    assert_eq!(names(&failed), [""; 0], "{}", failed.text);
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    // Where one run plans and applies, the plan would have failed for it.
    project.main(&known_later(&world.orders, "the-day-after"));
    case.aws.forget_calls();
    let failed = project.apply().fails();
    assert_eq!(names(&failed), ["stage_missing"], "{}", failed.text);
    case.aws.expect_writes(&[]);
    // That an API is missing is an error by default.
    project.main(&known_later("zzzz9999", "test"));
    project.plan_with(&["-out=saved"]).succeeds();
    let failed = project.apply_with(&["saved"]).fails();
    assert_eq!(names(&failed), ["api_missing"], "{}", failed.text);
    case.aws.expect_writes(&[]);
}

fn a_look_up_that_fails_ends_no_saved_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test")];
    choose(case, &project, &each_an_error());
    project.main(&table(&rows));
    project.plan_with(&["-out=saved"]).succeeds();
    case.aws.local().inject(Fault::on(Operation::GetStage).deny());
    let applied = project.apply_with(&["saved"]).succeeds();
    case.aws.local().clear_faults();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    holds(case, &project, &rows);
}

fn a_test_file_ends_only_for_what_is_an_error_by_default(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    choose(case, &project, &each_an_error());
    project.file("mappings.tftest.hcl", "run \"applies\" {\n  command = apply\n}\n");
    project.main(&known_later(&world.orders, "tomorrow"));
    case.aws.forget_calls();
    let tested = project.run(&["test", "-no-color"]);
    assert_eq!(tested.code, 1, "{}", tested.text());
    assert!(tested.text().contains("Not All API Mappings Created"), "{}", tested.text());
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    project.main(&known_later("zzzz9999", "test"));
    case.aws.forget_calls();
    let tested = project.run(&["test", "-no-color"]);
    assert!(tested.text().contains("Finding: api_missing"), "{}", tested.text());
    case.aws.expect_writes(&[]);
    project.main(&known_later(&world.orders, "test"));
    let tested = project.run(&["test", "-no-color"]);
    assert_eq!(tested.code, 0, "{}", tested.text());
    assert_eq!(case.aws.mappings(DOMAIN), [], "a test deletes what it made");
}

fn paths_that_no_plan_could_name_are_named_in_the_log(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["test"]);
    let mut project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    project.apply().succeeds();
    project.main(&known_later(&shop, "test"));
    project.env("TF_LOG_PROVIDER", "warn");
    let applied = project.apply().succeeds();
    assert_eq!(names(&applied), [""; 0], "{}", applied.text);
    assert!(applied.text.contains("Paths Will Not Answer for a While"), "{}", applied.text);
    holds(case, &project, &[("a", &shop, "test")]);
}

fn a_domain_that_cannot_be_listed_is_not_written(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let before = [("a", world.orders.as_str(), "test")];
    project.main(&table(&before));
    project.apply().succeeds();
    project.main(&table(&[("a", &world.orders, "production")]));
    project.plan_with(&["-out=saved"]).succeeds();
    case.aws.forget_calls();
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    let failed = project.apply_with(&["saved"]).fails();
    case.aws.local().clear_faults();
    failed.error("Could Not List API Mappings").says(DOMAIN);
    case.aws.expect_writes(&[]);
    holds(case, &project, &before);
}

fn the_time_of_the_checks_is_a_part_of_the_timeout(case: &Case) {
    let world = World::new(case);
    let project = hasty(case);
    let before = [("a", world.orders.as_str(), "test")];
    project.main(&table(&before));
    project.apply().succeeds();
    let after = [("a", world.orders.as_str(), "production")];
    project.main(&table_with("  timeouts {\n    update = \"2s\"\n  }\n", &after));
    project.plan_with(&["-out=saved"]).succeeds();
    case.aws.forget_calls();
    case.aws.local().inject(Fault::on(Operation::GetStage).delay(Duration::from_secs(4)));
    let failed = project.apply_with(&["saved"]).fails();
    case.aws.local().clear_faults();
    failed.error("Not All API Mappings Changed").says("`timeouts` block");
    case.aws.expect_writes(&[]);
    holds(case, &project, &before);
    project.apply().succeeds().plans(&[(TABLE, "update")]);
    holds(case, &project, &after);
}
