//! States that name no region, as before version 6 of hashicorp/aws, moved to a provider of
//! another region than theirs.

use local_gateway::{Fault, Operation};

use super::base_path_mappings::{MOVED, THEIRS as BASE_PATH_MAPPING, WITHOUT_A_READ, managed_by_theirs};
use super::forget_state;
use super::hashicorp_aws::{self, block_of};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(the_same_path_in_another_region_is_not_taken_for_it, needs: [MovedTypes]),
    scenario!(a_domain_name_of_another_region_is_not_taken_for_gone, needs: [MovedTypes]),
    scenario!(an_api_of_another_region_is_not_taken_for_gone, needs: [MovedTypes]),
    scenario!(a_look_up_that_is_refused_is_not_taken_for_absence, needs: [MovedTypes, Faults]),
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

/// The resources that may manage a mapping.
#[derive(Clone, Copy)]
enum Theirs {
    BasePathMapping,
    ApiMapping,
    ApiMappingOfAwscc,
}

const ALL: [Theirs; 3] = [Theirs::BasePathMapping, Theirs::ApiMapping, Theirs::ApiMappingOfAwscc];

/// A mapping in another region than the provider's.
fn in_another_region(case: &Case) -> (World, String) {
    let there = World::in_region(case, "us-east-1");
    let id = case.aws.in_region("us-east-1").create_mapping(DOMAIN, &there.orders, "production", "orders");
    case.aws.forget_calls();
    (there, id)
}

/// A project in which the mapping of `there` is about to move from one of these resources.
fn about_to_move(case: &Case, there: &World, id: &str, theirs: Theirs) -> Project {
    let (source, type_name, id_of_theirs, more) = match theirs {
        Theirs::BasePathMapping => {
            let project = managed_by_theirs(case, there, "orders", "");
            project.main(&(there.orders_block().hcl() + MOVED));
            return project;
        }
        Theirs::ApiMapping => ("hashicorp/aws", "aws_apigatewayv2_api_mapping", id.to_owned(), String::new()),
        Theirs::ApiMappingOfAwscc => {
            let both = format!("{id}|{DOMAIN}");
            let own = format!("api_mapping_id = {id:?}");
            ("hashicorp/awscc", "awscc_apigatewayv2_api_mapping", both, own)
        }
    };
    let project = hashicorp_aws::installed_as(case, source);
    let lines = format!("api_mapping_key = \"orders\"\nstage = \"production\"\n{more}");
    project.main(&block_of(type_name, "orders", &there.orders, &id_of_theirs, &lines));
    project.apply().succeeds();
    project.main(&(there.orders_block().hcl() + &MOVED.replace(BASE_PATH_MAPPING, type_name)));
    project
}

/// Whatever is done, it is an error about what is not in the provider's region, and the mapping
/// stays.
fn are_refused(case: &Case, there: &World, id: &str, missing: &str) {
    for theirs in ALL {
        let project = about_to_move(case, there, id, theirs);
        for options in [&[][..], &[WITHOUT_A_READ], &["-destroy"], &["-destroy", WITHOUT_A_READ]] {
            let failed = project.apply_with(options).fails();
            let error = failed.error("API Mapping of Another Region").says(missing);
            error.says("a provider of that region");
            if options.is_empty() && missing.contains(DOMAIN) {
                error.reads_as("moved_mapping_of_another_region", case, &[]);
            }
        }
        assert_eq!(project.state().instances().len(), 1);
        forget_state(&project);
    }
    assert_eq!(case.aws.in_region("us-east-1").mapping(DOMAIN).api_mapping_id, id);
    case.aws.expect_writes(&[]);
}

fn a_domain_name_of_another_region_is_not_taken_for_gone(case: &Case) {
    let (there, id) = in_another_region(case);
    are_refused(case, &there, &id, &format!("custom domain name {DOMAIN}"));
}

fn an_api_of_another_region_is_not_taken_for_gone(case: &Case) {
    let (there, id) = in_another_region(case);
    // As for a failover: the same domain name.
    case.aws.create_domain(DOMAIN);
    case.aws.forget_calls();
    are_refused(case, &there, &id, &format!("API {}", there.orders));
}

fn a_look_up_that_is_refused_is_not_taken_for_absence(case: &Case) {
    let (there, id) = in_another_region(case);
    let listed_or_not = [Operation::GetDomainName, Operation::GetDomainNames];
    case.aws.local().inject(Fault::on_any_of(&listed_or_not).deny());
    for theirs in ALL {
        let project = about_to_move(case, &there, &id, theirs);
        for options in [&[][..], &["-destroy"], &["-destroy", WITHOUT_A_READ]] {
            project
                .apply_with(options)
                .fails()
                .error("Could Not Read API Mapping")
                .says("Add apigateway:GET");
        }
        assert_eq!(project.state().instances().len(), 1);
        forget_state(&project);
    }
    case.aws.local().clear_faults();
    assert_eq!(case.aws.in_region("us-east-1").mapping(DOMAIN).api_mapping_id, id);
    case.aws.expect_writes(&[]);
}
