//! Kinds, states and routing modes of domain names.
//!
//! The service takes one change of a domain name in thirty seconds. So the probes come in
//! an order in which `other` is changed three times in all.

use serde_json::{Value, json};

use crate::call::Call;
use crate::calls::{
    create, create_domain, create_domain_of_v1, create_rule, delete, get, get_domain, update, update_domain,
};
use crate::probe::{Probe, Topic};

pub(super) fn probes() -> Vec<Probe> {
    let mut probes = kinds();
    probes.extend(creates());
    probes.extend(routing_modes());
    probes
}

/// Which domain names take mappings of version 2.
fn kinds() -> Vec<Probe> {
    let rest = |name, question, domain, key| probe(name, question).ask(create(domain, "{rest}", "live", key));
    vec![
        rest(
            "tls10_single_level",
            "Whether a domain name with TLS 1.0 takes mappings of version 2.",
            "{tls10}",
            "orders",
        ),
        rest(
            "tls10_multi_level",
            "Whether a domain name with TLS 1.0 takes keys with several levels.",
            "{tls10}",
            "orders/v1",
        ),
        rest(
            "edge_single_level",
            "Whether an edge-optimised domain name takes mappings of version 2.",
            "{edge}",
            "orders",
        ),
        rest(
            "edge_multi_level",
            "Whether an edge-optimised domain name takes keys with several levels.",
            "{edge}",
            "orders/v1",
        ),
        probe("private_domain", "Whether version 2 sees a private domain name.").ask(create(
            "{private}",
            "{rest_private}",
            "live",
            "orders",
        )),
    ]
}

/// What creates of domain names are answered.
fn creates() -> Vec<Probe> {
    vec![
        probe("domain_duplicate", "What a second domain name of a name is answered.")
            .ask(create_domain("{regional}", regional("TLS_1_2"))),
        probe("domain_without_configuration", "Whether a domain name may be made without a configuration.")
            .ask(create_domain("{spare}", Value::Null)),
        probe("domain_edge_through_v2", "Whether version 2 makes an edge-optimised domain name.")
            .ask(create_domain("{spare}", configuration("EDGE", "TLS_1_2"))),
        probe("domain_tls10_through_v2", "Whether version 2 makes a domain name with TLS 1.0.")
            .ask(create_domain("{spare}", regional("TLS_1_0"))),
        probe(
            "domain_without_access_mode",
            "Whether a domain name may have an enhanced security policy without an access mode.",
        )
        .ask(create_domain_of_v1("{spare}", "SecurityPolicy_TLS13_1_3_2025_09")),
        probe("domain_created_with_capitals", "What becomes of capitals in the name of a new domain name.")
            .ask_all([
                create_domain("{SPARE}", regional("TLS_1_2")),
                get_domain("{spare}"),
                get_domain("{SPARE}"),
            ]),
    ]
}

/// What domain names with routing rules take. Rules route requests to REST APIs alone, so
/// these are what is mapped. Each probe has keys of its own: what an earlier one made may not
/// be removable while rules alone route.
fn routing_modes() -> Vec<Probe> {
    vec![
        // First, because its mapping has to be made while the domain name takes mappings.
        probe("rules_only_existing", "What becomes of mappings when rules alone route a domain name.")
            .given(create("{other}", "{rest}", "live", "orders").named("mapping"))
            .set(mode("ROUTING_RULE_ONLY"))
            .ask(get("{other}", "{mapping}"))
            .ask(update("{other}", "{mapping}", json!({ "apiId": "{rest}", "stage": "live" })))
            .ask(delete("{other}", "{mapping}")),
        probe("rules_only_create", "Whether a domain name that rules alone route takes a mapping.")
            .set(mode("ROUTING_RULE_ONLY"))
            .ask(create("{other}", "{rest}", "live", "alone")),
        probe("rules_first_create", "Whether a domain name that rules route first takes a mapping.")
            .set(mode("ROUTING_RULE_THEN_API_MAPPING"))
            .ask(create("{other}", "{rest}", "live", "first")),
        probe("rules_first_rest_and_http", "Whether a domain name with rules takes REST and HTTP APIs.")
            .set(mode("ROUTING_RULE_THEN_API_MAPPING"))
            .given(create("{other}", "{rest}", "live", "there"))
            .given(create_rule("{other}", "{rest}", "live"))
            .ask(create("{other}", "{http}", "live", "here")),
        // Last, because it sets the routing mode back.
        probe("domain_updating", "What a create is answered while a domain name is being changed.")
            .given(update_domain(
                "{other}",
                json!({
                    "domainNameConfigurations": regional("TLS_1_2"),
                    "routingMode": "API_MAPPING_ONLY",
                }),
            ))
            .ask(create("{other}", "{http}", "live", "updating")),
    ]
}

fn probe(name: &'static str, question: &'static str) -> Probe {
    Probe::new(Topic::Domains, name, question)
}

fn mode(mode: &str) -> Call {
    update_domain("{other}", json!({ "routingMode": mode }))
}

fn regional(security_policy: &str) -> Value {
    configuration("REGIONAL", security_policy)
}

fn configuration(endpoint_type: &str, security_policy: &str) -> Value {
    json!([{
        "certificateArn": "{certificate}",
        "endpointType": endpoint_type,
        "securityPolicy": security_policy,
    }])
}
