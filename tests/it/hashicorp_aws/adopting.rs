//! Mappings that hashicorp/aws made are adopted by search and replace and `moved`,
//! and given back.

use super::{only_moves, project};
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_configuration_is_taken_over_by_search_and_replace, needs: [MovedTypes]),
    scenario!(mappings_of_two_regions_are_taken_over, needs: [MovedTypes]),
    scenario!(base_path_mappings_are_taken_over_and_given_back, needs: [MovedTypes, Removed, ImportForEach]),
    scenario!(hashicorp_aws_takes_a_mapping_back, needs: [Removed]),
    scenario!(hashicorp_aws_takes_all_instances_back, needs: [Removed, ImportForEach]),
];

const THEIRS: &str = "aws_apigatewayv2_api_mapping";
const OURS: &str = "apigatewayv2_api_mapping";

/// An API with a stage, and a domain name, of the provider with this line.
fn world(case: &Case, name: &str, provider: &str) -> String {
    format!(
        r#"
resource "aws_apigatewayv2_api" "{name}" {{
  {provider}
  name                       = "{name}"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}}

resource "aws_apigatewayv2_stage" "{name}" {{
  {provider}
  api_id = aws_apigatewayv2_api.{name}.id
  name   = "production"
}}

resource "aws_apigatewayv2_domain_name" "{name}" {{
  {provider}
  domain_name = "{name}.example.com"

  domain_name_configuration {{
    certificate_arn = "arn:aws:acm:eu-west-1:{account}:certificate/c"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }}
}}
"#,
        account = case.aws.account()
    )
}

/// A mapping in the world of that name, of the type of hashicorp/aws.
fn mapping(label: &str, name: &str, more: &str) -> String {
    format!(
        "\nresource \"{THEIRS}\" \"{label}\" {{\n  domain_name = aws_apigatewayv2_domain_name.{name}.id\n  \
         api_id = aws_apigatewayv2_api.{name}.id\n  stage = aws_apigatewayv2_stage.{name}.id\n  {more}\n}}\n"
    )
}

/// What a person replaces in a file.
fn replaced(hcl: &str) -> String {
    hcl.replace(&format!("\"{THEIRS}\""), &format!("\"{OURS}\""))
}

fn moved(address: &str) -> String {
    format!("\nmoved {{\n  from = {}\n  to = {address}\n}}\n", address.replace(OURS, THEIRS))
}

fn a_configuration_is_taken_over_by_search_and_replace(case: &Case) {
    let mut project = project(case);
    let world = world(case, "ws", "");
    let mappings = [
        mapping("orders", "ws", "api_mapping_key = \"orders\""),
        mapping("counted", "ws", "count = 2\n  api_mapping_key = \"counted-${count.index}\""),
        mapping("each", "ws", "for_each = toset([\"a\", \"b\"])\n  api_mapping_key = each.key"),
    ]
    .concat();
    let call = "\nmodule \"mappings\" {\n  source = \"./mappings\"\n  api = aws_apigatewayv2_api.ws.id\n  \
                domain = aws_apigatewayv2_domain_name.ws.id\n  stage = aws_apigatewayv2_stage.ws.id\n}\n";
    let in_module = format!(
        "{}variable \"api\" {{}}\nvariable \"domain\" {{}}\nvariable \"stage\" {{}}\n\
         resource \"{THEIRS}\" \"root\" {{\n  domain_name = var.domain\n  api_id = var.api\n  stage = var.stage\n}}\n",
        super::versions()
    );
    project.main(&[&world, &mappings, call].concat()).file("mappings/main.tf", &in_module);
    init(&mut project);
    project.apply().succeeds();
    let before = sorted_ids(case);
    assert_eq!(before.len(), 6);

    let addresses = ["orders", "counted", "each"].map(|label| moved(&format!("{OURS}.{label}")));
    project.main(&[&world, &replaced(&mappings), call, &addresses.concat()].concat());
    project.file("mappings/main.tf", &[replaced(&in_module), moved(&format!("{OURS}.root"))].concat());
    let moved = project.apply().succeeds();
    only_moves(&moved, 6);
    project.plan().plans_nothing();
    assert_eq!(sorted_ids(case), before);
    assert!(!project.state().text().contains(&format!("\"{THEIRS}\"")), "{}", project.state().text());
}

fn mappings_of_two_regions_are_taken_over(case: &Case) {
    let project = project(case);
    let aliases = "\nprovider \"aws\" {\n  alias = \"virginia\"\n  region = \"us-east-1\"\n}\n\
                   \nprovider \"apigatewayv2\" {\n  alias = \"virginia\"\n  region = \"us-east-1\"\n}\n";
    let world = [world(case, "ws", ""), world(case, "virginia", "provider = aws.virginia")].concat();
    let here = mapping("orders", "ws", "api_mapping_key = \"orders\"");
    let there = mapping("virginia", "virginia", "provider = aws.virginia\n  api_mapping_key = \"orders\"");
    project.main(&[aliases, &world, &here, &there].concat());
    project.apply().succeeds();

    let there = there.replace("= aws.virginia\n", "= apigatewayv2.virginia\n");
    let addresses = ["orders", "virginia"].map(|label| format!("{OURS}.{label}"));
    let moves = addresses.each_ref().map(|address| moved(address));
    project.main(&[aliases, &world, &replaced(&here), &replaced(&there), &moves.concat()].concat());
    project.apply().succeeds().plans(&[(&addresses[0], "move"), (&addresses[1], "move")]);
    project.plan().plans_nothing();
}

