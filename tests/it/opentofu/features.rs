//! What OpenTofu has and Terraform has not.

use serde_json::json;

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(what_is_excluded_is_neither_created_nor_changed, needs: [Exclude]),
    scenario!(one_provider_block_works_in_two_regions, needs: [ProviderForEach]),
    scenario!(a_mapping_that_is_not_enabled_is_deleted, needs: [Enabled]),
    scenario!(an_expression_prevents_a_mapping_from_being_destroyed, needs: [DestroyRules]),
    scenario!(a_mapping_with_destroy_false_is_forgotten_and_stays, needs: [DestroyRules]),
    scenario!(an_encrypted_state_and_plan_hold_a_mapping, needs: [Encryption]),
]);

const PAYMENTS: &str = "apigatewayv2_api_mapping.payments";

fn what_is_excluded_is_neither_created_nor_changed(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let orders = world.orders_block();
    let payments =
        Block::new("payments").domain(DOMAIN).api(&world.payments).stage("production").key("payments");
    project.main(&(orders.hcl() + &payments.hcl()));
    let exclude = format!("-exclude={PAYMENTS}");
    project.apply_with(&[&exclude]).succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_key, "orders");
    project.apply().succeeds().plans(&[(PAYMENTS, "create")]);

    project.main(&(orders.stage("test").hcl() + &payments.stage("test").hcl()));
    project.apply_with(&[&exclude]).succeeds().plans(&[(ORDERS, "update")]);
    project.plan().succeeds().plans(&[(PAYMENTS, "update")]);
}

fn one_provider_block_works_in_two_regions(case: &Case) {
    let (ireland, virginia) = (World::new(case), World::in_region(case, "us-east-1"));
    let project = case.bare_project();
    let provider = case
        .provider_block("alias = \"by_region\"\n  for_each = local.apis")
        .replace("\"eu-west-1\"", "each.key");
    project.provider(&provider);
    let block = |regions: &str| {
        let mapping = ireland
            .orders_block()
            .set("for_each", regions)
            .set("provider", "apigatewayv2.by_region[each.key]")
            .set("api_id", "local.apis[each.key]")
            .set("api_mapping_key", "each.key");
        format!(
            "locals {{\n  apis = {{ \"eu-west-1\" = {:?}, \"us-east-1\" = {:?} }}\n}}\n{}",
            ireland.orders,
            virginia.orders,
            mapping.hcl()
        )
    };
    // The same set for both is one that OpenTofu warns of.
    project.main(&block("toset([\"eu-west-1\", \"us-east-1\"])"));
    project.apply().succeeds().plans(&[
        ("apigatewayv2_api_mapping.orders[\"eu-west-1\"]", "create"),
        ("apigatewayv2_api_mapping.orders[\"us-east-1\"]", "create"),
    ]);
    project.plan().plans_nothing();
    let state = project.state();
    for instance in state.instances() {
        let region = &instance["index_key"];
        assert_eq!(&instance["attributes"]["api_mapping_key"], region);
        assert_eq!(&instance["attributes"]["region"], region);
        if let Some(identity) = instance.get("identity") {
            assert_eq!(&identity["region"], region);
        }
    }

    // One that is left out is deleted by the process of its own region.
    project.main(&block("toset([\"us-east-1\"])"));
    project.apply().succeeds().plans(&[("apigatewayv2_api_mapping.orders[\"eu-west-1\"]", "delete")]);
    assert_eq!(case.aws.mappings(DOMAIN), []);
    assert_eq!(case.aws.in_region("us-east-1").mapping(DOMAIN).api_mapping_key, "us-east-1");
    project.plan().plans_nothing();
}

fn a_mapping_that_is_not_enabled_is_deleted(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = |enabled: bool| {
        world.orders_block().with(&format!("  lifecycle {{\n    enabled = {enabled}\n  }}\n")).hcl()
    };
    project.main(&block(true));
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    project.plan().plans_nothing();
    project.main(&block(false));
    project.apply().succeeds().plans(&[(ORDERS, "delete")]);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 0);
    project.plan().plans_nothing();
}

fn an_expression_prevents_a_mapping_from_being_destroyed(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let lifecycle = "  lifecycle {\n    prevent_destroy = var.production\n  }\n";
    let variable = "variable \"production\" {\n  default = true\n}\n";
    project.main(&(variable.to_owned() + &world.orders_block().with(lifecycle).hcl()));
    project.apply().succeeds();
    project.plan().plans_nothing();
    project.destroy().fails().error("Resource instance cannot be destroyed");
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, project.state().id());
    project.apply_with(&["-destroy", "-var=production=false"]).succeeds();
    assert_eq!(case.aws.mappings(DOMAIN).len(), 0);
}

fn a_mapping_with_destroy_false_is_forgotten_and_stays(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().with("  lifecycle {\n    destroy = false\n  }\n").hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    project.plan().plans_nothing();

    project.main("");
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[]);
    project.state().is_empty();
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
}

fn an_encrypted_state_and_plan_hold_a_mapping(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    // The fewest rounds that are allowed, for the test's sake.
    project.file(
        "encryption.tf",
        r#"
terraform {
  encryption {
    key_provider "pbkdf2" "passphrase" {
      passphrase = "correct horse battery staple"
      iterations = 200000
    }
    method "aes_gcm" "passphrase" {
      keys = key_provider.pbkdf2.passphrase
    }
    state {
      method   = method.aes_gcm.passphrase
      enforced = true
    }
    plan {
      method   = method.aes_gcm.passphrase
      enforced = true
    }
  }
}
"#,
    );
    project.main(&world.orders_block().hcl());
    let planned = project.planned_values(ORDERS);
    assert_eq!(planned["api_mapping_key"], "orders");
    project.apply_with(&["plan"]).succeeds();
    let written = project.state().text();
    assert!(written.contains("encrypted_data") && !written.contains(DOMAIN), "{written}");
    project.plan().plans_nothing();

    project.main(&world.orders_block().stage("test").hcl());
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    let shown = project.json(&["show", "-json"]);
    let values = &shown["values"]["root_module"]["resources"][0]["values"];
    assert_eq!((&values["stage"], &values["domain_name"]), (&json!("test"), &json!(DOMAIN)));
    project.destroy().succeeds();
    assert_eq!(case.aws.mappings(DOMAIN).len(), 0);
}
