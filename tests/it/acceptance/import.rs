//! Bringing what exists under Terraform, and being told when that is not possible.

use super::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(terraform_import_takes_a_mapping_over),
    scenario!(an_import_block_takes_a_mapping_over),
    scenario!(an_import_block_takes_all_instances_over, needs: [ImportForEach]),
    scenario!(generated_configuration_of_an_import_plans_clean),
    scenario!(a_wrong_import_id_is_answered_with_the_right_form),
    scenario!(importing_a_mapping_that_does_not_exist_names_id_and_domain),
]);

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

fn an_import_block_takes_all_instances_over(case: &Case) {
    let world = World::new(case);
    let ids = ["", "orders", "orders.v2"].map(|key| {
        let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", key);
        format!("    {key:?} = \"{id}/{DOMAIN}\"\n")
    });
    let project = case.project();
    let block = world.orders_block().set("for_each", "local.ids").set("api_mapping_key", "each.key");
    project.main(&format!(
        "locals {{\n  ids = {{\n{}  }}\n}}\n{}\nimport {{\n  for_each = local.ids\n  \
         to = {ORDERS}[each.key]\n  id = each.value\n}}\n",
        ids.concat(),
        block.hcl()
    ));
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 3, "{}", applied.text);
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().instances().len(), 3);
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
    for (import_id, golden) in [
        (id.clone(), "import_id_without_a_slash"),
        (format!("{id}/{DOMAIN}/orders"), "import_id_with_two_slashes"),
        (format!("{DOMAIN}/{id}"), "import_id_swapped"),
    ] {
        let refused = project.import(ORDERS, &import_id).fails();
        let error =
            refused.error("Invalid Import ID").says(&import_id).says("<api_mapping_id>/<domain_name>");
        error.reads_as(golden, case, &[(&id, "id")]);
        project.state().is_empty();
    }
    // The same through an import block.
    project.main(&(world.orders_block().hcl() + &import_block(&id)));
    project.plan().fails().error("Invalid Import ID").says(&id).says("<api_mapping_id>/<domain_name>");
}

fn importing_a_mapping_that_does_not_exist_names_id_and_domain(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    for domain in [DOMAIN, "missing.example.com"] {
        let refused = project.import(ORDERS, &format!("zzz999/{domain}")).fails();
        let error = refused.error("API Mapping Not Found").says("zzz999").says(domain);
        error.reads_locally_as("nothing_to_import", case, &[("zzz999", "id"), (domain, "domain")]);
        project.state().is_empty();
    }
}

fn import_block(id: &str) -> String {
    format!("\nimport {{\n  to = {ORDERS}\n  id = {id:?}\n}}\n")
}
