//! Findings about APIs and their stages.

use super::account::{BLOG, DOMAIN, ORDERS, SHOP};
use super::row::Fact::{Api, Domain, Mapping};
use super::row::Kind::{PrivateRest, Rest, StrictRest, WebSocket};
use super::row::Severity::{Error, Warning};
use super::row::Step::{Account, Apply, Write};
use super::row::{Documented, Example, WayOut};
use crate::evidence::Proof::Refused;

pub(super) const API_MISSING: Documented = Documented {
    name: "api_missing",
    title: "API Not Found",
    severity: Error,
    looks_up: true,
    meaning: "No WebSocket, HTTP or REST API of the account and region has the id. API Gateway chooses the ids of \
        APIs, so no step of the run can create one with this id.",
    evidence: "Refused since May 2024 or earlier, with 400 or 404 (sources disagree) and `Invalid API identifier \
        specified`: recorded in [aws-sam-cli#7030](https://github.com/aws/aws-sam-cli/issues/7030), measured in \
        [floci#2390](https://github.com/floci-io/floci/pull/2390). That the API must exist first is documented \
        ([websocket-api-mappings](https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html)).",
    proof: Refused(&["api_unknown"]),
    example: Example {
        account: &[DOMAIN, ORDERS],
        applied: "",
        then: &[],
        planned: mapping!("orders", "zzzz9999", "production", "orders"),
    },
    ways_out: &[WayOut {
        words: "Correct the id, or the region and the credentials of the provider. Best refer to the `id` of the \
            resource that makes the API.",
        steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "orders"))],
    }],
};

pub(super) const STAGE_MISSING: Documented = Documented {
    name: "stage_missing",
    title: "Stage Does Not Exist Yet",
    severity: Warning,
    looks_up: true,
    meaning: "The API has no stage of this name. This run may be about to create it.",
    evidence: "Refused since July 2020 or earlier, with 400 `Invalid stage identifier specified`: recorded in \
        [aws-cdk#9078](https://github.com/aws/aws-cdk/issues/9078).",
    proof: Refused(&["stage_unknown"]),
    example: Example {
        account: &[DOMAIN, ORDERS],
        applied: "",
        then: &[],
        planned: mapping!("orders", "a1b2c3d4", "test", "orders"),
    },
    ways_out: &[
        WayOut {
            words: "Correct the name.",
            steps: &[Write(mapping!("orders", "a1b2c3d4", "production", "orders"))],
        },
        WayOut {
            words: "Create the stage first. Where the same configuration creates it, let `stage` refer to the `id` of \
                its `aws_apigatewayv2_stage`. The `stage_name` of an `aws_api_gateway_stage` is known before there is \
                a stage, so the finding stays: create the stage in a run of its own, such as one with `-target`, or \
                make the finding a warning for this run.",
            steps: &[Account(&[Api("a1b2c3d4", WebSocket, "test")])],
        },
    ],
};

pub(super) const REST_API_DEFAULT_STAGE: Documented = Documented {
    name: "rest_api_default_stage",
    title: "REST API Without a Default Stage",
    severity: Error,
    looks_up: true,
    meaning: "The stage `$default` of a REST API. Only HTTP APIs have one.",
    evidence: "Such a stage cannot exist. Creating one is refused since September 2016 or earlier: `Stage name only \
        allows a-zA-Z0-9_`, recorded in [Zappa#356](https://github.com/Miserlou/Zappa/issues/356), for `$default` in \
        [klotho#235](https://github.com/klothoplatform/klotho/issues/235).",
    proof: Refused(&["rest_default_stage"]),
    example: Example {
        account: &[DOMAIN, BLOG],
        applied: "",
        then: &[],
        planned: mapping!("blog", "m3n4o5p6", "$default", "blog"),
    },
    ways_out: &[WayOut {
        words: "Give the name of one of its stages, which is the `stage_name` of its `aws_api_gateway_stage`.",
        steps: &[Write(mapping!("blog", "m3n4o5p6", "production", "blog"))],
    }],
};

pub(super) const PRIVATE_API: Documented = Documented {
    name: "private_api",
    title: "Private API on a Public Domain Name",
    severity: Warning,
    looks_up: true,
    meaning: "A private REST API is mapped on a public custom domain name.",
    evidence: "Documented: private APIs take private custom domain names, not public ones \
        ([apigateway-private-custom-domains](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html)).",
    proof: Refused(&["rest_private"]),
    example: Example {
        account: &[DOMAIN, BLOG, Api("q7r8s9t0", PrivateRest, "production")],
        applied: "",
        then: &[],
        planned: mapping!("internal", "q7r8s9t0", "production", "internal"),
    },
    ways_out: &[WayOut {
        words: "Map a public API here. A private one goes on a private custom domain name, with \
            `aws_api_gateway_base_path_mapping` of hashicorp/aws and its `domain_name_id`.",
        steps: &[Write(mapping!("internal", "m3n4o5p6", "production", "internal"))],
    }],
};

/// The ways in which a WebSocket API comes beside another, or another beside it.
const MIXED: &[&str] =
    &["websocket_beside_http", "websocket_beside_rest", "http_beside_websocket", "rest_beside_websocket"];

