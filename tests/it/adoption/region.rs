//! A mapping is in a region of its own: the one that is configured, else the provider's.

use serde_json::{Value, json};

use super::edit_state;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World, quote};
use crate::harness::{Case, Project, REGION, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_mapping_is_called_in_the_region_that_it_names, needs: [CallLog]),
    scenario!(what_names_no_region_is_in_the_providers),
    scenario!(one_domain_and_key_in_two_regions_are_two_mappings),
    scenario!(another_region_replaces_the_mapping_and_the_plan_shows_it),
    scenario!(another_region_of_the_provider_loses_nothing),
    scenario!(a_state_without_a_region_takes_its_own_at_its_first_refresh),
    scenario!(a_region_that_the_state_lacks_may_be_written_down_without_a_replacement),
    scenario!(a_region_of_another_partition_is_refused),
    scenario!(a_region_that_aws_does_not_have_is_refused),
    scenario!(a_region_that_is_not_known_before_apply_is_used_at_apply),
    scenario!(an_import_id_names_the_region_at_its_end),
    scenario!(what_holds_the_key_in_another_region_is_imported_from_there),
    scenario!(a_role_is_assumed_once_for_all_regions, needs: [CallLog]),
]);

const VIRGINIA: &str = "us-east-1";

/// The orders mapping of a world, in us-east-1.
fn in_virginia(world: &World) -> Block {
    world.orders_block().set("region", &quote(VIRGINIA))
}

fn provider_in(case: &Case, project: &Project, region: &str) {
    project.provider(&case.provider_block("").replace(REGION, region));
}

#[track_caller]
fn region(project: &Project) -> Value {
    project.state().attributes()["region"].clone()
}

fn a_mapping_is_called_in_the_region_that_it_names(case: &Case) {
    let world = World::in_region(case, VIRGINIA);
    let aws = case.aws.in_region(VIRGINIA);
    let project = case.project();
    case.aws.forget_calls();
    project.main(&in_virginia(&world).hcl());
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(
        (project.state().id(), region(&project)),
        (aws.mapping(DOMAIN).api_mapping_id.as_str(), json!(VIRGINIA))
    );
    project.plan().plans_nothing();
    project.main(&in_virginia(&world).stage("test").hcl());
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    project.destroy().succeeds();
    // The region of the provider is not asked for anything.
    let calls = case.aws.local().calls();
    let others = calls.iter().filter(|call| call.operation.is_api_gateway() && call.region != VIRGINIA);
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&local_gateway::Call>::new());
    assert_eq!(aws.mappings(DOMAIN), []);
}

fn what_names_no_region_is_in_the_providers(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let written = format!("\"{REGION}\"");
    for expression in ["null", &written] {
        project.main(&world.orders_block().set("region", expression).hcl());
        assert_eq!(project.planned_values(ORDERS)["region"], json!(REGION));
    }
    project.main(&world.orders_block().hcl());
    assert_eq!(project.planned_values(ORDERS)["region"], json!(REGION));
    project.apply().succeeds();
    assert_eq!(region(&project), json!(REGION));
    // To write it down changes nothing.
    project.main(&world.orders_block().set("region", &written).hcl());
    project.plan().plans_nothing();
}

fn one_domain_and_key_in_two_regions_are_two_mappings(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, VIRGINIA));
    let project = case.project();
    let second = in_virginia(&there).hcl().replace("\"orders\" {", "\"virginia\" {");
    project.main(&(here.orders_block().hcl() + &second));
    let applied = project.apply().succeeds();
    assert!(applied.diagnostics.is_empty(), "{}", applied.text);
    let ids = [case.aws.mapping(DOMAIN), case.aws.in_region(VIRGINIA).mapping(DOMAIN)];
    assert_ne!(ids[0].api_id, ids[1].api_id);
    project.plan().plans_nothing();
}

fn another_region_replaces_the_mapping_and_the_plan_shows_it(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, VIRGINIA));
    let project = case.project();
    project.main(&here.orders_block().hcl());
    project.apply().succeeds();
    project.main(&in_virginia(&there).hcl());
    let shown = project.run(&["plan", "-no-color", "-input=false"]).stdout;
    assert!(shown.contains("must be replaced"), "{shown}");
    let line = shown.lines().find(|line| line.contains("region")).unwrap_or_default();
    assert!(
        line.contains(REGION) && line.contains(VIRGINIA) && line.contains("forces replacement"),
        "{shown}"
    );
    let applied = project.apply().succeeds().plans(&[(ORDERS, "replace")]);
    assert!(applied.diagnostics.is_empty(), "{}", applied.text);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    let state = project.state();
    assert_eq!(state.id(), case.aws.in_region(VIRGINIA).mapping(DOMAIN).api_mapping_id);
    // Since 1.12 the identity tells it too.
    if let Some(identity) = state.instances()[0].get("identity") {
        assert_eq!(identity["region"], VIRGINIA);
    }
    project.plan().plans_nothing();
}

