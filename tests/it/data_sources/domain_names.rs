//! What is found of a domain name.

use local_gateway::{Domain, DomainStatus, EndpointType, RoutingMode, SecurityPolicy};
use serde_json::{Value, json};

use super::{DOMAIN_NAME, on_domain};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, REGION, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_domain_name_tells_what_its_record_and_its_reviewer_need).on_every_core(),
    scenario!(what_a_domain_name_does_not_have_is_null),
    scenario!(what_the_service_says_of_a_domain_name_is_told_in_its_words, needs: [OutOfBand]),
    scenario!(a_domain_name_is_looked_for_in_the_region_that_is_named),
];

/// A domain name with everything that one can have.
fn whole(name: &str) -> Value {
    let certificate = |id: &str| format!("arn:aws:acm:{REGION}:123456789012:certificate/{id}");
    json!({
        "domainName": name,
        "domainNameConfigurations": [{
            "endpointType": "REGIONAL", "securityPolicy": "TLS_1_2", "ipAddressType": "dualstack",
            "certificateArn": certificate("own"), "ownershipVerificationCertificateArn": certificate("proof"),
        }],
        "mutualTlsAuthentication": {"truststoreUri": "s3://trust/bundle.pem", "truststoreVersion": "v1"},
        "routingMode": "ROUTING_RULE_THEN_API_MAPPING",
        "tags": {"team": "orders"},
    })
}

fn a_domain_name_tells_what_its_record_and_its_reviewer_need(case: &Case) {
    case.aws.create_domain_as(&whole("mtls.example.com"));
    let shown = case.aws.domain("mtls.example.com");
    let configuration = &shown["domainNameConfigurations"][0];
    let project = case.project();
    project.main(&on_domain(DOMAIN_NAME, "found", "mtls.example.com", &[]));
    let applied = project.apply().succeeds();
    let found = applied.output("found");
    let expected = json!({
        "domain_name": "mtls.example.com", "id": "mtls.example.com", "region": REGION,
        "arn": format!("arn:aws:apigateway:{REGION}::/domainnames/mtls.example.com"),
        "target_domain_name": configuration["apiGatewayDomainName"],
        "hosted_zone_id": configuration["hostedZoneId"],
        "endpoint_type": "REGIONAL", "ip_address_type": "dualstack", "security_policy": "TLS_1_2",
        "certificate_arn": "arn:aws:acm:eu-west-1:123456789012:certificate/own",
        "ownership_verification_certificate_arn": "arn:aws:acm:eu-west-1:123456789012:certificate/proof",
        "mutual_tls_authentication": {
            "truststore_uri": "s3://trust/bundle.pem", "truststore_version": "v1", "truststore_warnings": [],
        },
        "routing_mode": "ROUTING_RULE_THEN_API_MAPPING",
        "status": "AVAILABLE", "status_message": null,
        "tags": {"team": "orders"},
    });
    assert_eq!(found, &expected);
    let target = found["target_domain_name"].as_str().expect("a target");
    assert!(target.starts_with("d-") && target.ends_with(".amazonaws.com"), "{target}");
    assert!(found["hosted_zone_id"].as_str().is_some_and(|zone| zone.starts_with('Z')));
    project.plan().plans_nothing();
}

fn what_a_domain_name_does_not_have_is_null(case: &Case) {
    World::new(case);
    let project = case.project();
    project.main(&on_domain(DOMAIN_NAME, "found", DOMAIN, &[]));
    let applied = project.apply().succeeds();
    let found = applied.output("found");
    for nothing in ["ownership_verification_certificate_arn", "mutual_tls_authentication", "status_message"] {
        assert_eq!(found[nothing], Value::Null, "{nothing}");
    }
    assert_eq!(found["tags"], json!({}));
    assert_eq!(
        (&found["ip_address_type"], &found["routing_mode"]),
        (&json!("ipv4"), &json!("API_MAPPING_ONLY"))
    );
}

fn what_the_service_says_of_a_domain_name_is_told_in_its_words(case: &Case) {
    World::new(case);
    case.aws.local().world(|account| {
        account.put_domain(Domain {
            endpoint_type: EndpointType::Edge,
            security_policy: SecurityPolicy::Tls10,
            ..Domain::new("edge.example.com")
        });
        account.put_domain(Domain {
            security_policy: SecurityPolicy::Enhanced,
            status: DomainStatus::PendingOwnershipVerification,
            routing_mode: RoutingMode::RoutingRuleOnly,
            ..Domain::new("strict.example.com")
        });
    });
    let project = case.project();
    project.main(
        &(on_domain(DOMAIN_NAME, "edge", "edge.example.com", &[])
            + &on_domain(DOMAIN_NAME, "strict", "strict.example.com", &[])),
    );
    let applied = project.apply().succeeds();
    let (edge, strict) = (applied.output("edge"), applied.output("strict"));
    assert_eq!((&edge["endpoint_type"], &edge["security_policy"]), (&json!("EDGE"), &json!("TLS_1_0")));
    assert_eq!(strict["security_policy"], "SecurityPolicy_TLS13_1_3_2025_09");
    assert_eq!(strict["status"], "PENDING_OWNERSHIP_VERIFICATION");
    assert_eq!(strict["status_message"], "The change is under way.");
    assert_eq!(strict["routing_mode"], "ROUTING_RULE_ONLY");
}

fn a_domain_name_is_looked_for_in_the_region_that_is_named(case: &Case) {
    World::in_region(case, "us-east-1");
    let project = case.project();
    project.main(&on_domain(DOMAIN_NAME, "found", DOMAIN, &[("region", "\"us-east-1\"")]));
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("found")["region"], "us-east-1");
    assert_eq!(
        applied.output("found")["arn"],
        format!("arn:aws:apigateway:us-east-1::/domainnames/{DOMAIN}")
    );
}
