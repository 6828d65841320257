//! What a search and replace does not cover where mappings are in modules: the guide on coming
//! from hashicorp/aws lists it.

use apigatewayv2::address::SOURCE_ADDRESS;

use super::hashicorp_aws::{self, block_of, init, required};
use crate::acceptance::world::{Block, DOMAIN, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_module_with_providers_of_its_own_moves_as_the_guide_says, needs: [MovedTypes]),
]);

const VIRGINIA: &str = "us-east-1";

/// The call of the module, which gets these providers.
fn call(providers: &str) -> String {
    format!("module \"mappings\" {{\n  source = \"./mappings\"\n  providers = {{ {providers} }}\n}}\n")
}

fn a_module_with_providers_of_its_own_moves_as_the_guide_says(case: &Case) {
    let world = World::in_region(case, VIRGINIA);
    let virginia = case.aws.in_region(VIRGINIA);
    let [in_module, in_root] =
        ["orders", "shop"].map(|key| virginia.create_mapping(DOMAIN, &world.orders, "production", key));
    let project = hashicorp_aws::installed_as(case, "hashicorp/aws");
    let theirs = |name: &str, id: &str, more: &str| {
        let lines = format!("stage = \"production\"\napi_mapping_key = {name:?}\n{more}");
        block_of("aws_apigatewayv2_api_mapping", name, &world.orders, id, &lines)
    };
    let aws = "provider \"aws\" {\n  alias = \"virginia\"\n}\n";
    let of_aws = "aws = aws.virginia";
    let module = theirs("orders", &in_module, "");
    project.file("mappings/main.tf", &(required(&[("aws", "hashicorp/aws")]) + &module));
    let root = theirs("shop", &in_root, "provider = aws.virginia");
    project.main(&[aws, &call(of_aws), &root].concat());
    init(&project);
    project.apply().succeeds();

    // The type replaced and the `moved` blocks added, and nothing else.
    let moved = |name: &str| {
        let to = format!("apigatewayv2_api_mapping.{name}");
        format!("moved {{\n  from = aws_{to}\n  to = {to}\n}}\n")
    };
    let ours = |name: &str| {
        let block = Block::new(name).domain(DOMAIN).api(&world.orders).stage("production").key(name);
        if name == "shop" { block.set("provider", "apigatewayv2.virginia") } else { block }
    };
    let module = ours("orders").hcl() + &moved("orders");
    project.file("mappings/main.tf", &(required(&[("aws", "hashicorp/aws")]) + &module));
    let failed = project.run(&["init", "-no-color", "-input=false"]);
    assert!(failed.code != 0 && failed.text().contains("hashicorp/apigatewayv2"), "{}", failed.text());

    let both = required(&[("aws", "hashicorp/aws"), ("apigatewayv2", SOURCE_ADDRESS)]);
    project.file("mappings/main.tf", &(both + &module));
    let provider = case.provider_block("alias = \"virginia\"").replace("eu-west-1", VIRGINIA);
    let providers = format!("{of_aws}, apigatewayv2 = apigatewayv2.virginia");
    let root = ours("shop").hcl() + &moved("shop");
    project.main(&[aws, &provider, &call(&providers), &root].concat());
    init(&project);
    case.aws.forget_calls();
    let [in_module_to, in_root_to] =
        ["module.mappings.apigatewayv2_api_mapping.orders", "apigatewayv2_api_mapping.shop"];
    project.apply().succeeds().plans(&[(in_module_to, "move"), (in_root_to, "move")]);
    case.aws.expect_writes(&[]);
    project.plan().plans_nothing();
}