fn another_region_of_the_provider_loses_nothing(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, VIRGINIA));
    let project = case.project();
    let written = here.orders_block().set("region", &quote(REGION));
    project.main(&written.hcl());
    project.apply().succeeds();
    provider_in(case, &project, VIRGINIA);
    // What names its region stays, and is called there.
    project.plan().plans_nothing();
    project.main(&written.stage("test").hcl());
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(case.aws.mapping(DOMAIN).stage, "test");
    // What names none follows the provider: the old one is found where it is, and deleted there.
    project.main(&there.orders_block().hcl());
    let replaced = project.apply().succeeds().plans(&[(ORDERS, "replace")]);
    assert!(replaced.drifted.is_empty(), "{}", replaced.text);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    assert_eq!(region(&project), json!(VIRGINIA));
    // And what is left is destroyed in its own region.
    provider_in(case, &project, REGION);
    project.main("");
    project.apply().succeeds().plans(&[(ORDERS, "delete")]);
    assert_eq!(case.aws.in_region(VIRGINIA).mappings(DOMAIN), []);
}

/// The orders mapping, applied, with a state from before there was the attribute.
fn without_region(case: &Case, world: &World) -> Project {
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    edit_state(&project, |instance| {
        instance["attributes"].as_object_mut().expect("attributes").remove("region");
    });
    project
}

fn a_state_without_a_region_takes_its_own_at_its_first_refresh(case: &Case) {
    let world = World::new(case);
    let project = without_region(case, &world);
    // Without a refresh it stays as it is, also through an update.
    let unrefreshed = "-refresh=false";
    project.plan_with(&[unrefreshed]).plans_nothing();
    project.main(&world.orders_block().stage("test").hcl());
    project.apply_with(&[unrefreshed]).succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(region(&project), Value::Null);
    project.plan().plans_nothing();

    let refreshed = project.plan_with(&["-refresh-only"]).succeeds();
    let drifted: Vec<_> = refreshed.drifted.iter().map(|drift| drift.address.as_str()).collect();
    assert_eq!(drifted, [ORDERS], "{}", refreshed.text);
    project.apply_with(&["-refresh-only"]).succeeds();
    assert_eq!(region(&project), json!(REGION));
    let again = project.plan_with(&["-refresh-only"]).succeeds();
    assert!(again.drifted.is_empty() && again.code == 0, "{}", again.text);

    // The region that is stored beside the state counts before the provider's.
    let project = without_region(case, &world);
    provider_in(case, &project, VIRGINIA);
    project.apply_with(&["-refresh-only"]).succeeds();
    assert_eq!(region(&project), json!(REGION));
    edit_state(&project, |instance| instance["attributes"]["region"] = Value::Null);
    project.main(&World::in_region(case, VIRGINIA).orders_block().hcl());
    project.plan_with(&[unrefreshed]).succeeds().plans(&[(ORDERS, "replace")]);
}

fn a_region_that_the_state_lacks_may_be_written_down_without_a_replacement(case: &Case) {
    let world = World::new(case);
    let project = without_region(case, &world);
    let id = project.state().id().to_owned();
    project.main(&world.orders_block().set("region", &quote(REGION)).hcl());
    case.aws.forget_calls();
    project.apply_with(&["-refresh=false"]).succeeds().plans(&[(ORDERS, "update")]);
    case.aws.expect_writes(&[]);
    assert_eq!((project.state().id(), region(&project)), (id.as_str(), json!(REGION)));
    project.plan().plans_nothing();
}

fn a_region_of_another_partition_is_refused(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    for (region, partition) in
        [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eusc-de-east-1", "aws-eusc")]
    {
        project.main(&world.orders_block().set("region", &quote(region)).hcl());
        let failed = project.plan().fails();
        let error = failed.error("Region of Another Partition").on("region").says(region).says(partition);
        error.says(REGION).reads_as(
            "region_of_another_partition",
            case,
            &[(region, "region"), (partition, "partition")],
        );
    }
    // One that is stored is not looked for with credentials of this partition, nor lost.
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    edit_state(&project, |instance| instance["attributes"]["region"] = json!("cn-north-1"));
    let before = project.state().text();
    for refused in [project.plan(), project.destroy(), project.apply_with(&["-refresh=false"])] {
        refused.fails().error("Region of Another Partition").says("cn-north-1");
    }
    assert_eq!(project.state().text(), before);
    let id = case.aws.mapping(DOMAIN).api_mapping_id;
    super::forget_state(&project);
    let failed = project.import(ORDERS, &format!("{id}/{DOMAIN}@cn-north-1")).fails();
    failed.error("Region of Another Partition").says("cn-north-1").says(REGION);
}

fn a_region_that_aws_does_not_have_is_refused(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().set("region", "\"mars-north-1\"").hcl());
    let failed = project.plan().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    assert_eq!(error.summary, "Unknown AWS Region");
    error.on("region").says("mars-north-1").says("skip_region_validation");
    // One that is newer than this provider is taken.
    project.main(&world.orders_block().set("region", "\"eu-west-9\"").hcl());
    project.plan().fails().error("API Not Found").says("eu-west-9");
}

