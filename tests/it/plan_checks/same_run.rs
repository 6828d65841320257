//! No false error: what this run makes or frees is not held against it.

use super::{KEY, upstream, without_rate_limit};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, on_every_core, scenario};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_first_apply_that_refers_to_what_it_makes_plans_without_a_word),
    scenario!(a_first_apply_with_literal_names_warns_and_works, needs: [OutOfBand]),
    scenario!(fifty_keys_plan_and_apply_without_a_word),
    scenario!(a_key_that_this_run_frees_is_a_warning),
    scenario!(a_chain_of_keys_is_passed_on_in_dependency_order),
    scenario!(keys_that_swap_are_an_error_with_another_way_to_swap),
    scenario!(three_keys_that_go_round_are_an_error),
    scenario!(a_plan_without_refresh_is_checked_alike),
    scenario!(a_plan_of_targets_is_checked_as_far_as_it_goes),
]);

fn a_first_apply_that_refers_to_what_it_makes_plans_without_a_word(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let upstreams = [
        upstream("api", &world.orders),
        upstream("stage", "production"),
        upstream("domain", DOMAIN),
        upstream("payments", &world.payments),
    ];
    let block = |name: &str| Block::new(name).set("domain_name", "terraform_data.domain.output").key(name);
    let stage = "terraform_data.stage.output";
    let orders = block("orders").set("api_id", "terraform_data.api.output").set("stage", stage);
    let payments = block("payments").set("api_id", "terraform_data.payments.output").stage("test");
    project.main(&(upstreams.concat() + &orders.hcl() + &payments.hcl()));
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    project.plan().plans_nothing();
}

fn a_first_apply_with_literal_names_warns_and_works(case: &Case) {
    let project = case.project();
    let block = Block::new("orders").domain(DOMAIN).set("api_id", "terraform_data.api.output");
    project.main(&(upstream("api", "n3wn3w11") + &block.stage("production").key("orders").hcl()));
    let planned = project.plan_with(&["-out=first"]).succeeds();
    planned.warning("Domain Name Does Not Exist Yet").on("domain_name");
    assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
    // Other resources of the run would make these, in time.
    let api = local_gateway::Api::new("n3wn3w11", local_gateway::Protocol::WebSocket, &["production"]);
    case.aws.local().world(|world| world.put_api(api));
    case.aws.create_domain(DOMAIN);
    let applied = project.apply_with(&["first"]).succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert_eq!(project.state().attributes()["url"], "wss://api.example.com/orders");
    project.plan().plans_nothing();
}

fn fifty_keys_plan_and_apply_without_a_word(case: &Case) {
    let world = World::new(case);
    let project = without_rate_limit(case);
    let block = world.orders_block().set(KEY, "each.key");
    project.main(&block.set("for_each", "toset([for n in range(50) : \"orders${n}\"])").hcl());
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert_eq!(case.aws.mappings(DOMAIN).len(), 50);
    project.plan().plans_nothing();
    // Ten fewer, and ten others.
    let block = world.orders_block().set(KEY, "each.key");
    project.main(&block.set("for_each", "toset([for n in range(10, 60) : \"orders${n}\"])").hcl());
    let applied = project.apply().succeeds();
    assert_eq!((applied.changes.len(), applied.diagnostics.len()), (20, 0), "{}", applied.text);
    project.plan().plans_nothing();
}

fn a_key_that_this_run_frees_is_a_warning(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    // The old mapping moves away, and a new one takes its place.
    let newcomer = Block::new("newcomer").domain(DOMAIN).api(&world.payments).stage("test").key("orders");
    let newcomer = newcomer.with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&(world.orders_block().key("orders-old").hcl() + &newcomer.hcl()));
    let planned = project.plan().succeeds();
    let warning = planned.warning("API Mapping Key May Still Be Taken").on(KEY).says(&id).says(&world.orders);
    warning.says("apply waits for that").reads_as(
        "key_that_this_run_frees",
        case,
        &[(&id, "id"), (&world.orders, "orders")],
    );
    assert_eq!(planned.diagnostics.len(), 1, "{}", planned.text);
    project.apply().succeeds();
    assert_eq!(keys(case), ["orders", "orders-old"]);
    project.plan().plans_nothing();
}

fn a_chain_of_keys_is_passed_on_in_dependency_order(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let chain = |keys: [&str; 3]| {
        let block = |name: &str, key: &str| Block::new(name).domain(DOMAIN).api(&world.orders).key(key);
        let after = |name: &str| format!("  depends_on = [apigatewayv2_api_mapping.{name}]\n");
        block("third", keys[2]).stage("production").hcl()
            + &block("second", keys[1]).stage("test").with(&after("third")).hcl()
            + &block("first", keys[0]).stage("production").with(&after("second")).hcl()
    };
    project.main(&chain(["v1", "v2", "v3"]));
    project.apply().succeeds();
    project.main(&chain(["v2", "v3", "v4"]));
    for options in [&[][..], &["-refresh=false"]] {
        let planned = project.plan_with(options).succeeds();
        let summaries: Vec<_> = planned.diagnostics.iter().map(|found| found.summary.as_str()).collect();
        assert_eq!(summaries, ["API Mapping Key May Still Be Taken"; 2], "{}", planned.text);
    }
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 2, "the plan's, and no more\n{}", applied.text);
    assert_eq!(keys(case), ["v2", "v3", "v4"]);
    project.plan().plans_nothing();
}

