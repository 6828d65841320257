//! What the guides tell to do beside hashicorp/aws, done with the guides' own files.

use serde_json::Value;

use super::surroundings::complete;
use super::{only_moves, project};
use crate::acceptance::world::DOMAIN;
use crate::harness::{Case, Outcome, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(the_examples_of_the_resource_pages_work),
    scenario!(mappings_move_here_and_go_back, needs: [MovedTypes, Removed, ImportForEach]),
    scenario!(instances_of_count_move_to_those_of_for_each, needs: [MovedTypes]),
    scenario!(each_pull_request_has_a_url_of_its_own),
    scenario!(a_regional_domain_name_of_version_1_is_valid_with_its_mappings),
    scenario!(the_policies_are_made_in_the_partition_of_the_region),
    scenario!(the_roles_trust_pull_requests_and_the_environment),
];

/// An example of `examples/`, by its path there.
macro_rules! example {
    ($path:literal) => {
        include_str!(concat!("../../../examples/", $path))
    };
}

/// A project of both providers, with what the example refers to.
fn with(case: &Case, example: &str) -> Project {
    let project = project(case);
    lay_out(&project, example);
    project
}

fn lay_out(project: &Project, example: &str) {
    let versions = super::versions();
    project.file("versions.tf", if example.contains("required_providers") { "" } else { &versions });
    project.main(&complete(example));
}

/// An example without its blocks from `moved`, `removed` or `import` on.
fn before(example: &str, block: &str) -> String {
    let (before, _) = example.split_once(&format!("\n{block} {{")).expect("such a block");
    before.to_owned()
}

/// The same resources as hashicorp/aws has them.
fn theirs(example: &str) -> String {
    example.replace("\"apigatewayv2_api_mapping\"", "\"aws_apigatewayv2_api_mapping\"")
}

fn ids(case: &Case) -> Vec<String> {
    let mut ids: Vec<_> =
        case.aws.mappings(DOMAIN).into_iter().map(|mapping| mapping.api_mapping_id).collect();
    ids.sort();
    ids
}

fn the_examples_of_the_resource_pages_work(case: &Case) {
    for example in [
        example!("resources/apigatewayv2_api_mapping/for-each.tf"),
        example!("resources/apigatewayv2_api_mappings/for-each.tf"),
        example!("resources/apigatewayv2_api_mapping/with-hashicorp-aws.tf"),
    ] {
        let project = with(case, example);
        project.apply().succeeds();
        project.plan().plans_nothing();
        project.destroy().succeeds();
    }
}

fn mappings_move_here_and_go_back(case: &Case) {
    let one = example!("moved/one.tf");
    let all = example!("moved/for-each.tf");
    let [resources_one, resources_all] = [one, all].map(|example| before(example, "moved"));
    let project = with(case, &theirs(&resources_all));
    project.apply().succeeds();
    let made = ids(case);
    lay_out(&project, all);
    only_moves(&project.apply().succeeds(), 2);
    project.plan().plans_nothing();

    let printed = project.console(example!("going-back/ids.console").trim_start_matches("> "));
    let id_of = |key: &str| {
        let mapping = case.aws.mappings(DOMAIN).into_iter().find(|mapping| mapping.api_mapping_key == key);
        mapping.expect("a mapping").api_mapping_id
    };
    let [orders, payments] = ["orders", "payments"].map(id_of);
    assert!(printed.contains(&orders) && printed.contains(&payments), "{printed}");
    let back = example!("going-back/for-each.tf");
    lay_out(
        &project,
        &back.replace("\"a1b2c3\"", &format!("{orders:?}")).replace("\"d4e5f6\"", &format!("{payments:?}")),
    );
    assert_eq!(project.apply().succeeds().imports, 2);
    lay_out(&project, &theirs(&resources_all));
    project.plan().plans_nothing();
    assert_eq!(ids(case), made);
    project.destroy().succeeds();

    lay_out(&project, &theirs(&resources_one));
    project.apply().succeeds();
    lay_out(&project, one);
    only_moves(&project.apply().succeeds(), 1);
    let back = example!("going-back/one.tf").replace("a1b2c3/", &format!("{}/", ids(case)[0]));
    lay_out(&project, &back);
    assert_eq!(project.apply().succeeds().imports, 1);
    lay_out(&project, &theirs(&resources_one));
    project.plan().plans_nothing();
}

fn instances_of_count_move_to_those_of_for_each(case: &Case) {
    let example = example!("moved/count-to-for-each.tf");
    let counted = r#"
resource "aws_apigatewayv2_api_mapping" "services" {
  count           = 2
  domain_name     = aws_apigatewayv2_domain_name.api.id
  api_id          = [aws_apigatewayv2_api.orders.id, aws_apigatewayv2_api.payments.id][count.index]
  stage           = [aws_apigatewayv2_stage.orders.id, aws_apigatewayv2_stage.payments.id][count.index]
  api_mapping_key = ["orders", "payments"][count.index]
}
"#;
    let project = with(case, counted);
    project.apply().succeeds();
    let made = ids(case);
    lay_out(&project, example);
    only_moves(&project.apply().succeeds(), 2);
    project.plan().plans_nothing();
    assert_eq!(ids(case), made);
}

