//! Create, change, replace, destroy.

use apigatewayv2::address::NAMESPACE_AND_TYPE;
use local_gateway::Operation::{CreateApiMapping, DeleteApiMapping, UpdateApiMapping};

use super::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_created_mapping_is_in_state_and_in_the_outputs),
    scenario!(a_second_plan_is_empty_after_create_and_after_update),
    scenario!(stage_api_and_key_change_in_place_with_one_call),
    scenario!(another_domain_replaces_the_mapping),
    scenario!(a_new_domain_can_be_served_before_the_old_one_is_left),
    scenario!(many_mappings_are_created_and_destroyed_together),
    scenario!(values_known_only_at_apply_are_planned_as_unknown),
    scenario!(a_mistake_that_shows_only_at_apply_is_refused_before_any_write),
    scenario!(an_http_api_is_mapped_with_its_default_stage),
    scenario!(a_websocket_api_beside_an_http_api_is_refused, needs: [ServiceRules]),
    scenario!(destroy_deletes_the_mapping_and_nothing_else),
    scenario!(destroying_what_is_already_gone_succeeds),
    scenario!(destroying_a_mapping_whose_domain_is_gone_succeeds),
    scenario!(init_writes_a_lock_file_with_hashes),
]);

fn a_created_mapping_is_in_state_and_in_the_outputs(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&format!(
        "{}\noutput \"id\" {{\n  value = {ORDERS}.id\n}}\n\
         output \"same\" {{\n  value = {ORDERS}.api_mapping_id\n}}\n",
        world.orders_block().hcl()
    ));
    let applied = project.apply().succeeds().plans(&[(ORDERS, "create")]);

    let mapping = case.aws.mapping(DOMAIN);
    assert_eq!((mapping.api_id, mapping.stage.as_str()), (world.orders.clone(), "production"));
    assert_eq!(mapping.api_mapping_key, "orders");
    assert_eq!(applied.output("id"), &mapping.api_mapping_id);
    assert_eq!(applied.output("same"), &mapping.api_mapping_id);

    let state = project.state();
    let stored = state.attributes();
    for (name, value) in [
        ("id", mapping.api_mapping_id.as_str()),
        ("api_mapping_id", &mapping.api_mapping_id),
        ("domain_name", DOMAIN),
        ("api_id", &world.orders),
        ("stage", "production"),
        ("api_mapping_key", "orders"),
    ] {
        assert_eq!(stored[name], value, "{name}");
    }
    case.aws.expect_writes(&[CreateApiMapping]);
}

