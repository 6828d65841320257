//! A create that is refused, or answered with nonsense.

use local_gateway::{Fault, Operation};

use super::bad_answers::BAD_ANSWERS;
use super::{impatient, unchecked};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_create_that_is_answered_badly_leaves_nothing_behind, needs: [Faults]),
    scenario!(a_duplicate_key_names_its_holder_and_how_to_import_it),
    scenario!(a_duplicate_root_names_its_holder_and_how_to_import_it),
    scenario!(a_stage_that_does_not_exist_is_told_in_the_services_words),
    scenario!(an_api_that_does_not_exist_is_told_in_the_services_words),
    scenario!(a_domain_that_does_not_exist_is_told_in_the_services_words),
    scenario!(a_few_throttles_and_stumbles_are_waited_out, needs: [Faults]),
];

fn a_create_that_is_answered_badly_leaves_nothing_behind(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    for bad in BAD_ANSWERS {
        case.aws.local().inject((bad.make)(Fault::on(Operation::CreateApiMapping)));
        let failed = project.apply().fails();
        case.aws.local().clear_faults();
        let [error] = failed.errors()[..] else { panic!("{}: one error\n{}", bad.name, failed.text) };
        error.says(bad.words).says(DOMAIN);
        assert_eq!(case.aws.mappings(DOMAIN), [], "{}", bad.name);
        project.state().is_empty();
    }
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    project.plan().plans_nothing();
}

fn a_duplicate_key_names_its_holder_and_how_to_import_it(case: &Case) {
    duplicate(case, "orders");
}

fn a_duplicate_root_names_its_holder_and_how_to_import_it(case: &Case) {
    duplicate(case, "");
}

fn duplicate(case: &Case, key: &str) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", key);
    let project = unchecked(case);
    project.main(&world.orders_block().key(key).hcl());
    let failed = project.apply().fails();
    failed
        .error("API Mapping Key Already Taken")
        .on("api_mapping_key")
        .says(&format!(
            "is held by API mapping {holder}, which sends it to API {}, stage test.",
            world.payments
        ))
        .says(&format!("id = \"{holder}/{DOMAIN}\""))
        .says("ApiMapping key already exists for this domain name");
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder, "the holder is untouched");
    project.state().is_empty();
    // The advice works.
    project.import(ORDERS, &format!("{holder}/{DOMAIN}")).succeeds();
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_id, world.orders);
}

fn a_stage_that_does_not_exist_is_told_in_the_services_words(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().stage("nowhere").hcl());
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    assert_eq!(error.summary, "Stage Not Found");
    error.on("stage").says("Invalid stage identifier specified");
    project.state().is_empty();
}

fn an_api_that_does_not_exist_is_told_in_the_services_words(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    assert_eq!(error.summary, "API Not Found");
    error.on("api_id").says("Invalid API identifier specified");
    project.state().is_empty();
}

fn a_domain_that_does_not_exist_is_told_in_the_services_words(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().domain("nobody.example.com").hcl());
    let failed = project.apply().fails();
    let [error] = failed.errors()[..] else { panic!("one error: {}", failed.text) };
    assert_eq!(error.summary, "Domain Name Not Found");
    error.on("domain_name").says("nobody.example.com").says("Invalid domain name identifier specified");
    project.state().is_empty();
}

fn a_few_throttles_and_stumbles_are_waited_out(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    project.main(&world.orders_block().hcl());
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).throttle().times(2));
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).status(500).times(2));
    case.aws.local().inject(Fault::on(Operation::CreateApiMapping).concurrent_modification().once());
    let applied = project.apply();
    let calls = case.aws.local().calls();
    assert_eq!(applied.code, 0, "{calls:#?}\n{}", applied.text);
    assert_eq!(project.state().id(), case.aws.mapping(DOMAIN).api_mapping_id);
}
