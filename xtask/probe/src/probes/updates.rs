//! Updates that leave out, repeat and empty what a mapping has.

use serde_json::{Value, json};

use crate::calls::{create, get, update};
use crate::probe::{Probe, Topic};

pub(super) fn probes() -> Vec<Probe> {
    // A mapping of the stage `live` at `orders` becomes what the body says.
    let probe = |name, question, body| {
        Probe::new(Topic::Updates, name, question)
            .given(create("{regional}", "{http}", "live", "orders").named("mapping"))
            .ask(update("{regional}", "{mapping}", body))
    };
    vec![
        probe(
            "update_omits_stage_and_key",
            "Whether an update keeps the stage and the key that it leaves out.",
            json!({ "apiId": "{http}" }),
        ),
        probe(
            "update_repeats_all",
            "Whether an update may change nothing.",
            body("{http}", "live", "orders"),
        ),
        probe(
            "update_omits_api",
            "Whether an update may leave out the API.",
            json!({ "stage": "next", "apiMappingKey": "orders" }),
        ),
        probe(
            "update_empties_key",
            "Whether an update with the empty key moves a mapping to the root.",
            body("{http}", "live", ""),
        ),
        probe(
            "update_empties_stage",
            "What an update with an empty stage is answered.",
            body("{http}", "", "orders"),
        ),
        probe(
            "update_empties_api",
            "What an update with an empty API is answered.",
            body("", "live", "orders"),
        ),
        Probe::new(Topic::Updates, "update_takes_key", "What an update to a key that is taken is answered.")
            .given(create("{regional}", "{http}", "live", "taken"))
            .given(create("{regional}", "{http}", "live", "orders").named("mapping"))
            .ask(update("{regional}", "{mapping}", body("{http}", "live", "taken"))),
        probe(
            "update_moves_to_other_api",
            "Whether an update may change the API, the stage and the key, and the id stays.",
            body("{http_second}", "live", "moved"),
        )
        .ask(get("{regional}", "{mapping}")),
        probe(
            "update_unknown_stage",
            "What an update to a stage that does not exist is answered.",
            body("{http}", "missing", "orders"),
        ),
    ]
}

fn body(api: &str, stage: &str, key: &str) -> Value {
    json!({ "apiId": api, "stage": stage, "apiMappingKey": key })
}
