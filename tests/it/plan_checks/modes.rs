//! `plan_checks` makes warnings of errors, or leaves the checks out.

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(warn_turns_live_findings_into_warnings),
    scenario!(off_makes_no_look_up, needs: [CallLog]),
    scenario!(error_is_the_default),
    scenario!(another_word_is_refused_offline, offline),
    scenario!(offline_mistakes_stay_errors_in_every_mode),
];

fn warn_turns_live_findings_into_warnings(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("plan_checks = \"warn\""));
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned.warning("API Not Found").on("api_id");
}

fn off_makes_no_look_up(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("plan_checks = \"off\""));
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    assert_eq!(case.aws.local().count_where(|call| call.operation.is_api_gateway()), 0);
}

fn error_is_the_default(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    for mode in ["", "plan_checks = \"error\""] {
        project.provider(&case.provider_block(mode));
        project.plan().fails().error("API Not Found");
    }
}

fn another_word_is_refused_offline(case: &Case) {
    let project = case.bare_project();
    project.provider(&case.provider_block("plan_checks = \"maybe\""));
    project.main(&Block::new("orders").domain(DOMAIN).api("a1b2c3d4").stage("production").hcl());
    let refused = project.validate().fails();
    let [error] = refused.errors()[..] else { panic!("one error: {}", refused.text) };
    error.on("plan_checks").says("\"maybe\"").says("\"error\"").says("\"warn\"").says("\"off\"");
}

fn offline_mistakes_stay_errors_in_every_mode(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("plan_checks = \"off\""));
    project.main(&world.orders_block().key("a b").hcl());
    project.plan().fails().error("Invalid API Mapping Key Character").on("api_mapping_key");
}
