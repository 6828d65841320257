//! What the guides tell to do, done with the guides' own files from `examples/`.

mod adopting;
mod incidents;
mod one_table;
mod other_tools;
mod pipelines;

use local_gateway::{Api, Domain, Protocol};

use crate::acceptance::world::DOMAIN;
use crate::harness::{Case, Scenario};

/// Every table of this module.
pub(crate) fn scenarios() -> Vec<Scenario> {
    [
        adopting::SCENARIOS,
        incidents::SCENARIOS,
        one_table::SCENARIOS,
        other_tools::SCENARIOS,
        pipelines::SCENARIOS,
    ]
    .concat()
}

/// The domain name and the APIs that the examples name, by their ids there.
fn named_in_the_examples(case: &Case) {
    case.aws.local().world(|account| {
        account.put_domain(Domain::new(DOMAIN));
        for (id, stage) in [("a1b2c3d4", "$default"), ("e5f6g7h8", "$default"), ("i9j0k1l2", "prod")] {
            account.put_api(Api::new(id, Protocol::Http, &[stage]));
        }
    });
}

/// Maps a key to one of these, and returns the id of the mapping.
fn map(case: &Case, key: &str, api: &str, stage: &str) -> String {
    case.aws.create_mapping(DOMAIN, api, stage, key)
}

/// The example with the id of this mapping in place of its own.
#[track_caller]
fn with_id(example: &str, own: &str, id: &str) -> String {
    assert!(example.contains(own), "{own} is not in the example");
    example.replace(own, id)
}
