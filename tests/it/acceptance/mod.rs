//! What users do, with the Terraform they have: one file for each part of the
//! resource's life.

mod drift;
mod import;
mod lifecycle;
mod nulls;
mod root_key;
pub(crate) mod shifting_keys;
mod test_files;
mod validation;
pub(crate) mod world;

use crate::harness::Scenario;

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        lifecycle::SCENARIOS,
        root_key::SCENARIOS,
        drift::SCENARIOS,
        import::SCENARIOS,
        validation::SCENARIOS,
        nulls::SCENARIOS,
        test_files::SCENARIOS,
        shifting_keys::SCENARIOS,
    ]
    .concat()
}
