//! The API, the stage and the domain must exist.

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(an_api_that_does_not_exist_is_an_error),
    scenario!(apis_of_every_kind_are_known),
    scenario!(a_stage_that_is_not_there_yet_is_a_warning_for_every_kind_of_api),
    scenario!(a_domain_that_is_not_there_yet_is_a_warning),
    scenario!(all_findings_of_a_resource_are_shown_at_once),
]);

fn an_api_that_does_not_exist_is_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let failed = project.plan().fails();
    let error = failed.error("API Not Found").on("api_id").says("zzzz9999");
    error.says(case.aws.account()).says("eu-west-1").reads_as("api_not_found", case, &[]);
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
    assert_eq!((planned.changes.len(), planned.diagnostics.len()), (3, 1), "{}", planned.text);
    planned.warning("First Multi-Level Key of the Domain Name");
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_stage_that_is_not_there_yet_is_a_warning_for_every_kind_of_api(case: &Case) {
    let (websocket, http, rest) = one_of_each(case);
    case.aws.create_domain(DOMAIN);
    let project = case.project();
    let v2 = "stage_not_there_yet";
    for (api, golden) in [(websocket, v2), (http, v2), (rest, "stage_of_a_rest_api_not_there_yet")] {
        project.main(&Block::new("orders").domain(DOMAIN).api(&api).stage("tomorrow").key("orders").hcl());
        let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
        let warning = planned.warning("Stage Does Not Exist Yet").on("stage").says(&api).says("tomorrow");
        warning.says("`stage`").reads_as(golden, case, &[(&api, "api")]);
        assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
    }
}

fn a_domain_that_is_not_there_yet_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().domain("soon.example.com").hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    let warning =
        planned.warning("Domain Name Does Not Exist Yet").on("domain_name").says("soon.example.com");
    warning.says(case.aws.account()).says("eu-west-1").says("`domain_name`");
    warning.reads_as("domain_not_there_yet", case, &[("soon.example.com", "domain")]);
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
            ("api_id", "WebSocket and Other APIs on One Domain Name"),
            ("api_mapping_key", "API Mapping Key Already Taken"),
            ("stage", "Stage Does Not Exist Yet"),
        ]
    );
    assert!(failed.errors().iter().all(|error| error.detail.contains("= \"warning\" in")));
}

/// A WebSocket, an HTTP and a REST API with the stage `live`.
fn one_of_each(case: &Case) -> (String, String, String) {
    (
        case.aws.create_api("chat", Protocol::WebSocket, &["live"]),
        case.aws.create_api("web", Protocol::Http, &["live"]),
        case.aws.create_rest_api("old", &["live"]),
    )
}
