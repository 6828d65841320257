//! A delete that is refused, or answered with nonsense.

use local_gateway::{Fault, Operation};

use super::bad_answers::BAD_ANSWERS;
use super::impatient;
use crate::acceptance::world::{DOMAIN, World};
use crate::harness::{Case, Page, Scenario, scenario};

pub(super) const SCENARIOS: &[Scenario] = &[
    scenario!(a_delete_that_is_answered_badly_keeps_the_mapping_in_state, needs: [Faults]).on_every_core(),
    scenario!(a_delete_that_finds_nothing_has_done_its_work, needs: [Faults]).on_every_core(),
];

fn a_delete_that_is_answered_badly_keeps_the_mapping_in_state(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    let id = project.state().id().to_owned();
    let failures: Vec<_> = BAD_ANSWERS
        .iter()
        .map(|bad| {
            case.aws.local().inject((bad.make)(Fault::on(Operation::DeleteApiMapping)));
            let failed = project.destroy().fails();
            case.aws.local().clear_faults();
            assert_eq!(case.aws.mapping(DOMAIN).api_mapping_id, id, "{}", bad.name);
            assert_eq!(project.state().id(), id, "{}", bad.name);
            (bad, failed)
        })
        .collect();
    let mut page = Page::new("delete_answered_badly");
    failures.iter().for_each(|(bad, failed)| page.add(bad.name, bad.told(failed).says(&id)));
    page.reads_as_golden(case, &[(&id, "id")]);
    project.destroy().succeeds();
    assert_eq!(case.aws.mappings(DOMAIN), []);
    project.state().is_empty();
}

fn a_delete_that_finds_nothing_has_done_its_work(case: &Case) {
    let world = World::new(case);
    let project = impatient(case);
    project.main(&world.orders_block().hcl());
    project.apply().succeeds();
    case.aws.local().inject(Fault::on(Operation::DeleteApiMapping).status(404));
    project.destroy().succeeds();
    project.state().is_empty();
}
