//! Hundreds of mappings, and a service that fails at times: few calls, a rate within the
//! account's quota, and at the end a state that says what exists.
//!
//! What only the calls show is tried on the gateway itself, in `src/gateway/tests`.

mod failing_service;
mod rate_limit;
mod round_trips;
mod shifting_keys;
mod timeouts;
mod two_runs;

use libtest_mimic::Trial;

use crate::acceptance::world::World;
use crate::harness::endpoint::EndpointLane;
use crate::harness::{Ready, Scenario, trials};

/// Every trial of this module. Most are about the service and not about Terraform,
/// so one Terraform is enough for them.
pub(crate) fn all(terraforms: &[Ready], endpoints: &[EndpointLane]) -> Vec<Trial> {
    let with_one: Vec<Scenario> = [
        failing_service::SCENARIOS,
        rate_limit::SCENARIOS,
        round_trips::SCENARIOS,
        two_runs::SCENARIOS,
        shifting_keys::SCENARIOS,
    ]
    .concat();
    let mut all = trials("scale", timeouts::SCENARIOS, terraforms, endpoints);
    all.extend(trials("scale", &with_one, &terraforms[..terraforms.len().min(1)], endpoints));
    all
}

/// So many mappings of the orders API, as users write many.
fn numbered(world: &World, count: usize) -> String {
    let block = world.orders_block().set("api_mapping_key", "\"orders-${count.index}\"");
    block.set("count", &count.to_string()).hcl()
}
