//! States that other versions wrote, and what Terraform tells of ours.

use apigatewayv2::address::NAMESPACE_AND_TYPE;
use serde_json::{Value, json};

use super::edit_state;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, REGION, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(attributes_that_this_version_does_not_know_are_dropped_at_every_depth),
    scenario!(attributes_that_an_older_version_did_not_know_are_filled_in),
    scenario!(a_state_of_a_newer_version_is_refused_and_kept),
    scenario!(an_identity_without_an_account_and_no_identity_at_all_are_understood, needs: [Identity]),
    scenario!(a_state_without_an_id_is_an_error_that_says_how_to_mend_it),
    scenario!(a_root_stored_as_null_stays_the_root),
    scenario!(a_mapping_taken_out_of_state_is_imported_again),
    scenario!(a_removed_block_leaves_the_mapping_as_it_is, needs: [Removed]),
    scenario!(show_tells_the_whole_state),
    scenario!(show_tells_the_whole_plan),
    scenario!(the_schema_is_told_as_terraform_expects_it),
    scenario!(identity_and_list_are_in_the_schema_of_newer_terraform, needs: [Query]),
]);

fn attributes_that_this_version_does_not_know_are_dropped_at_every_depth(case: &Case) {
    let (_, project) = applied(case, "  timeouts {\n    create = \"2m\"\n  }\n");
    let before = project.state().attributes().clone();
    edit_state(&project, |instance| {
        instance["attributes"]["ip_address_type"] = json!("dualstack");
        instance["attributes"]["legacy"] = json!({"rules": [{"name": "a", "deep": {"er": 1}}]});
        instance["attributes"]["timeouts"][0]["list"] = json!("5m");
    });
    project.plan().plans_nothing();
    refresh(&project);
    assert_eq!(project.state().attributes(), &before);
}

fn attributes_that_an_older_version_did_not_know_are_filled_in(case: &Case) {
    let (_, project) = applied(case, "");
    let before = project.state().attributes().clone();
    edit_state(&project, |instance| {
        let attributes = instance["attributes"].as_object_mut().expect("attributes");
        for newer in ["url", "api_mapping_id", "region", "timeouts"] {
            attributes.remove(newer);
        }
    });
    project.plan().plans_nothing();
    refresh(&project);
    assert_eq!(project.state().attributes(), &before);
}

fn a_state_of_a_newer_version_is_refused_and_kept(case: &Case) {
    let (_, project) = applied(case, "");
    edit_state(&project, |instance| instance["schema_version"] = json!(7));
    let before = project.state().text();
    project.plan().fails().error("Resource instance managed by newer provider version");
    assert_eq!(project.state().text(), before);
}

fn an_identity_without_an_account_and_no_identity_at_all_are_understood(case: &Case) {
    let (id, project) = applied(case, "");
    let earlier = json!({"domain_name": DOMAIN, "api_mapping_id": id, "region": REGION});
    for identity in [Some(earlier), None] {
        edit_state(&project, |instance| {
            instance.remove("identity_schema_version");
            instance.remove("identity");
            if let Some(identity) = &identity {
                instance.insert("identity_schema_version".to_owned(), json!(0));
                instance.insert("identity".to_owned(), identity.clone());
            }
        });
        project.plan().plans_nothing();
        refresh(&project);
        let state = project.state();
        let stored = &state.instances()[0]["identity"];
        assert_eq!(stored["api_mapping_id"], json!(id), "{identity:?}");
        assert_eq!(stored["account_id"].is_null(), identity.is_some(), "one that is stored stays as it is");
        project.plan().plans_nothing();
        // A change in place takes it as it is, too.
        let other = if identity.is_some() { "shop" } else { "orders" };
        let main = std::fs::read_to_string(project.folder().join("main.tf")).expect("a configuration");
        let changed = main.lines().map(|line| match line.trim().starts_with("api_mapping_key") {
            true => format!("  api_mapping_key = {other:?}\n"),
            false => format!("{line}\n"),
        });
        project.main(&changed.collect::<String>());
        project.apply().succeeds();
        project.plan().plans_nothing();
    }
}

fn a_state_without_an_id_is_an_error_that_says_how_to_mend_it(case: &Case) {
    let (_, project) = applied(case, "");
    edit_state(&project, |instance| instance["attributes"]["id"] = json!(""));
    let failed = project.plan().fails();
    failed.error("Incomplete State").says("import").reads_as("state_without_an_id", case, &[]);
}

fn a_root_stored_as_null_stays_the_root(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    for block in [world.orders_block().no_key(), world.orders_block().key("")] {
        project.main(&block.hcl());
        project.apply().succeeds();
        edit_state(&project, |instance| instance["attributes"]["api_mapping_key"] = Value::Null);
        case.aws.forget_calls();
        project.apply().succeeds();
        case.aws.expect_writes(&[]);
        project.plan().plans_nothing();
    }
}

fn a_mapping_taken_out_of_state_is_imported_again(case: &Case) {
    let (id, project) = applied(case, "");
    let removed = project.run(&["state", "rm", ORDERS]);
    assert_eq!(removed.code, 0, "{}", removed.text());
    project.state().is_empty();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);

    case.aws.forget_calls();
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    project.plan().plans_nothing();
    case.aws.expect_writes(&[]);
}

fn a_removed_block_leaves_the_mapping_as_it_is(case: &Case) {
    let (id, project) = applied(case, "");
    project.main(&format!("removed {{\n  from = {ORDERS}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"));
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[]);
    project.state().is_empty();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
}

