//! APIs, stages and domain names of hashicorp/aws, mapped here.

use super::surroundings::complete;
use super::{PROVIDERS, project};
use crate::acceptance::world::ORDERS;
use crate::findings::{each_an_error, names};
use crate::harness::{Case, Outcome, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_mapping_of_what_hashicorp_aws_makes_works_from_create_to_destroy),
    scenario!(what_refers_to_ids_has_no_finding_where_each_is_an_error),
];

/// A WebSocket API, its stage and a domain name, and the mapping that refers to them.
const EXAMPLE: &str =
    include_str!("../../../examples/resources/apigatewayv2_api_mapping/with-hashicorp-aws.tf");

const DOMAIN: &str = "ws.example.com";

fn a_mapping_of_what_hashicorp_aws_makes_works_from_create_to_destroy(case: &Case) {
    let project = project(case);
    project.main(&complete(EXAMPLE));
    let created = project.apply().succeeds();
    assert_eq!(created.warnings().len(), 0, "{}", created.text);
    assert_eq!(created.output("url"), "wss://ws.example.com/orders");
    let id = case.aws.mapping(DOMAIN).api_mapping_id;
    project.plan().plans_nothing();

    // By name instead of by id, the references are the same.
    let by_name = EXAMPLE.replace(".production.id", ".production.name").replace(".ws.id", ".ws.domain_name");
    assert_ne!(by_name, EXAMPLE);
    project.main(&complete(&by_name));
    project.plan().plans_nothing();

    // The mapping follows its stage before the old one goes.
    let renamed = by_name
        .replace("= \"production\"\n", "= \"live\"\n  lifecycle {\n    create_before_destroy = true\n  }\n");
    assert_ne!(renamed, by_name);
    project.main(&complete(&renamed));
    let stage = "aws_apigatewayv2_stage.production";
    let changed = project.apply().succeeds().plans(&[(stage, "replace"), (ORDERS, "update")]);
    assert!(
        first(&changed, "apply_complete", ORDERS) < last(&changed, "apply_start", stage),
        "{}",
        changed.text
    );
    let mapping = case.aws.mapping(DOMAIN);
    assert_eq!((mapping.api_mapping_id, mapping.stage.as_str()), (id, "live"));
    project.plan().plans_nothing();

    let destroyed = project.destroy().succeeds();
    for user in ["aws_apigatewayv2_domain_name.ws", "aws_apigatewayv2_api.orders", stage] {
        let order = (first(&destroyed, "apply_complete", ORDERS), first(&destroyed, "apply_start", user));
        assert!(order.0 < order.1, "{user} goes before its mapping:\n{}", destroyed.text);
    }
    project.state().is_empty();
}

/// What the guide on findings advises for a domain name and a stage that the same run creates.
fn what_refers_to_ids_has_no_finding_where_each_is_an_error(case: &Case) {
    let project = project(case);
    let (block, findings) = ("provider \"apigatewayv2\" {\n", each_an_error());
    assert!(PROVIDERS.contains(block));
    project.provider(&PROVIDERS.replace(block, &format!("{block}  findings = {{ {findings} }}\n")));
    let fails_with = |old: &str, new: &str, finding: &str| {
        assert!(EXAMPLE.contains(old));
        project.main(&complete(&EXAMPLE.replace(old, new)));
        let failed = project.plan().fails();
        assert_eq!(names(&failed), [finding], "{}", failed.text);
    };
    fails_with(".ws.id", ".ws.domain_name", "domain_missing");
    // The stage is looked for once its API exists.
    let example = complete(EXAMPLE);
    let target = |address| project.main(&example).apply_with(&["-target", address]).succeeds();
    target("aws_apigatewayv2_api.orders");
    fails_with(".production.id", ".production.name", "stage_missing");
    let planned = project.main(&example).plan().succeeds();
    assert_eq!(names(&planned), [""; 0], "{}", planned.text);
    // Or the stage is created in a run of its own.
    target("aws_apigatewayv2_stage.production");
    let by_name = complete(&EXAMPLE.replace(".production.id", ".production.name"));
    let created = project.main(&by_name).apply().succeeds();
    assert_eq!(names(&created), [""; 0], "{}", created.text);
    assert_eq!(created.output("url"), "wss://ws.example.com/orders");
    project.main(&example).plan().plans_nothing();
    project.destroy().succeeds();
}

/// The line of the first event of a kind about a resource.
#[track_caller]
fn first(outcome: &Outcome, event: &str, address: &str) -> usize {
    lines(outcome, event, address)
        .next()
        .unwrap_or_else(|| panic!("no {event} of {address}\n{}", outcome.text))
}

/// The line of the last one.
#[track_caller]
fn last(outcome: &Outcome, event: &str, address: &str) -> usize {
    lines(outcome, event, address)
        .last()
        .unwrap_or_else(|| panic!("no {event} of {address}\n{}", outcome.text))
}

fn lines(outcome: &Outcome, event: &str, address: &str) -> impl Iterator<Item = usize> {
    let (event, address) = (format!("\"type\":\"{event}\""), format!("\"addr\":\"{address}\""));
    let lines = outcome.text.lines().enumerate();
    lines.filter(move |(_, line)| line.contains(&event) && line.contains(&address)).map(|(number, _)| number)
}
