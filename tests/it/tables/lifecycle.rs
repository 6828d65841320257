//! Create, grow, shrink, re-point, exchange, replace, destroy.

use local_gateway::Operation::{CreateApiMapping, DeleteApiMapping, UpdateApiMapping};

use super::{TABLE, block, holds, id_of, in_state, map, on_domain, table, table_with};
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_table_is_created_grows_and_shrinks),
    scenario!(two_keys_exchange_their_apis_with_two_changes_in_place),
    scenario!(a_key_that_moves_answers_at_its_new_place_before_the_old_one_ends),
    scenario!(the_root_and_keys_of_several_levels_are_made_changed_and_deleted),
    scenario!(a_resource_that_is_renamed_keeps_its_table),
    scenario!(a_table_can_be_empty_and_is_emptied),
    scenario!(what_is_known_only_at_apply_is_planned_as_unknown),
    scenario!(a_table_whose_map_is_unknown_is_planned_with_a_warning),
    scenario!(websocket_apis_make_place_for_http_apis),
    scenario!(another_domain_replaces_the_table),
    scenario!(destroy_deletes_what_state_knows_and_names_what_is_left),
    scenario!(a_table_is_given_back_untouched, needs: [Removed]),
    scenario!(a_thousand_keys_are_created_and_changed, needs: [CallLog]),
]);

fn a_table_is_created_grows_and_shrinks(case: &Case) {
    let world = World::new(case);
    let (orders, payments) = (world.orders.as_str(), world.payments.as_str());
    let project = case.project();
    let outputs = format!(
        "output \"ids\" {{\n  value = {TABLE}.api_mapping_ids\n}}\noutput \"urls\" {{\n  value = {TABLE}.urls\n}}\n\
         output \"id\" {{\n  value = {TABLE}.id\n}}\n"
    );
    let first = [("", orders, "production"), ("orders", orders, "test"), ("orders.v2", payments, "test")];
    project.main(&(table(&first) + &outputs));
    let applied = project.apply().succeeds().plans(&[(TABLE, "create")]);
    holds(case, &project, &first);
    case.aws.expect_writes(&[CreateApiMapping; 3]);
    assert_eq!(applied.output("id"), DOMAIN);
    assert_eq!(applied.output("ids")["orders"], id_of(case, "orders"));
    assert_eq!(applied.output("urls")[""], format!("wss://{DOMAIN}"));
    assert_eq!(applied.output("urls")["orders.v2"], format!("wss://{DOMAIN}/orders.v2"));
    project.plan().plans_nothing();

    // Grows, is re-pointed and shrinks, with one write for each difference.
    let root = id_of(case, "");
    for (rows, write) in [
        (&[first[0], first[1], first[2], ("new", orders, "test")][..], CreateApiMapping),
        (&[("", payments, "production"), first[1], first[2], ("new", orders, "test")], UpdateApiMapping),
        (&[("", payments, "test"), first[1], first[2], ("new", orders, "test")], UpdateApiMapping),
        (&[("", payments, "test"), first[1], first[2]], DeleteApiMapping),
    ] {
        case.aws.forget_calls();
        project.main(&table(rows));
        project.apply().succeeds().plans(&[(TABLE, "update")]);
        case.aws.expect_writes(&[write]);
        holds(case, &project, rows);
        assert_eq!(id_of(case, ""), root);
        project.plan().plans_nothing();
    }
    project.destroy().succeeds();
    on_domain(case, &[]);
}

fn two_keys_exchange_their_apis_with_two_changes_in_place(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "production"), ("b", &world.payments, "test")]));
    project.apply().succeeds();
    let (a, b) = (id_of(case, "a"), id_of(case, "b"));
    let exchanged = [("a", world.payments.as_str(), "test"), ("b", world.orders.as_str(), "production")];
    project.main(&table(&exchanged));
    case.aws.forget_calls();
    project.apply().succeeds().plans(&[(TABLE, "update")]);
    case.aws.expect_writes(&[UpdateApiMapping; 2]);
    holds(case, &project, &exchanged);
    assert_eq!((id_of(case, "a"), id_of(case, "b")), (a, b));
    project.plan().plans_nothing();
}

fn a_key_that_moves_answers_at_its_new_place_before_the_old_one_ends(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("old", &world.orders, "production"), ("stays", &world.orders, "production")]));
    project.apply().succeeds();
    let moved = [("new", world.orders.as_str(), "production"), ("stays", world.orders.as_str(), "test")];
    project.main(&table(&moved));
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[CreateApiMapping, UpdateApiMapping, DeleteApiMapping]);
    holds(case, &project, &moved);
    project.plan().plans_nothing();
}

