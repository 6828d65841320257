//! Findings about keys that another mapping holds.

use super::account::{DOMAIN, ORDERS, PAYMENTS};
use super::row::Fact::{Deleted, Mapping};
use super::row::Severity::{Error, Warning};
use super::row::Step::{Apply, RefreshOnly, Write};
use super::row::{Documented, Example, WayOut};
use crate::evidence::Proof::{NotOfTheService, Refused};

/// One mapping, of the orders API at `orders`.
const AT_ORDERS: &str = mapping!("orders", "a1b2c3d4", "production", "orders");

pub(super) const KEY_TAKEN: Documented = Documented {
    name: "key_taken",
    title: "API Mapping Key Already Taken",
    severity: Error,
    looks_up: true,
    meaning: "Another mapping of the domain name holds the key, and as far as the plan can see, this configuration \
        does not manage it. A resource that depends on this one, or that `-target` leaves out, is not seen. A domain \
        name has one mapping for each key. Where the resource of that mapping was renamed, or was of another type until \
        now, it needs a `moved` block, as in \
        [Coming from hashicorp/aws](coming-from-hashicorp-aws.md#adopting-with-moved): after an import, its old \
        resource would delete the mapping.",
    evidence: "Refused since August 2020 or earlier, with 409 `ApiMapping key already exists for this domain name`: \
        recorded in [aws-cdk#9602](https://github.com/aws/aws-cdk/issues/9602) and \
        [aws-cdk#22660](https://github.com/aws/aws-cdk/issues/22660).",
    proof: Refused(&["key_duplicate", "root_twice"]),
    example: Example {
        account: &[
            DOMAIN,
            ORDERS,
            PAYMENTS,
            Mapping("m1a2b3", "api.example.com", "orders", "e5f6g7h8", "production"),
        ],
        applied: "",
        then: &[],
        planned: AT_ORDERS,
    },
    ways_out: &[
        WayOut {
            words: "For a new resource: manage the mapping that is there, by importing it; the message has its id. \
                It then gets the API and the stage of the configuration.",
            steps: &[Write(blocks!(
                mapping!("orders", "a1b2c3d4", "production", "orders"),
                import!("orders", "m1a2b3")
            ))],
        },
        WayOut {
            words: "Choose another key.",
            steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "orders-v2"))],
        },
    ],
};

pub(super) const KEY_MAY_BE_TAKEN: Documented = Documented {
    name: "key_may_be_taken",
    title: "API Mapping Key May Still Be Taken",
    severity: Warning,
    looks_up: true,
    meaning: "The key is held by a mapping that this configuration manages, and that this run may give another key, \
        replace or destroy: that of the next element, where one is removed from the middle of a `count`. Apply waits \
        for a key while other changes on the domain name are under way that may free it. Terraform works on ten \
        objects at a time, unless `-parallelism` says otherwise; where more keys than that shift, each apply does a \
        part, and until the last one a path may answer nothing. Where all plans that Terraform works on at a time \
        wait, as with `-parallelism=1`, the key may also be held by a mapping that is not managed: plan with a \
        higher `-parallelism`, and the message has the import if it is not.",
    evidence: "As for `key_taken`. Whether it is refused depends on when Terraform makes the other change.",
    proof: Refused(&["key_duplicate", "update_takes_key"]),
    example: Example {
        account: &[DOMAIN, ORDERS, PAYMENTS],
        applied: AT_ORDERS,
        then: &[],
        planned: blocks!(
            mapping!("orders", "a1b2c3d4", "production", "orders-old"),
            mapping!(
                "payments",
                "e5f6g7h8",
                "production",
                "orders",
                "  depends_on      = [apigatewayv2_api_mapping.orders]"
            )
        ),
    },
    ways_out: &[
        WayOut {
            words: "Apply it as it stands, with the severity `warning`: apply waits for the key. With `depends_on`, as \
                here, Terraform frees it first.",
            steps: &[Apply],
        },
        WayOut {
            words: "For mappings of a `count`, use `for_each` with a stable key for each: then no other mapping \
                changes when one is added or removed. Or use one table for the domain name: [One table for a \
                domain name](one-table-for-a-domain.md).",
            steps: &[Write(blocks!(
                table!("api", "orders-old" = "a1b2c3d4", "orders" = "e5f6g7h8"),
                removed!("orders"),
                import_table!("api")
            ))],
        },
        WayOut {
            words: "Apply in two steps, first the change that frees the key.",
            steps: &[
                Write(mapping!("orders", "a1b2c3d4", "production", "orders-old")),
                Write(blocks!(
                    mapping!("orders", "a1b2c3d4", "production", "orders-old"),
                    mapping!("payments", "e5f6g7h8", "production", "orders")
                )),
            ],
        },
    ],
};

pub(super) const MAPPING_EXISTS: Documented = Documented {
    name: "mapping_exists",
    title: "API Mapping Exists Already",
    severity: Warning,
    looks_up: true,
    meaning: "A mapping that is exactly what is planned is there already, and this configuration manages it: its \
        resource was renamed, or is being replaced. Where all plans that Terraform works on at a time wait, as with \
        `-parallelism=1`, the configuration may not manage it: plan with a higher `-parallelism`, and the message \
        has the import if it does not.",
    evidence: "As for `key_taken`. Apply works where Terraform deletes the old mapping first.",
    proof: Refused(&["create_repeated"]),
    example: Example {
        account: &[DOMAIN, ORDERS],
        applied: AT_ORDERS,
        then: &[],
        planned: mapping!("production", "a1b2c3d4", "production", "orders"),
    },
    ways_out: &[WayOut {
        words: "Tell Terraform and OpenTofu the new name of the resource with a `moved` block, which keeps the \
            mapping. For a replacement, leave `create_before_destroy` out.",
        steps: &[Write(blocks!(
            mapping!("production", "a1b2c3d4", "production", "orders"),
            moved!("orders", "production")
        ))],
    }],
};

