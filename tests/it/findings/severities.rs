//! What a user chooses for a finding, and what no choice changes.

use apigatewayv2::findings::FindingName;
use local_gateway::{DomainStatus, Fault, Operation, RoutingMode};

use super::{each_an_error, name, names, of};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Page, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(unusual_keys_are_findings_of_plan_and_shown_once),
    scenario!(what_aws_refuses_can_be_turned_down_and_is_left_to_the_service, needs: [CallLog]),
    scenario!(a_variable_chooses_for_one_run, needs: [CallLog]),
    scenario!(no_finding_is_an_error_of_a_destroy_a_refresh_or_a_test, needs: [TestFiles]),
    scenario!(a_plan_without_changes_is_silent_whatever_exists_around_it, needs: [OutOfBand]),
    scenario!(one_cause_is_told_once_with_how_many_share_it, needs: [Faults]),
    scenario!(what_plan_checks_leave_out_is_reported_where_it_is_named, needs: [CallLog]),
    scenario!(severities_that_are_known_only_at_apply_do_not_fail_the_plan),
    scenario!(a_mistake_in_the_map_is_an_error_at_its_element, offline),
];

const KEY: &str = "api_mapping_key";

/// A project with this map of findings.
fn with(case: &Case, findings: &str) -> Project {
    let project = case.bare_project();
    project.provider(&case.provider_block(&format!("findings = {{ {findings} }}")));
    project
}

fn unusual_keys_are_findings_of_plan_and_shown_once(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    for (key, finding, golden) in [
        ("a,b$", FindingName::UndocumentedComma, "comma_in_key"),
        ("für", FindingName::UnusualLetter, "letter_beyond_ascii_in_key"),
    ] {
        project.main(&world.orders_block().key(key).hcl());
        let validated = project.validate().succeeds();
        assert_eq!(validated.diagnostics.len(), 0, "{}", validated.text);
        let planned = project.plan().succeeds();
        assert_eq!(names(&planned), [finding.name()], "{}", planned.text);
        of(&planned, finding)[0].on(KEY).says(key).reads_as(golden, case, &[]);
    }
    // Several of them are one cause.
    let several = world.orders_block().set("for_each", "toset([\"a,b\", \"c,d\"])").set(KEY, "each.key");
    project.main(&several.hcl());
    let planned = project.plan().succeeds();
    assert_eq!(names(&planned), ["undocumented_comma"], "{}", planned.text);
    project.main(&world.orders_block().key("a,b").hcl());
    let applied = project.apply().succeeds();
    assert_eq!(names(&applied), ["undocumented_comma"], "once, in the plan: {}", applied.text);
    project.plan().plans_nothing();
}

fn what_aws_refuses_can_be_turned_down_and_is_left_to_the_service(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    for (level, warnings) in [("warning", 1), ("ignore", 0)] {
        let project = with(case, &format!("key_taken = {level:?}"));
        project.main(&world.orders_block().hcl());
        let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
        assert_eq!(of(&planned, FindingName::KeyTaken).len(), warnings, "{}", planned.text);
        case.aws.forget_calls();
        let failed = project.apply().fails();
        failed.error("API Mapping Key Already Taken").on(KEY).says(&holder);
        assert_eq!(failed.diagnostics.len(), 1 + warnings, "{}", failed.text);
        case.aws.expect_writes(&[Operation::CreateApiMapping]);
    }
    // An earlier step of the run may have resolved it by then.
    let project = with(case, "key_taken = \"warning\"");
    project.main(&world.orders_block().hcl());
    project.plan_with(&["-out=tfplan"]).succeeds();
    case.aws.delete_mapping(DOMAIN, &holder);
    let applied = project.apply_with(&["tfplan"]).succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
}

fn a_variable_chooses_for_one_run(case: &Case) {
    const BLOCK: &str = include_str!("../../../examples/findings/for-one-run.tf");
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    let mut project = case.bare_project();
    project.provider(BLOCK).main(&world.orders_block().hcl());
    project.env("AWS_ENDPOINT_URL", case.aws.url());
    project.env("AWS_ACCESS_KEY_ID", case.aws.account()).env("AWS_SECRET_ACCESS_KEY", "not-a-secret");
    assert_eq!(names(&project.plan().fails()), ["key_taken"]);
    let option = ["-var", "findings={ key_taken = \"warning\" }"];
    let planned = project.plan_with(&option).succeeds();
    assert_eq!((names(&planned), planned.warnings().len()), (vec!["key_taken"], 1), "{}", planned.text);
    project.main(&world.orders_block().stage("tomorrow").key("free").hcl());
    assert_eq!(names(&project.plan_with(&option).fails()), ["stage_missing"]);
}

fn no_finding_is_an_error_of_a_destroy_a_refresh_or_a_test(case: &Case) {
    let world = World::new(case);
    let project = with(case, &each_an_error());
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let wrong = Block::new("wrong").domain(DOMAIN).api(&world.payments).stage("tomorrow").key("wrong");
    project.main(&(world.orders_block().hcl() + &wrong.hcl()));
    let failed = project.plan().fails();
    assert_eq!(names(&failed), ["stage_missing"]);
    for options in [&["-destroy"][..], &["-refresh-only"]] {
        let planned = project.plan_with(options).succeeds();
        assert_eq!(planned.errors().len(), 0, "{}", planned.text);
    }
    project.apply_with(&["-refresh-only"]).succeeds();
    project.file("mapping.tftest.hcl", "run \"plans\" {\n  command = plan\n}\n");
    let tested = project.run(&["test", "-no-color"]);
    assert_eq!(tested.code, 0, "{}", tested.text());
    project.destroy().succeeds();
    project.state().is_empty();
}