fn a_second_plan_is_empty_after_create_and_after_update(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.plan().plans_nothing();
    project.main(&world.orders_block().stage("test").hcl());
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn stage_api_and_key_change_in_place_with_one_call(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block();
    project.main(&block.hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();

    for changed in [
        block.clone().stage("test"),
        block.clone().stage("test").api(&world.payments),
        block.clone().stage("test").api(&world.payments).key("payments"),
        block.clone().stage("production").api(&world.orders).key("orders"),
    ] {
        case.aws.forget_calls();
        project.main(&changed.hcl());
        project.apply().succeeds().plans(&[(ORDERS, "update")]);
        case.aws.expect_writes(&[UpdateApiMapping]);
        assert_eq!(project.state().id(), id, "an update in place keeps the mapping");
        let mapping = case.aws.mapping(DOMAIN);
        let stored = project.state();
        let stored = stored.attributes();
        assert_eq!(mapping.api_mapping_id, id);
        assert_eq!(stored["api_id"], mapping.api_id.as_str());
        assert_eq!(stored["stage"], mapping.stage.as_str());
        assert_eq!(stored["api_mapping_key"], mapping.api_mapping_key.as_str());
    }
}

fn another_domain_replaces_the_mapping(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();

    case.aws.forget_calls();
    project.main(&world.orders_block().domain("web.example.com").hcl());
    project.apply().succeeds().plans(&[(ORDERS, "replace")]);
    case.aws.expect_writes(&[DeleteApiMapping, CreateApiMapping]);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    let moved = case.aws.mapping("web.example.com");
    assert_ne!(moved.api_mapping_id, id);
    assert_eq!(project.state().id(), moved.api_mapping_id);
    project.plan().plans_nothing();
}

fn a_new_domain_can_be_served_before_the_old_one_is_left(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let project = case.project();
    let block = world.orders_block().with("  lifecycle {\n    create_before_destroy = true\n  }\n");
    project.main(&block.hcl());
    project.apply().succeeds();

    case.aws.forget_calls();
    project.main(&block.domain("web.example.com").hcl());
    project.apply().succeeds().plans(&[(ORDERS, "replace")]);
    case.aws.expect_writes(&[CreateApiMapping, DeleteApiMapping]);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.plan().plans_nothing();
}

fn many_mappings_are_created_and_destroyed_together(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world
        .orders_block()
        .set("for_each", "toset([for n in range(30) : \"orders${n}\"])")
        .set("api_mapping_key", "each.key");
    project.main(&block.hcl());
    project.apply().succeeds();
    assert_eq!(case.aws.mappings(DOMAIN).len(), 30);
    assert_eq!(project.state().instances().len(), 30);
    project.plan().plans_nothing();
    project.destroy().succeeds();
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.state().is_empty();
}

fn values_known_only_at_apply_are_planned_as_unknown(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let upstream = format!(
        "resource \"terraform_data\" \"upstream\" {{\n  input = {{ api = {:?}, stage = \"production\", \
         key = \"orders\", domain = {DOMAIN:?} }}\n}}\n",
        world.orders
    );
    let block = Block::new("orders")
        .set("domain_name", "terraform_data.upstream.output.domain")
        .set("api_id", "terraform_data.upstream.output.api")
        .set("stage", "terraform_data.upstream.output.stage")
        .set("api_mapping_key", "terraform_data.upstream.output.key");
    project.main(&(upstream + &block.hcl()));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    project.plan().plans_nothing();
}

fn a_mistake_that_shows_only_at_apply_is_refused_before_any_write(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let upstream = "resource \"terraform_data\" \"key\" {\n  input = \"a b\"\n}\n";
    let block = world.orders_block().set("api_mapping_key", "terraform_data.key.output");
    project.main(&(upstream.to_owned() + &block.hcl()));
    let failed = project.apply().fails();
    let error = failed.error("Invalid API Mapping Key Character").on("api_mapping_key").says("a b");
    error.reads_as("invalid_key_character", case, &[]);
    case.aws.expect_writes(&[]);
    project.state().is_empty();
}

fn an_http_api_is_mapped_with_its_default_stage(case: &Case) {
    case.aws.create_domain("web.example.com");
    let api = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.main(&Block::new("orders").domain("web.example.com").api(&api).stage("$default").hcl());
    project.apply().succeeds();
    let mapping = case.aws.mapping("web.example.com");
    assert_eq!((mapping.stage.as_str(), mapping.api_mapping_key.as_str()), ("$default", ""));
    project.plan().plans_nothing();
}

fn a_websocket_api_beside_an_http_api_is_refused(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let first = case.aws.create_mapping(DOMAIN, &shop, "$default", "shop");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    let failed = project.apply().fails();
    let error =
        failed.error("WebSocket and Other APIs on One Domain Name").on("api_id").says(&first).says(&shop);
    error.reads_as(
        "websocket_api_beside_an_http_api",
        case,
        &[(&world.orders, "orders"), (&first, "first"), (&shop, "shop")],
    );
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, first);
    project.state().is_empty();
}

fn destroy_deletes_the_mapping_and_nothing_else(case: &Case) {
    let world = World::new(case);
    let neighbour = case.aws.create_mapping(DOMAIN, &world.payments, "production", "payments");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.forget_calls();
    project.destroy().succeeds().plans(&[(ORDERS, "delete")]);
    case.aws.expect_writes(&[DeleteApiMapping]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, neighbour);
    project.state().is_empty();
}

fn destroying_what_is_already_gone_succeeds(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.delete_mapping(DOMAIN, project.state().id());
    // Without a refresh the plan still deletes it, and the service says 404.
    project.apply_with(&["-destroy", "-refresh=false"]).succeeds().plans(&[(ORDERS, "delete")]);
    project.state().is_empty();
}

fn destroying_a_mapping_whose_domain_is_gone_succeeds(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.delete_mapping(DOMAIN, project.state().id());
    case.aws.delete_domain(DOMAIN);
    project.apply_with(&["-destroy", "-refresh=false"]).succeeds().plans(&[(ORDERS, "delete")]);
    project.state().is_empty();
}

fn init_writes_a_lock_file_with_hashes(case: &Case) {
    let mut project = case.project();
    let data_dir = project.folder().join("data").display().to_string();
    std::fs::remove_file(project.folder().join(".terraform.lock.hcl")).expect("the lock file goes");
    project.env("TF_DATA_DIR", &data_dir);
    let init = project.run(&["init", "-no-color", "-input=false"]);
    assert_eq!(init.code, 0, "{}", init.text());
    let lock =
        std::fs::read_to_string(project.folder().join(".terraform.lock.hcl")).expect("a new lock file");
    assert!(lock.contains(&format!("{NAMESPACE_AND_TYPE}\"")) && lock.contains("\"h1:"), "{lock}");
}