pub(super) const MAPPING_MADE_ANEW: Documented = Documented {
    name: "mapping_made_anew",
    title: "API Mapping Made Anew Outside Terraform",
    severity: Error,
    looks_up: true,
    meaning: "The mapping in the state was deleted, and another one made at its key, outside Terraform.",
    evidence: "As for `key_taken`.",
    proof: Refused(&["key_duplicate", "create_repeated"]),
    example: Example {
        account: &[DOMAIN, ORDERS],
        applied: AT_ORDERS,
        then: &[
            Deleted("api.example.com", "orders"),
            Mapping("m1a2b3", "api.example.com", "orders", "a1b2c3d4", "production"),
        ],
        planned: AT_ORDERS,
    },
    ways_out: &[WayOut {
        words: "Let the state forget the old mapping, and import the new one; the message has its id.",
        steps: &[
            RefreshOnly,
            Write(blocks!(
                mapping!("orders", "a1b2c3d4", "production", "orders"),
                import!("orders", "m1a2b3")
            )),
        ],
    }],
};

pub(super) const MAPPING_MANAGED_TWICE: Documented = Documented {
    name: "mapping_managed_twice",
    title: "API Mapping Managed Twice",
    severity: Warning,
    looks_up: false,
    meaning: "A mapping is imported that has another address already, in the state or by another import. Each of the \
        two resources would change and destroy the mapping of the other. The finding is on the one that is planned \
        second. The command `import` makes no plan, and so has no finding.",
    evidence: "Not a refusal of AWS: it is about what the state holds.",
    proof: NotOfTheService,
    example: Example {
        account: &[DOMAIN, ORDERS, Mapping("m1a2b3", "api.example.com", "orders", "a1b2c3d4", "production")],
        applied: blocks!(mapping!("orders", "a1b2c3d4", "production", "orders"), import!("orders", "m1a2b3")),
        then: &[],
        planned: blocks!(
            mapping!("orders", "a1b2c3d4", "production", "orders"),
            mapping!("production", "a1b2c3d4", "production", "orders"),
            import!("production", "m1a2b3")
        ),
    },
    ways_out: &[
        WayOut {
            words: "Remove the second resource and its import.",
            steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "orders"))],
        },
        WayOut {
            words: "If the resource has another name now, write a `moved` block in place of the import.",
            steps: &[Write(blocks!(
                mapping!("production", "a1b2c3d4", "production", "orders"),
                moved!("orders", "production")
            ))],
        },
        WayOut {
            words: "Forget the first address in a run before the import.",
            steps: &[
                Write(removed!("orders")),
                Write(blocks!(
                    mapping!("production", "a1b2c3d4", "production", "orders"),
                    import!("production", "m1a2b3")
                )),
            ],
        },
    ],
};

pub(super) const KEYS_SWAPPED: Documented = Documented {
    name: "keys_swapped",
    title: "API Mapping Keys Swapped",
    severity: Error,
    looks_up: true,
    meaning: "Two mappings are each to get the key of the other, or several mappings each that of the next, so that \
        the keys go round. Whichever change comes first is refused. The finding is on the one that is planned \
        last.",
    evidence: "As for `key_taken`.",
    proof: Refused(&["update_takes_key"]),
    example: Example {
        account: &[DOMAIN, ORDERS, PAYMENTS],
        applied: blocks!(
            mapping!("orders", "a1b2c3d4", "production", "orders"),
            mapping!("payments", "e5f6g7h8", "production", "payments")
        ),
        then: &[],
        planned: blocks!(
            mapping!("orders", "a1b2c3d4", "production", "payments"),
            mapping!("payments", "e5f6g7h8", "production", "orders")
        ),
    },
    ways_out: &[
        WayOut {
            words: "Exchange the APIs and stages instead of the keys: they change in place.",
            steps: &[Write(blocks!(
                mapping!("orders", "e5f6g7h8", "production", "orders"),
                mapping!("payments", "a1b2c3d4", "production", "payments")
            ))],
        },
        WayOut {
            words: "Manage all mappings of the domain name in one table, where the keys stay and what they map \
                changes in place: [One table for a domain name](one-table-for-a-domain.md).",
            steps: &[Write(blocks!(
                table!("api", "orders" = "e5f6g7h8", "payments" = "a1b2c3d4"),
                removed!("orders"),
                removed!("payments"),
                import_table!("api")
            ))],
        },
    ],
};

pub(super) const KEY_PLANNED_TWICE: Documented = Documented {
    name: "key_planned_twice",
    title: "API Mapping Key Planned Twice",
    severity: Error,
    looks_up: false,
    meaning: "Two resources of the configuration have the same domain name and key, in the same region. The finding \
        is on the one that is planned second.",
    evidence: "As for `key_taken`.",
    proof: Refused(&["key_duplicate"]),
    example: Example {
        account: &[DOMAIN, ORDERS, PAYMENTS],
        applied: "",
        then: &[],
        planned: blocks!(
            mapping!("orders", "a1b2c3d4", "production", "orders"),
            mapping!("payments", "e5f6g7h8", "production", "orders")
        ),
    },
    ways_out: &[WayOut {
        words: "Give one of the two another key.",
        steps: &[Write(blocks!(
            mapping!("orders", "a1b2c3d4", "production", "orders"),
            mapping!("payments", "e5f6g7h8", "production", "payments")
        ))],
    }],
};
