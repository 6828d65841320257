//! The guide to one table for a domain: there, and back to single mappings.

use super::{map, named_in_the_examples, with_id};
use crate::harness::{Case, Scenario, on_every_core, scenario};
use crate::tables::{TABLE, holds, id_of};

pub(super) const SCENARIOS: &[Scenario] = &on_every_core([
    scenario!(a_table_begins_with_an_import, needs: [OutOfBand]),
    scenario!(instances_of_for_each_become_a_table_and_come_back, needs: [OutOfBand, Removed, ImportForEach]),
]);

const BEGIN: &str = include_str!("../../../examples/one-table/begin-with-an-import.tf");
const INTO: &str = include_str!("../../../examples/one-table/from-single-mappings.tf");
const BACK: &str = include_str!("../../../examples/one-table/back-to-single-mappings.tf");

fn a_table_begins_with_an_import(case: &Case) {
    named_in_the_examples(case);
    map(case, "orders", "a1b2c3d4", "$default");
    map(case, "stray", "a1b2c3d4", "$default");
    let project = case.project();
    project.main(BEGIN);
    // One is changed in place, two are new, and the stray one goes.
    let applied = project.apply().succeeds();
    assert_eq!(applied.imports, 1, "{}", applied.text);
    holds(
        case,
        &project,
        &[("", "a1b2c3d4", "$default"), ("orders", "e5f6g7h8", "$default"), ("payments", "i9j0k1l2", "prod")],
    );
    project.plan().plans_nothing();
}

fn instances_of_for_each_become_a_table_and_come_back(case: &Case) {
    named_in_the_examples(case);
    let project = case.project();
    let single = BACK.split("\nremoved {").next().expect("the resource");
    project.main(single);
    project.apply().succeeds();
    let ids = ["orders", "payments"].map(|key| id_of(case, key));
    case.aws.forget_calls();

    project.main(INTO);
    let into = project.apply().succeeds();
    assert_eq!(into.imports, 1, "{}", into.text);
    project.main(INTO.split("\nremoved {").next().expect("the table"));
    project.plan().plans_nothing();

    let printed = project.console(&format!("{TABLE}.api_mapping_ids"));
    assert!(ids.iter().all(|id| printed.contains(id)), "{printed}");
    let back =
        with_id(&with_id(BACK, "a1b2c3\"", &format!("{}\"", ids[0])), "d4e5f6\"", &format!("{}\"", ids[1]));
    project.main(&back);
    let back = project.apply().succeeds();
    assert_eq!(back.imports, 2, "{}", back.text);
    project.main(single);
    project.plan().plans_nothing();
    case.aws.expect_writes(&[]);
}
