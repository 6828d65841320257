//! The API, the stage and the domain must exist.

use super::IF_THIS_RUN_MENDS_IT;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_api_that_nobody_knows_is_an_error),
    scenario!(apis_of_every_kind_are_known),
    scenario!(a_stage_that_is_not_there_yet_is_a_warning_for_every_kind_of_api),
    scenario!(a_domain_that_is_not_there_yet_is_a_warning),
    scenario!(all_findings_of_a_resource_are_shown_at_once),
];

fn an_api_that_nobody_knows_is_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let failed = project.plan().fails();
    failed.error("API Not Found").on("api_id").reads(&format!(
        "There is no API with the id \"zzzz9999\" in account {}, region eu-west-1: no WebSocket or HTTP API, and no \
         REST API. API Gateway gives ids out itself, so none that this run creates will have it. Check the id and \
         the provider's region and credentials; the API and the domain name must be in the same account.",
        case.aws.account()
    ));
    assert_eq!(failed.diagnostics.len(), 1, "{}", failed.text);
}

fn apis_of_every_kind_are_known(case: &Case) {
    let (websocket, http, rest) = one_of_each(case);
    let project = case.project();
    for name in ["chat.example.com", "web.example.com"] {
        case.aws.create_domain(name);
    }
    // HTTP and REST APIs share a domain.
    project.main(
        &[
            Block::new("chat").domain("chat.example.com").api(&websocket).stage("live"),
            Block::new("web").domain("web.example.com").api(&http).stage("live").key("web/v2"),
            Block::new("rest").domain("web.example.com").api(&rest).stage("live").key("rest/v1"),
        ]
        .map(|block| block.hcl())
        .concat(),
    );
    let planned = project.plan().succeeds();
    assert_eq!((planned.changes.len(), planned.diagnostics.len()), (3, 0), "{}", planned.text);
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_stage_that_is_not_there_yet_is_a_warning_for_every_kind_of_api(case: &Case) {
    let (websocket, http, rest) = one_of_each(case);
    case.aws.create_domain(DOMAIN);
    let project = case.project();
    for api in [websocket, http, rest] {
        project.main(&Block::new("orders").domain(DOMAIN).api(&api).stage("tomorrow").key("orders").hcl());
        let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
        planned.warning("Stage Does Not Exist Yet").on("stage").reads(&format!(
            "API \"{api}\" has no stage \"tomorrow\" at this moment. If this run creates it, let `stage` refer to its \
             resource, so that Terraform creates the stage before the mapping; otherwise apply will fail with \
             \"Invalid stage identifier specified\"."
        ));
        assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
    }
}

fn a_domain_that_is_not_there_yet_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().domain("soon.example.com").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned.warning("Domain Name Does Not Exist Yet").on("domain_name").reads(&format!(
        "There is no custom domain name soon.example.com in account {}, region eu-west-1 at this moment. If this run \
         creates it, let `domain_name` refer to its resource, so that Terraform creates it before the mapping; \
         otherwise check the name and the provider's region and credentials, or apply will fail.",
        case.aws.account()
    ));
    assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
}

fn all_findings_of_a_resource_are_shown_at_once(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.create_mapping(DOMAIN, &shop, "$default", "orders");
    let project = case.project();
    project.main(&world.orders_block().stage("tomorrow").hcl());
    let failed = project.plan().fails();
    let mut found: Vec<_> =
        failed.diagnostics.iter().map(|found| (found.attribute(), found.summary.as_str())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("api_id", "WebSocket and Other APIs on One Domain"),
            ("api_mapping_key", "API Mapping Key Already Taken"),
            ("stage", "Stage Does Not Exist Yet"),
        ]
    );
    assert!(failed.errors().iter().all(|error| error.detail.ends_with(IF_THIS_RUN_MENDS_IT)));
}

/// A WebSocket, an HTTP and a REST API with the stage `live`.
fn one_of_each(case: &Case) -> (String, String, String) {
    (
        case.aws.create_api("chat", Protocol::WebSocket, &["live"]),
        case.aws.create_api("web", Protocol::Http, &["live"]),
        case.aws.create_rest_api("old", &["live"]),
    )
}