fn a_plan_without_changes_is_silent_whatever_exists_around_it(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let comma = Block::new("comma").domain(DOMAIN).api(&world.payments).stage("test").key("a/b,c");
    project.main(&(world.orders_block().hcl() + &comma.hcl()));
    project.apply().succeeds();
    project.provider(&case.provider_block(&format!("findings = {{ {} }}", each_an_error())));
    project.plan().plans_nothing();
    let shop = case.aws.create_api("shop", Protocol::Http, &["test"]);
    case.aws.local().world(|there| {
        // What could not be made so, other tools and AWS itself may leave so.
        there.put_mapping(DOMAIN, "shop", &shop, "test");
        there.api_mut(&world.orders).expect("an API").stages.clear();
        let domain = there.domain_mut(DOMAIN).expect("a domain");
        domain.status = DomainStatus::Updating;
        domain.routing_mode = RoutingMode::RoutingRuleOnly;
    });
    project.plan().plans_nothing();
    let look_ups = [
        Operation::GetApi,
        Operation::GetStage,
        Operation::GetDomainName,
        Operation::GetDomainNames,
        Operation::ListRoutingRules,
        Operation::GetApiMappings,
    ];
    case.aws.local().inject(Fault::on_any_of(&look_ups).deny());
    project.plan().plans_nothing();
    project.plan_with(&["-refresh=false"]).plans_nothing();
}

fn one_cause_is_told_once_with_how_many_share_it(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let five =
        world.orders_block().stage("tomorrow").set("for_each", "toset([\"a\", \"b\", \"c\", \"d\", \"e\"])");
    project.main(&five.set(KEY, "each.key").hcl());
    // The first answer comes when all five have asked.
    case.aws.local().inject(Fault::on(Operation::GetStage).delay(std::time::Duration::from_secs(6)).once());
    let planned = project.plan().succeeds();
    assert_eq!(names(&planned), ["stage_missing"], "{}", planned.text);
    let found = of(&planned, FindingName::StageMissing)[0];
    found.says("At least 5 of the planned mappings share this.");
    found.reads_as("stage_missing_for_several", case, &[(&world.orders, "api")]);
}

fn what_plan_checks_leave_out_is_reported_where_it_is_named(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    let base = |base: &str, findings: &str| {
        project.provider(
            &case.provider_block(&format!("plan_checks = {base:?}\n  findings = {{ {findings} }}")),
        );
    };
    project.main(&world.orders_block().api("zzzz9999").key("a,b").hcl());
    base("warn", "api_missing = \"error\"");
    let failed = project.plan().fails();
    assert_eq!(failed.errors().iter().filter_map(|error| name(error)).collect::<Vec<_>>(), ["api_missing"]);
    assert_eq!(names(&failed), ["api_missing", "undocumented_comma"]);
    base("off", "api_missing = \"error\"");
    assert_eq!(names(&project.plan().fails()), ["api_missing"]);
    base("off", "undocumented_comma = \"error\"");
    case.aws.forget_calls();
    assert_eq!(names(&project.plan().fails()), ["undocumented_comma"]);
    assert_eq!(case.aws.local().count_where(|call| call.operation.is_api_gateway()), 0);
}

fn severities_that_are_known_only_at_apply_do_not_fail_the_plan(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    let upstream = "\nresource \"terraform_data\" \"level\" {\n  input = \"error\"\n}\n";
    project.provider(&case.provider_block("findings = { stage_missing = terraform_data.level.output }"));
    project.main(&(upstream.to_owned() + &world.orders_block().hcl()));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    project.plan().plans_nothing();
    // A null map is none, and so is a null in it.
    for findings in ["null", "{ stage_missing = null }"] {
        project.provider(&case.provider_block(&format!("findings = {findings}")));
        project.main(&world.orders_block().stage("tomorrow").hcl());
        project.plan().succeeds().warning("Stage Does Not Exist Yet");
    }
}

fn a_mistake_in_the_map_is_an_error_at_its_element(case: &Case) {
    let mistakes = [
        ("stage_mising = \"error\"", "Unknown Finding", "stage_missing"),
        ("stage_missing = \"warn\"", "Unknown Severity of a Finding", "\"warn\""),
        ("zzz = null", "Unknown Finding", "zzz"),
    ];
    let refused = mistakes.map(|(findings, ..)| {
        let project = with(case, findings);
        project.main(&Block::new("orders").domain(DOMAIN).api("a1b2c3d4").stage("production").hcl());
        project.validate().fails()
    });
    let mut page = Page::new("invalid_findings");
    for ((findings, summary, fact), refused) in mistakes.iter().zip(&refused) {
        page.add(findings, refused.error(summary).on("findings").says(fact));
    }
    page.reads_as_golden(case, &[]);
}
