//! Findings about custom domain names.

use super::account::{BLOG, DOMAIN, ORDERS, SHOP};
use super::row::Fact::{Domain, EdgeOptimised, Enhanced, Mapping, RulesFirst, RulesOnly, Tls10, Updating};
use super::row::Severity::{Error, Warning};
use super::row::Step::{Account, Apply, Write};
use super::row::{Documented, Example, Fact, WayOut};
use crate::evidence::Proof::{Accepted, Refused};

/// A mapping of the orders API, where the account has these.
const fn mapping_of_orders(account: &'static [Fact]) -> Example {
    let planned = mapping!("orders", "a1b2c3d4", "production", "orders");
    Example { account, applied: "", then: &[], planned }
}

/// What becomes of the domain name of the examples.
const REGIONAL: &[super::row::Step] = &[Account(&[DOMAIN])];

pub(super) const DOMAIN_MISSING: Documented = Documented {
    name: "domain_missing",
    title: "Domain Name Does Not Exist Yet",
    severity: Warning,
    looks_up: true,
    meaning: "The account and region have no such custom domain name. This run may be about to create it. A private \
        custom domain name does not count: it takes no API mappings.",
    evidence: "Refused since October 2022 or earlier, with 404 `Invalid domain name identifier specified`: recorded in \
        [provider-aws#27358](https://github.com/hashicorp/terraform-provider-aws/issues/27358), for private ones in \
        [provider-aws#41659](https://github.com/hashicorp/terraform-provider-aws/issues/41659), measured in \
        [floci#2390](https://github.com/floci-io/floci/pull/2390).",
    proof: Refused(&["domain_unknown", "private_domain"]),
    example: mapping_of_orders(&[ORDERS]),
    ways_out: &[WayOut {
        words: "Create the domain name first, or correct it. Where the same configuration creates it, let \
            `domain_name` refer to the `id` of its resource.",
        steps: REGIONAL,
    }],
};

pub(super) const DOMAIN_EDGE_OPTIMISED: Documented = Documented {
    name: "domain_edge_optimised",
    title: "Edge-Optimised Domain Name Cannot Hold API Mappings",
    severity: Warning,
    looks_up: true,
    meaning: "The custom domain name is edge-optimised. An earlier step of the run may change that. Where it is being \
        migrated, and so has a Regional endpoint as well, that endpoint is the one looked at.",
    evidence: "Refused since June 2020 or earlier, with 400 `Only REGIONAL domain names can be managed through the \
        API Gateway V2 API`: recorded in \
        [serverless-domain-manager#359](https://github.com/amplify-education/serverless-domain-manager/issues/359) and \
        [#401](https://github.com/amplify-education/serverless-domain-manager/issues/401).",
    proof: Refused(&["edge_single_level", "edge_multi_level"]),
    example: mapping_of_orders(&[EdgeOptimised("api.example.com"), ORDERS]),
    ways_out: &[WayOut {
        words: "Migrate the domain name to a Regional endpoint, as \
            [From edge-optimised to Regional](edge-optimised-to-regional.md) shows, or, for a REST API, map it with \
            `aws_api_gateway_base_path_mapping` of hashicorp/aws.",
        steps: REGIONAL,
    }],
};

pub(super) const DOMAIN_TLS_1_0: Documented = Documented {
    name: "domain_tls_1_0",
    title: "Domain Name With TLS 1.0 Cannot Hold API Mappings",
    severity: Warning,
    looks_up: true,
    meaning: "The custom domain name has the security policy TLS 1.0. An earlier step of the run may change that.",
    evidence: "Refused since May 2020 or earlier, with 400 `Only REGIONAL domain names with a security policy of TLS \
        1.2 can be managed through the API Gateway V2 API`: recorded in \
        [serverless-domain-manager#341](https://github.com/amplify-education/serverless-domain-manager/issues/341) and \
        [#381](https://github.com/amplify-education/serverless-domain-manager/issues/381).",
    proof: Refused(&["tls10_single_level", "tls10_multi_level"]),
    example: mapping_of_orders(&[Tls10("api.example.com"), ORDERS]),
    ways_out: &[WayOut {
        words: "Set the security policy of the domain name to TLS 1.2. \
            [From edge-optimised to Regional](edge-optimised-to-regional.md#security-policy-tls-10) has the command.",
        steps: REGIONAL,
    }],
};

pub(super) const DOMAIN_NOT_AVAILABLE: Documented = Documented {
    name: "domain_not_available",
    title: "Domain Name Not Available",
    severity: Warning,
    looks_up: true,
    meaning: "The status of the custom domain name is not `AVAILABLE`. A mapping may be refused, or not answer.",
    evidence: "The statuses are documented, and not what the service answers in each \
        ([DomainNameConfiguration](https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname.html)).",
    proof: Refused(&["domain_updating"]),
    example: mapping_of_orders(&[Updating("api.example.com"), ORDERS]),
    ways_out: &[WayOut {
        words: "Do what the message says for the status; for `UPDATING`, wait until the domain name is available.",
        steps: REGIONAL,
    }],
};

