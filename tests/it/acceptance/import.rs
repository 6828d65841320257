//! Bringing what exists under Terraform, and being told when that is not possible.

use super::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(terraform_import_takes_a_mapping_over),
    scenario!(an_import_block_takes_a_mapping_over),
    scenario!(generated_configuration_of_an_import_plans_clean),
    scenario!(a_wrong_import_id_is_answered_with_the_right_form),
    scenario!(importing_a_mapping_that_does_not_exist_names_id_and_domain),
];

fn terraform_import_takes_a_mapping_over(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.import(ORDERS, &format!("{id}/{DOMAIN}")).succeeds();
    assert_eq!(project.state().id(), id);
    project.plan().plans_nothing();
}

fn an_import_block_takes_a_mapping_over(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&(world.orders_block().hcl() + &import_block(&format!("{id}/{DOMAIN}"))));
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().id(), id);
    project.plan().plans_nothing();
}

fn generated_configuration_of_an_import_plans_clean(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&import_block(&format!("{id}/{DOMAIN}")));
    let planned = project.plan_with(&["-generate-config-out=generated.tf"]).succeeds();
    assert_eq!(planned.imports, 1, "{}", planned.text);
    project.apply().succeeds();
    project.plan().plans_nothing();
}

fn a_wrong_import_id_is_answered_with_the_right_form(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    for (import_id, what) in [
        (id.clone(), format!("The import id \"{id}\" has no \"/\".")),
        (format!("{id}/{DOMAIN}/orders"), "has 2 slashes and must have one.".to_owned()),
        (
            format!("{DOMAIN}/{id}"),
            format!(
                "The halves of the import id \"{DOMAIN}/{id}\" look swapped. Write \"{id}/{DOMAIN}\" instead."
            ),
        ),
    ] {
        let refused = project.import(ORDERS, &import_id).fails();
        refused.error("Invalid Import ID").says(&what).says(
            "An import id has the form <api_mapping_id>/<domain_name>, for example \"a1b2c3/api.example.com\".",
        );
        project.state().is_empty();
    }
    // The same through an import block.
    project.main(&(world.orders_block().hcl() + &import_block(&id)));
    project.plan().fails().error("Invalid Import ID").says("has no \"/\"");
}

fn importing_a_mapping_that_does_not_exist_names_id_and_domain(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    for domain in [DOMAIN, "nobody.example.com"] {
        let refused = project.import(ORDERS, &format!("zzz999/{domain}")).fails();
        refused
            .error("API Mapping Not Found")
            .says(&format!("There is no API mapping zzz999 on domain {domain} in"))
            .says("nothing to import");
        project.state().is_empty();
    }
}

fn import_block(id: &str) -> String {
    format!("\nimport {{\n  to = {ORDERS}\n  id = {id:?}\n}}\n")
}
