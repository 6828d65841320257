//! `moved` adopts what hashicorp/aws manages, and changes nothing.

use apigatewayv2::address::SOURCE_ADDRESS;
use serde_json::json;

use super::{edit_states, forget_state, hashicorp_aws};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::install::HOSTS;
use crate::harness::{Case, Project, REGION, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(the_state_of_hashicorp_aws_is_taken_over_without_a_change, needs: [MovedTypes]),
    scenario!(the_root_moves_whether_its_key_was_null_or_empty, needs: [MovedTypes]),
    scenario!(all_instances_of_a_resource_move_into_a_module_together, needs: [MovedTypes]),
    scenario!(hashicorp_aws_is_known_from_whichever_registry, needs: [MovedTypes]),
    scenario!(hashicorp_aws_is_known_by_the_name_that_opentofu_gives_it, needs: [MovedTypes]),
    scenario!(a_mapping_that_is_gone_is_planned_to_be_created_after_the_move, needs: [MovedTypes]),
    scenario!(a_configuration_with_regions_plans_clean_after_search_and_replace, needs: [MovedTypes]),
    scenario!(a_mapping_of_another_region_keeps_its_own_until_another_is_wanted, needs: [MovedTypes]),
    scenario!(a_mapping_moves_to_a_provider_of_its_own_region, needs: [MovedTypes]),
    scenario!(a_mapping_of_another_region_that_no_state_tells_is_not_made_twice, needs: [MovedTypes]),
    scenario!(another_type_is_refused_with_the_types_that_are_supported, needs: [MoveSource]),
    scenario!(the_same_type_of_another_provider_is_refused, needs: [MoveSource]),
    scenario!(a_state_without_an_id_or_a_domain_is_refused, needs: [MovedTypes]),
]);

const VIRGINIA: &str = "us-east-1";

const AWS_ORDERS: &str = "aws_apigatewayv2_api_mapping.orders";

/// README has it as well.
pub(crate) const MOVED: &str = r#"
moved {
  from = aws_apigatewayv2_api_mapping.orders
  to   = apigatewayv2_api_mapping.orders
}
"#;

fn the_state_of_hashicorp_aws_is_taken_over_without_a_change(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let other = case.aws.create_mapping(DOMAIN, &world.payments, "production", "payments");
    let payments =
        hashicorp_aws::block("payments", &world.payments, &other, "api_mapping_key = \"payments\"");
    for region in ["", "region = \"eu-west-1\""] {
        let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
        let orders = hashicorp_aws::block(
            "orders",
            &world.orders,
            &id,
            &format!("api_mapping_key = \"orders\"\n{region}"),
        );
        project.main(&format!("{orders}{payments}"));
        project.apply().succeeds();

        // One of the two moves, the other stays where it is.
        project.main(&format!("{}{payments}{MOVED}", world.orders_block().hcl()));
        case.aws.forget_calls();
        let shown = project.run(&["plan", "-no-color", "-input=false"]).stdout;
        assert!(shown.contains("has moved to apigatewayv2_api_mapping.orders"), "{shown}");
        assert!(!shown.contains("changed outside of Terraform"), "{shown}");
        project.apply().succeeds().plans(&[(ORDERS, "move")]);
        case.aws.expect_writes(&[]);
        project.plan().plans_nothing();

        let state = project.state();
        let taken_over = state.attributes();
        for (name, value) in [
            ("id", id.as_str()),
            ("api_mapping_id", &id),
            ("domain_name", DOMAIN),
            ("api_id", &world.orders),
            ("stage", "production"),
            ("api_mapping_key", "orders"),
            ("url", "wss://api.example.com/orders"),
            ("region", REGION),
        ] {
            assert_eq!(taken_over[name], value, "{name}");
        }
        assert!(!state.text().contains(AWS_ORDERS));
        // Since 1.12 with the identity that it did not have before.
        if let Some(identity) = state.instances()[0].get("identity") {
            assert_eq!(
                identity,
                &json!({"domain_name": DOMAIN, "api_mapping_id": id, "region": REGION, "account_id": case.aws.account()})
            );
        }

        // The block has done its work.
        project.main(&format!("{}{payments}", world.orders_block().hcl()));
        project.plan().plans_nothing();
        forget_state(&project);
    }
}

fn the_root_moves_whether_its_key_was_null_or_empty(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    for (theirs, ours) in
        [("", None), ("api_mapping_key = \"\"", None), ("", Some("")), ("api_mapping_key = \"\"", Some(""))]
    {
        let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
        project.main(&hashicorp_aws::block("orders", &world.orders, &id, theirs));
        project.apply().succeeds();
        let block = world.orders_block().no_key();
        let block = ours.iter().fold(block, |block, key| block.key(key));
        project.main(&(block.hcl() + MOVED));
        project.apply().succeeds().plans(&[(ORDERS, "move")]);
        project.plan().plans_nothing();
        assert_eq!(project.state().id(), id);
        forget_state(&project);
    }
}

