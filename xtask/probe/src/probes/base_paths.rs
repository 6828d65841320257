//! What version 1 calls base path mappings.

use crate::calls::{create, create_base_path, get_base_path, list};
use crate::probe::{Probe, Topic};

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::BasePaths, name, question);
    vec![
        probe("base_path_is_mapping", "Whether base path mappings and API mappings are the same objects.")
            .ask(create_base_path("{regional}", "{rest}", Some("live"), "orders"))
            .ask(list("{regional}"))
            .given(create("{regional}", "{rest}", "live", "payments"))
            .ask(get_base_path("{regional}", "payments")),
        probe("base_path_without_stage", "What version 2 shows of a base path mapping without a stage.")
            .ask(create_base_path("{regional}", "{rest}", None, "orders"))
            .ask(list("{regional}")),
        probe("base_path_websocket", "Whether version 1 maps a WebSocket API.").ask(create_base_path(
            "{regional}",
            "{websocket}",
            Some("live"),
            "orders",
        )),
        probe("base_path_http", "Whether version 1 maps an HTTP API.").ask(create_base_path(
            "{regional}",
            "{http}",
            Some("live"),
            "orders",
        )),
        probe("base_path_http_beside_rest", "Whether version 1 maps HTTP and REST APIs on one domain name.")
            .given(create("{regional}", "{http}", "live", "there"))
            .ask(create_base_path("{regional}", "{rest}", Some("live"), "here")),
        probe("base_path_duplicate", "What a second base path mapping at a path is answered.")
            .given(create("{regional}", "{rest}", "live", "orders"))
            .ask(create_base_path("{regional}", "{rest}", Some("live"), "orders")),
        probe("base_path_with_slash", "Whether version 1 maps a path with several levels.")
            .ask(create_base_path("{regional}", "{rest}", Some("live"), "orders/v1")),
    ]
}
