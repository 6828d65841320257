//! Lists that fail, and lists from which something is missing.

use local_gateway::{Domain, EndpointType, Fault, Operation};

use super::{api_calls, fill, query};
use crate::acceptance::world::{DOMAIN, World};
use crate::adoption::{in_domain, list};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_page_that_fails_is_an_error_and_no_shorter_list, needs: [Faults, Query]),
    scenario!(a_domain_that_does_not_exist_is_an_error, needs: [Query]),
    scenario!(a_bad_domain_name_is_refused_before_any_call, needs: [CallLog, Query]),
    scenario!(a_denied_list_names_the_permission, needs: [Faults, Query]),
    scenario!(a_denied_list_of_domains_names_the_permission, needs: [Faults, Query]),
    scenario!(a_domain_that_cannot_be_listed_is_left_out_with_a_warning, needs: [Faults, Query]),
    scenario!(what_is_left_out_of_a_list_is_told_at_its_limit_too, needs: [Faults, Query]),
    scenario!(a_full_list_does_not_fail_when_it_looks_for_more, needs: [Faults, Query]),
    scenario!(when_no_domain_can_be_listed_that_is_an_error, needs: [Faults, Query]),
    scenario!(a_domain_that_disappears_meanwhile_is_no_failure, needs: [Faults, Query]),
];

fn a_page_that_fails_is_an_error_and_no_shorter_list(case: &Case) {
    let world = World::new(case);
    fill(case, &world, 1_200);
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).page(3).status(400));
    let found = query(&case.project(), &list(&format!("limit = 5000\n  {}", in_domain(DOMAIN)))).fails();
    assert!(found.results.is_empty());
    let error = found.outcome.error("Could Not List API Mappings").says(DOMAIN);
    error.reads_as("list_of_which_a_page_fails", case, &[]);
}

fn a_domain_that_does_not_exist_is_an_error(case: &Case) {
    World::new(case);
    let found = query(&case.project(), &list(&in_domain("missing.example.com"))).fails();
    let error = found.outcome.error("Domain Name Not Found").on("domain_name").says("missing.example.com");
    error.reads_locally_as("list_of_a_domain_that_does_not_exist", case, &[]);
}

fn a_bad_domain_name_is_refused_before_any_call(case: &Case) {
    World::new(case);
    let found = query(&case.project(), &list(&in_domain("https://api.example.com/orders"))).fails();
    let error = found.outcome.error("Domain Name Is Not a Bare Name").on("domain_name");
    error.says("\"api.example.com\"").reads_as("list_of_the_url_of_a_domain", case, &[]);
    assert_eq!(api_calls(case), []);
}

fn a_denied_list_names_the_permission(case: &Case) {
    World::new(case);
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    let found = query(&case.project(), &list(&in_domain(DOMAIN))).fails();
    let error = found.outcome.error("Could Not List API Mappings").says(DOMAIN);
    error.says("apigateway:GET on /domainnames/*/apimappings");
    error.reads_as("list_of_a_domain_denied", case, &[]);
}

fn a_denied_list_of_domains_names_the_permission(case: &Case) {
    World::new(case);
    case.aws.local().inject(Fault::on(Operation::GetDomainNames).deny());
    let found = query(&case.project(), &list("")).fails();
    let error = found.outcome.error("Could Not List API Mappings").says("apigateway:GET on /domainnames");
    error.reads_as("list_of_all_domains_denied", case, &[]);
}

fn a_domain_that_cannot_be_listed_is_left_out_with_a_warning(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    case.aws.create_domain("secret.example.com");
    case.aws.create_domain("shop.example.com");
    case.aws.create_mapping("shop.example.com", &world.orders, "production", "shop");
    case.aws.local().world(|world| {
        let mut old = Domain::new("old.example.com");
        old.endpoint_type = EndpointType::Edge;
        world.put_domain(old);
    });
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).domain("secret.example.com").deny());
    let found = query(&case.project(), &list("")).succeeds();
    assert_eq!(found.names(), ["api.example.com/orders", "shop.example.com/shop"]);
    found
        .outcome
        .warning("Domain Names Left Out of the List")
        .says("old.example.com")
        .says("Only REGIONAL domain names can be managed")
        .says("secret.example.com")
        .says("AccessDeniedException")
        .reads_as("list_without_two_domains", case, &[]);
}

fn what_is_left_out_of_a_list_is_told_at_its_limit_too(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("shop.example.com");
    for key in ["", "one", "two"] {
        case.aws.create_mapping("shop.example.com", &world.orders, "production", key);
    }
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).domain(DOMAIN).deny());
    for (limit, is_cut) in [(2, true), (3, false)] {
        let found = query(&case.project(), &list(&format!("limit = {limit}"))).succeeds();
        assert_eq!(found.results.len(), limit);
        let warnings = found.outcome.warnings();
        let summaries: Vec<_> = warnings.iter().map(|warning| warning.summary.as_str()).collect();
        let (cut, left_out) = ("List Ends at Its Limit", "Domain Names Left Out of the List");
        assert_eq!(summaries, if is_cut { vec![cut, left_out] } else { vec![left_out] });
    }
}

fn a_full_list_does_not_fail_when_it_looks_for_more(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    case.aws.create_domain("shop.example.com");
    let fault = Fault::on(Operation::GetApiMappings).domain("shop.example.com");
    case.aws.local().inject(fault.not_json(404));
    let found = query(&case.project(), &list("limit = 1")).succeeds();
    assert_eq!(found.names(), ["api.example.com/orders"]);
    let warning = found.outcome.warning("List Ends at Its Limit").says("there may be more");
    warning.reads_as("list_that_may_end_at_its_limit", case, &[]);
    query(&case.project(), &list("limit = 2")).fails().outcome.error("Could Not List API Mappings");
}

fn when_no_domain_can_be_listed_that_is_an_error(case: &Case) {
    World::new(case);
    case.aws.create_domain("shop.example.com");
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    let found = query(&case.project(), &list("")).fails();
    let error = found.outcome.error("Could Not List API Mappings");
    error.says("apigateway:GET on /domainnames/*/apimappings");
    error.reads_as("list_of_a_domain_denied", case, &[]);
    assert!(found.outcome.warnings().is_empty());
}

fn a_domain_that_disappears_meanwhile_is_no_failure(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    case.aws.create_domain("brief.example.com");
    let gone = Fault::on(Operation::GetApiMappings).domain("brief.example.com").status(404);
    case.aws.local().inject(gone);
    let found = query(&case.project(), &list("")).succeeds();
    assert_eq!(found.names(), ["api.example.com/orders"]);
    assert!(found.outcome.diagnostics.is_empty(), "{}", found.outcome.text);
}
