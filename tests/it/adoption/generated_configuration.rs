//! Whole domains adopted in two commands: `terraform query` writes the
//! configuration and the imports, `terraform apply` takes them over, and the next
//! plan is empty. Terraform before 1.14 writes it one `import` block at a time.

use super::{in_domain, list};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Project, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_domain_of_websocket_apis_is_adopted_in_two_commands, needs: [Query]),
    scenario!(a_domain_of_http_and_rest_apis_is_adopted_in_two_commands, needs: [Query]),
    scenario!(all_domains_are_adopted_in_two_commands, needs: [Query]),
    scenario!(hundreds_of_mappings_are_adopted_in_two_commands, needs: [CallLog, Query]),
    scenario!(generated_blocks_are_renamed_without_a_change, needs: [Query]),
    scenario!(import_blocks_alone_generate_what_plans_clean).on_every_core(),
];

/// Keys of every kind: the root, one level, everything that a key may hold.
const KEYS: [&str; 4] = ["", "orders", "orders.v2_beta-1", "$context.apiId"];

fn a_domain_of_websocket_apis_is_adopted_in_two_commands(case: &Case) {
    let world = World::new(case);
    for (key, api) in KEYS.iter().zip([&world.orders, &world.payments].into_iter().cycle()) {
        case.aws.create_mapping(DOMAIN, api, "production", key);
    }
    let project = case.project();
    adopt(case, &project, &list(&in_domain(DOMAIN)), KEYS.len());
}

fn a_domain_of_http_and_rest_apis_is_adopted_in_two_commands(case: &Case) {
    let domain = "web.example.com";
    with_http_and_rest_apis(case, domain);
    let project = case.project();
    adopt(case, &project, &list(&in_domain(domain)), 3);
}

fn all_domains_are_adopted_in_two_commands(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    with_http_and_rest_apis(case, "web.example.com");
    let project = case.project();
    adopt(case, &project, &list(""), 4);
}

fn hundreds_of_mappings_are_adopted_in_two_commands(case: &Case) {
    let world = World::new(case);
    case.aws.local().world(|account| {
        for number in 0..220 {
            account.put_mapping(DOMAIN, &format!("key{number}"), &world.orders, "production");
        }
    });
    let project = case.project();
    adopt(case, &project, &list(&format!("limit = 1000\n  {}", in_domain(DOMAIN))), 220);
}

fn generated_blocks_are_renamed_without_a_change(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    adopt(case, &project, &list(&in_domain(DOMAIN)), 1);
    for generated in ["adopted.tf", "adopt.tfquery.hcl"] {
        std::fs::remove_file(project.folder().join(generated)).expect("a generated file");
    }
    let renamed = format!("moved {{\n  from = apigatewayv2_api_mapping.all_0\n  to = {ORDERS}\n}}\n");
    project.main(&(world.orders_block().hcl() + &renamed));
    project.apply().succeeds().plans(&[(ORDERS, "move")]);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().id(), id);
    project.plan().plans_nothing();
}

fn import_blocks_alone_generate_what_plans_clean(case: &Case) {
    let world = World::new(case);
    let web = "web.example.com";
    with_http_and_rest_apis(case, web);
    let mut mappings: Vec<_> =
        case.aws.mappings(web).into_iter().map(|found| (web, found.api_mapping_id)).collect();
    for key in KEYS {
        mappings.push((DOMAIN, case.aws.create_mapping(DOMAIN, &world.orders, "production", key)));
    }
    let project = case.project();
    let imports = mappings.iter().enumerate().map(|(number, (domain, id))| {
        format!("import {{\n  to = apigatewayv2_api_mapping.m{number}\n  id = \"{id}/{domain}\"\n}}\n")
    });
    project.main(&imports.collect::<String>());
    let planned = project.plan_with(&["-generate-config-out=generated.tf"]).succeeds();
    assert_eq!(planned.imports, 7, "{}", planned.text);
    takes_over(case, &project, 7);
}

/// An HTTP API at the root and at one level, and a REST API below two.
fn with_http_and_rest_apis(case: &Case, domain: &str) {
    let http = case.aws.create_api("web", Protocol::Http, &["$default"]);
    let rest = case.aws.create_rest_api("legacy", &["prod"]);
    case.aws.create_domain(domain);
    case.aws.create_mapping(domain, &http, "$default", "");
    case.aws.create_mapping(domain, &http, "$default", "web");
    case.aws.create_mapping(domain, &rest, "prod", "legacy/v1");
}

/// The two commands, and the empty plan that follows.
#[track_caller]
fn adopt(case: &Case, project: &Project, hcl: &str, count: usize) {
    project.file("adopt.tfquery.hcl", hcl);
    let written = project.run(&["query", "-no-color", "-generate-config-out=adopted.tf"]);
    assert_eq!(written.code, 0, "{}", written.text());
    takes_over(case, project, count);
}

#[track_caller]
fn takes_over(case: &Case, project: &Project, count: usize) {
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, count as u64, "{}", applied.text);
    assert!(applied.changes.iter().all(|change| change.action == "import"), "{}", applied.text);
    assert!(applied.diagnostics.is_empty(), "{}", applied.text);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().instances().len(), count);
    project.plan().plans_nothing();
}
