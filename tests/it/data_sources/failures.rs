//! What does not exist, is wrong, denied or not known yet.

use local_gateway::{Fault, Operation};

use super::{DOMAIN_NAME, MAPPING, MAPPINGS, look_up, on_domain};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_domain_that_does_not_exist_is_an_error_that_says_where_it_was_looked_for).on_every_core(),
    scenario!(a_key_that_is_not_mapped_is_an_error_that_names_those_that_are),
    scenario!(another_region_is_named_where_nothing_is_found_there),
    scenario!(a_listing_that_is_behind_is_no_reason_to_call_a_mapping_missing, needs: [Faults]),
    scenario!(a_look_up_that_is_denied_names_the_permission, needs: [Faults]),
    scenario!(an_answer_of_something_else_is_never_taken_for_absence, needs: [Faults]),
    scenario!(mappings_whose_apis_cannot_be_looked_up_have_no_url, needs: [Faults]),
    scenario!(an_edge_optimised_domain_has_no_mappings_to_be_found, needs: [OutOfBand]),
    scenario!(arguments_that_are_wrong_are_refused_by_validate, offline),
    scenario!(a_look_up_whose_settings_are_unknown_names_them).on_every_core(),
];

const MISSING: &str = "missing.example.com";

fn a_domain_that_does_not_exist_is_an_error_that_says_where_it_was_looked_for(case: &Case) {
    World::new(case);
    let project = case.project();
    let failures = [MAPPINGS, MAPPING, DOMAIN_NAME].map(|type_name| {
        project.main(&on_domain(type_name, "found", MISSING, &[]));
        (type_name, project.plan().fails())
    });
    let mut page = Page::new("look_up_of_a_domain_that_does_not_exist");
    for (type_name, failed) in &failures {
        let error = failed.error("Domain Name Not Found").on("domain_name");
        page.add(type_name, error.says(MISSING).says(case.aws.account()).says("region eu-west-1"));
    }
    page.reads_as_golden(case, &[]);
}

fn a_key_that_is_not_mapped_is_an_error_that_names_those_that_are(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let missing = || {
        project.main(&on_domain(MAPPING, "found", DOMAIN, &[("api_mapping_key", "\"order\"")]));
        project.plan().fails()
    };
    let nothing = missing();
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    case.aws.create_mapping(DOMAIN, &world.orders, "test", "");
    let two = missing();
    for number in 10..40 {
        case.aws.create_mapping(DOMAIN, &world.orders, "test", &format!("key{number}"));
    }
    let many = missing();
    let mut page = Page::new("look_up_of_a_key_that_is_not_mapped");
    for (heading, failed) in
        [("nothing is mapped", &nothing), ("two keys are mapped", &two), ("many keys are mapped", &many)]
    {
        let error = failed.error("API Mapping Not Found").on("api_mapping_key");
        page.add(heading, error.says("\"order\"").says(DOMAIN).says(case.aws.account()));
    }
    page.reads_as_golden(case, &[]);
}

fn another_region_is_named_where_nothing_is_found_there(case: &Case) {
    World::new(case);
    let project = case.project();
    for type_name in [MAPPINGS, MAPPING, DOMAIN_NAME] {
        project.main(&on_domain(type_name, "found", DOMAIN, &[("region", "\"us-east-1\"")]));
        project.plan().fails().error("Domain Name Not Found").says(DOMAIN).says("region us-east-1");
        project.main(&on_domain(type_name, "found", DOMAIN, &[("region", "\"cn-north-1\"")]));
        let failed = project.plan().fails();
        failed.error("Region of Another Partition").on("region").says("cn-north-1");
    }
}

fn a_listing_that_is_behind_is_no_reason_to_call_a_mapping_missing(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    // As if it had been made since this run has listed the domain.
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).body(200, "{\"items\":[]}").once());
    let project = case.project();
    project.main(&on_domain(MAPPING, "found", DOMAIN, &[("api_mapping_key", "\"orders\"")]));
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("found")["id"], id);
}

fn a_look_up_that_is_denied_names_the_permission(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    case.aws.local().inject(Fault::on_any_of(&[Operation::GetApiMappings, Operation::GetDomainName]).deny());
    let project = case.project();
    let failures = [
        (MAPPINGS, "Could Not List API Mappings", "apigateway:GET on /domainnames/*/apimappings"),
        (MAPPING, "Could Not List API Mappings", "apigateway:GET on /domainnames/*/apimappings"),
        (DOMAIN_NAME, "Could Not Read Domain Name", "apigateway:GET on /domainnames/*"),
    ]
    .map(|(type_name, summary, permission)| {
        project.main(&on_domain(type_name, "found", DOMAIN, &[]));
        (type_name, summary, permission, project.plan().fails())
    });
    let mut page = Page::new("look_up_denied");
    for (type_name, summary, permission, failed) in &failures {
        page.add(type_name, failed.error(summary).says(permission));
    }
    page.reads_as_golden(case, &[]);
}

