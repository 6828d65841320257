//! What plan finds about a table is what the user chooses, as for single mappings.

use apigatewayv2::findings::FindingName;
use local_gateway::{Fault, Operation, SecurityPolicy};

use super::{TABLE, block, holds, map, on_domain, table};
use crate::acceptance::world::{DOMAIN, World};
use crate::findings::{each_an_error, names, of};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_key_with_levels_is_found_on_its_element),
    scenario!(unusual_keys_of_a_table_are_found_once_each).on_every_core(),
    scenario!(one_cause_in_a_table_is_told_with_how_many_share_it),
    scenario!(a_new_table_whose_domain_cannot_be_listed_has_a_finding, needs: [Faults]).on_every_core(),
    scenario!(what_does_not_go_together_is_no_warning_while_nothing_changes),
    scenario!(a_table_without_changes_is_silent_whatever_exists_around_it, needs: [OutOfBand]),
    scenario!(no_finding_of_a_table_is_an_error_of_a_destroy_or_a_refresh),
    scenario!(what_a_change_takes_away_is_not_held_against_what_comes, needs: [OutOfBand]),
    scenario!(a_cause_that_two_tables_share_keeps_both_from_being_written),
    scenario!(what_is_found_out_only_at_apply_is_an_error_where_it_is_chosen_so, needs: [CallLog]),
    scenario!(what_is_turned_down_for_a_table_is_left_to_the_service, needs: [CallLog]),
];

/// Sets the map of findings.
pub(super) fn choose(case: &Case, project: &Project, findings: &str) {
    project.provider(&case.provider_block(&format!("max_retries = 1\n  findings = {{ {findings} }}")));
}

fn unusual_keys_of_a_table_are_found_once_each(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [
        ("a", world.orders.as_str(), "test"),
        ("b,c", &world.orders, "test"),
        ("d,e", &world.orders, "test"),
        ("f\u{fc}r", &world.orders, "test"),
    ];
    project.main(&table(&rows));
    let validated = project.validate().succeeds();
    assert_eq!(validated.diagnostics.len(), 0, "{}", validated.text);
    let planned = project.plan().succeeds();
    assert_eq!(names(&planned), ["undocumented_comma", "unusual_letter"], "{}", planned.text);
    let comma = of(&planned, FindingName::UndocumentedComma)[0];
    assert!(comma.line.starts_with("\"b,c\" ="), "{comma:?}");
    comma.says("At least 2 of the planned mappings");
    // The endpoint refuses letters beyond ASCII.
    project.main(&table(&rows[..3]));
    let applied = project.apply().succeeds();
    assert_eq!(names(&applied), ["undocumented_comma"], "once: {}", applied.text);
    project.plan().plans_nothing();
}

fn a_key_with_levels_is_found_on_its_element(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.main(&table(&[("", &shop, "$default"), ("z/1", &shop, "$default")]));
    let planned = project.plan().succeeds();
    let first = of(&planned, FindingName::FirstMultiLevelKey)[0];
    assert!(first.line.starts_with("\"z/1\" ="), "{first:?}");
}

fn one_cause_in_a_table_is_told_with_how_many_share_it(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let to = format!("{{ api_id = {:?}, stage = \"tomorrow\" }}", world.orders);
    project.main(&block(DOMAIN, &format!("{{ for n in range(30) : \"k${{n}}\" => {to} }}"), ""));
    let planned = project.plan().succeeds();
    assert_eq!(names(&planned), ["stage_missing"], "{}", planned.text);
    let found = of(&planned, FindingName::StageMissing)[0];
    found.says("mappings[\"k0\"].stage: ").says("At least 30 of the planned mappings share this.");
    // A replacement is planned twice, and counts once.
    case.aws.create_domain("shop.example.com");
    project.main(&table(&[("a", &world.orders, "test")]));
    project.apply().succeeds();
    let rows = ["a", "b"].map(|key| (key, to.clone()));
    project.main(&block("shop.example.com", &map(rows), ""));
    let planned = project.plan().succeeds().plans(&[(TABLE, "replace")]);
    of(&planned, FindingName::StageMissing)[0].says("At least 2 of the planned mappings share this.");
}

