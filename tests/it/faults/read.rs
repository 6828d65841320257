//! A read that is refused, or answered with nonsense. Only the service's own
//! "not found" takes a mapping out of state.

use local_gateway::{Fault, Operation};

use super::bad_answers::BAD_ANSWERS;
use super::impatient;
use crate::acceptance::world::{Block, DOMAIN, ORDERS, World};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_read_that_is_answered_badly_keeps_the_mapping_in_state, needs: [Faults]).on_every_core(),
    scenario!(reads_without_permission_to_list_are_told_where_something_changes, needs: [Faults]),
    scenario!(a_mapping_that_the_service_does_not_find_leaves_the_state, needs: [Faults]),
];

fn a_read_that_is_answered_badly_keeps_the_mapping_in_state(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    let failures: Vec<_> = BAD_ANSWERS
        .iter()
        .map(|bad| {
            case.aws.local().inject((bad.make)(Fault::on_any_of(&Operation::MAPPING_READS)));
            // An apply, because a plan alone would not write what it believes to be gone.
            let failed = project.apply_with(&["-refresh-only"]).fails();
            case.aws.local().clear_faults();
            assert_eq!(project.state().id(), id, "{}", bad.name);
            (bad, failed)
        })
        .collect();
    let mut page = Page::new("read_answered_badly");
    failures.iter().for_each(|(bad, failed)| page.add(bad.name, bad.told(failed).says(&id)));
    page.reads_as_golden(case, &[(&id, "id")]);
    project.plan().plans_nothing();
}

fn reads_without_permission_to_list_are_told_where_something_changes(case: &Case) {
    let world = World::new(case);
    let project = case.project();
    let block = world.orders_block().set("api_mapping_key", "each.key");
    let block = block.set("for_each", "toset([for n in range(8) : \"orders${n}\"])");
    project.main(&block.hcl());
    project.apply().succeeds();
    case.aws.local().inject(Fault::on(Operation::GetApiMappings).deny());
    project.plan().plans_nothing();
    let more = Block::new("more").domain(DOMAIN).api(&world.payments).stage("test").key("more");
    project.main(&(block.hcl() + &more.hcl()));
    let planned = project.plan().succeeds();
    let warning = planned.warning("Plan Check Not Permitted").on("api_mapping_key");
    warning.says("apigateway:GET on /domainnames/*/apimappings").reads_as(
        "mappings_read_one_by_one",
        case,
        &[],
    );
}

fn a_mapping_that_the_service_does_not_find_leaves_the_state(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.local().inject(Fault::on_any_of(&Operation::MAPPING_READS).status(404));
    project.plan().succeeds().plans(&[(ORDERS, "create")]);
}
