//! The form of a key.

use serde_json::json;

use crate::calls::{create, update};
use crate::probe::{Probe, Topic};

/// The longest key that the service accepts.
const LONGEST: usize = 300;

pub(super) fn probes() -> Vec<Probe> {
    let probe = |name, question| Probe::new(Topic::Keys, name, question);
    let key = |name, question, key| probe(name, question).ask(create("{regional}", "{http}", "live", key));
    let websocket_key =
        |name, question, key| probe(name, question).ask(create("{regional}", "{websocket}", "live", key));
    vec![
        key(
            "key_usual_characters",
            "Whether a key may hold each kind of character that is documented.",
            "aZ09$-_.+!*'()",
        ),
        key("key_comma", "Whether a key may hold a comma, which the documentation leaves out.", "a,b$"),
        key("key_leading_blank", "Whether a key may hold a blank.", " a"),
        probe("key_blanks_alone", "What a key of blanks alone means in a create, and in an update.")
            .ask(create("{regional}", "{http}", "live", "   "))
            .given(create("{regional}", "{http}", "live", "v1").named("mapping"))
            .ask(update("{regional}", "{mapping}", json!({ "apiId": "{http}", "apiMappingKey": "  " }))),
        key("key_tilde", "Whether a key may hold a tilde.", "a~b"),
        key("key_percent", "Whether a key may hold a percent-encoded character.", "a%20b"),
        key("key_colon", "Whether a key may hold a colon.", "a:b"),
        key("key_beyond_ascii", "Whether a key may hold a letter beyond ASCII.", "café"),
        key("key_300_characters", "Whether a key may have 300 characters.", &"a".repeat(LONGEST)),
        key("key_301_characters", "Whether a key may have 301 characters.", &"a".repeat(LONGEST + 1)),
        key("key_slash_alone", "Whether a key may be a slash.", "/"),
        key("key_trailing_slash", "Whether a key may end with a slash.", "a/"),
        key("key_leading_slash", "Whether a key may start with a slash.", "/a"),
        key("key_double_slash", "Whether a key may have an empty level.", "a//b"),
        probe("key_capitals", "Whether keys that differ in capitals alone are two keys.")
            .given(create("{regional}", "{http}", "live", "v1"))
            .ask(create("{regional}", "{http}", "live", "V1")),
        websocket_key(
            "key_context_domain_name",
            "Whether a WebSocket API may have `$context.domainName` as its key.",
            "$context.domainName",
        ),
        websocket_key(
            "key_context_api_id",
            "Whether a WebSocket API may have `$context.apiId` as its key.",
            "$context.apiId",
        ),
        key(
            "key_none_in_parentheses",
            "What version 2 makes of `(none)`, which is the root in version 1.",
            "(none)",
        ),
    ]
}
