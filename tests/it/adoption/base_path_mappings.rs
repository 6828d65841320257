//! `moved` adopts base path mappings, which are API mappings under the name that version 1
//! of the service has for them. Their state has the path, and not the id of the mapping.

use std::time::Duration;

use local_gateway::{EndpointType, Fault, Operation, SecurityPolicy};
use serde_json::{Value, json};

use super::hashicorp_aws::{self, block_of};
use super::{edit_states, forget_state};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Diagnostic, Page, Project, REGION, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_base_path_mapping_is_taken_over_without_a_change, needs: [MovedTypes]),
    scenario!(the_root_is_taken_over_however_it_was_written, needs: [MovedTypes]),
    scenario!(all_base_path_mappings_of_a_resource_move_together, needs: [MovedTypes]),
    scenario!(without_a_read_the_plan_finds_the_mapping_and_a_change_is_one_update, needs: [MovedTypes]),
    scenario!(without_a_read_a_destroy_deletes_the_mapping, needs: [MovedTypes]),
    scenario!(one_that_is_gone_is_planned_to_be_created, needs: [MovedTypes]),
    scenario!(without_a_read_one_that_is_gone_is_an_error_or_deleted_already, needs: [MovedTypes]),
    scenario!(one_of_many_that_are_refused_says_why, needs: [MovedTypes, Faults]),
    scenario!(what_is_created_at_its_path_in_the_same_run_is_not_deleted_for_it, needs: [MovedTypes, Faults]),
    scenario!(a_refusal_or_a_failure_is_not_taken_for_absence, needs: [MovedTypes, Faults]),
    scenario!(absence_from_one_listing_is_not_believed, needs: [MovedTypes, Faults]),
    scenario!(one_of_a_private_domain_name_is_refused_without_a_call, needs: [MovedTypes, CallLog]),
    scenario!(a_domain_name_of_version_1_alone_has_to_change_first, needs: [MovedTypes, OutOfBand]),
    scenario!(one_without_a_stage_is_told_what_its_callers_will_see, needs: [MovedTypes, OutOfBand]),
    scenario!(a_state_without_domain_or_api_is_refused, needs: [MovedTypes]),
]);

pub(super) const THEIRS: &str = "aws_api_gateway_base_path_mapping";

pub(super) const MOVED: &str = r"
moved {
  from = aws_api_gateway_base_path_mapping.orders
  to   = apigatewayv2_api_mapping.orders
}
";

/// What Terraform looks up nothing for before it plans.
pub(super) const WITHOUT_A_READ: &str = "-refresh=false";

/// The resource as users of hashicorp/aws write it, but for the id.
fn theirs(api: &str, path: &str, more: &str) -> String {
    let id = format!("{DOMAIN}/{path}");
    let lines = format!("base_path = {path:?}\nstage_name = \"production\"\n{more}");
    block_of(THEIRS, "orders", api, &id, &lines)
}

/// A project whose state has the orders API at a path, with these lines in its block.
pub(super) fn managed_by_theirs(case: &Case, world: &World, path: &str, more: &str) -> Project {
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    project.main(&theirs(&world.orders, path, more));
    project.apply().succeeds();
    project
}

/// The same with the mapping that it describes, and the configuration that moves it.
fn about_to_move(case: &Case) -> (World, String, Project) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = managed_by_theirs(case, &world, "orders", "");
    project.main(&(world.orders_block().hcl() + MOVED));
    case.aws.forget_calls();
    (world, id, project)
}

fn a_base_path_mapping_is_taken_over_without_a_change(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    for region in ["", "region = \"eu-west-1\""] {
        let project = managed_by_theirs(case, &world, "orders", region);
        project.main(&(world.orders_block().hcl() + MOVED));
        case.aws.forget_calls();
        let shown = project.run(&["plan", "-no-color", "-input=false"]).stdout;
        assert!(shown.contains("has moved to apigatewayv2_api_mapping.orders"), "{shown}");
        assert!(!shown.contains("changed outside of Terraform"), "{shown}");
        let moved = project.apply().succeeds().plans(&[(ORDERS, "move")]);
        assert!(moved.diagnostics.is_empty(), "{}", moved.text);
        case.aws.expect_writes(&[]);
        project.plan().plans_nothing();

        let state = project.state();
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
            assert_eq!(state.attributes()[name], value, "{name}");
        }
        assert!(!state.text().contains(THEIRS));
        // Since 1.12 with the identity.
        if let Some(identity) = state.instances()[0].get("identity") {
            assert_eq!(
                identity,
                &json!({"domain_name": DOMAIN, "api_mapping_id": id, "region": REGION, "account_id": case.aws.account()})
            );
        }
        project.main(&world.orders_block().hcl());
        project.plan().plans_nothing();
        forget_state(&project);
    }
}