fn the_root_and_keys_of_several_levels_are_made_changed_and_deleted(case: &Case) {
    World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default", "v2"]);
    let project = case.project();
    let first = [("", shop.as_str(), "$default"), ("orders", &shop, "v2"), ("orders/v2/eu", &shop, "v2")];
    project.main(&table(&first));
    project.apply().succeeds();
    holds(case, &project, &first);
    assert_eq!(project.state().table()["urls"]["orders/v2/eu"], format!("https://{DOMAIN}/orders/v2/eu"));
    project.plan().plans_nothing();
    let second = [("", shop.as_str(), "v2"), ("orders/v2/eu", &shop, "$default"), ("orders/v3", &shop, "v2")];
    project.main(&table(&second));
    let id = id_of(case, "orders/v2/eu");
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[CreateApiMapping, UpdateApiMapping, UpdateApiMapping, DeleteApiMapping]);
    holds(case, &project, &second);
    assert_eq!(id_of(case, "orders/v2/eu"), id);
    project.plan().plans_nothing();
}

fn a_resource_that_is_renamed_keeps_its_table(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test"), ("b", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    let moved = format!("\nmoved {{\n  from = {TABLE}\n  to   = apigatewayv2_api_mappings.renamed\n}}\n");
    project.main(&(table(&rows).replace("\"api\" {", "\"renamed\" {") + &moved));
    case.aws.forget_calls();
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    case.aws.expect_writes(&[]);
    holds(case, &project, &rows);
    project.plan().plans_nothing();
}

fn a_table_can_be_empty_and_is_emptied(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[]));
    project.apply().succeeds().plans(&[(TABLE, "create")]);
    holds(case, &project, &[]);
    project.plan().plans_nothing();
    project.main(&table(&[("orders", &world.orders, "production")]));
    project.apply().succeeds();
    project.main(&table(&[]));
    project.apply().succeeds().plans(&[(TABLE, "update")]);
    holds(case, &project, &[]);
    project.plan().plans_nothing();
}

/// A value that is known once `terraform_data.NAME` is applied.
fn later(name: &str, value: &str) -> String {
    format!("\nresource \"terraform_data\" \"{name}\" {{\n  input = {value}\n}}\n")
}

fn what_is_known_only_at_apply_is_planned_as_unknown(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let before = [("a", world.orders.as_str(), "test"), ("b", world.orders.as_str(), "test")];
    project.main(&table(&before));
    project.apply().succeeds();
    let (a, b) = (id_of(case, "a"), id_of(case, "b"));
    let known = format!("{{ api_id = {:?}, stage = \"test\" }}", world.orders);
    let elements = [
        ("a", "{ api_id = terraform_data.api.output, stage = \"test\" }".to_owned()),
        ("b", format!("{{ api_id = {:?}, stage = terraform_data.stage.output }}", world.orders)),
        ("c", "terraform_data.element.output".to_owned()),
        ("d", known.clone()),
    ];
    let hcl = block(DOMAIN, &map(elements), "")
        + &later("api", &format!("{:?}", world.payments))
        + &later("stage", "\"production\"")
        + &later("element", &known);
    project.main(&hcl);
    let planned = project.planned_values(TABLE);
    assert_eq!(planned["api_mapping_ids"], serde_json::json!({"b": b}));
    project.apply().succeeds();
    let after = [
        ("a", world.payments.as_str(), "test"),
        ("b", world.orders.as_str(), "production"),
        ("c", world.orders.as_str(), "test"),
        ("d", world.orders.as_str(), "test"),
    ];
    holds(case, &project, &after);
    assert_eq!((id_of(case, "a"), id_of(case, "b")), (a, b));
    project.plan().plans_nothing();
}

fn a_table_whose_map_is_unknown_is_planned_with_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let row = |key: &str| format!("{{ {key} = {{ api_id = {:?}, stage = \"test\" }} }}", world.orders);
    let unknown = block(DOMAIN, "terraform_data.map.output", "");
    project.main(&(unknown.clone() + &later("map", &row("a"))));
    project.apply().succeeds();
    holds(case, &project, &[("a", &world.orders, "test")]);
    project.main(&(unknown + &later("map", &row("b"))));
    let planned = project.plan().succeeds();
    let warning = planned.warning("API Mappings Not Known Before Apply").on("mappings").says("1 API mapping");
    warning.reads_as("table_unknown_map", case, &[]);
    project.apply().succeeds();
    holds(case, &project, &[("b", &world.orders, "test")]);
    project.plan().plans_nothing();
}

