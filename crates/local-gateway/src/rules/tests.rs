use super::*;
use crate::seed::Seed;

const CHARACTERS: &str =
    "An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.";
const END: &str = "API mapping key should not end with a '/'.";
const START: &str = "API mapping key should not start with a '/' or have consecutive '/'s.";

/// A WebSocket API `ws`, an HTTP API `http` and a REST API `rest`, each with the stage `live`.
fn world(mappings: &[(&str, &str)]) -> World {
    let seed = Seed::empty()
        .domain("d.example.com")
        .api("ws", Protocol::WebSocket, &["live"])
        .api("http", Protocol::Http, &["live"])
        .api("rest", Protocol::Rest, &["live"]);
    mappings
        .iter()
        .fold(seed, |seed, (key, api)| seed.mapping("d.example.com", key, api, "live"))
        .into_world()
}

fn domain(world: &World) -> &Domain {
    world.domain("d.example.com").expect("a domain name of the seed")
}

#[track_caller]
fn refused(verdict: Verdict, message: &str) {
    let error = verdict.expect_err("a refusal");
    assert_eq!((error.status, error.message.as_str()), (400, message));
}

#[test]
fn keys_with_measured_characters_are_accepted() {
    for key in ["", "v1", "orders/v1/items", "a,b$", "$context.domainName", "$context.apiId", "-_.+!*'()"] {
        assert_eq!(key_is_well_formed(key), Ok(()), "{key:?}");
    }
}

#[test]
fn a_key_with_another_character_is_refused() {
    for key in [" a", "a~b", "a%20b", "a:b", "a?b"] {
        refused(key_is_well_formed(key), CHARACTERS);
    }
}

#[test]
fn a_refusal_that_is_made_up_says_so() {
    let refusal = key_is_well_formed("a\u{e9}").expect_err("a refusal");
    assert_eq!(refusal.message, format!("{CHARACTERS} [made up: key_letters]"));
    assert_eq!(refusal.rule, Some(&table::KEY_LETTERS));
}

#[test]
fn a_key_has_at_most_300_characters() {
    assert_eq!(key_is_well_formed(&"a".repeat(300)), Ok(()));
    refused(key_is_well_formed(&"a".repeat(301)), "ApiMapping key length must be under 300 characters.");
}

#[test]
fn a_key_does_not_end_with_a_slash() {
    refused(key_is_well_formed("/"), END);
    refused(key_is_well_formed("a/"), END);
}

#[test]
fn a_key_neither_starts_with_a_slash_nor_doubles_one() {
    refused(key_is_well_formed("  "), START);
    refused(key_is_well_formed("/a"), START);
    refused(key_is_well_formed("a//b"), START);
}

#[test]
fn an_edge_domain_is_not_managed_by_v2() {
    let edge = Domain { endpoint_type: EndpointType::Edge, ..Domain::new("d.example.com") };
    let verdict = domain_is_managed_by_v2(&edge).expect_err("a refusal");
    assert!(
        verdict
            .message
            .starts_with("Only REGIONAL domain names can be managed through the API Gateway V2 API. ")
    );
}

#[test]
fn a_domain_with_tls_1_0_is_not_managed_by_v2() {
    let old = Domain { security_policy: SecurityPolicy::Tls10, ..Domain::new("d.example.com") };
    let verdict = domain_is_managed_by_v2(&old).expect_err("a refusal");
    assert_eq!(
        verdict.message,
        "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 API. \
         For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2. \
         Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0."
    );
    assert_eq!(domain_is_managed_by_v2(&Domain::new("d.example.com")), Ok(()));
}

#[test]
fn only_a_domain_routed_by_rules_alone_takes_no_mapping() {
    let with = |routing_mode| Domain { routing_mode, ..Domain::new("d.example.com") };
    assert!(domain_takes_mappings(&with(RoutingMode::RoutingRuleOnly)).is_err());
    assert_eq!(domain_takes_mappings(&with(RoutingMode::RoutingRuleThenApiMapping)), Ok(()));
    assert_eq!(domain_takes_mappings(&with(RoutingMode::ApiMappingOnly)), Ok(()));
}

#[test]
fn an_unknown_api_and_an_unknown_stage_are_refused() {
    let world = world(&[]);
    let message = "Invalid API identifier specified 123456789012:nope";
    refused(api_exists(&world, "nope").map(|_| ()), message);
    let api = api_exists(&world, "rest").expect("REST APIs can be mapped");
    refused(stage_exists(api, "nope", None), "Invalid stage identifier specified");
    assert_eq!(stage_exists(api, "live", None), Ok(()));
}

