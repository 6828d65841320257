//! What does not exist.

use serde_json::json;

use crate::call::{Call, Method};
use crate::calls::{
    create, create_stage, create_with, delete, delete_rule, get, get_api, get_base_path, get_domain,
    get_rest_api, get_rest_stage, get_stage, list, put_method, update,
};
use crate::probe::{Probe, Topic};

/// An id that no API of the run has.
const NO_API: &str = "zzzz9999zz";
/// An id that no mapping, routing rule or resource of the run has.
const NO_ID: &str = "zzz999";
/// The longest name of a stage, as documented.
const LONGEST_STAGE: usize = 128;

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Existence, name, question);
    vec![
        probe("stage_unknown", "What a mapping of a stage that does not exist is answered.").ask(create(
            "{regional}",
            "{http}",
            "missing",
            "orders",
        )),
        probe("stage_unknown_v2", "What version 2 answers about a stage that does not exist.")
            .ask(get_stage("{http}", "missing")),
        probe("stage_unknown_v1", "What version 1 answers about a stage that does not exist.")
            .ask(get_rest_stage("{rest}", "missing")),
        probe("stage_characters", "Whether a stage may have a name with a dot.")
            .ask(create_stage("{http_second}", "a.b")),
        probe("stage_129_characters", "Whether a stage may have a name of 129 characters.")
            .ask(create_stage("{http_second}", &"a".repeat(LONGEST_STAGE + 1))),
        probe("stage_duplicate", "What a second stage of a name is answered.")
            .ask(create_stage("{http_second}", "live")),
        probe("api_unknown", "What a mapping of an API that does not exist is answered.").ask(create(
            "{regional}",
            NO_API,
            "live",
            "orders",
        )),
        probe("api_unknown_v2", "What version 2 answers about an API that does not exist.")
            .ask(get_api(NO_API)),
        probe("api_unknown_v1", "What version 1 answers about a REST API that does not exist.")
            .ask(get_rest_api(NO_API)),
        probe("rest_api_through_v2", "Whether version 2 sees a REST API.").ask(get_api("{rest}")),
        probe("domain_unknown", "What is answered about a domain name that does not exist.").ask_all([
            create("{spare}", "{http}", "live", "orders"),
            list("{spare}"),
            get_domain("{spare}"),
        ]),
        probe("domain_capitals", "Whether a domain name is found by its name in capitals.")
            .ask_all([get_domain("{REGIONAL}"), create("{REGIONAL}", "{http}", "live", "orders")]),
        probe("mapping_unknown", "What is answered about a mapping that does not exist.").ask_all([
            get("{regional}", NO_ID),
            update("{regional}", NO_ID, json!({ "apiId": "{http}", "stage": "live" })),
            delete("{regional}", NO_ID),
        ]),
        probe("mapping_unknown_v1", "What version 1 answers about a base path that does not exist.")
            .ask(get_base_path("{regional}", "missing")),
        probe("rule_unknown", "What is answered about a routing rule that does not exist.")
            .ask(delete_rule("{regional}", NO_ID)),
        probe("rest_resource_unknown", "What a method of a resource that does not exist is answered.")
            .ask(put_method("{rest}", NO_ID, "GET")),
        probe("path_unknown", "What is answered about a path that no operation has.").ask(Call::new(
            "UnknownOperation",
            Method::Get,
            "/v2/nothing",
        )),
        probe("create_omits_api", "What a mapping without an API is answered.")
            .ask(create_with("{regional}", json!({ "stage": "live", "apiMappingKey": "orders" }))),
        probe("create_omits_stage", "What a mapping without a stage is answered.")
            .ask(create_with("{regional}", json!({ "apiId": "{http}", "apiMappingKey": "orders" }))),
        probe("order_of_refusals", "Which refusal comes first where there are several.")
            .given(create("{regional}", "{http}", "live", "taken"))
            .ask_all([
                create("{spare}", NO_API, "missing", "a~b"),
                create("{regional}", NO_API, "missing", "a~b"),
                create("{regional}", NO_API, "missing", "taken"),
                create("{regional}", "{http}", "missing", "taken"),
                create("{regional}", "{websocket}", "missing", "taken"),
                create("{regional}", "{websocket}", "live", "taken"),
            ]),
    ]
}