fn hashicorp_aws_takes_a_mapping_back(case: &Case) {
    let project = project(case);
    let world = world(case, "ws", "");
    let theirs = mapping("orders", "ws", "api_mapping_key = \"orders\"");
    project.main(&[world.as_str(), &replaced(&theirs)].concat());
    project.apply().succeeds();
    let before = sorted_ids(case);

    let back = format!(
        "\nremoved {{\n  from = {OURS}.orders\n  lifecycle {{\n    destroy = false\n  }}\n}}\n\
         import {{\n  to = {THEIRS}.orders\n  id = \"{}/ws.example.com\"\n}}\n",
        before[0]
    );
    project.main(&[world.as_str(), &theirs, &back].concat());
    let imported = project.apply().succeeds();
    assert_eq!(imported.imports, 1, "{}", imported.text);
    project.main(&[world, theirs].concat());
    project.plan().plans_nothing();
    assert_eq!(sorted_ids(case), before);
}

/// But for the root: ministack does not answer to `(none)` for what was made at the empty path.
/// It also reads a stage otherwise than it was made.
fn base_path_mappings_are_taken_over_and_given_back(case: &Case) {
    let project = project(case);
    let rest_api = r#"
resource "aws_api_gateway_rest_api" "orders" {
  name = "orders"
}

resource "aws_api_gateway_deployment" "orders" {
  rest_api_id = aws_api_gateway_rest_api.orders.id
}

resource "aws_api_gateway_stage" "production" {
  rest_api_id   = aws_api_gateway_rest_api.orders.id
  deployment_id = aws_api_gateway_deployment.orders.id
  stage_name    = "production"

  lifecycle {
    ignore_changes = all
  }
}
"#;
    let world = world(case, "ws", "") + rest_api;
    let block = |type_name: &str, stage: &str, key: &str| {
        format!(
            "\nresource \"{type_name}\" \"all\" {{\n  for_each = toset([\"v2\", \"orders\"])\n  \
             domain_name = aws_apigatewayv2_domain_name.ws.domain_name\n  \
             api_id = aws_api_gateway_rest_api.orders.id\n  \
             {stage} = aws_api_gateway_stage.production.stage_name\n  {key} = each.key\n}}\n"
        )
    };
    let theirs = block("aws_api_gateway_base_path_mapping", "stage_name", "base_path");
    project.main(&[world.as_str(), &theirs].concat());
    project.apply().succeeds();
    let before = sorted_ids(case);

    let ours = block(OURS, "stage", "api_mapping_key");
    let moved =
        format!("\nmoved {{\n  from = aws_api_gateway_base_path_mapping.all\n  to = {OURS}.all\n}}\n");
    project.main(&[world.as_str(), &ours, &moved].concat());
    let taken = project.apply().succeeds();
    only_moves(&taken, 2);
    project.plan().plans_nothing();
    assert_eq!(sorted_ids(case), before);

    let back = format!(
        "\nremoved {{\n  from = {OURS}.all\n  lifecycle {{\n    destroy = false\n  }}\n}}\n\
         import {{\n  for_each = toset([\"v2\", \"orders\"])\n  \
         to = aws_api_gateway_base_path_mapping.all[each.key]\n  id = \"ws.example.com/${{each.key}}\"\n}}\n"
    );
    project.main(&[world.as_str(), &theirs, &back].concat());
    let imported = project.apply().succeeds();
    assert_eq!(imported.imports, 2, "{}", imported.text);
    project.main(&[world, theirs].concat());
    project.plan().plans_nothing();
}

fn hashicorp_aws_takes_all_instances_back(case: &Case) {
    let project = project(case);
    let world = world(case, "ws", "");
    let theirs = mapping("all", "ws", "for_each = toset([\"a\", \"b\"])\n  api_mapping_key = each.key");
    let ids = "\noutput \"ids\" {\n  value = { for key, mapping in apigatewayv2_api_mapping.all : key => mapping.id }\n}\n";
    project.main(&[world.as_str(), &replaced(&theirs), ids].concat());
    let ids = project.apply().succeeds().output("ids").to_string();
    let before = sorted_ids(case);

    let back = format!(
        "\nlocals {{\n  ids = {ids}\n}}\n\
         removed {{\n  from = {OURS}.all\n  lifecycle {{\n    destroy = false\n  }}\n}}\n\
         import {{\n  for_each = local.ids\n  to = {THEIRS}.all[each.key]\n  id = \"${{each.value}}/ws.example.com\"\n}}\n"
    );
    project.main(&[world.as_str(), &theirs, &back].concat());
    let imported = project.apply().succeeds();
    assert_eq!(imported.imports, 2, "{}", imported.text);
    project.main(&[world, theirs].concat());
    project.plan().plans_nothing();
    assert_eq!(sorted_ids(case), before);
}

/// Modules are installed in a project's own folder.
fn init(project: &mut Project) {
    let data = project.folder().join("data").display().to_string();
    project.env("TF_DATA_DIR", &data);
    let finished = project.run(&["init", "-no-color", "-input=false"]);
    assert_eq!(finished.code, 0, "{}", finished.text());
}

fn sorted_ids(case: &Case) -> Vec<String> {
    let mappings = case.aws.mappings("ws.example.com").into_iter();
    let mut ids: Vec<_> = mappings.map(|mapping| mapping.api_mapping_id).collect();
    ids.sort();
    ids
}
