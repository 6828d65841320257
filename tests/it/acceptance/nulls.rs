//! Arguments that are null, such as variables that are not set. Terraform itself checks
//! only that a required argument is written.

use super::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(validate_refuses_a_required_argument_that_is_null, offline),
    scenario!(a_variable_that_is_not_set_destroys_nothing).on_every_core(),
    scenario!(a_null_that_shows_only_at_apply_changes_nothing).on_every_core(),
    scenario!(what_may_be_null_is_as_if_it_were_left_out),
];

const REQUIRED: [&str; 3] = ["domain_name", "api_id", "stage"];
const REFUSED: &str = "Required Argument Is Null";

fn validate_refuses_a_required_argument_that_is_null(case: &Case) {
    let project = case.project();
    let block = Block::new("orders").domain(DOMAIN).api("a1b2c3d4").stage("production");
    let refusals = REQUIRED.map(|attribute| {
        project.main(&block.clone().set(attribute, "null").hcl());
        project.validate().fails()
    });
    let mut page = Page::new("required_arguments_null");
    for (attribute, refused) in REQUIRED.iter().zip(&refusals) {
        page.add(attribute, refused.error(REFUSED).on(attribute).says(attribute));
    }
    page.reads_as_golden(case, &[]);
    let all = REQUIRED.iter().fold(block, |block, attribute| block.set(attribute, "null"));
    project.main(&all.hcl());
    let refused = project.validate().fails();
    let mut found: Vec<_> = refused.errors().iter().map(|error| error.attribute()).collect();
    found.sort_unstable();
    assert_eq!(found, ["api_id", "domain_name", "stage"], "{}", refused.text);
}

fn a_variable_that_is_not_set_destroys_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let (mapping, state) = (case.aws.mapping(DOMAIN), project.state().text());
    case.aws.forget_calls();
    for attribute in REQUIRED {
        let variable = "variable \"forgotten\" {\n  type = string\n  default = null\n}\n";
        project.main(&(variable.to_owned() + &world.orders_block().set(attribute, "var.forgotten").hcl()));
        project.plan().fails().error(REFUSED).on(attribute);
        project.apply().fails().error(REFUSED).on(attribute);
        project.apply_with(&["-refresh=false"]).fails().error(REFUSED).on(attribute);
    }
    case.aws.expect_writes(&[]);
    assert_eq!((case.aws.mapping(DOMAIN), project.state().text()), (mapping, state));
}

fn a_null_that_shows_only_at_apply_changes_nothing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    // Unknown until it is created, and then without a value.
    let later = "resource \"terraform_data\" \"later\" {\n  input = { value = null }\n}\n";
    let with_later = |block: Block, attribute| {
        later.to_owned() + &block.set(attribute, "terraform_data.later.output.value").hcl()
    };
    for attribute in REQUIRED {
        project.main(&with_later(world.orders_block(), attribute));
        project.plan().succeeds();
        project.apply().fails().error(REFUSED).on(attribute);
        project.main("");
        project.apply().succeeds();
    }
    case.aws.expect_writes(&[]);

    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let mapping = case.aws.mapping(DOMAIN);
    case.aws.forget_calls();
    for attribute in ["api_id", "stage"] {
        project.main(&with_later(world.orders_block(), attribute));
        project.plan().succeeds();
        project.apply().fails().error(REFUSED).on(attribute);
        project.main(&world.orders_block().hcl());
        project.apply().succeeds();
    }
    case.aws.expect_writes(&[]);
    assert_eq!(case.aws.mapping(DOMAIN), mapping);
}

fn what_may_be_null_is_as_if_it_were_left_out(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let timeouts = "  timeouts {\n    create = null\n    read   = null\n  }\n";
    project.main(&world.orders_block().set("api_mapping_key", "null").with(timeouts).hcl());
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_key, "");
    project.plan().plans_nothing();
}
