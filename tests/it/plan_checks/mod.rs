//! `terraform plan` says what AWS would refuse: each rule with its exact words,
//! and nothing said where this very run may still change the answer.

mod at_apply;
mod domains;
mod keys;
mod mixing;
mod modes;
mod names_exist;
mod same_run;
mod unmade;
mod url;

use crate::harness::Scenario;

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        names_exist::SCENARIOS,
        keys::SCENARIOS,
        mixing::SCENARIOS,
        domains::SCENARIOS,
        modes::SCENARIOS,
        unmade::SCENARIOS,
        same_run::SCENARIOS,
        at_apply::SCENARIOS,
        url::SCENARIOS,
    ]
    .concat()
}
