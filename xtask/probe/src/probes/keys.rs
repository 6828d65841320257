//! The form of a key.

use crate::call::create;
use crate::probe::{Probe, Topic};

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Keys, name, question);
    vec![
        probe("key_comma", "Whether a key may hold a comma, which the documentation leaves out.")
            .ask(create("{regional}", "{http}", "live", "a,b$")),
        probe("key_tilde", "Whether a key may hold a tilde.").ask(create(
            "{regional}",
            "{http}",
            "live",
            "a~b",
        )),
    ]
}