fn a_new_table_whose_domain_cannot_be_listed_has_a_finding(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    let faults = [
        (Fault::on(Operation::GetApiMappings).deny(), FindingName::LookupDenied),
        (Fault::on(Operation::GetApiMappings).status(500), FindingName::LookupFailed),
    ];
    for (fault, finding) in faults {
        case.aws.local().inject(fault);
        choose(case, &project, "");
        let planned = project.plan().succeeds().plans(&[(TABLE, "create")]);
        assert_eq!(names(&planned), [finding.name()], "{}", planned.text);
        let found = of(&planned, finding)[0].on("domain_name").says("GetApiMappings");
        if finding == FindingName::LookupDenied {
            found.reads_as("new_table_that_cannot_be_listed", case, &[]);
        }
        choose(case, &project, &format!("{finding} = \"error\""));
        assert_eq!(of(&project.plan().fails(), finding).len(), 1);
        // Whatever is turned down, apply does not write unseen.
        choose(case, &project, &format!("{finding} = \"ignore\""));
        let planned = project.plan().succeeds();
        assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
        case.aws.forget_calls();
        project.apply().fails().error("Could Not List API Mappings");
        case.aws.expect_writes(&[]);
        case.aws.local().clear_faults();
    }
}

fn what_does_not_go_together_is_no_warning_while_nothing_changes(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("orders", world.orders.as_str(), "production")];
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    // The table comes to be in state beside the mapping, without a change of either.
    let import = format!("\nimport {{\n  to = {TABLE}\n  id = {DOMAIN:?}\n}}\n");
    project.main(&(world.orders_block().hcl() + &table(&rows) + &import));
    assert_eq!(names(&project.plan().fails()), ["table_beside_mapping"]);
    choose(case, &project, "table_beside_mapping = \"warning\"");
    project.apply().succeeds();
    project.main(&(world.orders_block().hcl() + &table(&rows)));
    project.plan().plans_nothing();
    // It is one as soon as one of the two changes.
    let more = [rows[0], ("more", world.orders.as_str(), "test")];
    project.main(&(world.orders_block().hcl() + &table(&more)));
    let planned = project.plan().succeeds();
    assert_eq!(names(&planned), ["table_beside_mapping"], "{}", planned.text);
    // And an error in every plan, unless it is turned down.
    choose(case, &project, "");
    project.main(&(world.orders_block().hcl() + &table(&rows)));
    assert_eq!(names(&project.plan().fails()), ["table_beside_mapping"]);
}

fn a_table_without_changes_is_silent_whatever_exists_around_it(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a,b", &world.orders, "test"), ("c/d", &world.orders, "test")]));
    project.apply().succeeds();
    choose(case, &project, &each_an_error());
    project.plan().plans_nothing();
    case.aws.local().world(|there| {
        there.api_mut(&world.orders).expect("an API").stages.clear();
        let domain = there.domain_mut(DOMAIN).expect("a domain");
        domain.status = local_gateway::DomainStatus::Updating;
        domain.routing_mode = local_gateway::RoutingMode::RoutingRuleOnly;
    });
    let look_ups =
        [Operation::GetApi, Operation::GetStage, Operation::GetDomainName, Operation::ListRoutingRules];
    case.aws.local().inject(Fault::on_any_of(&look_ups).deny());
    project.plan().plans_nothing();
    project.plan_with(&["-refresh=false"]).plans_nothing();
}

