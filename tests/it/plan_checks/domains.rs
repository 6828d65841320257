//! What a custom domain name must be like to hold API mappings.

use local_gateway::{Domain, DomainStatus, EndpointType, RoutingMode, RoutingRule, SecurityPolicy};

use super::KEY;
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Page, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_edge_optimised_domain_is_a_warning_with_the_way_out, needs: [OutOfBand]),
    scenario!(a_domain_with_tls_1_0_is_a_warning_with_the_way_out, needs: [OutOfBand]),
    scenario!(a_domain_that_takes_only_routing_rules_is_a_warning, needs: [OutOfBand]),
    scenario!(a_domain_that_this_run_makes_fit_is_mapped, needs: [OutOfBand]),
    scenario!(a_domain_with_an_enhanced_policy_takes_no_http_api, needs: [OutOfBand]),
    scenario!(an_http_api_beside_a_strict_rest_api_is_a_warning, needs: [OutOfBand]),
    scenario!(rules_on_a_domain_of_rest_and_http_apis_are_a_warning, needs: [OutOfBand]),
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

/// Plans with this warning, and fails to apply with the words of the service.
#[track_caller]
fn is_refused_at_apply(project: &Project, words: &str) {
    let failed = project.apply().fails();
    assert!(failed.errors().iter().any(|error| error.detail.contains(words)), "{}", failed.text);
}

fn an_edge_optimised_domain_is_a_warning_with_the_way_out(case: &Case) {
    let project = with_domain(case, |domain| domain.endpoint_type = EndpointType::Edge);
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning = planned.warning("Edge-Optimised Domain Name Cannot Hold API Mappings").on("domain_name");
    warning.says(DOMAIN).says("aws_api_gateway_base_path_mapping").says("an earlier step of this run");
    warning.reads_as("edge_optimised_domain", case, &[]);
    is_refused_at_apply(&project, "Only REGIONAL domain names");
}

fn a_domain_with_tls_1_0_is_a_warning_with_the_way_out(case: &Case) {
    let project = with_domain(case, |domain| domain.security_policy = SecurityPolicy::Tls10);
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning = planned.warning("Domain Name With TLS 1.0 Cannot Hold API Mappings").on("domain_name");
    warning.says(DOMAIN).says("TLS_1_2").says("an earlier step of this run");
    warning.reads_as("domain_with_tls_1_0", case, &[]);
    is_refused_at_apply(&project, "a security policy of TLS 1.2");
}

fn a_domain_that_takes_only_routing_rules_is_a_warning(case: &Case) {
    let project = with_domain(case, |domain| domain.routing_mode = RoutingMode::RoutingRuleOnly);
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning = planned.warning("Domain Name Takes Routing Rules Only").on("domain_name");
    warning.says(DOMAIN).says("ROUTING_RULE_ONLY").says("API_MAPPING_ONLY").says("an earlier step");
    warning.reads_as("domain_of_routing_rules_only", case, &[]);
    project.apply().fails();
    project.state().is_empty();
}

fn a_domain_that_this_run_makes_fit_is_mapped(case: &Case) {
    let project = with_domain(case, |domain| {
        domain.security_policy = SecurityPolicy::Tls10;
        domain.routing_mode = RoutingMode::RoutingRuleOnly;
    });
    project.plan_with(&["-out=fit"]).succeeds();
    // Another resource of the run changes the domain, whose name was known all along.
    make(case, |domain| {
        domain.security_policy = SecurityPolicy::Tls12;
        domain.routing_mode = RoutingMode::ApiMappingOnly;
    });
    project.apply_with(&["fit"]).succeeds();
    project.plan().plans_nothing();
}

