//! `plan_checks` makes warnings of errors, or leaves the checks out.

use super::{in_mode, upstream};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(error_is_the_default),
    scenario!(warn_turns_live_findings_into_warnings_with_the_same_words),
    scenario!(off_makes_no_look_up_and_leaves_the_word_to_the_service, needs: [CallLog, ServiceRules]),
    scenario!(another_word_is_refused_offline, offline),
    scenario!(a_mode_that_is_known_only_at_apply_does_not_fail_the_plan),
    scenario!(offline_mistakes_stay_errors_in_every_mode),
];

fn error_is_the_default(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    for mode in ["", "plan_checks = \"error\"", "plan_checks = null"] {
        project.provider(&case.provider_block(mode));
        project.plan().fails().error("API Not Found");
    }
}

fn warn_turns_live_findings_into_warnings_with_the_same_words(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.create_mapping(DOMAIN, &shop, "$default", "orders");
    let hcl =
        world.orders_block().hcl() + &Block::new("gone").domain(DOMAIN).api("zzzz9999").stage("s").hcl();
    let project = in_mode(case, "error");
    project.main(&hcl);
    let failed = project.plan().fails();
    let project = in_mode(case, "warn");
    let planned = project.plan().succeeds();
    assert_eq!(planned.changes.len(), 2);
    let words = |found: Vec<&crate::harness::Diagnostic>| {
        // Only an error says how to turn it down.
        let how = regex::Regex::new("If [^.]*, set [^.]*\\.").expect("a pattern");
        let words = found.into_iter().map(|found| how.replace(&found.detail, "").replace([' ', '\n'], ""));
        let mut words: Vec<_> = words.collect();
        words.sort_unstable();
        words
    };
    assert_eq!(failed.errors().len(), 3, "{}", failed.text);
    assert_eq!(words(planned.warnings()), words(failed.errors()));
}

fn off_makes_no_look_up_and_leaves_the_word_to_the_service(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "taken");
    let project = in_mode(case, "off");
    project.main(
        &[
            world.orders_block().api("zzzz9999"),
            Block::new("stage").domain(DOMAIN).api(&world.orders).stage("tomorrow").key("stage"),
            Block::new("taken").domain(DOMAIN).api(&world.orders).stage("test").key("taken"),
        ]
        .map(|block| block.hcl())
        .concat(),
    );
    case.aws.forget_calls();
    let planned = project.plan().succeeds();
    assert_eq!((planned.changes.len(), planned.diagnostics.len()), (3, 0), "{}", planned.text);
    assert_eq!(case.aws.local().count_where(|call| call.operation.is_api_gateway()), 0);
    let failed = project.apply().fails();
    let mut found: Vec<_> =
        failed.errors().iter().map(|error| (error.attribute(), error.summary.as_str())).collect();
    found.sort_unstable();
    let expected = [
        ("api_id", "API Not Found"),
        ("api_mapping_key", "API Mapping Key Already Taken"),
        ("stage", "Stage Not Found"),
    ];
    assert_eq!(found, expected);
    for (summary, words) in [
        ("API Not Found", "Invalid API identifier specified"),
        ("API Mapping Key Already Taken", "ApiMapping key already exists for this domain name"),
        ("Stage Not Found", "Invalid stage identifier specified"),
    ] {
        assert!(failed.errors().iter().any(|error| error.summary == summary && error.detail.contains(words)));
    }
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder);
}

fn another_word_is_refused_offline(case: &Case) {
    let project = in_mode(case, "maybe");
    project.main(&Block::new("orders").domain(DOMAIN).api("a1b2c3d4").stage("production").hcl());
    let refused = project.validate().fails();
    refused.error("Unknown Plan Check Mode").on("plan_checks").says("maybe").reads_as(
        "unknown_plan_check_mode",
        case,
        &[],
    );
}

fn a_mode_that_is_known_only_at_apply_does_not_fail_the_plan(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("plan_checks = terraform_data.mode.output"));
    project.main(&(upstream("mode", "warn") + &world.orders_block().hcl()));
    let applied = project.apply().succeeds();
    assert!(applied.changes.iter().any(|change| change.address == ORDERS));
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn offline_mistakes_stay_errors_in_every_mode(case: &Case) {
    let world = World::new(case);
    for mode in ["warn", "off"] {
        let project = in_mode(case, mode);
        project.main(&world.orders_block().key("a b").hcl());
        project.plan().fails().error("Invalid API Mapping Key Character").on("api_mapping_key");
    }
}
