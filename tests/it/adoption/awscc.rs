//! `moved` adopts what hashicorp/awscc manages through CloudFormation's resource types. The
//! id there is that of the mapping and the domain name.

use super::hashicorp_aws::{self, block_of};
use super::{edit_states, forget_state};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, REGION, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(the_state_of_awscc_is_taken_over_without_a_change, needs: [MovedTypes]),
    scenario!(awscc_is_known_by_every_address, needs: [MovedTypes]),
    scenario!(an_id_of_both_halves_tells_the_mapping, needs: [MovedTypes]),
]);

const MOVED: &str = r"
moved {
  from = awscc_apigatewayv2_api_mapping.orders
  to   = apigatewayv2_api_mapping.orders
}
";

/// A project in which awscc, installed as `source`, manages the mapping `id` at this key.
fn managed_by_awscc(case: &Case, source: &str, world: &World, id: &str, key: &str) -> Project {
    let project = hashicorp_aws::installed_as(case, source);
    let lines = format!("api_mapping_id = {id:?}\nstage = \"production\"\napi_mapping_key = {key:?}");
    let both = format!("{id}|{DOMAIN}");
    project.main(&block_of("awscc_apigatewayv2_api_mapping", "orders", &world.orders, &both, &lines));
    project.apply().succeeds();
    project
}

fn the_state_of_awscc_is_taken_over_without_a_change(case: &Case) {
    let world = World::new(case);
    for key in ["orders", ""] {
        let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", key);
        let project = managed_by_awscc(case, "hashicorp/awscc", &world, &id, key);
        project.main(&(world.orders_block().key(key).hcl() + MOVED));
        case.aws.forget_calls();
        let moved = project.apply().succeeds().plans(&[(ORDERS, "move")]);
        assert!(moved.diagnostics.is_empty(), "{}", moved.text);
        case.aws.expect_writes(&[]);
        project.plan().plans_nothing();
        let state = project.state();
        assert_eq!((state.id(), &state.attributes()["region"]), (id.as_str(), &REGION.into()));
        forget_state(&project);
    }
}

fn awscc_is_known_by_every_address(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    for source in
        ["registry.terraform.io/hashicorp/awscc", "registry.example.com/hashicorp/awscc", "opentofu/awscc"]
    {
        let project = managed_by_awscc(case, source, &world, &id, "orders");
        project.main(&(world.orders_block().hcl() + MOVED));
        project.apply().succeeds().plans(&[(ORDERS, "move")]);
        assert_eq!(project.state().id(), id, "{source}");
        forget_state(&project);
    }
}

fn an_id_of_both_halves_tells_the_mapping(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = managed_by_awscc(case, "hashicorp/awscc", &world, &id, "orders");
    edit_states(&project, |attributes| drop(attributes.insert("api_mapping_id".to_owned(), "".into())));
    project.main(&(world.orders_block().hcl() + MOVED));
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    assert_eq!(project.state().id(), id);
}
