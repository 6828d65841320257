//! Base path mappings whose state names no region, as before version 6 of hashicorp/aws, moved
//! to a provider of another region than theirs.

use super::base_path_mappings::{MOVED, WITHOUT_A_READ, managed_by_theirs};
use super::forget_state;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(the_same_path_in_another_region_is_not_taken_for_it, needs: [MovedTypes]),
    scenario!(a_domain_name_of_another_region_is_not_taken_for_gone, needs: [MovedTypes]),
]);

fn the_same_path_in_another_region_is_not_taken_for_it(case: &Case) {
    let here = World::new(case);
    let there = World::in_region(case, "us-east-1");
    let own = case.aws.in_region("us-east-1").create_mapping(DOMAIN, &there.orders, "production", "orders");
    let other = case.aws.create_mapping(DOMAIN, &here.orders, "production", "orders");
    // Version 5 stores no region, and this one moves to a provider of another.
    let project = managed_by_theirs(case, &there, "orders", "");
    project.main(&(there.orders_block().hcl() + MOVED));
    case.aws.forget_calls();
    for options in [&[][..], &[WITHOUT_A_READ], &["-destroy", WITHOUT_A_READ]] {
        let failed = project.apply_with(options).fails();
        let error = failed.error("API Mapping of Another API").says(&other).says(&here.orders);
        if options.is_empty() {
            let hidden = [(other.as_str(), "id"), (&here.orders, "found"), (&there.orders, "own")];
            error.reads_as("moved_mapping_of_another_api", case, &hidden);
        }
    }
    case.aws.expect_writes(&[]);
    // Version 6 stores it.
    forget_state(&project);
    let project = managed_by_theirs(case, &there, "orders", "region = \"us-east-1\"");
    project.main(&(there.orders_block().set("region", "\"us-east-1\"").hcl() + MOVED));
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    assert_eq!(project.state().id(), own);
}

fn a_domain_name_of_another_region_is_not_taken_for_gone(case: &Case) {
    let there = World::in_region(case, "us-east-1");
    let control = case.aws.in_region("us-east-1");
    let id = control.create_mapping(DOMAIN, &there.orders, "production", "orders");
    let project = managed_by_theirs(case, &there, "orders", "");
    project.main(&(there.orders_block().hcl() + MOVED));
    case.aws.forget_calls();
    for options in [&[][..], &[WITHOUT_A_READ], &["-destroy"], &["-destroy", WITHOUT_A_READ]] {
        let failed = project.apply_with(options).fails();
        let error = failed.error("Domain Name Not Found").says("provider of that region");
        if !options.contains(&"-destroy") {
            error.reads_as("moved_mapping_of_another_region", case, &[]);
        }
    }
    assert_eq!(project.state().instances().len(), 1);
    assert_eq!(control.mapping(DOMAIN).api_mapping_id, id);
    case.aws.expect_writes(&[]);
}