fn a_domain_with_an_enhanced_policy_takes_no_http_api(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let old = case.aws.create_rest_api("old", &["production"]);
    make(case, |domain| domain.security_policy = SecurityPolicy::Enhanced);
    let project = case.project();
    // WebSocket APIs are not documented, and taken here.
    project.main(&world.orders_block().hcl());
    let planned = project.plan().succeeds();
    planned.warning("Security Policy May Be Too Strict for WebSocket APIs").on("domain_name").reads_as(
        "websocket_api_on_an_enhanced_policy",
        case,
        &[(&world.orders, "api")],
    );
    project.main(&world.orders_block().api(&old).hcl());
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    // It matters as well when only the API changes.
    project.main(&world.orders_block().api(&shop).hcl());
    let failed = project.plan().fails();
    let error =
        failed.error("Security Policy Too Strict for HTTP APIs").on("domain_name").says("= \"warning\" in");
    error.reads_as("http_api_on_an_enhanced_policy", case, &[(&shop, "api")]);
}

fn an_http_api_beside_a_strict_rest_api_is_a_warning(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let old = case.aws.create_rest_api("old", &["production"]);
    case.aws.local().world(|there| {
        there.api_mut(&old).expect("an API").security_policy = SecurityPolicy::Enhanced;
    });
    case.aws.create_mapping(DOMAIN, &old, "production", "old/v1");
    let project = case.project();
    project.main(&world.orders_block().api(&shop).hcl());
    let planned = project.plan().succeeds();
    let warning = planned.warning("HTTP API Beside a REST API With an Enhanced Security Policy").on("api_id");
    warning.reads_as("http_api_beside_a_strict_rest_api", case, &[(&shop, "shop"), (&old, "old")]);
}

fn rules_on_a_domain_of_rest_and_http_apis_are_a_warning(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["production"]);
    let old = case.aws.create_rest_api("old", &["production"]);
    case.aws.create_mapping(DOMAIN, &old, "production", "old");
    make(case, |domain| {
        domain.routing_mode = RoutingMode::RoutingRuleThenApiMapping;
        let [id, base_path, api, stage] = ["rule1", "orders", "a1b2c3d4", "test"].map(str::to_owned);
        domain.routing_rules.insert(id.clone(), RoutingRule { id, priority: 100, base_path, api, stage });
    });
    let project = case.project();
    project.main(&world.orders_block().api(&shop).hcl());
    let planned = project.plan().succeeds();
    let summary = "Routing Rules Beside REST and HTTP APIs";
    let warning = planned.diagnostics.iter().find(|found| found.summary == summary).expect("a warning");
    warning.on("domain_name").reads_as("routing_rules_beside_rest_and_http_apis", case, &[]);
    project.main(&world.orders_block().api(&old).hcl());
    let planned = project.plan().succeeds();
    assert!(planned.diagnostics.iter().all(|found| found.summary != summary), "{}", planned.text);
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
    warning.says(DOMAIN).says("PENDING_OWNERSHIP_VERIFICATION").says("Verify that you own it");
    let mut page = Page::new("domain_not_available");
    let plans = [
        (DomainStatus::Updating, "UPDATING"),
        (DomainStatus::Pending, "PENDING"),
        (DomainStatus::PendingCertificateReimport, "PENDING_CERTIFICATE_REIMPORT"),
        (DomainStatus::PendingOwnershipVerification, "PENDING_OWNERSHIP_VERIFICATION"),
        (DomainStatus::Failed, "FAILED"),
    ]
    .map(|(status, word)| {
        make(case, |domain| domain.status = status);
        (project.plan().succeeds(), word)
    });
    for (planned, word) in &plans {
        page.add(word, planned.warning("Domain Name Not Available").on("domain_name").says(word));
    }
    page.reads_as_golden(case, &[]);
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
    let planned = project.plan().succeeds();
    let mut found: Vec<_> = planned.warnings().iter().map(|found| found.summary.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, ["Domain Name Not Available", "Edge-Optimised Domain Name Cannot Hold API Mappings"]);
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
    let planned = project.plan().succeeds();
    let summaries: Vec<_> = planned.warnings().iter().map(|found| found.summary.as_str()).collect();
    assert!(summaries.contains(&"Domain Name With TLS 1.0 Cannot Hold API Mappings"), "{}", planned.text);
    // What the domain is like does not matter to a mapping that stays on another.
    project.main(&world.orders_block().domain("web.example.com").stage("test").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}
