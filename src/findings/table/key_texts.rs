//! Findings about what is written in a key.

use super::account::{DOMAIN, ORDERS, SHOP};
use super::row::Fact::{Domain, Mapping, Mappings};
use super::row::Severity::Warning;
use super::row::Step::{Account, Apply, Write};
use super::row::{Documented, Example, WayOut};
use crate::evidence::Proof::{Accepted, Refused};

pub(super) const WEBSOCKET_MULTI_LEVEL_KEY: Documented = Documented {
    name: "websocket_multi_level_key",
    title: "Multi-Level Key for a WebSocket API",
    severity: Warning,
    looks_up: true,
    meaning: "The key of a WebSocket API has several levels.",
    evidence: "The documentation contradicts itself: the characters that it lists for a key leave `/` out, and a sentence below speaks of keys with several levels \
        ([websocket-api-mappings](https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html)).",
    proof: Refused(&["websocket_multi_level"]),
    example: Example {
        account: &[
            DOMAIN,
            ORDERS,
            Mapping("m1a2b3", "api.example.com", "orders/v1", "a1b2c3d4", "production"),
        ],
        applied: "",
        then: &[],
        planned: mapping!("orders", "a1b2c3d4", "production", "orders/v2"),
    },
    ways_out: &[WayOut {
        words: "Write the key without `/`.",
        steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "orders-v2"))],
    }],
};

pub(super) const FIRST_MULTI_LEVEL_KEY: Documented = Documented {
    name: "first_multi_level_key",
    title: "First Multi-Level Key of the Domain Name",
    severity: Warning,
    looks_up: true,
    meaning: "The first key with several levels on a domain name changes what all APIs of the domain name receive: \
        API Gateway sends the names of headers in lower case from then on. The longest key that a path begins with \
        also wins, so that `/ordersandmore` reaches `orders`.",
    evidence: "Not refused. Keys with several levels came on 30 March 2021, and are documented so \
        ([rest-api-mappings](https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html)).",
    proof: Accepted(&["first_multi_level"]),
    example: Example {
        account: &[DOMAIN, SHOP],
        applied: "",
        then: &[],
        planned: mapping!("shop", "i9j0k1l2", "production", "shop/v2"),
    },
    ways_out: &[
        WayOut {
            words: "If no API depends on capitals in the names of headers, apply it as it stands, with the severity \
            `warning`: the finding does not come again.",
            steps: &[Apply],
        },
        WayOut {
            words: "Otherwise write the key without `/`.",
            steps: &[Write(mapping!("shop", "i9j0k1l2", "production", "shop-v2"))],
        },
    ],
};

pub(super) const TOO_MANY_MULTI_LEVEL_KEYS: Documented = Documented {
    name: "too_many_multi_level_keys",
    title: "Too Many Multi-Level Mappings",
    severity: Warning,
    looks_up: true,
    meaning: "With the plan, a domain name has more than 200 mappings with several levels in their keys. Those with \
        one level do not count, and what this run removes first counts only at apply.",
    evidence: "Documented: 200 is a quota that AWS does not raise \
        ([http-api-quotas](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html)), since \
        keys with several levels came on 30 March 2021.",
    proof: Refused(&["multi_level_201"]),
    example: Example {
        account: &[DOMAIN, SHOP, Mappings(200, "api.example.com", "i9j0k1l2", "production")],
        applied: "",
        then: &[],
        planned: mapping!("shop", "i9j0k1l2", "production", "shop/v2"),
    },
    ways_out: &[
        WayOut {
            words: "Write the key without `/`.",
            steps: &[Write(mapping!("shop", "i9j0k1l2", "production", "shop-v2"))],
        },
        WayOut {
            words: "Map the API on another domain name.",
            steps: &[
                Account(&[Domain("shop.example.com")]),
                Write(mapping_on!("shop.example.com", "shop", "i9j0k1l2", "production", "shop/v2")),
            ],
        },
    ],
};

pub(super) const UNDOCUMENTED_COMMA: Documented = Documented {
    name: "undocumented_comma",
    title: "Undocumented Comma in API Mapping Key",
    severity: Warning,
    looks_up: false,
    meaning: "A key contains a comma.",
    evidence: "Not refused: the service was seen to take it \
        ([floci#2390](https://github.com/floci-io/floci/pull/2390), August 2026). Its documentation does not list it \
        among the characters of a key \
        ([rest-api-mappings](https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html)).",
    proof: Accepted(&["key_comma"]),
    example: Example {
        account: &[DOMAIN, ORDERS],
        applied: "",
        then: &[],
        planned: mapping!("orders", "a1b2c3d4", "production", "orders,payments"),
    },
    ways_out: &[WayOut {
        words: "Write another character.",
        steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "orders+payments"))],
    }],
};

pub(super) const UNUSUAL_LETTER: Documented = Documented {
    name: "unusual_letter",
    title: "Unusual Letter in API Mapping Key",
    severity: Warning,
    looks_up: false,
    meaning: "A key contains a letter beyond a to z. Clients send it percent-encoded, so the mapping may never match.",
    evidence: "The documentation speaks of letters, and does not say which \
        ([rest-api-mappings](https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html)).",
    proof: Accepted(&["key_beyond_ascii"]),
    example: Example {
        account: &[DOMAIN, ORDERS],
        applied: "",
        then: &[],
        planned: mapping!("orders", "a1b2c3d4", "production", "café"),
    },
    ways_out: &[WayOut {
        words: "Write letters from a to z.",
        steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "cafe"))],
    }],
};