fn each_pull_request_has_a_url_of_its_own(case: &Case) {
    let domain = "preview.example.com";
    case.aws.create_domain(domain);
    let project = with(case, example!("pull-request-urls/main.tf"));
    let workspace = |name: &str| {
        let selected = project.run(&["workspace", "select", "-or-create", name]);
        assert_eq!(selected.code, 0, "{}", selected.text());
    };
    for number in ["123", "124"] {
        workspace(&format!("pr-{number}"));
        let applied = project.apply_with(&["-var", &format!("pull_request={number}")]).succeeds();
        assert_eq!(applied.output("url"), format!("https://{domain}/pr-{number}").as_str());
        let url = project.run(&["output", "-raw", "url"]);
        assert_eq!(url.stdout, format!("https://{domain}/pr-{number}"));
    }
    workspace("pr-123");
    let selected = std::fs::read_to_string(project.folder().join(".terraform/environment"));
    assert_eq!(selected.expect("a selection that is this project's alone"), "pr-123");
    project.apply_with(&["-destroy", "-var", "pull_request=123"]).succeeds();
    let left = case.aws.mapping(domain);
    assert_eq!(left.api_mapping_key, "pr-124");
    workspace("default");
    let deleted = project.run(&["workspace", "delete", "pr-123"]);
    assert_eq!(deleted.code, 0, "{}", deleted.text());
}

/// The end of the guide, without an account: ministack cannot change the type of a domain name.
fn a_regional_domain_name_of_version_1_is_valid_with_its_mappings(case: &Case) {
    let example = example!("edge-optimised/regional.tf").to_owned()
        + &before(example!("moved/base-path-mapping.tf"), "moved");
    let regional = complete(&example);
    let project = project(case);
    let validated = Outcome::from_validation(&project.main(&regional).run(&["validate", "-json"]));
    assert_eq!(validated.succeeds().diagnostics.len(), 0);
}

fn the_policies_are_made_in_the_partition_of_the_region(case: &Case) {
    let plan = example!("policies/plan.json");
    let apply = example!("policies/apply.json");
    for (region, partition) in [("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")] {
        let project = with(case, example!("policies/policies.tf"));
        project.file("plan.json", plan).file("apply.json", apply);
        project.file("output.tf", "output \"policies\" {\n  value = local.policies\n}\n");
        // Without the account of the stand-in, which is in the partition `aws` wherever it is asked.
        let skip = "skip_credentials_validation = true\n  skip_requesting_account_id = true";
        project.provider(&format!("provider \"aws\" {{\n  region = {region:?}\n  {skip}\n}}\n"));
        let planned = project.run(&["plan", "-input=false", "-no-color", "-out=tfplan"]);
        assert_eq!(planned.code, 0, "{}", planned.text());
        let planned = project.json(&["show", "-json", "tfplan"]);
        let policies = &planned["planned_values"]["outputs"]["policies"]["value"];
        for (name, document) in [("plan", plan), ("apply", apply)] {
            let made: Value = serde_json::from_str(policies[name].as_str().expect("a policy")).expect("JSON");
            let expected = document.replace("arn:aws:", &format!("arn:{partition}:"));
            assert_eq!(made, serde_json::from_str::<Value>(&expected).expect("JSON"), "{region}");
        }
    }
}

fn the_roles_trust_pull_requests_and_the_environment(case: &Case) {
    let roles = example!("ci/roles.tf").to_owned()
        + "\noutput \"trust\" {\n  value = { for name, role in aws_iam_role.api_mappings : name => role.assume_role_policy }\n}\n";
    let applied = with(case, &roles).apply().succeeds();
    for (role, subject) in [
        ("plan", "repo:acme/api-mappings:pull_request"),
        ("apply", "repo:acme/api-mappings:environment:production"),
    ] {
        let trust = applied.output("trust")[role].as_str().expect("a policy").to_owned();
        let trust: Value = serde_json::from_str(&trust).expect("JSON");
        let statement = &trust["Statement"][0];
        assert_eq!(statement["Action"], "sts:AssumeRoleWithWebIdentity");
        let provider = statement["Principal"]["Federated"].as_str().expect("a provider");
        assert!(provider.ends_with("oidc-provider/token.actions.githubusercontent.com"), "{provider}");
        let wanted = &statement["Condition"]["StringEquals"];
        assert_eq!(wanted["token.actions.githubusercontent.com:sub"], subject);
        assert_eq!(wanted["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com");
    }
}
