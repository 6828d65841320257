//! The quota of the account. It is used up for a moment, so this comes last.

use crate::calls::list;
use crate::probe::{Probe, Topic};

/// More than a burst holds, and what comes back while they are made.
const ENOUGH: usize = 200;

pub(super) fn probes() -> Vec<Probe> {
    let question = "What a call beyond the quota is answered, and which headers come with it.";
    let probe = Probe::new(Topic::Quotas, "throttle", question);
    vec![probe.ask_until_throttled(list("{regional}").counted(), ENOUGH)]
}
