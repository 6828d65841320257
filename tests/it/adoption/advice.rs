//! What messages tell their readers to do, done from where the message is shown.

use local_gateway::Identity;

use super::edit_state;
use super::query::query;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::adoption::{in_domain, list};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_mapping_made_anew_by_hand_is_taken_over_as_the_plan_says).on_every_core(),
    scenario!(a_mapping_that_holds_the_key_is_imported_as_the_plan_says),
    scenario!(a_name_that_refers_to_an_id_is_no_warning_any_more, needs: [ServiceRules]),
    scenario!(the_id_of_a_stage_resource_becomes_its_name, needs: [ServiceRules]),
    scenario!(placeholders_are_planned_with_the_setting_that_the_error_names),
    scenario!(a_mapping_of_another_account_is_forgotten_by_a_removed_block, needs: [Removed, OutOfBand])
        .on_every_core(),
    scenario!(a_state_without_an_id_is_forgotten_and_imported, needs: [Removed]).on_every_core(),
    scenario!(a_mapping_without_a_stage_is_left_out_and_imported_with_one, needs: [OutOfBand, Query]),
];

fn import_block(id: &str) -> String {
    format!("import {{\n  to = {ORDERS}\n  id = \"{id}/{DOMAIN}\"\n}}\n")
}

/// A mapping of `orders`, applied.
fn applied(case: &Case, world: &World) -> Project {
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project
}

const REMOVED: &str =
    "removed {\n  from = apigatewayv2_api_mapping.orders\n  lifecycle {\n    destroy = false\n  }\n}\n";

fn a_mapping_made_anew_by_hand_is_taken_over_as_the_plan_says(case: &Case) {
    let world = World::new(case);
    for api in [&world.orders, &world.payments] {
        let project = applied(case, &world);
        let old = project.state().id().to_owned();
        case.aws.delete_mapping(DOMAIN, &old);
        let new = case.aws.create_mapping(DOMAIN, api, "production", "orders");
        let failed = project.plan().fails();
        let error = failed.error("API Mapping Made Anew Outside Terraform").on("api_mapping_key");
        error.says(&format!("id = \"{new}/{DOMAIN}\"")).says("-refresh-only");
        error.reads_as("key_of_a_mapping_made_anew", case, &[(&new, "new"), (&old, "old"), (api, "api")]);
        project.apply_with(&["-refresh-only"]).succeeds();
        project.main(&(world.orders_block().hcl() + &import_block(&new)));
        project.apply().succeeds();
        project.main(&world.orders_block().hcl());
        project.plan().plans_nothing();
        assert_eq!(project.state().id(), new);
        project.destroy().succeeds();
        super::forget_state(&project);
    }
}

fn a_mapping_that_holds_the_key_is_imported_as_the_plan_says(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.payments, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.plan().fails().error("API Mapping Key Already Taken").says(&format!("id = \"{id}/{DOMAIN}\""));
    project.main(&(world.orders_block().hcl() + &import_block(&id)));
    project.apply().succeeds();
    project.plan().plans_nothing();
    assert_eq!(case.aws.mapping(DOMAIN).api_id, world.orders);
}

fn a_name_that_refers_to_an_id_is_no_warning_any_more(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    // An output is unknown until its object exists, as the `id` of a stage or domain name is.
    let made = "resource \"terraform_data\" \"made\" {\n  input = \"soon\"\n}\n";
    for (attribute, known, summary) in [
        ("stage", "soon", "Stage Does Not Exist Yet"),
        ("domain_name", "soon.example.com", "Domain Name Does Not Exist Yet"),
    ] {
        let input = format!("{known:?}");
        project.main(
            &(made.replace("\"soon\"", &input)
                + &world.orders_block().set(attribute, "terraform_data.made.input").hcl()),
        );
        project.plan().succeeds().warning(summary).says("`id` of its resource");
        project.main(
            &(made.replace("\"soon\"", &input)
                + &world.orders_block().set(attribute, "terraform_data.made.output").hcl()),
        );
        let planned = project.plan().succeeds();
        assert!(planned.diagnostics.is_empty(), "{}", planned.text);
    }
}

