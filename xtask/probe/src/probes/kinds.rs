//! The kinds of APIs: beside each other, and on each kind of domain name.

use crate::calls::{create, create_deployment, create_rest_api};
use crate::probe::{Probe, Topic};

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Kinds, name, question);
    let beside = |name, question, api, neighbour| {
        probe(name, question).given(create("{regional}", neighbour, "live", "there")).ask(create(
            "{regional}",
            api,
            "live",
            "here",
        ))
    };
    let alone =
        |name, question, domain, api| probe(name, question).ask(create(domain, api, "live", "orders"));
    vec![
        beside("http_beside_rest", "Whether an HTTP API may come beside a REST API.", "{http}", "{rest}"),
        beside("rest_beside_http", "Whether a REST API may come beside an HTTP API.", "{rest}", "{http}"),
        beside(
            "http_beside_websocket",
            "Whether an HTTP API may come beside a WebSocket API.",
            "{http}",
            "{websocket}",
        ),
        beside(
            "websocket_beside_http",
            "Whether a WebSocket API may come beside an HTTP API.",
            "{websocket}",
            "{http}",
        ),
        beside(
            "rest_beside_websocket",
            "Whether a REST API may come beside a WebSocket API.",
            "{rest}",
            "{websocket}",
        ),
        beside(
            "websocket_beside_rest",
            "Whether a WebSocket API may come beside a REST API.",
            "{websocket}",
            "{rest}",
        ),
        beside(
            "websocket_beside_websocket",
            "Whether a WebSocket API may come beside another one.",
            "{websocket_second}",
            "{websocket}",
        ),
        probe("websocket_multi_level", "Whether the key of a WebSocket API may have several levels.")
            .ask(create("{regional}", "{websocket}", "live", "orders/v1")),
        alone(
            "rest_private",
            "Whether a private REST API may be mapped on a public domain name.",
            "{regional}",
            "{rest_private}",
        ),
        alone(
            "rest_edge_on_regional",
            "Whether an edge-optimised REST API may be mapped on a Regional domain name.",
            "{regional}",
            "{rest_edge}",
        ),
        probe("rest_default_stage", "Whether a REST API can have a stage `$default`, and be mapped with it.")
            .ask(create_deployment("{rest}", "$default"))
            .ask(create("{regional}", "{rest}", "$default", "orders")),
        probe("rest_without_methods", "Whether a REST API without methods can have a stage.")
            .given(create_rest_api("{run} empty").named("empty"))
            .ask(create_deployment("{empty}", "live")),
        alone(
            "enhanced_http",
            "Whether an HTTP API may be mapped on a domain name with an enhanced security policy.",
            "{enhanced}",
            "{http}",
        ),
        alone(
            "enhanced_websocket",
            "Whether a WebSocket API may be mapped on a domain name with an enhanced security policy.",
            "{enhanced}",
            "{websocket}",
        ),
        alone(
            "enhanced_rest",
            "Whether a REST API may be mapped on a domain name with an enhanced security policy.",
            "{enhanced}",
            "{rest}",
        ),
        probe(
            "http_beside_strict_rest",
            "Whether an HTTP API may come beside a REST API that has an enhanced security policy and a \
             key with several levels.",
        )
        .given(create("{regional}", "{rest_strict}", "live", "there/v1"))
        .ask(create("{regional}", "{http}", "live", "here")),
        probe("strict_rest_beside_http", "Whether such a REST API may come beside an HTTP API.")
            .given(create("{regional}", "{http}", "live", "there"))
            .ask(create("{regional}", "{rest_strict}", "live", "here/v1")),
    ]
}