fn all_instances_of_a_resource_move_into_a_module_together(case: &Case) {
    let world = World::new(case);
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    let ids = ["", "orders", "orders.v2"]
        .map(|key| (key, case.aws.create_mapping(DOMAIN, &world.orders, "production", key)));
    let ids: Vec<String> = ids.iter().map(|(key, id)| format!("{key:?} = {id:?}")).collect();
    let ids = format!("{{ {} }}", ids.join(", "));
    let mapping = format!(
        "domain_name = {DOMAIN:?}\napi_id = {:?}\nstage = \"production\"\napi_mapping_key = each.key\n",
        world.orders
    );
    project.main(&format!(
        "resource \"aws_apigatewayv2_api_mapping\" \"all\" {{\nfor_each = {ids}\nid = each.value\n{mapping}}}\n"
    ));
    project.apply().succeeds();

    project.file(
        "mappings/main.tf",
        &format!(
            "{}resource \"apigatewayv2_api_mapping\" \"all\" {{\nfor_each = toset([\"\", \"orders\", \"orders.v2\"])\n{mapping}}}\n",
            hashicorp_aws::required(&[("apigatewayv2", SOURCE_ADDRESS)])
        ),
    );
    project.main(
        "module \"mappings\" {\n  source = \"./mappings\"\n}\n\
         moved {\n  from = aws_apigatewayv2_api_mapping.all\n  to = module.mappings.apigatewayv2_api_mapping.all\n}\n",
    );
    hashicorp_aws::init(&project);
    case.aws.forget_calls();
    let moved = project.apply().succeeds();
    let planned: Vec<_> = moved.changes.iter().map(|change| change.action.as_str()).collect();
    assert_eq!(planned, ["move"; 3], "{}", moved.text);
    case.aws.expect_writes(&[]);
    project.plan().plans_nothing();
    assert_eq!(project.state().instances().len(), 3);
}

fn hashicorp_aws_is_known_from_whichever_registry(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    for host in HOSTS.iter().chain(&["registry.example.com"]) {
        moves_from(case, &world, &id, &format!("{host}/hashicorp/aws"));
    }
}

fn hashicorp_aws_is_known_by_the_name_that_opentofu_gives_it(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    for source in ["opentofu/aws", "registry.opentofu.org/opentofu/aws"] {
        moves_from(case, &world, &id, source);
    }
}

/// Installs the stand-in as `source`, and takes a mapping over from it.
#[track_caller]
fn moves_from(case: &Case, world: &World, id: &str, source: &str) {
    let project = hashicorp_aws::installed_as(case, source);
    project.main(&hashicorp_aws::block("orders", &world.orders, id, "api_mapping_key = \"orders\""));
    project.apply().succeeds();
    project.main(&(world.orders_block().hcl() + MOVED));
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    assert_eq!(project.state().id(), id, "{source}");
    project.plan().plans_nothing();
    forget_state(&project);
}

fn a_mapping_that_is_gone_is_planned_to_be_created_after_the_move(case: &Case) {
    let world = World::new(case);
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    project.main(&hashicorp_aws::block("orders", &world.orders, "gone99", "api_mapping_key = \"orders\""));
    project.apply().succeeds();
    project.main(&(world.orders_block().hcl() + MOVED));
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    project.plan().plans_nothing();
}

/// The orders mapping in us-east-1, as version 6 of hashicorp/aws has it in its state.
fn of_version_6_in_virginia(case: &Case) -> (World, String, Project) {
    let world = World::in_region(case, VIRGINIA);
    let id = case.aws.in_region(VIRGINIA).create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    let more = format!("api_mapping_key = \"orders\"\nregion = {VIRGINIA:?}");
    project.main(&hashicorp_aws::block("orders", &world.orders, &id, &more));
    project.apply().succeeds();
    (world, id, project)
}

fn a_configuration_with_regions_plans_clean_after_search_and_replace(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, VIRGINIA));
    let virginia = case.aws.in_region(VIRGINIA);
    let in_virginia = format!("region = {VIRGINIA:?}");
    let mut theirs = String::new();
    for (label, world, aws, region) in [
        ("orders", &here, &*case.aws, ""),
        ("written", &here, &*case.aws, "region = \"eu-west-1\""),
        ("virginia", &there, &virginia, in_virginia.as_str()),
    ] {
        let id = aws.create_mapping(DOMAIN, &world.orders, "production", label);
        let more = format!("api_mapping_key = {label:?}\n{region}");
        theirs += &hashicorp_aws::block(label, &world.orders, &id, &more);
    }
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    project.main(&theirs);
    project.apply().succeeds();
    // What is left out is the provider's region, which version 6 stores.
    edit_states(&project, |attributes| {
        if attributes["region"].is_null() {
            attributes.insert("region".to_owned(), json!(REGION));
        }
    });

    // The id, which the stand-in has to be told, is no argument of the real one.
    let ours = theirs.lines().filter(|line| !line.trim_start().starts_with("id =")).collect::<Vec<_>>();
    let ours = ours.join("\n").replace("aws_apigatewayv2", "apigatewayv2");
    let moves = ["orders", "written", "virginia"].map(|label| {
        let to = format!("apigatewayv2_api_mapping.{label}");
        format!("moved {{\n  from = aws_{to}\n  to = {to}\n}}\n")
    });
    project.main(&format!("{ours}\n{}", moves.concat()));
    case.aws.forget_calls();
    let moved = project.apply().succeeds();
    let planned: Vec<_> = moved.changes.iter().map(|change| change.action.as_str()).collect();
    assert_eq!(planned, ["move"; 3], "{}", moved.text);
    assert!(moved.diagnostics.is_empty(), "{}", moved.text);
    case.aws.expect_writes(&[]);
    project.plan().plans_nothing();
}