fn the_root_is_taken_over_however_it_was_written(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    for stored in [json!(""), json!("(none)"), Value::Null] {
        let project = managed_by_theirs(case, &world, "", "");
        edit_states(&project, |attributes| drop(attributes.insert("base_path".to_owned(), stored.clone())));
        project.main(&(world.orders_block().no_key().hcl() + MOVED));
        project.apply().succeeds().plans(&[(ORDERS, "move")]);
        assert_eq!(project.state().id(), id, "{stored}");
        project.plan().plans_nothing();
        forget_state(&project);
    }
}

fn all_base_path_mappings_of_a_resource_move_together(case: &Case) {
    let world = World::new(case);
    let keys = ["", "orders", "orders.v2"];
    let ids = keys.map(|key| case.aws.create_mapping(DOMAIN, &world.orders, "production", key));
    let set = format!("for_each = toset({keys:?})");
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    let lines = format!("{set}\nbase_path = each.key\nstage_name = \"production\"");
    project.main(&block_of(THEIRS, "orders", &world.orders, DOMAIN, &lines));
    project.apply().succeeds();

    let block = world.orders_block().set("api_mapping_key", "each.key").with(&format!("{set}\n"));
    project.main(&(block.hcl() + MOVED));
    case.aws.forget_calls();
    let moved = project.apply().succeeds();
    let planned: Vec<_> = moved.changes.iter().map(|change| change.action.as_str()).collect();
    assert_eq!(planned, ["move"; 3], "{}", moved.text);
    case.aws.expect_writes(&[]);
    let state = project.state();
    for (key, id) in keys.iter().zip(&ids) {
        let instances = state.instances();
        let instance = instances.iter().find(|instance| instance["index_key"] == *key).expect("an instance");
        assert_eq!(&instance["attributes"]["id"], id.as_str(), "{key:?}");
    }
    project.plan().plans_nothing();
}

fn without_a_read_the_plan_finds_the_mapping_and_a_change_is_one_update(case: &Case) {
    let (world, id, project) = about_to_move(case);
    // What is new in the state is the id.
    let planned = project.run(&["plan", "-input=false", "-no-color", WITHOUT_A_READ, "-out=plan"]);
    assert_eq!(planned.code, 0, "{}", planned.text());
    let shown = project.json(&["show", "-json", "plan"]);
    let change = &shown["resource_changes"][0]["change"];
    assert_eq!((&change["actions"], &change["after"]["id"]), (&json!(["update"]), &json!(id)));
    project.apply_with(&["plan"]).succeeds();
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().id(), id);
    project.plan().plans_nothing();

    forget_state(&project);
    project.main(&theirs(&world.orders, "orders", ""));
    project.apply().succeeds();
    project.main(&(world.orders_block().stage("test").key("shop").hcl() + MOVED));
    case.aws.forget_calls();
    project.apply_with(&[WITHOUT_A_READ]).succeeds().plans(&[(ORDERS, "update")]);
    case.aws.expect_writes(&[Operation::UpdateApiMapping]);
    let mapping = case.aws.mapping(DOMAIN);
    assert_eq!((mapping.api_mapping_id, mapping.api_mapping_key.as_str()), (id, "shop"));
    project.plan().plans_nothing();
}

fn without_a_read_a_destroy_deletes_the_mapping(case: &Case) {
    let (world, _, project) = about_to_move(case);
    let other = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders.v2");
    case.aws.forget_calls();
    project.apply_with(&["-destroy", WITHOUT_A_READ]).succeeds();
    case.aws.expect_writes(&[Operation::DeleteApiMapping]);
    project.state().is_empty();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, other);
}