fn websocket_apis_make_place_for_http_apis(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    let project = case.project();
    project.main(&table(&[("", &world.orders, "test"), ("orders", &world.orders, "test")]));
    project.apply().succeeds();
    let http = [("", shop.as_str(), "$default"), ("shop", shop.as_str(), "$default")];
    project.main(&table(&http));
    case.aws.forget_calls();
    let planned = project.plan().succeeds().plans(&[(TABLE, "update")]);
    let warning = planned.warning("Paths Will Not Answer for a While").on("mappings").says("the root path");
    warning.reads_as("table_dark_paths", case, &[]);
    case.aws.forget_calls();
    project.apply().succeeds();
    case.aws.expect_writes(&[DeleteApiMapping, DeleteApiMapping, CreateApiMapping, CreateApiMapping]);
    holds(case, &project, &http);
    assert_eq!(project.state().table()["urls"]["shop"], format!("https://{DOMAIN}/shop"));
    project.plan().plans_nothing();
    // And back, beside one that would stay.
    project.main(&table(&[("", &world.orders, "test"), ("shop", &shop, "$default")]));
    project.plan().fails().error("WebSocket and Other APIs on One Domain Name");
}

fn another_domain_replaces_the_table(case: &Case) {
    let world = World::new(case);
    case.aws.create_domain("shop.example.com");
    let project = case.project();
    let rows = [("orders", format!("{{ api_id = {:?}, stage = \"test\" }}", world.orders))];
    project.main(&block(DOMAIN, &map(rows.clone()), ""));
    project.apply().succeeds();
    project.main(&block("shop.example.com", &map(rows), ""));
    project.apply().succeeds().plans(&[(TABLE, "replace")]);
    on_domain(case, &[]);
    assert_eq!(case.aws.mapping("shop.example.com").api_mapping_key, "orders");
    project.plan().plans_nothing();
    project.destroy().succeeds();
    assert_eq!(case.aws.mappings("shop.example.com"), []);
}

fn destroy_deletes_what_state_knows_and_names_what_is_left(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&table(&[("a", &world.orders, "test"), ("b", &world.orders, "test")]));
    project.apply().succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "stray");
    let destroyed = project.apply_with(&["-destroy", "-refresh=false"]).succeeds();
    let warning = destroyed.warning("API Mappings Left on the Domain Name").says("stray");
    warning.reads_as("table_left_behind", case, &[(&world.payments, "api")]);
    on_domain(case, &[("stray", &world.payments, "test")]);
    assert!(project.state().tables().is_empty());
}

fn a_table_is_given_back_untouched(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let rows = [("a", world.orders.as_str(), "test"), ("b", world.orders.as_str(), "test")];
    project.main(&table(&rows));
    project.apply().succeeds();
    case.aws.forget_calls();
    project.main(&format!("removed {{\n  from = {TABLE}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"));
    project.apply().succeeds();
    case.aws.expect_writes(&[]);
    on_domain(case, &rows);
    assert!(project.state().tables().is_empty());
}

fn a_thousand_keys_are_created_and_changed(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let hcl = |count: usize, stage: &str| {
        let mappings = format!(
            "{{ for n in range({count}) : \"k${{n}}\" => {{ api_id = {:?}, stage = {stage} }} }}",
            world.orders
        );
        block(DOMAIN, &mappings, "")
    };
    project.provider(&case.provider_block("max_requests_per_second = 1000"));
    project.main(&hcl(1_000, "\"test\""));
    project.apply().succeeds();
    in_state(case, &project);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 1_000);
    case.aws.forget_calls();
    project.plan().plans_nothing();
    assert_eq!(case.aws.local().count(local_gateway::Operation::GetApiMappings), 2, "a call a page");
    project.main(&hcl(990, "n < 5 ? \"production\" : \"test\""));
    case.aws.forget_calls();
    project.apply().succeeds();
    let writes = [vec![UpdateApiMapping; 5], vec![DeleteApiMapping; 10]].concat();
    case.aws.expect_writes(&writes);
    in_state(case, &project);
    project.plan().plans_nothing();
    project.main(&table_with("  timeouts {\n    update = \"10m\"\n  }\n", &[]));
    project.apply().succeeds();
    on_domain(case, &[]);
}