fn a_mapping_of_another_region_keeps_its_own_until_another_is_wanted(case: &Case) {
    let (world, id, project) = of_version_6_in_virginia(case);
    // It is found where it is, and what is configured is the provider's region.
    project.main(&(World::new(case).orders_block().hcl() + MOVED));
    let planned = project.plan().succeeds().plans(&[(ORDERS, "replace")]);
    assert!(planned.drifted.iter().all(|drift| drift.action != "delete"), "{}", planned.text);

    project.main(&(world.orders_block().set("region", &format!("{VIRGINIA:?}")).hcl() + MOVED));
    case.aws.forget_calls();
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    case.aws.expect_writes(&[]);
    let state = project.state();
    assert_eq!((state.id(), &state.attributes()["region"]), (id.as_str(), &json!(VIRGINIA)));
    project.plan().plans_nothing();
}

fn a_mapping_moves_to_a_provider_of_its_own_region(case: &Case) {
    let (world, id, project) = of_version_6_in_virginia(case);
    let virginia = case.provider_block("alias = \"virginia\"").replace("eu-west-1", VIRGINIA);
    let block = world.orders_block().set("provider", "apigatewayv2.virginia");
    project.main(&(virginia + &block.hcl() + MOVED));
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    assert_eq!(project.state().id(), id);
    project.plan().plans_nothing();
    // Its own region makes the second provider block superfluous.
    project.main(&world.orders_block().set("region", &format!("{VIRGINIA:?}")).hcl());
    project.plan().plans_nothing();
}

fn a_mapping_of_another_region_that_no_state_tells_is_not_made_twice(case: &Case) {
    World::new(case);
    let world = World::in_region(case, VIRGINIA);
    let id = case.aws.in_region(VIRGINIA).create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    // As version 5 has it in its state: without a region.
    project.main(&hashicorp_aws::block("orders", &world.orders, &id, "api_mapping_key = \"orders\""));
    project.apply().succeeds();
    project.main(&(world.orders_block().set("region", &format!("{VIRGINIA:?}")).hcl() + MOVED));
    case.aws.forget_calls();
    for refused in [project.plan(), project.apply()] {
        let failed = refused.fails();
        failed.error("API Mapping of Another Region").says(&format!("API {}", world.orders));
    }
    case.aws.expect_writes(&[]);
    assert_eq!(case.aws.in_region(VIRGINIA).mapping(DOMAIN).api_mapping_id, id);
}

fn another_type_is_refused_with_the_types_that_are_supported(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main("resource \"terraform_data\" \"orders\" {}\n");
    project.apply().succeeds();
    let from_data = MOVED.replace(AWS_ORDERS, "terraform_data.orders");
    project.main(&(world.orders_block().hcl() + &from_data));
    let failed = project.plan().fails();
    let error = failed.error("Unsupported Move").says("terraform.io/builtin/terraform");
    error.says("aws_apigatewayv2_api_mapping").says("`removed`").says("`destroy = false`").says("`import`");
    error.reads_as("move_from_another_type", case, &[]);
}

fn the_same_type_of_another_provider_is_refused(case: &Case) {
    let world = World::new(case);
    let project = hashicorp_aws::installed_as(case, "acme/aws");
    project.main(&hashicorp_aws::block("orders", &world.orders, "m1", "api_mapping_key = \"orders\""));
    project.apply().succeeds();
    project.main(&(world.orders_block().hcl() + MOVED));
    let failed = project.plan().fails();
    let error = failed.error("Unsupported Move").says(&format!("{}/acme/aws", case.registry()));
    error.reads_as("move_from_another_provider", case, &[(case.registry(), "registry")]);
}

fn a_state_without_an_id_or_a_domain_is_refused(case: &Case) {
    let world = World::new(case);
    for (name, id, domain) in [("id", "", DOMAIN), ("domain_name", "m1", "")] {
        let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
        let theirs = hashicorp_aws::block("orders", &world.orders, id, "api_mapping_key = \"orders\"");
        project.main(&theirs.replace(DOMAIN, domain));
        project.apply().succeeds();
        project.main(&(world.orders_block().hcl() + MOVED));
        let failed = project.plan().fails();
        let error = failed.error("Incomplete State of hashicorp/aws").says(name);
        error.reads_as("move_of_an_incomplete_state", case, &[(name, "attribute")]);
        forget_state(&project);
    }
}