fn one_that_is_gone_is_planned_to_be_created(case: &Case) {
    let (_, id, project) = about_to_move(case);
    case.aws.delete_mapping(DOMAIN, &id);
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    project.plan().plans_nothing();
}

fn without_a_read_one_that_is_gone_is_an_error_or_deleted_already(case: &Case) {
    let (_, id, project) = about_to_move(case);
    case.aws.delete_mapping(DOMAIN, &id);
    case.aws.forget_calls();
    let failed = project.apply_with(&[WITHOUT_A_READ]).fails();
    failed.error("API Mapping Is Gone").says("key \"orders\"").reads_as("moved_mapping_is_gone", case, &[]);
    project.apply_with(&["-destroy", WITHOUT_A_READ]).succeeds();
    case.aws.expect_writes(&[]);
    project.state().is_empty();
}

fn one_of_many_that_are_refused_says_why(case: &Case) {
    let world = World::new(case);
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    let set = "for_each = toset([\"orders\", \"payments\", \"shop\"])";
    let lines = format!("{set}\nbase_path = each.key\nstage_name = \"production\"");
    project.main(&block_of(THEIRS, "orders", &world.orders, DOMAIN, &lines));
    project.apply().succeeds();
    let block = world.orders_block().set("api_mapping_key", "each.key").with(&format!("{set}\n"));
    project.main(&(block.hcl() + MOVED));
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    for options in [&[][..], &[WITHOUT_A_READ]] {
        let failed = project.plan_with(options).fails();
        let says_why = |error: &&&Diagnostic| error.detail.contains("Add apigateway:GET");
        assert_eq!(failed.errors().iter().filter(says_why).count(), 1, "{}", failed.text);
        assert!(failed.errors().iter().all(|error| error.summary == "Could Not Read API Mapping"));
        if options.contains(&WITHOUT_A_READ) {
            // Terraform 1.15 does not come to all of them any more.
            let in_short = |error: &&&Diagnostic| error.detail.contains("another error of this run");
            let others = failed.errors().len() - 1;
            assert!(others > 0, "{}", failed.text);
            assert_eq!(failed.errors().iter().filter(in_short).count(), others, "{}", failed.text);
        }
    }
}

fn what_is_created_at_its_path_in_the_same_run_is_not_deleted_for_it(case: &Case) {
    let (world, id, project) = about_to_move(case);
    case.aws.delete_mapping(DOMAIN, &id);
    let new = world.orders_block().hcl().replace("\"orders\" {", "\"new\" {");
    let old = world.orders_block().set("count", "0").hcl();
    let moved = MOVED.replace("= apigatewayv2_api_mapping.orders", "= apigatewayv2_api_mapping.orders[0]");
    project.main(&[new.as_str(), &old, &moved].concat());
    // A second look for the old one finds the new one.
    let slow = Fault::on(Operation::GetApiMappings).delay(Duration::from_millis(300));
    case.aws.local().inject(slow);
    case.aws.forget_calls();
    project.apply_with(&[WITHOUT_A_READ]).succeeds();
    case.aws.expect_writes(&[Operation::CreateApiMapping]);
    case.aws.local().clear_faults();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, project.state().id());
    project.main(&new);
    project.plan().plans_nothing();
}

fn a_refusal_or_a_failure_is_not_taken_for_absence(case: &Case) {
    let (_, id, project) = about_to_move(case);
    project.provider(&case.provider_block("max_retries = 1"));
    let listing = || Fault::on(Operation::GetApiMappings);
    let faults = [
        ("denied", listing().deny()),
        ("failed inside the service", listing().status(500)),
        ("not by API Gateway", listing().not_json(404)),
    ];
    let mut shown = Vec::new();
    for (name, fault) in faults {
        case.aws.local().inject(fault);
        // The last one keeps what it has moved, and nothing more.
        for options in [&[][..], &[WITHOUT_A_READ], &["-destroy"], &["-destroy", WITHOUT_A_READ]] {
            let failed = project.apply_with(options).fails();
            failed.error("Could Not Read API Mapping").says("key \"orders\"");
            if options.is_empty() {
                shown.push((name, failed));
            }
        }
        case.aws.local().clear_faults();
        assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
        assert_eq!(project.state().instances().len(), 1, "{name}");
    }
    case.aws.expect_writes(&[]);
    let mut page = Page::new("moved_mapping_not_looked_up");
    shown.iter().for_each(|(name, failed)| page.add(name, failed.error("Could Not Read API Mapping")));
    page.reads_as_golden(case, &[]);
    project.apply().succeeds();
    assert_eq!(project.state().id(), id);
    project.plan().plans_nothing();
}

