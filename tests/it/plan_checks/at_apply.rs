//! What was unknown at plan is left to the service at apply, which refuses it with the same
//! way out. Nothing is looked up before the write.

use super::{KEY, upstream};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Project, Scenario, on_every_core, scenario};
use local_gateway::{EndpointType, Fault, Operation, SecurityPolicy};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(an_api_known_only_at_apply_is_refused_by_the_service),
    scenario!(an_api_of_another_kind_known_only_at_apply_is_refused_by_the_service, needs: [Faults]),
    scenario!(a_key_known_only_at_apply_is_refused_by_the_service),
    scenario!(a_domain_known_only_at_apply_is_refused_by_the_service, needs: [OutOfBand]),
    scenario!(a_stage_known_only_at_apply_is_refused_by_the_service),
    scenario!(an_update_known_only_at_apply_is_refused_by_the_service),
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

fn an_api_known_only_at_apply_is_refused_by_the_service(case: &Case) {
    let world = World::new(case);
    let project = late(case, &world, "api_id", "zzzz9999");
    let failed = fails_at_apply_alone(&project);
    failed.error("API Not Found").on("api_id").reads_locally_as("api_refused", case, &[]);
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    project.state().is_empty();
}

fn an_api_of_another_kind_known_only_at_apply_is_refused_by_the_service(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let neighbour = case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    // How v2 says so is not on record; these are words of v1.
    let words = "WebSocket APIs can only be attached to a domain name with other WebSocket APIs.";
    let refusal = Fault::on(Operation::CreateApiMapping).error(400, "BadRequestException", words);
    case.aws.local().inject(refusal);
    let project = late(case, &world, "api_id", &shop);
    let failed = fails_at_apply_alone(&project);
    failed.error("WebSocket and Other APIs on One Domain Name").on("api_id").says(words);
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, neighbour);
    project.state().is_empty();
}

fn a_key_known_only_at_apply_is_refused_by_the_service(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    let project = late(case, &world, KEY, "orders");
    let failed = fails_at_apply_alone(&project);
    let error = failed.error("API Mapping Key Already Taken").on(KEY);
    error.says(&format!("API mapping {holder}")).reads_locally_as(
        "key_held_at_a_create",
        case,
        &[(&holder, "holder"), (&world.payments, "api")],
    );
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder);
}

fn a_domain_known_only_at_apply_is_refused_by_the_service(case: &Case) {
    let world = World::new(case);
    make_edge(case);
    let project = late(case, &world, "domain_name", DOMAIN);
    let failed = fails_at_apply_alone(&project);
    let error = failed.error("Domain Name Cannot Hold API Mappings").on("domain_name");
    error.says("Only REGIONAL domain names can be managed");
    // One that is Regional lacks nothing but the security policy.
    case.aws.local().world(|there| {
        let domain = there.domain_mut(DOMAIN).expect("the domain");
        domain.endpoint_type = EndpointType::Regional;
        domain.security_policy = SecurityPolicy::Tls10;
    });
    let failed = project.apply().fails();
    let error = failed.error("Domain Name Cannot Hold API Mappings").on("domain_name");
    error.says("Set the security policy").reads_as("domain_with_tls_1_0_refused", case, &[]);
}

fn a_stage_known_only_at_apply_is_refused_by_the_service(case: &Case) {
    let world = World::new(case);
    let project = late(case, &world, "stage", "tomorrow");
    let failed = fails_at_apply_alone(&project);
    let error = failed.error("Stage Not Found").on("stage").says("Invalid stage identifier specified");
    error.reads_locally_as("stage_refused", case, &[]);
}

fn an_update_known_only_at_apply_is_refused_by_the_service(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "shop");
    let before = case.aws.mappings(DOMAIN);
    for (attribute, value, summary) in
        [("api_id", "zzzz9999", "API Not Found"), (KEY, "shop", "API Mapping Key Already Taken")]
    {
        let project = late(case, &world, attribute, value);
        let failed = fails_at_apply_alone(&project);
        failed.error(summary).on(attribute);
        case.aws.expect_writes(&[Operation::UpdateApiMapping]);
        assert_eq!(case.aws.mappings(DOMAIN), before);
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
    let id = case.aws.mapping(DOMAIN).api_mapping_id;
    let error = failed.error("API Mapping Key Already Taken").on(KEY).says("orders");
    error.reads_locally_as("key_that_this_run_has_taken", case, &[(&id, "id"), (&world.orders, "orders")]);
    case.aws.expect_writes(&[Operation::CreateApiMapping; 2]);
    assert_eq!(project.state().id(), id);
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
    assert_eq!(failed.warnings().len(), 0, "{}", failed.text);
    for error in failed.errors() {
        let key = (0..5).map(|number| format!("orders{number}")).find(|key| error.detail.contains(key));
        error.says("Only REGIONAL domain names can be managed").reads_as(
            "edge_optimised_domain_refused",
            case,
            &[(&key.expect("a key"), "key")],
        );
    }
    case.aws.expect_writes(&[Operation::CreateApiMapping; 5]);
    project.state().is_empty();
}

fn make_edge(case: &Case) {
    case.aws.local().world(|there| {
        there.domain_mut(DOMAIN).expect("the domain").endpoint_type = EndpointType::Edge;
    });
}

/// Plans without a word, and fails in the apply.
#[track_caller]
fn fails_at_apply_alone(project: &Project) -> crate::harness::Outcome {
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    project.apply().fails()
}
