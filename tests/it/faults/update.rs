//! An update that is refused, or answered with nonsense.

use local_gateway::{Fault, Operation};

use super::bad_answers::BAD_ANSWERS;
use super::{impatient, unchecked};
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(an_update_that_is_answered_badly_leaves_state_as_the_mapping_is, needs: [Faults])
        .on_every_core(),
    scenario!(an_update_of_a_mapping_that_is_gone_says_so),
    scenario!(an_update_to_a_stage_that_does_not_exist_keeps_the_old_one),
    scenario!(an_update_to_a_taken_key_names_its_holder),
    scenario!(an_update_to_a_taken_key_says_how_far_the_run_came),
    scenario!(an_update_that_cannot_be_looked_up_says_so, needs: [Faults]),
    scenario!(an_update_that_another_change_overtakes_is_in_state_as_it_is, needs: [Faults]),
];

fn an_update_that_is_answered_badly_leaves_state_as_the_mapping_is(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let before = case.aws.mapping(DOMAIN);
    project.main(&world.orders_block().stage("test").hcl());
    let failures: Vec<_> = BAD_ANSWERS
        .iter()
        .map(|bad| {
            case.aws.local().inject((bad.make)(Fault::on(Operation::UpdateApiMapping)));
            let failed = project.apply().fails();
            case.aws.local().clear_faults();
            assert_eq!(case.aws.mapping(DOMAIN), before, "{}", bad.name);
            let state = project.state();
            assert_eq!(state.id(), before.api_mapping_id, "{}", bad.name);
            assert_eq!(state.attributes()["stage"], "production", "{}", bad.name);
            (bad, failed)
        })
        .collect();
    let mut page = Page::new("update_answered_badly");
    let id = &before.api_mapping_id;
    failures.iter().for_each(|(bad, failed)| page.add(bad.name, bad.told(failed).says(id)));
    page.reads_as_golden(case, &[(id, "id")]);
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    project.plan().plans_nothing();
}

fn an_update_of_a_mapping_that_is_gone_says_so(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    case.aws.delete_mapping(DOMAIN, &id);
    project.main(&world.orders_block().stage("test").hcl());
    let failed = project.apply_with(&["-refresh=false"]).fails();
    let error = failed.error("API Mapping Is Gone").says(&id).says(DOMAIN);
    error.reads_locally_as("updated_mapping_is_gone", case, &[(&id, "id")]);
    // The next run, which looks first, puts it right.
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}

fn an_update_to_a_stage_that_does_not_exist_keeps_the_old_one(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    project.main(&world.orders_block().stage("nowhere").hcl());
    let failed = project.apply().fails();
    let error = failed.error("Stage Not Found").on("stage");
    error.reads_locally_as("stage_refused_at_an_update", case, &[(project.state().id(), "id")]);
    assert_eq!(project.state().attributes()["stage"], "production");
    assert_eq!(case.aws.mapping(DOMAIN).stage, "production");
}

fn an_update_to_a_taken_key_names_its_holder(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    project.main(&world.orders_block().key("payments").hcl());
    let failed = project.apply().fails();
    failed
        .error("API Mapping Key Already Taken")
        .on("api_mapping_key")
        .says("\"payments\"")
        .says(&holder)
        .says(&world.payments)
        .reads_locally_as(
            "key_held_at_an_update_without_plan_checks",
            case,
            &[(&holder, "holder"), (&world.payments, "payments")],
        );
    assert_eq!(project.state().id(), id);
    assert_eq!(project.state().attributes()["api_mapping_key"], "orders");
}

fn an_update_to_a_taken_key_says_how_far_the_run_came(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.create_mapping(DOMAIN, &world.payments, "test", "payments");
    let new = Block::new("new").domain(DOMAIN).api(&world.orders).stage("test").key("new").hcl();
    let after = "  depends_on = [apigatewayv2_api_mapping.new]\n";
    project.main(&(world.orders_block().key("payments").with(after).hcl() + &new));
    let failed = project.apply().fails();
    failed
        .error("API Mapping Key Already Taken")
        .says("This run has made 1 change on api.example.com so far");
}

fn an_update_that_cannot_be_looked_up_says_so(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    project.main(&world.orders_block().stage("test").hcl());
    case.aws.local().inject(Fault::on(Operation::UpdateApiMapping).lose_answer());
    case.aws.local().inject(Fault::on_any_of(&Operation::MAPPING_READS).deny());
    let failed = project.apply_with(&["-refresh=false"]).fails();
    case.aws.local().clear_faults();
    let error = failed.error("API Mapping May Have Changed").says(&id).says(DOMAIN);
    error.reads_as("update_that_cannot_be_looked_up", case, &[(&id, "id")]);
    // It was done after all, and the next run sees that.
    project.apply().succeeds();
    assert_eq!(project.state().attributes()["stage"], "test");
    assert_eq!(case.aws.mapping(DOMAIN).stage, "test");
}

fn an_update_that_another_change_overtakes_is_in_state_as_it_is(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    project.main(&world.orders_block().stage("test").hcl());
    // The answer is what another change made of the mapping, and nothing else can be read.
    let body = serde_json::json!({
        "apiMappingId": id, "apiId": world.payments, "stage": "production", "apiMappingKey": "orders",
    });
    let answer = |operation| Fault::on(operation).body(200, body.to_string());
    case.aws.local().inject(answer(Operation::UpdateApiMapping));
    case.aws.local().inject(answer(Operation::GetApiMapping));
    let failed = project.apply_with(&["-refresh=false"]).fails();
    let error = failed.error("API Mapping Not As Asked For").says(&id).says(&world.payments);
    error.reads_as("update_overtaken", case, &[(&id, "id"), (&world.payments, "payments")]);
    assert_eq!(project.state().attributes()["api_id"], world.payments);
}