fn a_region_that_is_not_known_before_apply_is_used_at_apply(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, VIRGINIA));
    let project = case.project();
    let made = |region: &str| format!("resource \"terraform_data\" \"made\" {{\n  input = {region:?}\n}}\n");
    let block = |world: &World| world.orders_block().set("region", "terraform_data.made.output").hcl();
    project.main(&(made(VIRGINIA) + &block(&there)));
    let planned = project.plan().succeeds();
    assert!(planned.diagnostics.is_empty(), "{}", planned.text);
    project.apply().succeeds();
    assert_eq!(case.aws.in_region(VIRGINIA).mapping(DOMAIN).api_id, there.orders);
    project.plan().plans_nothing();
    // Unknown once more, and then another one.
    project.main(&(made(REGION) + &block(&here)));
    let applied = project.apply().succeeds();
    let replaced = applied.changes.iter().find(|change| change.address == ORDERS);
    assert_eq!(replaced.map(|change| change.action.as_str()), Some("replace"), "{}", applied.text);
    assert_eq!(case.aws.in_region(VIRGINIA).mappings(DOMAIN), []);
    assert_eq!(case.aws.mapping(DOMAIN).api_id, here.orders);
    // What becomes known only at apply is refused then.
    project.destroy().succeeds();
    project.main(&(made("cn-north-1") + &block(&here)));
    project.apply().fails().error("Region of Another Partition").on("region").says("cn-north-1");
}

fn an_import_id_names_the_region_at_its_end(case: &Case) {
    World::new(case);
    let world = World::in_region(case, VIRGINIA);
    let id = case.aws.in_region(VIRGINIA).create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&in_virginia(&world).hcl());
    // Without it the mapping is looked for in the provider's region, which is said.
    let failed = project.import(ORDERS, &format!("{id}/{DOMAIN}")).fails();
    failed.error("API Mapping Not Found").says(&id).says(REGION).says(case.aws.account());
    project.import(ORDERS, &format!("{id}/{DOMAIN}@{VIRGINIA}")).succeeds();
    assert_eq!((project.state().id(), region(&project)), (id.as_str(), json!(VIRGINIA)));
    project.plan().plans_nothing();
    super::forget_state(&project);

    // Its configuration is generated with the region.
    project.main(&format!("import {{\n  to = {ORDERS}\n  id = \"{id}/{DOMAIN}@{VIRGINIA}\"\n}}\n"));
    let planned = project.plan_with(&["-generate-config-out=generated.tf"]).succeeds();
    assert_eq!(planned.imports, 1, "{}", planned.text);
    project.apply().succeeds();
    let generated = std::fs::read_to_string(project.folder().join("generated.tf")).expect("a configuration");
    assert!(generated.lines().any(|line| line.contains("region") && line.contains(VIRGINIA)), "{generated}");
    project.plan().plans_nothing();
}

fn what_holds_the_key_in_another_region_is_imported_from_there(case: &Case) {
    let world = World::in_region(case, VIRGINIA);
    let id = case.aws.in_region(VIRGINIA).create_mapping(DOMAIN, &world.payments, "production", "orders");
    let project = case.project();
    project.main(&in_virginia(&world).hcl());
    let failed = project.plan().fails();
    let import = format!("id = \"{id}/{DOMAIN}@{VIRGINIA}\"");
    failed.error("API Mapping Key Already Taken").on("api_mapping_key").says(&import);
    project.main(&(in_virginia(&world).hcl() + &format!("import {{\n  to = {ORDERS}\n  {import}\n}}\n")));
    project.apply().succeeds();
    project.plan().plans_nothing();
    assert_eq!(project.state().id(), id);
}

fn a_role_is_assumed_once_for_all_regions(case: &Case) {
    let regions = [REGION, VIRGINIA, "ap-south-1"];
    let role = "assume_role {\n    role_arn = \"arn:aws:iam::123456789012:role/deployer\"\n  }";
    let project = case.project();
    project.provider(&case.provider_block(role));
    let blocks = regions.map(|region| {
        let world = World::in_region(case, region);
        let label = format!("\"{region}\" {{");
        world.orders_block().set("region", &quote(region)).hcl().replace("\"orders\" {", &label)
    });
    project.main(&blocks.concat());
    case.aws.forget_calls();
    let planned = project.plan().succeeds();
    assert_eq!(planned.changes.len(), regions.len(), "{}", planned.text);
    let count = |operation| case.aws.local().count(operation);
    assert_eq!(count(local_gateway::Operation::AssumeRole), 1);
    assert_eq!(count(local_gateway::Operation::GetCallerIdentity), 1);
}