#[test]
fn web_socket_apis_share_a_domain_with_each_other_only() {
    let sockets = world(&[("a", "ws")]);
    assert_eq!(protocols_go_together(&sockets, domain(&sockets), Protocol::WebSocket, None), Ok(()));
    assert!(protocols_go_together(&sockets, domain(&sockets), Protocol::Http, None).is_err());
    assert!(protocols_go_together(&sockets, domain(&sockets), Protocol::Rest, None).is_err());

    let others = world(&[("a", "http"), ("b", "rest")]);
    assert!(protocols_go_together(&others, domain(&others), Protocol::WebSocket, None).is_err());
    assert_eq!(protocols_go_together(&others, domain(&others), Protocol::Http, None), Ok(()));
    assert_eq!(protocols_go_together(&others, domain(&others), Protocol::Rest, None), Ok(()));
}

#[test]
fn an_enhanced_policy_keeps_http_apis_away_and_no_domain_takes_a_private_api() {
    let strict = Domain { security_policy: SecurityPolicy::Enhanced, ..Domain::new("d.example.com") };
    let plain = Domain::new("d.example.com");
    for protocol in [Protocol::Rest, Protocol::WebSocket] {
        assert_eq!(domain_takes_api(&strict, &Api::new("api", protocol, &[])), Ok(()));
    }
    let http = Api::new("api", Protocol::Http, &[]);
    assert!(domain_takes_api(&strict, &http).is_err());
    assert_eq!(domain_takes_api(&plain, &http), Ok(()));
    for (endpoint, taken) in
        [(RestEndpoint::Regional, true), (RestEndpoint::Edge, true), (RestEndpoint::Private, false)]
    {
        let rest = Api { endpoint, ..Api::new("api", Protocol::Rest, &[]) };
        assert_eq!(domain_takes_api(&plain, &rest).is_ok(), taken, "{endpoint:?}");
    }
}

#[test]
fn a_domain_has_200_mappings_with_levels_and_any_number_without() {
    let keys: Vec<String> = (0..200).map(|n| format!("v{n}/a")).collect();
    let mappings: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "http")).collect();
    let full = world(&mappings);
    let refusal = levels_are_within_quota(domain(&full), "a/b", None).expect_err("a refusal");
    assert_eq!((refusal.status, refusal.error_type.as_str()), (429, "TooManyRequestsException"));
    assert_eq!(levels_are_within_quota(domain(&full), "single", None), Ok(()));
    let id = domain(&full).mappings.with_key("v0/a").expect("a mapping of the seed").id.clone();
    assert_eq!(levels_are_within_quota(domain(&full), "a/b", Some(&id)), Ok(()));
    let almost = world(&mappings[1..]);
    assert_eq!(levels_are_within_quota(domain(&almost), "a/b", None), Ok(()));
}

#[test]
fn the_only_mapping_of_a_domain_can_change_its_protocol() {
    let world = world(&[("a", "ws")]);
    let id = domain(&world).mappings.with_key("a").expect("a mapping of the seed").id.clone();
    assert_eq!(protocols_go_together(&world, domain(&world), Protocol::Http, Some(&id)), Ok(()));
}

#[test]
fn a_key_is_taken_by_every_mapping_but_the_one_that_changes() {
    let world = world(&[("a", "ws"), ("", "ws")]);
    let conflict = table::KEY_TAKEN.conflict("ApiMapping key already exists for this domain name");
    let id = domain(&world).mappings.with_key("a").expect("a mapping of the seed").id.clone();
    assert_eq!(key_is_free(domain(&world), "a", None), Err(conflict.clone()));
    assert_eq!(key_is_free(domain(&world), "", Some(&id)), Err(conflict));
    assert_eq!(key_is_free(domain(&world), "a", Some(&id)), Ok(()));
    assert_eq!(key_is_free(domain(&world), "b", None), Ok(()));
}

#[test]
fn a_mapped_api_is_not_deleted() {
    let world = world(&[("a", "ws")]);
    refused(
        api_is_unmapped(&world, "ws"),
        "Deleting API ws failed. Please remove all API mappings for the API from your custom domain names.",
    );
    assert_eq!(api_is_unmapped(&world, "http"), Ok(()));
}

#[test]
fn a_mapped_stage_is_not_deleted() {
    let world = world(&[("a", "ws")]);
    refused(
        stage_is_unmapped(&world, "ws", "live"),
        "Deleting stage live failed. Please remove all base path mappings related to the stage in your domains: \
         d.example.com",
    );
    assert_eq!(stage_is_unmapped(&world, "http", "live"), Ok(()));
}

#[test]
fn stage_names_are_plain_or_the_default_one() {
    for name in ["production", "v1_2-beta", "$default", &"a".repeat(128)] {
        assert_eq!(stage_name_is_well_formed(name), Ok(()), "{name:?}");
    }
    for name in ["", "$live", "a.b", "a/b", &"a".repeat(129)] {
        assert!(stage_name_is_well_formed(name).is_err(), "{name:?}");
    }
}