fn keys_that_swap_are_an_error_with_another_way_to_swap(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let payments = Block::new("payments").domain(DOMAIN).api(&world.payments).stage("test");
    let both = |orders: Block, payments: Block| orders.hcl() + &payments.hcl();
    project.main(&both(world.orders_block(), payments.clone().key("payments")));
    project.apply().succeeds();
    project.main(&both(world.orders_block().key("payments"), payments.clone().key("orders")));
    let failed = project.plan().fails();
    // Whichever is planned second knows what the first one wants.
    // The other one is held by a mapping that no plan gives up.
    let errors = failed.errors();
    let swapped: Vec<_> = errors.iter().filter(|error| error.detail.ends_with("keys_swapped")).collect();
    assert!(!swapped.is_empty(), "{}", failed.text);
    for error in &errors {
        error.on(KEY);
    }
    let mappings = case.aws.mappings(DOMAIN);
    for error in swapped {
        let holder = mappings.iter().find(|holder| error.detail.contains(&holder.api_mapping_id));
        let holder = holder.expect("the id of the holder");
        let key = format!("\"{}\"", holder.api_mapping_key);
        error.says(&key).says(&holder.api_id).says(&holder.stage).reads_as(
            "keys_that_swap",
            case,
            &[
                (&key, "key"),
                (&holder.api_mapping_id, "holder"),
                (&holder.api_id, "api"),
                (&holder.stage, "stage"),
            ],
        );
    }
    // Put in order, the first one fails, before Terraform comes to the second.
    let payments = payments.key("orders").with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&both(world.orders_block().key("payments"), payments));
    project.plan().fails().error("API Mapping Key Already Taken").on(KEY);
    // What it advises works, without a moment in which either key is not answered.
    let payments =
        Block::new("payments").domain(DOMAIN).api(&world.orders).stage("production").key("payments");
    project.main(&both(world.orders_block().api(&world.payments).stage("test"), payments));
    let applied = project.apply().succeeds();
    assert_eq!(applied.diagnostics.len(), 0, "{}", applied.text);
    assert!(applied.changes.iter().all(|change| change.action == "update"), "{:#?}", applied.changes);
    project.plan().plans_nothing();
}

fn three_keys_that_go_round_are_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let three = |keys: [&str; 3]| {
        let block = |(number, key): (usize, &str)| {
            Block::new(&format!("m{number}")).domain(DOMAIN).api(&world.orders).stage("test").key(key).hcl()
        };
        keys.into_iter().enumerate().map(block).collect::<String>()
    };
    project.main(&three(["a", "b", "c"]));
    project.apply().succeeds();
    project.main(&three(["b", "c", "a"]));
    let failed = project.plan().fails();
    // The one that is planned last sees all three.
    let swapped = failed.error("API Mapping Keys Swapped").on(KEY);
    swapped.says("APIs and stages").says("apigatewayv2_api_mappings");
    assert_eq!(failed.warnings().len(), 2, "{}", failed.text);
}

fn a_plan_without_refresh_is_checked_alike(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let newcomer =
        |key: &str| Block::new("newcomer").domain(DOMAIN).api(&world.payments).stage("test").key(key);
    project.main(&(world.orders_block().hcl() + &newcomer("newcomer").api("zzzz9999").hcl()));
    project.plan_with(&["-refresh=false"]).fails().error("API Not Found").on("api_id");
    // Although it is not read again, Terraform is known to manage the holder.
    let newcomer = newcomer("orders").with(&format!("  depends_on = [{ORDERS}]\n"));
    project.main(&(world.orders_block().key("orders-old").hcl() + &newcomer.hcl()));
    let applied = project.apply_with(&["-refresh=false"]).succeeds();
    applied.warning("API Mapping Key May Still Be Taken").on(KEY);
    assert_eq!(keys(case), ["orders", "orders-old"]);
}

fn a_plan_of_targets_is_checked_as_far_as_it_goes(case: &Case) {
    let world = World::new(case);
    let shop = case.aws.create_api("shop", Protocol::Http, &["test"]);
    let project = case.project();
    let wrong = Block::new("wrong").domain(DOMAIN).api("zzzz9999").stage("production").key("wrong");
    let mixed = Block::new("mixed").domain(DOMAIN).api(&shop).stage("test").key("mixed");
    let twice = Block::new("twice").domain(DOMAIN).api(&world.payments).stage("test").key("orders");
    let others = [&wrong, &mixed, &twice].map(Block::hcl).concat();
    project.main(&(world.orders_block().hcl() + &others));
    // The mistakes are not a target's, nor a target's neighbours'.
    project.apply_with(&[&format!("-target={ORDERS}")]).succeeds().plans(&[(ORDERS, "create")]);
    for (name, summary) in [
        ("wrong", "API Not Found"),
        ("mixed", "WebSocket and Other APIs on One Domain Name"),
        // The mapping that this run leaves alone keeps its key.
        ("twice", "API Mapping Key Already Taken"),
    ] {
        let failed = project.plan_with(&[&format!("-target=apigatewayv2_api_mapping.{name}")]).fails();
        failed.error(summary);
    }
}

/// The keys of the domain, in order.
fn keys(case: &Case) -> Vec<String> {
    let mut keys: Vec<_> =
        case.aws.mappings(DOMAIN).into_iter().map(|mapping| mapping.api_mapping_key).collect();
    keys.sort_unstable();
    keys
}
