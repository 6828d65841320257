//! What data sources and resources do together in one run.

use local_gateway::Operation;
use serde_json::json;

use super::{DOMAIN_NAME, MAPPING, MAPPINGS, look_up, on_domain};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};
use crate::tables::table;

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(look_ups_and_resources_share_one_listing, needs: [CallLog]),
    scenario!(look_ups_and_a_table_share_one_listing, needs: [CallLog]),
    scenario!(a_domain_name_that_was_looked_up_is_not_asked_for_again, needs: [CallLog]),
    scenario!(many_look_ups_cost_one_listing_and_one_call_for_their_apis, needs: [CallLog]),
    scenario!(a_look_up_with_unknown_arguments_waits_for_apply).on_every_core(),
    scenario!(a_look_up_that_depends_on_a_mapping_finds_what_this_run_made).on_every_core(),
    scenario!(plan_checks_are_made_beside_look_ups),
];

fn calls(case: &Case, operations: &[Operation]) -> Vec<usize> {
    operations.iter().map(|operation| case.aws.local().count(*operation)).collect()
}

fn look_ups_and_resources_share_one_listing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let key = ("api_mapping_key", "\"orders\"");
    project.main(
        &[
            world.orders_block().hcl(),
            on_domain(MAPPINGS, "all", DOMAIN, &[]),
            on_domain(MAPPING, "one", DOMAIN, &[key]),
            on_domain(DOMAIN_NAME, "domain", DOMAIN, &[]),
        ]
        .concat(),
    );
    case.aws.forget_calls();
    // Only outputs are new.
    project.plan().succeeds().plans(&[]);
    let operations = [Operation::GetApiMappings, Operation::GetApiMapping, Operation::GetDomainName];
    assert_eq!(calls(case, &operations), [1, 0, 1]);
    assert_eq!(calls(case, &[Operation::GetApi, Operation::GetRestApi]), [1, 0]);
}

fn look_ups_and_a_table_share_one_listing(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("orders", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    project.main(&(table(&rows) + &on_domain(MAPPINGS, "all", DOMAIN, &[])));
    case.aws.forget_calls();
    project.plan().succeeds().plans(&[]);
    assert_eq!(calls(case, &[Operation::GetApiMappings]), [1]);
}

fn a_domain_name_that_was_looked_up_is_not_asked_for_again(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let domain = format!("data.{DOMAIN_NAME}.domain.id");
    project.main(
        &(on_domain(DOMAIN_NAME, "domain", DOMAIN, &[])
            + &world.orders_block().set("domain_name", &domain).hcl()),
    );
    case.aws.forget_calls();
    project.plan().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(calls(case, &[Operation::GetDomainName, Operation::GetDomainNames]), [1, 0]);
}

fn many_look_ups_cost_one_listing_and_one_call_for_their_apis(case: &Case) {
    let world = World::new(case);
    for number in 0..20 {
        case.aws.create_mapping(DOMAIN, &world.orders, "test", &format!("key{number}"));
    }
    let project = case.project();
    let arguments = [
        ("for_each", "toset([for n in range(20) : \"key${n}\"])"),
        ("domain_name", "\"api.example.com\""),
        ("api_mapping_key", "each.key"),
    ];
    project.main(&look_up(MAPPING, "each", &arguments));
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("each").as_object().map(serde_json::Map::len), Some(20));
    let operations = [Operation::GetApiMappings, Operation::GetApiMapping, Operation::GetApi];
    assert_eq!(calls(case, &operations), [1, 0, 1]);
}

fn a_look_up_with_unknown_arguments_waits_for_apply(case: &Case) {
    let world = World::new(case);
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    let input = format!(
        "resource \"terraform_data\" \"names\" {{\n  input = {{ domain = {DOMAIN:?}, key = \"orders\" }}\n}}\n"
    );
    let domain = ("domain_name", "terraform_data.names.output.domain");
    let key = ("api_mapping_key", "terraform_data.names.output.key");
    project.main(
        &[
            input,
            look_up(MAPPINGS, "all", &[domain]),
            look_up(MAPPING, "one", &[domain, key]),
            look_up(DOMAIN_NAME, "domain", &[domain]),
        ]
        .concat(),
    );
    case.aws.forget_calls();
    let planned = project.plan().succeeds();
    let addresses = [(MAPPINGS, "all"), (MAPPING, "one"), (DOMAIN_NAME, "domain")];
    for (type_name, name) in addresses {
        let address = format!("data.{type_name}.{name}");
        let change = planned.changes.iter().find(|change| change.address == address);
        assert_eq!(change.map(|change| change.action.as_str()), Some("read"), "{}", planned.text);
    }
    if case.aws.is_local() {
        let made = case.aws.local().count_where(|call| call.operation.is_api_gateway());
        assert_eq!(made, 0, "nothing is looked up for what is not known");
    }
    let applied = project.apply().succeeds();
    assert_eq!(applied.output("all")["mappings"]["orders"]["api_mapping_id"], id);
    assert_eq!(applied.output("one")["id"], id);
    assert_eq!(
        applied.output("domain")["arn"],
        format!("arn:aws:apigateway:eu-west-1::/domainnames/{DOMAIN}")
    );
    project.plan().plans_nothing();
}

fn a_look_up_that_depends_on_a_mapping_finds_what_this_run_made(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    let project = case.project();
    let depends = ("depends_on", "[apigatewayv2_api_mapping.orders]");
    project.main(
        &[
            world.orders_block().hcl(),
            on_domain(MAPPINGS, "all", DOMAIN, &[depends]),
            on_domain(MAPPING, "one", DOMAIN, &[depends, ("api_mapping_key", "\"orders\"")]),
        ]
        .concat(),
    );
    let planned = project.run(&["plan", "-input=false", "-no-color", "-out=plan"]);
    assert_eq!(planned.code, 0, "{}", planned.text());
    case.aws.forget_calls();
    let applied = project.apply_with(&["plan"]);
    let applied = applied.succeeds();
    let id = project.state().id().to_owned();
    let keys = applied.output("all")["mappings"].as_object().expect("a map").keys().cloned();
    assert_eq!(keys.collect::<Vec<_>>(), ["orders", "payments"]);
    assert_eq!(applied.output("all")["mappings"]["orders"]["api_mapping_id"], id);
    assert_eq!(applied.output("one")["id"], json!(id));
    if case.aws.is_local() {
        assert_eq!(calls(case, &[Operation::GetApiMappings]), [3], "the create and each look-up list anew");
    }
    project.plan().plans_nothing();
}

fn plan_checks_are_made_beside_look_ups(case: &Case) {
    let world = World::new(case);
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "orders");
    let project = case.project();
    project.main(&(on_domain(MAPPINGS, "all", DOMAIN, &[]) + &world.orders_block().hcl()));
    for refused in [project.plan(), project.apply()] {
        refused.fails().error("API Mapping Key Already Taken").says("\"orders\"");
    }
    assert_eq!(case.aws.mapping(DOMAIN).api_id, world.payments);
}