fn absence_from_one_listing_is_not_believed(case: &Case) {
    let (_, id, project) = about_to_move(case);
    for options in [&[][..], &["-destroy", WITHOUT_A_READ]] {
        // A listing that does not have it yet.
        let empty = Fault::on(Operation::GetApiMappings).body(200, "{\"items\":[]}").once();
        case.aws.local().inject(empty);
        if options.is_empty() {
            project.plan().succeeds().plans(&[(ORDERS, "move")]);
            case.aws.local().clear_faults();
        } else {
            project.apply_with(options).succeeds();
            assert_eq!(case.aws.mappings(DOMAIN), [], "{id} is deleted");
        }
    }
}

fn one_of_a_private_domain_name_is_refused_without_a_call(case: &Case) {
    let world = World::new(case);
    let project = managed_by_theirs(case, &world, "orders", "domain_name_id = \"abcde12345\"");
    let before = project.state().text();
    project.main(&(world.orders_block().hcl() + MOVED));
    case.aws.forget_calls();
    let failed = project.apply().fails();
    let error = failed.error("Private Custom Domain Name").says("abcde12345").says(THEIRS);
    error.reads_as("move_of_a_private_domain", case, &[]);
    // Beside STS, which is asked who calls as soon as the provider is configured.
    assert_eq!(case.aws.local().count_where(|call| call.operation.is_api_gateway()), 0);
    assert_eq!(project.state().text(), before);
}

fn a_domain_name_of_version_1_alone_has_to_change_first(case: &Case) {
    let (_, id, project) = about_to_move(case);
    let refused = [
        ("edge-optimised", EndpointType::Edge, SecurityPolicy::Tls12),
        ("TLS 1.0", EndpointType::Regional, SecurityPolicy::Tls10),
    ]
    .map(|(name, endpoint, policy)| {
        case.aws.local().world(|world| {
            let domain = world.domain_mut(DOMAIN).expect("the domain");
            (domain.endpoint_type, domain.security_policy) = (endpoint, policy);
        });
        (name, project.apply().fails())
    });
    let mut page = Page::new("move_from_a_domain_of_version_1");
    for (name, failed) in &refused {
        let error = failed.error("Domain Name Cannot Hold API Mappings").on("domain_name").says(DOMAIN);
        page.add(name, error.says(THEIRS).says("`moved`"));
    }
    page.reads_as_golden(case, &[]);
    case.aws.local().world(|world| {
        let domain = world.domain_mut(DOMAIN).expect("the domain");
        domain.security_policy = SecurityPolicy::Tls12;
    });
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    assert_eq!(project.state().id(), id);
}

fn one_without_a_stage_is_told_what_its_callers_will_see(case: &Case) {
    let world = World::new(case);
    let id = case.aws.local().world(|account| account.put_mapping(DOMAIN, "orders", &world.orders, ""));
    let project = managed_by_theirs(case, &world, "orders", "");
    edit_states(&project, |attributes| drop(attributes.insert("stage_name".to_owned(), json!(""))));
    project.main(&(world.orders_block().hcl() + MOVED));
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    let warning = planned.warning("Base Path Mapping Without a Stage").says("key \"orders\"");
    warning.reads_as("move_of_a_mapping_without_a_stage", case, &[]);
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    let mapping = case.aws.mapping(DOMAIN);
    assert_eq!((mapping.api_mapping_id, mapping.stage.as_str()), (id, "production"));
    project.plan().plans_nothing();
}

fn a_state_without_domain_or_api_is_refused(case: &Case) {
    let world = World::new(case);
    for name in ["domain_name", "api_id"] {
        let project = managed_by_theirs(case, &world, "orders", "");
        edit_states(&project, |attributes| drop(attributes.insert(name.to_owned(), json!(""))));
        project.main(&(world.orders_block().hcl() + MOVED));
        project.plan().fails().error("Incomplete State of hashicorp/aws").says(name).says(THEIRS);
        forget_state(&project);
    }
}