/// A mapping of the WebSocket API beside one of the HTTP API.
const WEBSOCKET_BESIDE_HTTP: Example = Example {
    account: &[DOMAIN, ORDERS, SHOP, Mapping("m1a2b3", "api.example.com", "shop", "i9j0k1l2", "production")],
    applied: "",
    then: &[],
    planned: mapping!("orders", "a1b2c3d4", "production", "orders"),
};

pub(super) const WEBSOCKET_MIXED: Documented = Documented {
    name: "websocket_mixed",
    title: "WebSocket and Other APIs on One Domain Name",
    severity: Error,
    looks_up: true,
    meaning: "A WebSocket API is to share a custom domain name with HTTP or REST APIs: with mappings that exist and \
        that, as far as the plan can see, this configuration does not manage (a resource that depends on this one, or \
        that `-target` leaves out, is not seen), or with mappings of the same run. The message names those in the way.",
    evidence: "Documented: not possible \
        ([websocket-api-mappings](https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html)). \
        Version 1 of the service has said so since December 2022 or earlier: `WebSocket APIs can only be attached to a \
        domain name with other WebSocket APIs`, recorded in \
        [serverless-express#596](https://github.com/CodeGenieApp/serverless-express/issues/596) and \
        [serverless#7459](https://github.com/serverless/serverless/issues/7459).",
    proof: Refused(MIXED),
    example: WEBSOCKET_BESIDE_HTTP,
    ways_out: &[WayOut {
        words: "Give one of the two kinds another custom domain name.",
        steps: &[
            Account(&[Domain("ws.example.com")]),
            Write(mapping_on!("ws.example.com", "orders", "a1b2c3d4", "production", "orders")),
        ],
    }],
};

pub(super) const WEBSOCKET_MAY_MIX: Documented = Documented {
    name: "websocket_may_mix",
    title: "WebSocket and Other APIs May Meet on One Domain Name",
    severity: Warning,
    looks_up: true,
    meaning: "A WebSocket API is to share a custom domain name with HTTP or REST APIs, where this configuration \
        manages all of the mappings in the way, and this run may send them to another API, replace or destroy them. \
        Where all plans that Terraform works on at a time wait, as with `-parallelism=1`, also where it may manage \
        them.",
    evidence: "As for `websocket_mixed`. Whether it is refused depends on which change Terraform makes first.",
    proof: Refused(MIXED),
    example: Example {
        account: &[DOMAIN, ORDERS, SHOP],
        applied: mapping!("orders", "a1b2c3d4", "production", "orders"),
        then: &[],
        planned: blocks!(
            mapping!("orders", "i9j0k1l2", "production", "orders"),
            mapping!(
                "shop",
                "i9j0k1l2",
                "production",
                "shop",
                "  depends_on      = [apigatewayv2_api_mapping.orders]"
            ),
        ),
    },
    ways_out: &[
        WayOut {
            words: "With `depends_on`, as here, Terraform changes the mappings that are there first: apply it as it \
                stands, with the severity `warning`. (Where the old mappings get APIs of the other kind and are in each \
                other's way, remove them in a run of their own.)",
            steps: &[Apply],
        },
        WayOut {
            words: "Apply in two steps, first the change of the mappings that are there.",
            steps: &[
                Write(mapping!("orders", "i9j0k1l2", "production", "orders")),
                Write(blocks!(
                    mapping!("orders", "i9j0k1l2", "production", "orders"),
                    mapping!("shop", "i9j0k1l2", "production", "shop"),
                )),
            ],
        },
    ],
};

pub(super) const HTTP_API_BESIDE_STRICT_REST_API: Documented = Documented {
    name: "http_api_beside_strict_rest_api",
    title: "HTTP API Beside a REST API With an Enhanced Security Policy",
    severity: Warning,
    looks_up: true,
    meaning: "An HTTP API comes beside a REST API that has an enhanced security policy, `SecurityPolicy_…`, and a key \
        with several levels. Either may change in the same run.",
    evidence: "Documented: not possible, since enhanced policies came on 19 November 2025 \
        ([apigateway-custom-domain-tls-version](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html)).",
    proof: Refused(&["http_beside_strict_rest"]),
    example: Example {
        account: &[
            DOMAIN,
            SHOP,
            Api("u1v2w3x4", StrictRest, "production"),
            Mapping("m1a2b3", "api.example.com", "blog/v1", "u1v2w3x4", "production"),
        ],
        applied: "",
        then: &[],
        planned: mapping!("shop", "i9j0k1l2", "production", "shop"),
    },
    ways_out: &[
        WayOut {
            words: "Give the REST API the security policy TLS 1.2.",
            steps: &[Account(&[Api("u1v2w3x4", Rest, "production")])],
        },
        WayOut {
            words: "Give one of the two another custom domain name.",
            steps: &[
                Account(&[Domain("shop.example.com")]),
                Write(mapping_on!("shop.example.com", "shop", "i9j0k1l2", "production", "shop")),
            ],
        },
    ],
};
