//! What README tells to type works as it stands, against what the demo's endpoint holds.

use apigatewayv2::address;
use local_gateway::{LocalGateway, Seed};

use crate::adoption::MOVED;
use crate::harness::{Case, REGION, Scenario, scenario};

pub(crate) const SCENARIOS: &[Scenario] = &[
    scenario!(the_configuration_of_the_readme_works_by_its_two_commands, needs: [OutOfBand]).on_every_core(),
    scenario!(what_the_readme_moves_is_what_the_scenarios_move, offline),
];

const README: &str = include_str!("../../README.md");

/// In the environment in which the demo runs it.
fn the_configuration_of_the_readme_works_by_its_two_commands(case: &Case) {
    let gateway = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    let mut project = case.bare_project();
    project.file("versions.tf", "").main(&address::in_text(blocks("terraform")[0]));
    project.env("AWS_ENDPOINT_URL", &gateway.url()).env("AWS_REGION", REGION);
    project.env("AWS_ACCESS_KEY_ID", "demo").env("AWS_SECRET_ACCESS_KEY", "demo");
    for command in ["init", "apply"] {
        assert!(commands().contains(&command), "{command} is in {:?}", commands());
    }
    let initialised = project.run(&["init", "-no-color", "-input=false"]);
    assert_eq!(initialised.code, 0, "{}", initialised.text());
    let applied = project.apply().succeeds().plans(&[("apigatewayv2_api_mapping.orders", "create")]);
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    let mapping = project.json(&["show", "-json"]);
    let values = &mapping["values"]["root_module"]["resources"][0]["values"];
    // As the comment above the resource says.
    assert_eq!(values["url"], "wss://api.example.com/orders", "{values:#}");
    project.plan().plans_nothing();
    project.destroy().succeeds();
    project.state().is_empty();
}

fn what_the_readme_moves_is_what_the_scenarios_move(_: &Case) {
    assert_eq!(blocks("terraform")[1].trim(), MOVED.trim());
}

/// The blocks of code in a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    README
        .split(opening.as_str())
        .skip(1)
        .filter_map(|block| block.split_once("```"))
        .map(|(code, _)| code)
        .collect()
}

/// The commands of Terraform that README tells to type.
fn commands() -> Vec<&'static str> {
    let lines = blocks("console").into_iter().flat_map(str::lines);
    lines.filter_map(|line| line.strip_prefix("$ terraform ")?.split_whitespace().next()).collect()
}
