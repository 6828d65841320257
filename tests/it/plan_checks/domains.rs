//! What a custom domain name must be like to hold API mappings.

use local_gateway::{Domain, DomainStatus, EndpointType, RoutingMode, RoutingRule, SecurityPolicy};

use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_edge_optimised_domain_is_an_error_with_the_way_out, needs: [Faults]),
    scenario!(a_domain_with_tls_1_0_is_an_error_with_the_way_out, needs: [Faults]),
    scenario!(a_domain_that_takes_only_routing_rules_is_an_error, needs: [Faults]),
    scenario!(routing_rules_that_win_over_mappings_are_a_warning, needs: [Faults]),
    scenario!(a_domain_that_is_not_available_is_a_warning, needs: [Faults]),
    scenario!(a_finding_about_a_domain_appears_once_a_run, needs: [Faults]),
];

/// A project with one mapping on a domain made so.
fn with_domain(case: &Case, change: impl FnOnce(&mut Domain)) -> Project {
    let world = World::new(case);
    case.aws.local().world(|there| change(there.domain_mut(DOMAIN).expect("the domain of this world")));
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project
}

fn an_edge_optimised_domain_is_an_error_with_the_way_out(case: &Case) {
    let project = with_domain(case, |domain| domain.endpoint_type = EndpointType::Edge);
    project
        .plan()
        .fails()
        .error("Domain Name Cannot Hold API Mappings")
        .on("domain_name")
        .says("The custom domain name api.example.com is edge-optimised. API mappings need a Regional domain name")
        .says("Migrate it to a Regional endpoint");
}

fn a_domain_with_tls_1_0_is_an_error_with_the_way_out(case: &Case) {
    let project = with_domain(case, |domain| domain.security_policy = SecurityPolicy::Tls10);
    project
        .plan()
        .fails()
        .error("Domain Name Cannot Hold API Mappings")
        .on("domain_name")
        .says("has the security policy TLS 1.0.")
        .says("Set its security policy to TLS_1_2.");
}

fn a_domain_that_takes_only_routing_rules_is_an_error(case: &Case) {
    let project = with_domain(case, |domain| domain.routing_mode = RoutingMode::RoutingRuleOnly);
    project.plan().fails().error("Domain Name Takes Routing Rules Only").on("domain_name").says(
        "The routing mode of api.example.com is ROUTING_RULE_ONLY, in which no API mapping can be created.",
    );
}

fn routing_rules_that_win_over_mappings_are_a_warning(case: &Case) {
    let project = with_domain(case, |domain| domain.routing_mode = RoutingMode::RoutingRuleThenApiMapping);
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "without rules there is nothing to win\n{}", planned.text);
    case.aws.local().world(|world| {
        let rule = RoutingRule {
            id: "rule1".to_owned(),
            priority: 100,
            base_path: "orders".to_owned(),
            api: "a1b2c3d4".to_owned(),
            stage: "test".to_owned(),
        };
        let domain = world.domain_mut(DOMAIN).expect("the domain of this world");
        domain.routing_rules.insert(rule.id.clone(), rule);
    });
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned
        .warning("Routing Rules Come Before API Mappings")
        .on("domain_name")
        .says("A request that matches a rule never reaches an API mapping.");
}

fn a_domain_that_is_not_available_is_a_warning(case: &Case) {
    let project = with_domain(case, |domain| domain.status = DomainStatus::PendingOwnershipVerification);
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned
        .warning("Domain Name Not Available")
        .on("domain_name")
        .says("The status of api.example.com is PENDING_OWNERSHIP_VERIFICATION, not AVAILABLE.");
}

fn a_finding_about_a_domain_appears_once_a_run(case: &Case) {
    let world = World::new(case);
    case.aws.local().world(|there| {
        there.domain_mut(DOMAIN).expect("the domain of this world").status = DomainStatus::Updating;
    });
    let project = case.project();
    let block = world
        .orders_block()
        .set("for_each", "toset([for n in range(20) : \"orders${n}\"])")
        .set("api_mapping_key", "each.key");
    project.main(&block.hcl());
    let planned = project.plan().succeeds();
    planned.warning("Domain Name Not Available");
    assert_eq!(planned.changes.len(), 20);
}
