//! Keys with several levels.

use crate::calls::{create, get};
use crate::probe::{Probe, Topic};

/// How many of them a domain name has at most, as documented.
const MOST: usize = 200;

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Levels, name, question);
    let leveled = |number| create("{regional}", "{http}", "live", &format!("orders/{number}"));
    vec![
        probe("first_multi_level", "Whether a key may have several levels.")
            .ask(create("{regional}", "{http}", "live", "orders/v1/items").named("mapping"))
            .ask(get("{regional}", "{mapping}")),
        probe("multi_level_201", "What the 201st key with several levels is answered.")
            .given_all((1..=MOST).map(leveled))
            .ask(leveled(MOST + 1)),
    ]
}
