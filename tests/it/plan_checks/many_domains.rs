//! Mappings on many domain names: the names are looked up together.

use local_gateway::Operation::{GetDomainName, GetDomainNames};
use local_gateway::{Domain, EndpointType, Fault};

use crate::acceptance::world::World;
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(one_domain_name_is_looked_up_with_a_listing, needs: [CallLog]),
    scenario!(many_domain_names_are_asked_for_together, needs: [CallLog]),
    scenario!(without_permission_to_list_them_each_is_asked_for, needs: [Faults, CallLog]),
    scenario!(a_service_that_refuses_large_pages_gives_small_ones, needs: [OutOfBand, CallLog]),
    scenario!(what_is_wrong_with_one_of_many_is_said_of_that_one, needs: [OutOfBand]),
    scenario!(a_domain_name_that_does_not_exist_is_found_among_many),
];

fn name(number: usize) -> String {
    format!("d{number}.example.com")
}

/// A project with a mapping on each of so many domain names, of which so many exist.
fn project(case: &Case, count: usize, existing: usize) -> Project {
    let world = World::new(case);
    (0..existing).for_each(|number| case.aws.create_domain(&name(number)));
    case.aws.forget_calls();
    let project = case.project();
    let block = world.orders_block().set("domain_name", "\"d${count.index}.example.com\"");
    project.main(&block.set("count", &count.to_string()).hcl());
    project
}

/// How often domain names were asked for by name, and how often listed.
fn look_ups(case: &Case) -> (usize, usize) {
    (case.aws.local().count(GetDomainName), case.aws.local().count(GetDomainNames))
}

/// Plans so many creates and has nothing to say about them.
#[track_caller]
fn is_fine(project: &Project, count: usize) {
    let planned = project.plan().succeeds();
    assert_eq!((planned.changes.len(), planned.diagnostics.len()), (count, 0), "{}", planned.text);
}

fn one_domain_name_is_looked_up_with_a_listing(case: &Case) {
    is_fine(&project(case, 1, 1), 1);
    assert_eq!(look_ups(case), (0, 1));
}

fn many_domain_names_are_asked_for_together(case: &Case) {
    is_fine(&project(case, 30, 30), 30);
    assert_eq!(look_ups(case), (0, 1));
}

fn without_permission_to_list_them_each_is_asked_for(case: &Case) {
    let project = project(case, 6, 6);
    case.aws.local().inject(Fault::on(GetDomainNames).deny());
    is_fine(&project, 6);
    assert_eq!(look_ups(case), (6, 1));
}

fn a_service_that_refuses_large_pages_gives_small_ones(case: &Case) {
    let project = project(case, 30, 30);
    case.aws.local().world(|world| {
        world.paging.default_size = 25;
        world.paging.largest_size = 25;
    });
    is_fine(&project, 30);
    let (by_name, listed) = look_ups(case);
    assert_eq!(listed, 2, "a refusal and a page");
    assert_eq!(by_name, 6, "those that are not on its first page");
}

fn what_is_wrong_with_one_of_many_is_said_of_that_one(case: &Case) {
    let project = project(case, 6, 6);
    case.aws.local().world(|world| {
        world.put_domain(Domain { endpoint_type: EndpointType::Edge, ..Domain::new(name(4)) });
    });
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
    planned.warning("Edge-Optimised Domain Name Cannot Hold API Mappings").on("domain_name").says(&name(4));
}

fn a_domain_name_that_does_not_exist_is_found_among_many(case: &Case) {
    let project = project(case, 6, 5);
    let planned = project.plan().succeeds();
    assert_eq!(planned.warnings().len(), 1, "{}", planned.text);
    let warning = planned.warning("Domain Name Does Not Exist Yet").on("domain_name").says(&name(5));
    warning.reads_as("domain_not_there_yet", case, &[(&name(5), "domain")]);
}
