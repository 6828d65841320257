//! A create that is refused, or answered with nonsense.

use local_gateway::{Fault, Operation};

use super::bad_answers::BAD_ANSWERS;
use super::{impatient, unchecked};
use crate::acceptance::world::{DOMAIN, ORDERS, World};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_create_that_is_answered_badly_leaves_nothing_behind, needs: [Faults]),
    scenario!(a_duplicate_key_names_its_holder).on_every_core(),
    scenario!(a_duplicate_root_names_its_holder),
    scenario!(a_stage_that_does_not_exist_is_an_error_that_quotes_the_service),
    scenario!(an_api_that_does_not_exist_is_an_error_that_quotes_the_service),
    scenario!(a_domain_that_does_not_exist_is_an_error_that_quotes_the_service),
    scenario!(a_key_that_the_service_refuses_is_an_error_on_the_key, needs: [Faults]),
    scenario!(a_few_throttles_and_stumbles_are_waited_out, needs: [Faults]).on_every_core(),
];

fn a_create_that_is_answered_badly_leaves_nothing_behind(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    let failures: Vec<_> = BAD_ANSWERS
        .iter()
        .map(|bad| {
            case.aws.local().inject((bad.make)(Fault::on(Operation::CreateApiMapping)));
            let failed = project.apply().fails();
            case.aws.local().clear_faults();
            assert_eq!(case.aws.mappings(DOMAIN), [], "{}", bad.name);
            project.state().is_empty();
            (bad, failed)
        })
        .collect();
    let mut page = Page::new("create_answered_badly");
    failures.iter().for_each(|(bad, failed)| page.add(bad.name, bad.told(failed)));
    page.reads_as_golden(case, &[]);
    project.apply().succeeds().plans(&[(ORDERS, "create")]);
    project.plan().plans_nothing();
}

fn a_duplicate_key_names_its_holder(case: &Case) {
    duplicate(case, "orders", "key_held_at_a_create");
}

fn a_duplicate_root_names_its_holder(case: &Case) {
    duplicate(case, "", "root_held_at_a_create");
}

fn duplicate(case: &Case, key: &str, golden: &str) {
    let world = World::new(case);
    let holder = case.aws.create_mapping(DOMAIN, &world.payments, "test", key);
    let project = unchecked(case);
    project.main(&world.orders_block().key(key).hcl());
    let failed = project.apply().fails();
    failed
        .error("API Mapping Key Already Taken")
        .on("api_mapping_key")
        .says(&world.payments)
        .says(&holder)
        .says("the finding key_taken says")
        .says("ApiMapping key already exists for this domain name")
        .reads_locally_as(golden, case, &[(&holder, "holder"), (&world.payments, "api")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, holder, "the holder is untouched");
    project.state().is_empty();
    // The advice works.
    let import = format!("\"{holder}/{DOMAIN}\"");
    case.project().plan().fails().error("API Mapping Key Already Taken").says(&import);
    let project = unchecked(case);
    project.import(ORDERS, &format!("{holder}/{DOMAIN}")).succeeds();
    project.apply().succeeds().plans(&[(ORDERS, "update")]);
    assert_eq!(case.aws.mapping(DOMAIN).api_id, world.orders);
}

fn a_stage_that_does_not_exist_is_an_error_that_quotes_the_service(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().stage("nowhere").hcl());
    let failed = project.apply().fails();
    let error = failed.error("Stage Not Found").on("stage").says("Invalid stage identifier specified");
    error.reads_locally_as("stage_refused", case, &[]);
    project.state().is_empty();
}

fn an_api_that_does_not_exist_is_an_error_that_quotes_the_service(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().api("zzzz9999").hcl());
    let failed = project.apply().fails();
    let error = failed.error("API Not Found").on("api_id").says("Invalid API identifier specified");
    error.reads_locally_as("api_refused", case, &[]);
    project.state().is_empty();
}

fn a_domain_that_does_not_exist_is_an_error_that_quotes_the_service(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    project.main(&world.orders_block().domain("missing.example.com").hcl());
    let failed = project.apply().fails();
    let error = failed.error("Domain Name Not Found").on("domain_name").says("missing.example.com");
    error.says("Invalid domain name identifier specified").reads_locally_as("domain_refused", case, &[]);
    project.state().is_empty();
}

fn a_key_that_the_service_refuses_is_an_error_on_the_key(case: &Case) {
    let world = World::new(case);
    let project = unchecked(case);
    // The key is none that the service refuses today.
    project.main(&world.orders_block().hcl());
    let mut failures = Vec::new();
    for refusal in [
        "An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.",
        "ApiMapping key length must be under 300 characters.",
    ] {
        let fault = Fault::on(Operation::CreateApiMapping).error(400, "BadRequestException", refusal);
        case.aws.local().inject(fault);
        failures.push((refusal, project.apply().fails()));
        case.aws.local().clear_faults();
    }
    let mut page = Page::new("key_refused_by_the_service");
    for (refusal, failed) in &failures {
        let error = failed.error("API Mapping Key Refused").on("api_mapping_key").says(refusal);
        page.add(refusal, error);
    }
    page.reads_as_golden(case, &[]);
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
