//! The region and account of a table, reads that fail, and what is found by a query.

use local_gateway::{Fault, Identity, Operation};
use serde_json::json;

use super::{Failure, TABLE, in_state, on_domain, table, table_with};
use crate::acceptance::world::{DOMAIN, World, quote};
use crate::adoption::query;
use crate::harness::{Case, REGION, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_table_is_called_in_the_region_that_it_names, needs: [CallLog]),
    scenario!(another_region_replaces_a_table),
    scenario!(a_table_of_another_account_is_left_alone, needs: [OutOfBand]),
    scenario!(a_table_is_not_taken_for_emptied_where_the_account_is_skipped, needs: [OutOfBand]),
    scenario!(a_table_that_cannot_be_listed_keeps_its_state, needs: [Faults]),
    scenario!(a_query_finds_the_table_of_every_domain, needs: [Query, OutOfBand]),
    scenario!(a_query_writes_a_table_that_plans_clean, needs: [Query]),
];

const VIRGINIA: &str = "us-east-1";

fn a_table_is_called_in_the_region_that_it_names(case: &Case) {
    let world = World::in_region(case, VIRGINIA);
    let aws = case.aws.in_region(VIRGINIA);
    let project = case.project();
    case.aws.forget_calls();
    let more = format!("  region = {VIRGINIA:?}\n");
    project.main(&table_with(&more, &[("a", &world.orders, "test")]));
    project.apply().succeeds().plans(&[(TABLE, "create")]);
    assert_eq!(project.state().table()["region"], VIRGINIA);
    project.plan().plans_nothing();
    let calls = case.aws.local().calls();
    let others = calls.iter().filter(|call| call.operation.is_api_gateway() && call.region != VIRGINIA);
    assert_eq!(others.count(), 0, "the region of the provider is not asked for anything");
    // What names it is offered and read.
    let imported = case.bare_project();
    imported.provider(&case.provider_block(""));
    std::fs::remove_file(project.folder().join("terraform.tfstate")).expect("a state file");
    let refused = imported.plan().fails();
    refused.error("Domain Name Has API Mappings Already").says(&format!("id = \"{DOMAIN}@{VIRGINIA}\""));
    imported.import(TABLE, &format!("{DOMAIN}@{VIRGINIA}")).succeeds();
    imported.plan().plans_nothing();
    imported.destroy().succeeds();
    assert_eq!(aws.mappings(DOMAIN), []);
}

fn another_region_replaces_a_table(case: &Case) {
    let (here, there) = (World::new(case), World::in_region(case, VIRGINIA));
    let project = case.project();
    project.main(&table(&[("a", &here.orders, "test")]));
    project.apply().succeeds();
    let more = format!("  region = {VIRGINIA:?}\n");
    project.main(&table_with(&more, &[("a", &there.orders, "test")]));
    project.apply().succeeds().plans(&[(TABLE, "replace")]);
    on_domain(case, &[]);
    assert_eq!(case.aws.in_region(VIRGINIA).mapping(DOMAIN).api_id, there.orders);
    project.plan().plans_nothing();
}

fn a_table_of_another_account_is_left_alone(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    let before = project.state().text();
    let key = case.aws.account();
    case.aws.local().world(|world| world.put_identity(key, Identity::user("210987654321")));
    project.main(&table(&[]));
    case.aws.forget_calls();
    for refused in
        [project.plan(), project.apply(), project.apply_with(&["-refresh=false"]), project.destroy()]
    {
        let failed = refused.fails();
        let error = failed.error("Resource Belongs to Another Account").says(DOMAIN).says(case.aws.account());
        error.reads_as("table_of_another_account", case, &[]);
    }
    case.aws.expect_writes(&[]);
    assert_eq!(project.state().text(), before);
}

fn a_table_is_not_taken_for_emptied_where_the_account_is_skipped(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test"), ("b", &world.orders, "test")]));
    project.apply().succeeds();
    let before = project.state().text();
    let key = case.aws.account();
    case.aws.local().world(|world| world.put_identity(key, Identity::user("210987654321")));
    project.provider(&case.provider_block("skip_requesting_account_id = true"));
    // As long as all of it is seen, it is the right one.
    project.plan().plans_nothing();
    let refused = |what: &str| {
        for refused in
            [project.plan(), project.apply_with(&["-refresh-only"]), project.apply(), project.destroy()]
        {
            let failed = refused.fails();
            failed.error("Resource Belongs to Another Account").says(case.aws.account());
            assert_eq!(project.state().text(), before, "{what}");
        }
    };
    case.aws.delete_mapping(DOMAIN, &super::id_of(case, "a"));
    refused("a mapping is not seen");
    case.aws.delete_mapping(DOMAIN, &super::id_of(case, "b"));
    case.aws.delete_domain(DOMAIN);
    refused("the domain is not seen");
}