fn an_answer_of_something_else_is_never_taken_for_absence(case: &Case) {
    World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 0"));
    let both = || Fault::on_any_of(&[Operation::GetApiMappings, Operation::GetDomainName]);
    for fault in [
        both().body(404, "{\"message\":\"no Route matched with those values\"}"),
        both().body(200, "<html></html>"),
        both().status(500),
    ] {
        case.aws.local().inject(fault);
        for (type_name, summary) in [
            (MAPPINGS, "Could Not List API Mappings"),
            (MAPPING, "Could Not List API Mappings"),
            (DOMAIN_NAME, "Could Not Read Domain Name"),
        ] {
            project.main(&on_domain(type_name, "found", DOMAIN, &[]));
            project.plan().fails().error(summary).says(DOMAIN);
        }
        case.aws.local().clear_faults();
    }
}

fn mappings_whose_apis_cannot_be_looked_up_have_no_url(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    case.aws.local().inject(Fault::on_any_of(&[Operation::GetApi, Operation::GetRestApi]).deny());
    let project = case.project();
    project.main(&(on_domain(MAPPINGS, "all", DOMAIN, &[]) + &on_domain(MAPPING, "one", DOMAIN, &[])));
    let applied = project.apply().succeeds();
    let (all, one) = (&applied.output("all")["mappings"][""], applied.output("one"));
    assert_eq!((&all["api_mapping_id"], &one["id"]), (&id.clone().into(), &id.into()));
    assert!(all["url"].is_null() && one["url"].is_null(), "{}", applied.text);
}

fn an_edge_optimised_domain_has_no_mappings_to_be_found(case: &Case) {
    World::new(case);
    case.aws.local().world(|account| {
        let mut edge = local_gateway::Domain::new("edge.example.com");
        edge.endpoint_type = local_gateway::EndpointType::Edge;
        account.put_domain(edge);
    });
    let project = case.project();
    for type_name in [MAPPINGS, MAPPING] {
        project.main(&on_domain(type_name, "found", "edge.example.com", &[]));
        let failed = project.plan().fails();
        failed.error("Domain Name Cannot Hold API Mappings").on("domain_name").says("edge.example.com");
    }
}

/// A type, arguments, and the summary and the attribute of what is refused of them.
type Refused<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

fn arguments_that_are_wrong_are_refused_by_validate(case: &Case) {
    let project = case.project();
    let domain = ("domain_name", "\"api.example.com\"");
    let cases: [Refused<'_>; 9] = [
        (MAPPINGS, &[("domain_name", "null")], "Required Argument Is Null", "domain_name"),
        (MAPPING, &[("domain_name", "null")], "Required Argument Is Null", "domain_name"),
        (DOMAIN_NAME, &[("domain_name", "null")], "Required Argument Is Null", "domain_name"),
        (
            DOMAIN_NAME,
            &[("domain_name", "\"https://api.example.com/orders\"")],
            "Domain Name Is Not a Bare Name",
            "domain_name",
        ),
        (
            MAPPING,
            &[domain, ("api_mapping_key", "\"/orders\"")],
            "API Mapping Key Starts With a Slash",
            "api_mapping_key",
        ),
        (
            MAPPING,
            &[domain, ("api_mapping_key", "\"(none)\"")],
            "API Mapping Key Is the Root",
            "api_mapping_key",
        ),
        (MAPPINGS, &[domain, ("region", "\"eu-west-1a\"")], "Region Is an Availability Zone", "region"),
        (
            MAPPINGS,
            &[domain, ("mappings", "{}")],
            "Invalid Configuration for Read-Only Attribute",
            "mappings",
        ),
        (
            DOMAIN_NAME,
            &[domain, ("hosted_zone_id", "\"Z1\"")],
            "Invalid Configuration for Read-Only Attribute",
            "hosted_zone_id",
        ),
    ];
    let refusals = cases.map(|(type_name, arguments, summary, attribute)| {
        project.main(&look_up(type_name, "found", arguments));
        (type_name, attribute, summary, project.validate().fails())
    });
    let mut page = Page::new("look_up_with_wrong_arguments");
    for (type_name, attribute, summary, refused) in &refusals {
        page.add(&format!("{attribute} of {type_name}"), refused.error(summary).on(attribute));
    }
    page.reads_as_golden(case, &[]);
}

fn a_look_up_whose_settings_are_unknown_names_them(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "");
    let project = case.bare_project();
    let region = "resource \"terraform_data\" \"region\" {\n  input = \"eu-west-1\"\n}\n";
    project.provider(&case.provider_block("").replace("\"eu-west-1\"", "terraform_data.region.output"));
    project.main(&(region.to_owned() + &on_domain(MAPPINGS, "all", DOMAIN, &[])));
    let failed = project.plan().fails();
    let error = failed.error("Provider Not Configured").says("region").says("-target");
    error.reads_as("look_up_while_settings_are_unknown", case, &[]);
    project.apply_with(&["-target=terraform_data.region"]).succeeds();
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("all")["mappings"][""]["api_id"], world.orders);
}