fn the_id_of_a_stage_resource_becomes_its_name(case: &Case) {
    case.aws.create_domain(DOMAIN);
    let api = case.aws.create_rest_api("shop", &["production"]);
    let block = Block::new("orders").domain(DOMAIN).api(&api).key("orders");
    let stage = format!("ags-{api}-production");
    let project = case.project();
    project.main(&block.clone().stage(&stage).hcl());
    let refused = project.plan().fails();
    let error =
        refused.error("Stage Is a Resource ID").on("stage").says("`stage_name`").says("\"production\"");
    error.reads_as("id_of_a_stage_resource", case, &[(&api, "api")]);
    // Known only when the stage exists.
    let made = format!("resource \"terraform_data\" \"made\" {{\n  input = {stage:?}\n}}\n");
    project.main(&(made + &block.clone().set("stage", "terraform_data.made.output").hcl()));
    project.apply().fails().error("Stage Is a Resource ID").on("stage");
    case.aws.expect_writes(&[]);
    project.main(&block.stage("production").hcl());
    project.apply().succeeds();
}

fn placeholders_are_planned_with_the_setting_that_the_error_names(case: &Case) {
    let project = case.project();
    project.main(
        &Block::new("orders").domain("mock.example.com").api("mock1234").stage("mock").key("orders").hcl(),
    );
    let failed = project.plan().fails();
    failed.error("API Not Found").says("set api_missing = \"warning\" in `findings` of the provider block");
    project.provider(&case.provider_block("findings = { api_missing = \"warning\" }"));
    project.plan().succeeds().plans(&[(ORDERS, "create")]);
}

fn a_mapping_of_another_account_is_forgotten_by_a_removed_block(case: &Case) {
    let world = World::new(case);
    let project = applied(case, &world);
    let mapping = case.aws.mapping(DOMAIN);
    let other = Identity::user("210987654321");
    case.aws.local().world(|world| world.put_identity(case.aws.account(), other));
    let error = "Resource Belongs to Another Account";
    project.plan().fails().error(error).says("`removed` block with `destroy = false`");
    project.main(REMOVED);
    project.apply().succeeds();
    project.state().is_empty();
    assert_eq!(case.aws.mapping(DOMAIN), mapping);
}

fn a_state_without_an_id_is_forgotten_and_imported(case: &Case) {
    let world = World::new(case);
    let project = applied(case, &world);
    let id = project.state().id().to_owned();
    edit_state(&project, |instance| instance["attributes"]["id"] = "".into());
    let failed = project.plan().fails();
    failed.error("Incomplete State").says("`removed` block with `destroy = false`");
    project.main(REMOVED);
    project.apply().succeeds();
    project.main(&(world.orders_block().hcl() + &import_block(&id)));
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_mapping_without_a_stage_is_left_out_and_imported_with_one(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "shop");
    let id = case.aws.local().world(|account| account.put_mapping(DOMAIN, "orders", &world.orders, ""));
    let project = case.project();
    let found = query(&project, &list(&in_domain(DOMAIN))).succeeds();
    assert_eq!(found.names(), ["api.example.com/shop"]);
    let warning = found.outcome.warning("API Mappings Without a Stage Left Out of the List");
    warning.says(&format!("{id}/{DOMAIN}")).reads_as("list_without_stageless_mappings", case, &[(&id, "id")]);
    std::fs::remove_file(project.folder().join("mappings.tfquery.hcl")).expect("a query");
    project.main(&(world.orders_block().hcl() + &import_block(&id)));
    project.apply().succeeds();
    project.plan().plans_nothing();
    let stages: Vec<_> = case.aws.mappings(DOMAIN).into_iter().map(|mapping| mapping.stage).collect();
    assert_eq!(stages, ["production", "production"]);
}