pub(super) const ENHANCED_POLICY_HTTP_API: Documented = Documented {
    name: "enhanced_policy_http_api",
    title: "Security Policy Too Strict for HTTP APIs",
    severity: Error,
    looks_up: true,
    meaning: "An HTTP API is to be mapped on a custom domain name with an enhanced security policy, `SecurityPolicy_…`.",
    evidence: "Documented: not possible, since enhanced policies came on 19 November 2025 \
        ([apigateway-custom-domain-tls-version](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html)).",
    proof: Refused(&["enhanced_http"]),
    example: Example {
        account: &[Enhanced("api.example.com"), SHOP],
        applied: "",
        then: &[],
        planned: mapping!("shop", "i9j0k1l2", "production", "shop"),
    },
    ways_out: &[
        WayOut { words: "Set the security policy of the domain name to TLS 1.2.", steps: REGIONAL },
        WayOut {
            words: "Map the API on another domain name.",
            steps: &[
                Account(&[Domain("shop.example.com")]),
                Write(mapping_on!("shop.example.com", "shop", "i9j0k1l2", "production", "shop")),
            ],
        },
    ],
};

pub(super) const ENHANCED_POLICY_WEBSOCKET: Documented = Documented {
    name: "enhanced_policy_websocket",
    title: "Security Policy May Be Too Strict for WebSocket APIs",
    severity: Warning,
    looks_up: true,
    meaning: "A WebSocket API is to be mapped on a custom domain name with an enhanced security policy, \
        `SecurityPolicy_…`.",
    evidence: "TLS 1.2 is the only policy that is documented for WebSocket APIs \
        ([websocket-api-custom-domain-names](https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-custom-domain-names.html)).",
    proof: Refused(&["enhanced_websocket"]),
    example: mapping_of_orders(&[Enhanced("api.example.com"), ORDERS]),
    ways_out: &[
        WayOut { words: "Set the security policy of the domain name to TLS 1.2.", steps: REGIONAL },
        WayOut {
            words: "Map the API on another domain name.",
            steps: &[
                Account(&[Domain("ws.example.com")]),
                Write(mapping_on!("ws.example.com", "orders", "a1b2c3d4", "production", "orders")),
            ],
        },
    ],
};

pub(super) const ROUTING_RULES_ONLY: Documented = Documented {
    name: "routing_rules_only",
    title: "Domain Name Takes Routing Rules Only",
    severity: Warning,
    looks_up: true,
    meaning: "The routing mode of the custom domain name is `ROUTING_RULE_ONLY`, in which no mapping can be created. \
        An earlier step of the run may change that.",
    evidence: "Documented: refused, since routing rules came on 3 June 2025 \
        ([set-routing-mode](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-routing-mode.html)).",
    proof: Refused(&["rules_only_create"]),
    example: mapping_of_orders(&[RulesOnly("api.example.com"), ORDERS]),
    ways_out: &[WayOut {
        words: "Set the routing mode of the domain name to `ROUTING_RULE_THEN_API_MAPPING`, which keeps its routing \
            rules, or to `API_MAPPING_ONLY`, which applies none of them. For a REST API, a routing rule can take the \
            place of the mapping.",
        steps: REGIONAL,
    }],
};

pub(super) const ROUTING_RULES_FIRST: Documented = Documented {
    name: "routing_rules_first",
    title: "Routing Rules Come Before API Mappings",
    severity: Warning,
    looks_up: true,
    meaning: "The custom domain name has routing rules, and applies them before its mappings. A request that a rule \
        matches never reaches a mapping.",
    evidence: "Not refused. Documented, since routing rules came on 3 June 2025 \
        ([set-routing-mode](https://docs.aws.amazon.com/apigateway/latest/developerguide/set-routing-mode.html)).",
    proof: Accepted(&["rules_first_create"]),
    example: Example {
        account: &[RulesFirst("api.example.com"), BLOG],
        applied: "",
        then: &[],
        planned: mapping!("blog", "m3n4o5p6", "production", "blog"),
    },
    ways_out: &[
        WayOut {
            words: "If no rule matches what is mapped, apply it as it stands, with the severity `warning`: the \
                finding does not come again.",
            steps: &[Apply],
        },
        WayOut {
            words: "Otherwise remove the rules that match, or set the routing mode to `API_MAPPING_ONLY`, in which no \
                rule applies.",
            steps: REGIONAL,
        },
    ],
};

pub(super) const ROUTING_RULES_REST_AND_HTTP: Documented = Documented {
    name: "routing_rules_rest_and_http",
    title: "Routing Rules Beside REST and HTTP APIs",
    severity: Warning,
    looks_up: true,
    meaning: "The custom domain name has routing rules, and with the plan it maps both REST and HTTP APIs.",
    evidence: "Documented: not supported, since routing rules came on 3 June 2025 \
        ([rest-api-routing-mode](https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html)).",
    proof: Refused(&["rules_first_rest_and_http"]),
    example: Example {
        account: &[
            RulesFirst("api.example.com"),
            SHOP,
            BLOG,
            Mapping("m1a2b3", "api.example.com", "blog", "m3n4o5p6", "production"),
        ],
        applied: "",
        then: &[],
        planned: mapping!("shop", "i9j0k1l2", "production", "shop"),
    },
    ways_out: &[
        WayOut {
            words: "Remove the rules, which turns off what they route, and set the routing mode to \
                `API_MAPPING_ONLY`.",
            steps: REGIONAL,
        },
        WayOut {
            words: "Give one of the two kinds another custom domain name.",
            steps: &[
                Account(&[Domain("shop.example.com")]),
                Write(mapping_on!("shop.example.com", "shop", "i9j0k1l2", "production", "shop")),
            ],
        },
    ],
};
