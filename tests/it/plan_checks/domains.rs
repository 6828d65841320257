//! What a custom domain name must be like to hold API mappings.

use local_gateway::{Domain, DomainStatus, EndpointType, RoutingMode, RoutingRule, SecurityPolicy};

use super::KEY;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_edge_optimised_domain_is_an_error_with_the_way_out, needs: [OutOfBand]),
    scenario!(a_domain_with_tls_1_0_is_an_error_with_the_way_out, needs: [OutOfBand]),
    scenario!(a_domain_that_takes_only_routing_rules_is_an_error, needs: [OutOfBand]),
    scenario!(routing_rules_that_win_over_mappings_are_a_warning, needs: [OutOfBand]),
    scenario!(a_domain_that_is_not_available_is_a_warning, needs: [OutOfBand]),
    scenario!(a_finding_about_a_domain_appears_once_a_run, needs: [OutOfBand]),
    scenario!(a_mapping_that_moves_to_a_domain_is_checked_against_it, needs: [OutOfBand]),
];

/// A project with one mapping on a domain made so.
fn with_domain(case: &Case, change: impl FnOnce(&mut Domain)) -> Project {
    let world = World::new(case);
    make(case, change);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project
}

fn make(case: &Case, change: impl FnOnce(&mut Domain)) {
    case.aws.local().world(|there| change(there.domain_mut(DOMAIN).expect("the domain of this world")));
}

fn an_edge_optimised_domain_is_an_error_with_the_way_out(case: &Case) {
    let project = with_domain(case, |domain| domain.endpoint_type = EndpointType::Edge);
    let failed = project.plan().fails();
    let error = failed.error("Domain Name Cannot Hold API Mappings").on("domain_name");
    error.says(DOMAIN).says("aws_api_gateway_base_path_mapping").says("plan_checks = \"warn\"");
    error.reads_as("edge_optimised_domain", case, &[]);
}

fn a_domain_with_tls_1_0_is_an_error_with_the_way_out(case: &Case) {
    let project = with_domain(case, |domain| domain.security_policy = SecurityPolicy::Tls10);
    let failed = project.plan().fails();
    let error = failed.error("Domain Name Cannot Hold API Mappings").on("domain_name");
    error.says(DOMAIN).says("TLS_1_2").says("plan_checks = \"warn\"");
    error.reads_as("domain_with_tls_1_0", case, &[]);
}

fn a_domain_that_takes_only_routing_rules_is_an_error(case: &Case) {
    let project = with_domain(case, |domain| domain.routing_mode = RoutingMode::RoutingRuleOnly);
    let failed = project.plan().fails();
    let error = failed.error("Domain Name Takes Routing Rules Only").on("domain_name");
    error.says(DOMAIN).says("ROUTING_RULE_ONLY").says("API_MAPPING_ONLY").says("plan_checks = \"warn\"");
    error.reads_as("domain_of_routing_rules_only", case, &[]);
}

fn routing_rules_that_win_over_mappings_are_a_warning(case: &Case) {
    let project = with_domain(case, |domain| domain.routing_mode = RoutingMode::RoutingRuleThenApiMapping);
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "without rules there is nothing to win\n{}", planned.text);
    make(case, |domain| {
        let [id, base_path, api, stage] = ["rule1", "orders", "a1b2c3d4", "test"].map(str::to_owned);
        domain.routing_rules.insert(id.clone(), RoutingRule { id, priority: 100, base_path, api, stage });
    });
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning = planned.warning("Routing Rules Come Before API Mappings").on("domain_name");
    warning.says(DOMAIN).says("ROUTING_RULE_THEN_API_MAPPING").reads_as("routing_rules_first", case, &[]);
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_domain_that_is_not_available_is_a_warning(case: &Case) {
    let project = with_domain(case, |domain| domain.status = DomainStatus::PendingOwnershipVerification);
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning = planned.warning("Domain Name Not Available").on("domain_name");
    let status = "PENDING_OWNERSHIP_VERIFICATION";
    warning.says(DOMAIN).says(status).reads_as("domain_not_available", case, &[(status, "status")]);
    for (status, word) in [
        (DomainStatus::Updating, "UPDATING"),
        (DomainStatus::PendingCertificateReimport, "PENDING_CERTIFICATE_REIMPORT"),
    ] {
        make(case, |domain| domain.status = status);
        let planned = project.plan().succeeds();
        let warning = planned.warning("Domain Name Not Available").on("domain_name").says(word);
        warning.reads_as("domain_not_available", case, &[(word, "status")]);
    }
}

fn a_finding_about_a_domain_appears_once_a_run(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let twenty = world
        .orders_block()
        .set("for_each", "toset([for n in range(20) : \"orders${n}\"])")
        .set(KEY, "each.key");
    project.main(&twenty.hcl());
    make(case, |domain| domain.status = DomainStatus::Updating);
    let planned = project.plan().succeeds();
    planned.warning("Domain Name Not Available");
    assert_eq!(planned.changes.len(), 20);
    make(case, |domain| domain.endpoint_type = EndpointType::Edge);
    let failed = project.plan().fails();
    failed.error("Domain Name Cannot Hold API Mappings");
    failed.warning("Domain Name Not Available");
}

fn a_mapping_that_moves_to_a_domain_is_checked_against_it(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("web.example.com");
    let project = case.project();
    project.main(&world.orders_block().domain("web.example.com").hcl());
    project.apply().succeeds();
    project.main(&world.orders_block().hcl());
    make(case, |domain| domain.status = DomainStatus::Updating);
    project.plan().succeeds().plans(&[(ORDERS, "replace")]).warning("Domain Name Not Available");
    make(case, |domain| domain.security_policy = SecurityPolicy::Tls10);
    project.plan().fails().error("Domain Name Cannot Hold API Mappings");
    // What the domain is like does not matter to a mapping that stays on another.
    project.main(&world.orders_block().domain("web.example.com").stage("test").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}
