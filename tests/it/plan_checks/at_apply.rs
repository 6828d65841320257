//! What was unknown at plan is checked at apply, before the write, with the same messages.

use super::{KEY, upstream};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Diagnostic, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(an_api_known_only_at_apply_is_checked_before_the_write),
    scenario!(a_key_known_only_at_apply_is_checked_before_the_write),
    scenario!(a_domain_known_only_at_apply_is_checked_before_the_write, needs: [OutOfBand]),
    scenario!(a_stage_known_only_at_apply_is_warned_of_before_the_write),
    scenario!(an_update_known_only_at_apply_is_checked_before_the_write),
    scenario!(two_mappings_that_turn_out_to_have_one_key_are_not_both_written),
    scenario!(many_mappings_on_a_domain_that_holds_none_are_each_refused, needs: [OutOfBand]),
]);

/// The mapping of orders, in which `attribute` becomes `value` only during the apply.
fn late(case: &Case, world: &World, attribute: &'static str, value: &str) -> Project {
    let project = case.project();
    let block = world.orders_block().set(attribute, "terraform_data.late.output");
    project.main(&(upstream("late", value) + &block.hcl()));
    case.aws.forget_calls();
    project
}

fn an_api_known_only_at_apply_is_checked_before_the_write(case: &Case) {
    let world = World::new(case);
    let project = late(case, &world, "api_id", "zzzz9999");
    let failed = fails_at_apply_alone(&project);
    failed.error("API Not Found").on("api_id").says("zzzz9999").reads_as("api_not_found", case, &[]);

    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let neighbour = case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    let project = late(case, &world, "api_id", &shop);
    let failed = fails_at_apply_alone(&project);
    failed
        .error("WebSocket and Other APIs on One Domain")
        .on("api_id")
        .says(&shop)
        .says(&neighbour)
        .says(&world.payments)
        .reads_as(
            "http_api_beside_a_websocket_api",
            case,
            &[(&shop, "shop"), (&neighbour, "neighbour"), (&world.payments, "payments")],
        );
    case.aws.expect_writes(&[]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, neighbour);
    project.state().is_empty();
}

fn a_key_known_only_at_apply_is_checked_before_the_write(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    let project = late(case, &world, KEY, "orders");
    let failed = fails_at_apply_alone(&project);
    failed.error("API Mapping Key Already Taken").on(KEY).says(&format!("\"{holder}/{DOMAIN}\"")).reads_as(
        "key_held",
        case,
        &[(&holder, "holder"), (&world.payments, "payments")],
    );
    let project = late(case, &world, KEY, "orders/v2");
    fails_at_apply_alone(&project).error("Multi-Level Key for a WebSocket API").on(KEY).reads_as(
        "levels_for_a_websocket_api",
        case,
        &[(&world.orders, "orders")],
    );
    case.aws.expect_writes(&[]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder);
}

fn a_domain_known_only_at_apply_is_checked_before_the_write(case: &Case) {
    let world = World::new(case);
    make_edge(case);
    let project = late(case, &world, "domain_name", DOMAIN);
    let failed = fails_at_apply_alone(&project);
    let error = failed.error("Domain Name Cannot Hold API Mappings").on("domain_name");
    error.says(DOMAIN).reads_as("edge_optimised_domain", case, &[]);
    case.aws.expect_writes(&[]);
}

fn a_stage_known_only_at_apply_is_warned_of_before_the_write(case: &Case) {
    let world = World::new(case);
    let project = late(case, &world, "stage", "tomorrow");
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    let failed = project.apply().fails();
    let orders = [(world.orders.as_str(), "api")];
    failed.warning("Stage Does Not Exist Yet").on("stage").reads_as("stage_not_there_yet", case, &orders);
    let error = failed.error("Stage Not Found").on("stage").says("Invalid stage identifier specified");
    error.reads_locally_as("stage_refused", case, &[]);
}

fn an_update_known_only_at_apply_is_checked_before_the_write(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let before = case.aws.mapping(DOMAIN);
    for (attribute, value, summary) in
        [("api_id", "zzzz9999", "API Not Found"), (KEY, "orders/v2", "Multi-Level Key for a WebSocket API")]
    {
        let project = late(case, &world, attribute, value);
        let failed = fails_at_apply_alone(&project);
        failed.error(summary).on(attribute);
        case.aws.expect_writes(&[]);
        assert_eq!(case.aws.mapping(DOMAIN), before);
        // Terraform has applied the other resource, so the next plan knows.
        project.plan().fails().error(summary);
        project.run(&["state", "rm", "terraform_data.late"]);
    }
}

fn two_mappings_that_turn_out_to_have_one_key_are_not_both_written(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let second = Block::new("second").domain(DOMAIN).api(&world.payments).stage("test");
    let second = second.set(KEY, "terraform_data.late.output").with(&format!("  depends_on = [{ORDERS}]\n"));
    let first = world.orders_block().set(KEY, "terraform_data.late.output");
    project.main(&(upstream("late", "orders") + &first.hcl() + &second.hcl()));
    project.plan().succeeds();
    let failed = project.apply().fails();
    let twice = failed.errors().into_iter().find(|error| error.summary == "API Mapping Key Planned Twice");
    twice.expect("an error about the second").on(KEY).says("orders").says(DOMAIN);
    case.aws.expect_writes(&[local_gateway::Operation::CreateApiMapping]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn many_mappings_on_a_domain_that_holds_none_are_each_refused(case: &Case) {
    let world = World::new(case);
    make_edge(case);
    let block = world.orders_block().set("domain_name", "terraform_data.late.output").set(KEY, "each.key");
    let block = block.set("for_each", "toset([for n in range(5) : \"orders${n}\"])");
    let project = case.project();
    project.main(&(upstream("late", DOMAIN) + &block.hcl()));
    project.plan().succeeds();
    let failed = project.apply().fails();
    assert_eq!(failed.errors().len(), 5, "{}", failed.text);
    for error in failed.errors() {
        assert_eq!(error.summary, "Domain Name Cannot Hold API Mappings");
        error.on("domain_name").says(DOMAIN);
    }
    // The provider says it once; the others are for the service to refuse.
    let (quoted, own): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        failed.errors().into_iter().partition(|error| error.detail.contains("orders"));
    let [own] = own[..] else { panic!("one error of the provider's own: {}", failed.text) };
    own.reads_as("edge_optimised_domain", case, &[]);
    for error in quoted {
        let key = (0..5).map(|number| format!("orders{number}")).find(|key| error.detail.contains(key));
        error.says("Only REGIONAL domain names can be managed").reads_as(
            "edge_optimised_domain_refused",
            case,
            &[(&key.expect("a key"), "key")],
        );
    }
    case.aws.expect_writes(&[local_gateway::Operation::CreateApiMapping; 4]);
    project.state().is_empty();
}

fn make_edge(case: &Case) {
    case.aws.local().world(|there| {
        there.domain_mut(DOMAIN).expect("the domain").endpoint_type = local_gateway::EndpointType::Edge;
    });
}

/// Plans without a word, and fails in the apply.
#[track_caller]
fn fails_at_apply_alone(project: &Project) -> crate::harness::Outcome {
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    project.apply().fails()
}
