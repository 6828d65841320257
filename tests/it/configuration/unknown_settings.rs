//! Settings that other resources have yet to give.

use super::{Setup, endpoints};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(settings_unknown_at_plan_do_not_fail_it),
    scenario!(what_exists_is_kept_while_settings_are_unknown),
    scenario!(an_import_while_settings_are_unknown_names_them),
]);

/// A project whose whole provider block hangs on another resource.
fn setup(case: &Case) -> Setup<'_> {
    let world = World::new(case);
    let project = case.bare_project();
    let upstream = format!(
        "resource \"terraform_data\" \"settings\" {{\n  input = {{\n    region = \"eu-west-1\"\n    \
         url = {:?}\n    key = {:?}\n    account = {:?}\n  }}\n}}\n",
        case.aws.url(),
        case.aws.account(),
        case.aws.account(),
    );
    project.main(&(upstream + &world.orders_block().hcl()));
    let setup = Setup { case, project, recorder: crate::harness::relay::Relay::plain(case.aws.url()) };
    let from = |name: &str| format!("terraform_data.settings.output.{name}");
    setup.provider(&[
        &format!("region = {}", from("region")),
        &format!("access_key = {}", from("key")),
        "secret_key = \"not-a-secret\"",
        &format!("allowed_account_ids = [{}]", from("account")),
        &endpoints("URL").replace("\"URL\"", &from("url")),
    ]);
    setup
}

fn settings_unknown_at_plan_do_not_fail_it(case: &Case) {
    let setup = setup(case);
    let planned = setup.project.plan().succeeds();
    assert!(planned.changes.iter().any(|change| change.address == ORDERS && change.action == "create"));
    setup.project.apply().succeeds();
    assert_eq!(setup.project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
    setup.project.plan().plans_nothing();
}

fn what_exists_is_kept_while_settings_are_unknown(case: &Case) {
    let setup = setup(case);
    setup.project.apply().succeeds();
    let id = case.aws.mapping(DOMAIN).api_mapping_id;
    // Replacing the upstream resource makes every setting unknown again.
    let options = ["-replace=terraform_data.settings"];
    let planned = setup.project.plan_with(&options).succeeds();
    assert!(planned.changes.iter().all(|change| change.address != ORDERS), "{:#?}", planned.changes);
    planned.warning("API Mapping Not Refreshed").reads_as("mapping_not_refreshed", case, &[]);
    setup.project.apply_with(&options).succeeds();
    assert_eq!(setup.project.state().id(), id);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id);
    setup.project.plan().plans_nothing();
}

fn an_import_while_settings_are_unknown_names_them(case: &Case) {
    let setup = setup(case);
    let import = format!("import {{\n  to = {ORDERS}\n  id = \"a1b2c3/{DOMAIN}\"\n}}\n");
    setup.project.file("import.tf", &import);
    let failed = setup.project.plan().fails();
    let error = failed.error("Provider Not Configured").says("region").says("endpoints").says("-target");
    error.reads_as("import_while_settings_are_unknown", case, &[]);
}