fn a_table_that_cannot_be_listed_keeps_its_state(case: &Case) {
    let world = World::new(case);
    let project = case.bare_project();
    project.provider(&case.provider_block("max_retries = 1"));
    let rows = [("a", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    let before = project.state().text();
    let faults: [Failure; 4] = [
        ("denied", Fault::deny),
        ("a 404 of a proxy", |fault| fault.body(404, "{\"message\":\"no Route matched with those values\"}")),
        ("a page of HTML", |fault| fault.body(200, "<html></html>")),
        ("a failure", |fault| fault.status(500)),
    ];
    for (name, make) in faults {
        case.aws.local().inject(make(Fault::on(Operation::GetApiMappings)));
        for failed in [project.plan(), project.apply_with(&["-refresh-only"]), project.destroy()] {
            failed.fails().error("Could Not List API Mappings").says(DOMAIN);
        }
        case.aws.local().clear_faults();
        assert_eq!(project.state().text(), before, "{name}");
    }
    on_domain(case, &rows);
    project.plan().plans_nothing();
}

fn list(lines: &str) -> String {
    format!("list \"apigatewayv2_api_mappings\" \"all\" {{\n  provider = apigatewayv2\n  {lines}\n}}\n")
}

fn a_query_finds_the_table_of_every_domain(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("empty.example.com");
    case.aws.local().world(|world| {
        let mut edge = local_gateway::Domain::new("edge.example.com");
        edge.endpoint_type = local_gateway::EndpointType::Edge;
        world.put_domain(edge);
    });
    let id = case.aws.create_mapping(DOMAIN, &world.orders, "test", "a");
    case.aws.forget_calls();
    let found = query::query(&case.project(), &list("")).succeeds();
    assert_eq!(found.names(), [DOMAIN, "empty.example.com"]);
    let identity = json!({"domain_name": DOMAIN, "region": REGION, "account_id": case.aws.account()});
    assert_eq!(found.identity(DOMAIN), &identity);
    assert_eq!(case.aws.local().count(Operation::GetApiMappings), 0, "identities need no listing");
    assert_eq!(found.outcome.diagnostics.len(), 0, "{}", found.outcome.text);
    let first = query::query(&case.project(), &list("limit = 1")).succeeds();
    assert_eq!(first.names(), [DOMAIN]);
    let warning = first.outcome.warning("List Ends at Its Limit").says("more tables of API mappings");
    warning.reads_as("list_of_tables_that_ends_at_its_limit", case, &[]);
    let whole = query::query(&case.project(), &list("include_resource = true")).succeeds();
    let object = json!({
        "domain_name": DOMAIN, "id": DOMAIN, "region": REGION, "timeouts": [],
        "mappings": {"a": {"api_id": world.orders, "stage": "test"}},
        "api_mapping_ids": {"a": id}, "urls": {"a": format!("wss://{DOMAIN}/a")},
    });
    assert_eq!(whole.named(DOMAIN)["resource_object"], object);
    let one =
        query::query(&case.project(), &list("config {\n    domain_name = \"missing.example.com\"\n  }"));
    one.outcome.fails().error("Domain Name Not Found");
}

fn a_query_writes_a_table_that_plans_clean(case: &Case) {
    let world = World::new(case);
    for key in ["", "orders", "orders.v2"] {
        case.aws.create_mapping(DOMAIN, &world.orders, "test", key);
    }
    let project = case.project();
    project.file("adopt.tfquery.hcl", &list(""));
    let written = project.run(&["query", "-no-color", "-generate-config-out=adopted.tf"]);
    assert_eq!(written.code, 0, "{}", written.text());
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    case.aws.expect_writes(&[]);
    in_state(case, &project);
    project.plan().plans_nothing();
    let adopted = std::fs::read_to_string(project.folder().join("adopted.tf")).expect("what was written");
    let key = adopted.lines().find(|line| line.contains("orders.v2")).unwrap_or_else(|| panic!("{adopted}"));
    assert!(key.trim_start().starts_with(&quote("orders.v2")), "{key}");
}
