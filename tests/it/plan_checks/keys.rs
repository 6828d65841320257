//! A key belongs to one mapping of a domain.

use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::endpoint::Protocol;
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_key_held_by_another_mapping_is_an_error_that_says_how_to_adopt_it),
    scenario!(a_key_held_for_the_very_same_target_is_a_warning),
    scenario!(a_key_planned_twice_in_one_run_is_an_error),
    scenario!(a_key_with_levels_for_a_websocket_api_is_an_error),
    scenario!(more_than_200_multi_level_keys_are_one_warning, needs: [Faults]),
];

fn a_key_held_by_another_mapping_is_an_error_that_says_how_to_adopt_it(case: &Case) {
    let world = World::new(case);
    for (key, described) in [("orders", "key \"orders\""), ("", "the root of the domain")] {
        let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", key);
        let project = case.project();
        project.main(&world.orders_block().key(key).hcl());
        let failed = project.plan().fails();
        failed
            .error("API Mapping Key Already Taken")
            .on("api_mapping_key")
            .says(&format!(
                "On {DOMAIN}, {described} is held by API mapping {holder}, which sends it to API {}, stage test. A \
                 key belongs to one mapping of a domain.",
                world.payments
            ))
            .says(&format!("import {{\n    to = apigatewayv2_api_mapping.<name>\n    id = \"{holder}/{DOMAIN}\"\n  }}"))
            .says("set plan_checks = \"warn\" in the provider block for it.");
        // What it advises works.
        let import = format!("import {{\n  to = {ORDERS}\n  id = \"{holder}/{DOMAIN}\"\n}}\n");
        project.main(&(world.orders_block().key(key).hcl() + &import));
        assert_eq!(project.plan().succeeds().imports, 1);
    }
}

fn a_key_held_for_the_very_same_target_is_a_warning(case: &Case) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.orders, "production", "orders");
    let project = case.project();
    project.main(&world.orders_block().hcl());
    let planned = project.plan().succeeds().plans(&[(ORDERS, "create")]);
    planned
        .warning("API Mapping Exists Already")
        .on("api_mapping_key")
        .says(&holder)
        .says("It is exactly what is planned here")
        .says(&format!("id = \"{holder}/{DOMAIN}\""));
}

fn a_key_planned_twice_in_one_run_is_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let second = Block::new("more").domain(DOMAIN).api(&world.payments).stage("test");
    for key in ["orders", ""] {
        project.main(&(world.orders_block().key(key).hcl() + &second.clone().key(key).hcl()));
        let failed = project.plan().fails();
        let error = failed.error("API Mapping Key Planned Twice").on("api_mapping_key");
        error.says("twice: here, and in another resource").says("Choose another key in one of the two");
    }
    // The same key on two domains is fine.
    case.aws.create_domain("web.example.com");
    project.main(&(world.orders_block().hcl() + &second.domain("web.example.com").key("orders").hcl()));
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}

fn a_key_with_levels_for_a_websocket_api_is_an_error(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().key("orders/v2").hcl());
    project.plan().fails().error("Multi-Level Key for a WebSocket API").on("api_mapping_key").says(&format!(
        "API \"{}\" is a WebSocket API, and key \"orders/v2\" has several levels.",
        world.orders
    ));
    // An HTTP API may have them.
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    project.main(&world.orders_block().api(&shop).stage("$default").key("orders/v2").hcl());
    let planned = project.plan().succeeds();
    assert_eq!(planned.diagnostics.len(), 0, "{}", planned.text);
}

fn more_than_200_multi_level_keys_are_one_warning(case: &Case) {
    case.aws.create_domain(DOMAIN);
    let shop = case.aws.create_api("shop", Protocol::Http, &["$default"]);
    case.aws.local().world(|world| {
        for number in 0..195 {
            world.put_mapping(DOMAIN, &format!("shop/v{number}"), &shop, "$default");
            world.put_mapping(DOMAIN, &format!("single{number}"), &shop, "$default");
        }
    });
    let project = case.project();
    let planned = |count: usize| {
        let block = Block::new("more")
            .domain(DOMAIN)
            .api(&shop)
            .stage("$default")
            .set("for_each", &format!("toset([for n in range({count}) : \"more/v${{n}}\"])"))
            .set("api_mapping_key", "each.key");
        project.main(&block.hcl());
        project.plan().succeeds()
    };
    assert_eq!(planned(5).diagnostics.len(), 0, "200 are fine, and single-level keys do not count");
    planned(10)
        .warning("Too Many Multi-Level Mappings")
        .on("api_mapping_key")
        .says(&format!("With this plan, {DOMAIN} has more than 200 mappings with \"/\" in their key"));
}
