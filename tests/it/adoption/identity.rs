//! The identity of a mapping: what Terraform keeps of it, and importing by it.

use serde_json::json;

use super::forget_state;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, REGION, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(state_carries_the_identity_through_every_change, needs: [Identity]),
    scenario!(an_identity_imports_with_and_without_its_region_and_account, needs: [Identity]),
    scenario!(an_identity_of_another_region_is_imported_from_there, needs: [Identity]),
    scenario!(an_identity_of_another_account_is_refused, needs: [Identity]),
    scenario!(an_identity_that_names_nothing_says_what_was_not_found, needs: [Identity]),
    scenario!(an_identity_with_a_bad_name_says_what_is_wrong_with_it, needs: [Identity]),
    scenario!(an_identity_without_its_domain_is_refused, needs: [Identity]),
];

fn state_carries_the_identity_through_every_change(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block();
    for block in [block.clone(), block.clone().stage("test"), block.no_key()] {
        project.main(&block.hcl());
        project.apply().succeeds();
        let state = project.state();
        let identity = &state.instances()[0]["identity"];
        let expected = json!({"domain_name": DOMAIN, "api_mapping_id": state.id(), "region": REGION, "account_id": case.aws.account()});
        assert_eq!(identity, &expected);
    }
}

fn an_identity_imports_with_and_without_its_region_and_account(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let account = format!("region = \"eu-west-1\"\n    account_id = {:?}", case.aws.account());
    for region in ["", "region = \"eu-west-1\"", "region = null", &account, "account_id = null"] {
        let project = case.project();
        project.main(&(world.orders_block().hcl() + &import_block(DOMAIN, &id, region)));
        case.aws.forget_calls();
        let applied = project.apply().succeeds();
        assert_eq!(applied.imports, 1, "{}", applied.text);
        case.aws.expect_writes(&[]);
        let state = project.state();
        assert_eq!(state.id(), id);
        let identity = &state.instances()[0]["identity"];
        assert_eq!(
            (&identity["region"], &identity["account_id"]),
            (&json!(REGION), &json!(case.aws.account()))
        );
        project.plan().plans_nothing();
        forget_state(&project);
    }
}

fn an_identity_of_another_region_is_imported_from_there(case: &Case) {
    World::new(case);
    let world = World::in_region(case, "us-east-1");
    let id = case.aws.in_region("us-east-1").create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    let block = world.orders_block().set("region", "\"us-east-1\"");
    project.main(&(block.hcl() + &import_block(DOMAIN, &id, "region = \"us-east-1\"")));
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    let state = project.state();
    assert_eq!((state.id(), &state.attributes()["region"]), (id.as_str(), &json!("us-east-1")));
    assert_eq!(state.instances()[0]["identity"]["region"], "us-east-1");
    project.plan().plans_nothing();
}

fn an_identity_of_another_account_is_refused(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    let import = import_block(DOMAIN, &id, "account_id = \"210987654321\"");
    project.main(&(world.orders_block().hcl() + &import));
    let failed = project.plan().fails();
    let error = failed.error("Identity of Another Account").says("210987654321").says(case.aws.account());
    error.says("`account_id`").reads_as("identity_of_another_account", case, &[]);
}

fn an_identity_that_names_nothing_says_what_was_not_found(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    for (domain, id) in [(DOMAIN, "zzz999"), ("missing.example.com", &id)] {
        project.main(&(world.orders_block().hcl() + &import_block(domain, id, "")));
        let failed = project.plan().fails();
        let error = failed.error("API Mapping Not Found").says(id).says(domain);
        error.reads_locally_as("identity_that_names_nothing", case, &[(id, "id"), (domain, "domain")]);
    }
}

fn an_identity_with_a_bad_name_says_what_is_wrong_with_it(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    for (domain, id, summary, golden) in [
        (
            "https://api.example.com/",
            "m1",
            "Domain Name Is Not a Bare Name",
            "identity_with_the_url_of_a_domain",
        ),
        ("", "m1", "Missing Domain Name", "identity_with_an_empty_domain"),
        (DOMAIN, "", "Invalid Identity", "identity_with_an_empty_id"),
    ] {
        project.main(&(world.orders_block().hcl() + &import_block(domain, id, "")));
        case.aws.forget_calls();
        project.plan().fails().error(summary).reads_as(golden, case, &[]);
    }
}

fn an_identity_without_its_domain_is_refused(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let import = format!("\nimport {{\n  to = {ORDERS}\n  identity = {{ api_mapping_id = \"m1\" }}\n}}\n");
    project.main(&(world.orders_block().hcl() + &import));
    project.plan().fails().error("Incorrect value type").says("attribute \"domain_name\" is required");
}

fn import_block(domain: &str, id: &str, region: &str) -> String {
    format!(
        "\nimport {{\n  to = {ORDERS}\n  identity = {{\n    domain_name = {domain:?}\n    api_mapping_id = {id:?}\n    \
         {region}\n  }}\n}}\n"
    )
}
