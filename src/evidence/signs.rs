//! What the provider goes by in a refusal: statuses, codes and parts of texts.
//!
//! The texts only choose which attribute an error is shown at. Where none is found, the error
//! has the service's words all the same.

use self::Mark::{Code, Status, Text};

/// What says that something does not exist. A 404 with another code, such as
/// `UnknownOperationException`, speaks of the path.
pub const NOT_FOUND: &str = "NotFoundException";
/// The status of a key that is held.
pub const CONFLICT: u16 = 409;
/// Part of the text about a stage that does not exist.
pub const STAGE: &str = "stage identifier";
/// Part of the text about an API that does not exist.
pub const API: &str = "API identifier";
/// Part of the text about a domain name that does not exist.
pub const DOMAIN_NAME: &str = "domain name identifier";
/// Part of the text about a domain name that cannot hold API mappings.
pub const ONLY_REGIONAL: &str = "Only REGIONAL domain names";
/// Part of the text about a Regional domain name whose security policy is TLS 1.0.
pub const ONLY_TLS_1_2: &str = "Only REGIONAL domain names with a security policy of TLS 1.2";
/// Part of the text about a WebSocket API beside others, of version 1 of the service.
pub const ONLY_WEBSOCKET: &str =
    "WebSocket APIs can only be attached to a domain name with other WebSocket APIs";
/// Part of the texts about a key, at whose beginning some have a capital.
pub const KEY: &str = "apping key";

/// Where a sign is in a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The status is this one.
    Status(u16),
    /// The error code is this one.
    Code(&'static str),
    /// The message has this part.
    Text(&'static str),
}

/// What a sign is taken for, and the probes whose refusals have to have it.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// Where it is, and what.
    pub mark: Mark,
    /// What it is taken for: `the stage does not exist`.
    pub means: &'static str,
    /// Every refusal in the answers to these probes has it.
    pub probes: &'static [&'static str],
}

/// All signs.
pub const SIGNS: &[Sign] = &[
    Sign {
        mark: Code(NOT_FOUND),
        means: "what was asked for does not exist",
        probes: &[
            "mapping_unknown",
            "domain_unknown",
            "api_unknown_v1",
            "api_unknown_v2",
            "rest_api_through_v2",
            "stage_unknown_v1",
            "stage_unknown_v2",
        ],
    },
    Sign {
        mark: Status(CONFLICT),
        means: "the key is held",
        probes: &[
            "key_duplicate",
            "root_twice",
            "create_repeated",
            "creates_at_once_same_key",
            "update_takes_key",
        ],
    },
    Sign {
        mark: Text(STAGE),
        means: "the stage does not exist",
        probes: &["stage_unknown", "update_unknown_stage"],
    },
    Sign { mark: Text(API), means: "the API does not exist", probes: &["api_unknown"] },
    Sign {
        mark: Text(DOMAIN_NAME),
        means: "the domain name does not exist",
        probes: &["domain_unknown", "domain_capitals", "private_domain"],
    },
    Sign {
        mark: Text(ONLY_REGIONAL),
        means: "the domain name cannot hold API mappings",
        probes: &["edge_single_level", "tls10_single_level"],
    },
    Sign {
        mark: Text(ONLY_TLS_1_2),
        means: "the security policy of the domain name is TLS 1.0",
        probes: &["tls10_single_level"],
    },
    Sign {
        mark: Text(ONLY_WEBSOCKET),
        means: "the domain name would have WebSocket APIs and others",
        probes: &[
            "websocket_beside_http",
            "websocket_beside_rest",
            "http_beside_websocket",
            "rest_beside_websocket",
        ],
    },
    Sign {
        mark: Text(KEY),
        means: "the key is refused",
        probes: &[
            "key_duplicate",
            "key_tilde",
            "key_301_characters",
            "key_leading_slash",
            "key_trailing_slash",
        ],
    },
];