fn no_finding_of_a_table_is_an_error_of_a_destroy_or_a_refresh(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test")]));
    project.apply().succeeds();
    choose(case, &project, &each_an_error());
    let second = table(&[("b", &world.orders, "tomorrow")]).replace("\"api\" {", "\"second\" {");
    project.main(&(table(&[("a", &world.orders, "test"), ("c", &world.orders, "tomorrow")]) + &second));
    let failed = project.plan().fails();
    assert!(names(&failed).contains(&"two_tables"), "{}", failed.text);
    for options in [&["-destroy"][..], &["-refresh-only"]] {
        let planned = project.plan_with(options).succeeds();
        assert_eq!(planned.errors().len(), 0, "{}", planned.text);
    }
    project.apply_with(&["-refresh-only"]).succeeds();
    project.destroy().succeeds();
    project.state().is_empty();
    on_domain(case, &[]);
}

fn what_a_change_takes_away_is_not_held_against_what_comes(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["test"]);
    let old = case.aws.create_rest_api("old", &["test"]);
    case.aws.local().world(|there| {
        there.api_mut(&old).expect("an API").security_policy = SecurityPolicy::Enhanced;
    });
    let project = case.project();
    let of = |api: &str| table(&[("a/1", api, "test"), ("a/2", api, "test"), ("a/3", api, "test")]);
    project.main(&of(&old));
    project.apply().succeeds();
    project.main(&of(&shop));
    let applied = project.apply().succeeds();
    assert_eq!(names(&applied), [""; 0], "{}", applied.text);
}

fn a_cause_that_two_tables_share_keeps_both_from_being_written(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("shop.example.com");
    let project = case.project();
    let to = |api: &str| format!("{{ api_id = {api}, stage = \"test\" }}");
    let rows = || map([("a", to(&format!("{:?}", world.orders))), ("b", to("terraform_data.api.output"))]);
    let later = "\nresource \"terraform_data\" \"api\" {\n  input = \"zzzz9999\"\n}\n";
    let second = block("shop.example.com", &rows(), "").replace("\"api\" {", "\"second\" {");
    project.main(&(block(DOMAIN, &rows(), "") + &second + later));
    case.aws.forget_calls();
    let failed = project.apply().fails();
    assert_eq!(names(&failed), ["api_missing"], "{}", failed.text);
    let errors = failed.errors();
    let other: Vec<_> = errors.iter().filter(|error| error.summary == "API Mappings Not Changed").collect();
    assert_eq!((other.len(), errors.len()), (1, 2), "{}", failed.text);
    other[0].says("another error of this run");
    case.aws.expect_writes(&[]);
    assert!(project.state().tables().is_empty());
}

fn what_is_found_out_only_at_apply_is_an_error_where_it_is_chosen_so(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["test"]);
    let project = case.project();
    let before = [("a", world.orders.as_str(), "test")];
    project.main(&table(&before));
    project.apply().succeeds();
    // Whether the new API is of another kind is known once there is one.
    let to = "{ api_id = terraform_data.api.output, stage = \"test\" }".to_owned();
    let later = format!("\nresource \"terraform_data\" \"api\" {{\n  input = {shop:?}\n}}\n");
    project.main(&(block(DOMAIN, &map([("a", to)]), "") + &later));
    choose(case, &project, "paths_interrupted = \"error\"");
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    case.aws.forget_calls();
    let failed = project.apply().fails();
    assert_eq!(names(&failed), ["paths_interrupted"], "{}", failed.text);
    case.aws.expect_writes(&[]);
    holds(case, &project, &before);
    // By now it is known, and the plan says so.
    assert_eq!(names(&project.plan().fails()), ["paths_interrupted"]);
    choose(case, &project, "");
    project.apply().succeeds();
    holds(case, &project, &[("a", &shop, "test")]);
}

fn what_is_turned_down_for_a_table_is_left_to_the_service(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["test"]);
    let project = case.project();
    let before = [("a", world.orders.as_str(), "test")];
    project.main(&table(&before));
    project.apply().succeeds();
    project.main(&table(&[before[0], ("b", &shop, "test")]));
    assert_eq!(names(&project.plan().fails()), ["websocket_mixed"]);
    choose(case, &project, "websocket_mixed = \"ignore\"");
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    case.aws.forget_calls();
    project.apply().fails().error("Not All API Mappings Changed").says("key \"b\"");
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    holds(case, &project, &before);
}
