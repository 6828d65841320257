//! Findings about tables, which hold all mappings of a domain name.

use super::account::{DOMAIN, ORDERS, PAYMENTS, SHOP};
use super::row::Fact::Domain;
use super::row::Severity::{Error, Warning};
use super::row::Step::{Account, Apply, Write};
use super::row::{Documented, Example, WayOut};
use crate::evidence::Proof::{NotOfTheService, Refused};

/// What the keys of a table come from.
macro_rules! upstream {
    () => {
        concat!(
            "resource \"terraform_data\" \"mappings\" {\n",
            "  input = {\n",
            "    \"orders\" = { api_id = \"a1b2c3d4\", stage = \"production\" }\n",
            "    \"refund\" = { api_id = \"e5f6g7h8\", stage = \"production\" }\n",
            "  }\n",
            "}\n",
        )
    };
}

/// The table whose keys come from there.
macro_rules! of_upstream {
    () => {
        concat!(
            "resource \"apigatewayv2_api_mappings\" \"api\" {\n",
            "  domain_name = \"api.example.com\"\n",
            "  mappings    = terraform_data.mappings.output\n",
            "}\n",
        )
    };
}

/// A table of the orders API at `orders`.
const WITH_ORDERS: &str = table!("api", "orders" = "a1b2c3d4");
/// The same, with the payments API at `refund`.
const WITH_BOTH: &str = table!("api", "orders" = "a1b2c3d4", "refund" = "e5f6g7h8");

pub(super) const TWO_TABLES: Documented = Documented {
    name: "two_tables",
    title: "Two Tables on One Domain Name",
    severity: Error,
    looks_up: false,
    meaning: "Two `apigatewayv2_api_mappings` of the configuration have the same domain name, in the same region. Each \
        would remove the mappings of the other. Or one of the two is destroyed in the same run, as where its resource was \
        renamed without a `moved` block. The finding is on the one that is planned second, also where neither changes.",
    evidence: "Not a refusal of AWS: it follows from what a table is.",
    proof: NotOfTheService,
    example: Example {
        account: &[DOMAIN, ORDERS, PAYMENTS],
        applied: "",
        then: &[],
        planned: blocks!(table!("orders", "orders" = "a1b2c3d4"), table!("refund", "refund" = "e5f6g7h8")),
    },
    ways_out: &[
        WayOut { words: "Put all mappings of the domain name into one table.", steps: &[Write(WITH_BOTH)] },
        WayOut {
            words: "Give one of the two another custom domain name.",
            steps: &[
                Account(&[Domain("shop.example.com")]),
                Write(blocks!(
                    table!("orders", "orders" = "a1b2c3d4"),
                    table_on!("shop.example.com", "refund", "refund" = "e5f6g7h8")
                )),
            ],
        },
    ],
};

pub(super) const TABLE_BESIDE_MAPPING: Documented = Documented {
    name: "table_beside_mapping",
    title: "Table Beside a Single API Mapping",
    severity: Error,
    looks_up: false,
    meaning: "An `apigatewayv2_api_mappings` and an `apigatewayv2_api_mapping` of the configuration have the same domain \
        name, in the same region. The table would remove the mapping, and the next apply make it again. The finding is \
        on the one that is planned second, also where neither changes.",
    evidence: "Not a refusal of AWS: it follows from what a table is.",
    proof: NotOfTheService,
    example: Example {
        account: &[DOMAIN, ORDERS, PAYMENTS],
        applied: "",
        then: &[],
        planned: blocks!(
            table!("api", "orders" = "a1b2c3d4"),
            mapping!("refund", "e5f6g7h8", "production", "refund")
        ),
    },
    ways_out: &[
        WayOut {
            words: "Put the mapping into the table. Where it exists already, let a `removed` block with `destroy = false` \
                take the place of its resource, and import the table: [One table for a domain name](one-table-for-a-domain.md) \
                shows each step.",
            steps: &[Write(WITH_BOTH)],
        },
        WayOut {
            words: "Where several configurations share the domain name, do without the table.",
            steps: &[Write(blocks!(
                mapping!("orders", "a1b2c3d4", "production", "orders"),
                mapping!("refund", "e5f6g7h8", "production", "refund")
            ))],
        },
    ],
};

pub(super) const MAPPINGS_UNKNOWN: Documented = Documented {
    name: "mappings_unknown",
    title: "API Mappings Not Known Before Apply",
    severity: Warning,
    looks_up: false,
    meaning: "The keys of a table that has mappings are not known before apply, so the plan cannot show which of them are \
        changed or removed. The message says how many there are.",
    evidence: "Not a refusal of AWS: it is about what the plan shows.",
    proof: NotOfTheService,
    example: Example {
        account: &[DOMAIN, ORDERS, PAYMENTS],
        applied: WITH_ORDERS,
        then: &[],
        planned: blocks!(upstream!(), of_upstream!()),
    },
    ways_out: &[
        WayOut {
            words: "Write the keys in the configuration, and let only `api_id` and `stage` be known later.",
            steps: &[Write(blocks!(
                "resource \"terraform_data\" \"payments\" {\n  input = \"e5f6g7h8\"\n}\n",
                concat!(
                    "resource \"apigatewayv2_api_mappings\" \"api\" {\n",
                    "  domain_name = \"api.example.com\"\n",
                    "\n",
                    "  mappings = {\n",
                    "    \"orders\" = { api_id = \"a1b2c3d4\", stage = \"production\" }\n",
                    "    \"refund\" = { api_id = terraform_data.payments.output, stage = \"production\" }\n",
                    "  }\n",
                    "}\n",
                )
            ))],
        },
        WayOut {
            words: "Apply in two steps, first what the keys come from.",
            steps: &[
                Write(blocks!(upstream!(), table!("api", "orders" = "a1b2c3d4"))),
                Write(blocks!(upstream!(), of_upstream!())),
            ],
        },
        WayOut {
            words: "If every mapping of the domain name may go, apply it as it stands, with the severity `warning`.",
            steps: &[Apply],
        },
    ],
};

pub(super) const PATHS_INTERRUPTED: Documented = Documented {
    name: "paths_interrupted",
    title: "Paths Will Not Answer for a While",
    severity: Warning,
    looks_up: false,
    meaning: "A change of a table deletes mappings before it makes new ones, because the domain name would refuse the new \
        ones beside them: it changes between WebSocket APIs and others, or it has the 200 keys with several levels that \
        it can have. The message names the paths.",
    evidence: "Follows from what is known of `websocket_mixed` and `too_many_multi_level_keys`.",
    proof: Refused(&["websocket_beside_http", "http_beside_websocket", "multi_level_201"]),
    example: Example {
        account: &[DOMAIN, ORDERS, SHOP],
        applied: WITH_ORDERS,
        then: &[],
        planned: table!("api", "orders" = "i9j0k1l2"),
    },
    ways_out: &[
        WayOut {
            words: "If the paths may be silent for as long as the change takes, apply it as it stands, with the severity \
                `warning`.",
            steps: &[Apply],
        },
        WayOut {
            words: "Map the new APIs on another domain name, and move the clients there.",
            steps: &[
                Account(&[Domain("shop.example.com")]),
                Write(blocks!(
                    table!("api", "orders" = "a1b2c3d4"),
                    table_on!("shop.example.com", "shop", "orders" = "i9j0k1l2")
                )),
            ],
        },
    ],
};
