//! A key that is taken.

use serde_json::json;

use crate::call::Call;
use crate::calls::{create, create_with};
use crate::probe::{Probe, Topic};

/// How many creates are sent at once.
const AT_ONCE: usize = 10;

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Duplicates, name, question);
    let root = || create_with("{regional}", json!({ "apiId": "{http}", "stage": "live" }));
    vec![
        probe("root_twice", "Whether no key and the empty key are one and the same.")
            .ask(root())
            .ask(create("{regional}", "{http}", "live", "")),
        probe("key_duplicate", "What a second API at a key is answered.")
            .given(create("{regional}", "{http}", "live", "orders"))
            .ask(create("{regional}", "{http_second}", "live", "orders")),
        probe("create_repeated", "Whether a create with the same content may be repeated.")
            .given(create("{regional}", "{http}", "live", "orders"))
            .ask(create("{regional}", "{http}", "live", "orders")),
        probe("creates_at_once", "What creates of different keys that arrive at once are answered.")
            .ask_together(at_once(|number| format!("orders-{number}"))),
        probe("creates_at_once_same_key", "What creates of one key that arrive at once are answered.")
            .ask_together(at_once(|_| "orders".to_owned())),
    ]
}

fn at_once(key: impl Fn(usize) -> String) -> Vec<Call> {
    (1..=AT_ONCE).map(|number| create("{regional}", "{http}", "live", &key(number))).collect()
}
