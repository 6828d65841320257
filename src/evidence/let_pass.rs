//! What the provider lets pass without a word, because the service does it.
//!
//! Where the service refused one of these, a finding or a rule would be missing.

use super::Proof;
use super::Proof::{Accepted, EachAccepted, Listed};

/// What is let pass, and what proves that it may be.
pub const LET_PASS: &[(&str, Proof)] = &[
    (
        "a key of letters, digits and the documented punctuation",
        Accepted(&["key_usual_characters", "key_300_characters", "key_capitals"]),
    ),
    (
        "a variable as the key of a WebSocket API",
        Accepted(&["key_context_domain_name", "key_context_api_id"]),
    ),
    ("HTTP and REST APIs on one domain name", Accepted(&["http_beside_rest", "rest_beside_http"])),
    ("two WebSocket APIs on one domain name", Accepted(&["websocket_beside_websocket"])),
    ("an edge-optimised REST API on a Regional domain name", Accepted(&["rest_edge_on_regional"])),
    ("a REST API on a domain name with an enhanced security policy", Accepted(&["enhanced_rest"])),
    ("an update that leaves out what does not change", Accepted(&["update_omits_stage_and_key"])),
    ("an update that moves a mapping to another API", Accepted(&["update_moves_to_other_api"])),
    ("an update that moves a mapping to the root", Accepted(&["update_empties_key"])),
    ("creates that arrive at the same time", EachAccepted(&["creates_at_once"])),
    ("a listing read to its end while others delete", EachAccepted(&["page_token_after_delete"])),
    ("a listing right after a write, taken to show it", Listed(&["list_after_write"], &[1, 0])),
];