fn show_tells_the_whole_state(case: &Case) {
    let (id, project) = applied(case, "");
    let shown = project.json(&["show", "-json"]);
    let resource = &shown["values"]["root_module"]["resources"][0];
    assert_eq!((&resource["address"], &resource["schema_version"]), (&json!(ORDERS), &json!(0)));
    let values = &resource["values"];
    assert_eq!(values, project.state().attributes());
    assert_eq!(values["url"], "wss://api.example.com/orders");
    assert_eq!(values["api_mapping_id"], json!(id));
    // Since 1.12 with the identity.
    if let Some(identity) = resource.get("identity") {
        assert_eq!(
            identity,
            &json!({"domain_name": DOMAIN, "api_mapping_id": id, "region": REGION, "account_id": case.aws.account()})
        );
    }
    assert_eq!(resource["sensitive_values"], json!({"timeouts": []}));
}

fn show_tells_the_whole_plan(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block();
    let mut before = Value::Null;
    for (block, action) in [(block.clone(), "create"), (block.stage("test"), "update")] {
        project.main(&block.hcl());
        let planned = project.run(&["plan", "-input=false", "-no-color", "-out=plan"]);
        assert_eq!(planned.code, 0, "{}", planned.text());
        let shown = project.json(&["show", "-json", "plan"]);
        let [resource] = shown["resource_changes"].as_array().expect("changes").as_slice() else {
            panic!("more or less than one change in {shown:#}");
        };
        assert_eq!(resource["address"], ORDERS);
        let change = &resource["change"];
        assert_eq!((&change["actions"], &change["before"]), (&json!([action]), &before));
        let unknown: &[&str] = if action == "create" { &["api_mapping_id", "id"] } else { &[] };
        for (name, value) in change["after_unknown"].as_object().expect("what is unknown") {
            assert_eq!(value == true, unknown.contains(&name.as_str()), "{name}");
        }

        // What the plan says is what apply does.
        project.apply_with(&["plan"]).succeeds();
        let after = project.state().attributes().clone();
        for (name, value) in change["after"].as_object().expect("what is planned") {
            assert_eq!(&after[name], value, "{name}");
        }
        before = after;
    }
}

fn the_schema_is_told_as_terraform_expects_it(case: &Case) {
    let provider = provider_schema(&case.project());
    let resource = &provider["resource_schemas"]["apigatewayv2_api_mapping"];
    assert_eq!(resource["version"], 0);
    let attributes = resource["block"]["attributes"].as_object().expect("attributes");
    let told: Vec<_> = attributes
        .iter()
        .map(|(name, attribute)| {
            let is = |flag: &str| attribute[flag] == true;
            assert_eq!(attribute["type"], "string", "{name}");
            assert!(attribute["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}");
            (name.as_str(), is("required"), is("optional"), is("computed"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("api_id", true, false, false),
            ("api_mapping_id", false, false, true),
            ("api_mapping_key", false, true, true),
            ("domain_name", true, false, false),
            ("id", false, false, true),
            ("region", false, true, true),
            ("stage", true, false, false),
            ("url", false, false, true),
        ]
    );
    let timeouts = &resource["block"]["block_types"]["timeouts"];
    assert_eq!((&timeouts["nesting_mode"], &timeouts["max_items"]), (&json!("list"), &json!(1)));

    let settings = &provider["provider"]["block"];
    for secret in ["secret_key", "token"] {
        assert_eq!(settings["attributes"][secret]["sensitive"], true, "{secret}");
    }
    // Roles can be assumed one after the other.
    for (block, most) in
        [("assume_role", Value::Null), ("assume_role_with_web_identity", json!(1)), ("endpoints", json!(1))]
    {
        let block = &settings["block_types"][block];
        assert_eq!((&block["nesting_mode"], &block["max_items"]), (&json!("list"), &most));
    }
}

fn identity_and_list_are_in_the_schema_of_newer_terraform(case: &Case) {
    let provider = provider_schema(&case.project());
    let identity = &provider["resource_identity_schemas"]["apigatewayv2_api_mapping"];
    assert_eq!(identity["version"], 1);
    for (name, wanted) in [
        ("domain_name", "required_for_import"),
        ("api_mapping_id", "required_for_import"),
        ("region", "optional_for_import"),
        ("account_id", "optional_for_import"),
    ] {
        let attribute = &identity["attributes"][name];
        assert_eq!((&attribute["type"], &attribute[wanted]), (&json!("string"), &json!(true)), "{name}");
    }
    let list = &provider["list_resource_schemas"]["apigatewayv2_api_mapping"];
    for optional in ["domain_name", "region"] {
        assert_eq!(list["block"]["attributes"][optional]["optional"], true, "{optional}");
    }
}

/// The orders mapping, created; its id and the project.
fn applied(case: &Case, more: &str) -> (String, Project) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().with(more).hcl());
    project.apply().succeeds();
    (project.state().id().to_owned(), project)
}

/// Writes what a read makes of the state.
fn refresh(project: &Project) {
    project.apply_with(&["-refresh-only"]).succeeds();
}

fn provider_schema(project: &Project) -> Value {
    project.main("");
    let document = project.json(&["providers", "schema", "-json"]);
    let schemas = document["provider_schemas"].as_object().expect("schemas");
    let ours = schemas.iter().find(|(address, _)| address.ends_with(NAMESPACE_AND_TYPE));
    ours.expect("the provider's schema").1.clone()
}
