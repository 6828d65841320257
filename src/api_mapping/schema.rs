//! The schema of `apigatewayv2_api_mapping`, as a table.

use tf_provider::schema::{AttributeConstraint, Block, Description, NestedBlock, Schema};

use super::text_attribute::text_attribute;
use super::timeouts;
use AttributeConstraint::{Computed, OptionalComputed, Required};

const ATTRIBUTES: &[(&str, AttributeConstraint, &str)] = &[
    (
        "domain_name",
        Required,
        "The custom domain name, such as `api.example.com` or `*.example.com`. It must exist, in the same \
         account and region as the API. A change replaces the mapping.",
    ),
    (
        "api_id",
        Required,
        "The id of the API that answers: a WebSocket, HTTP or REST API. Changed in place, so the path never \
         stops answering.",
    ),
    (
        "stage",
        Required,
        "The stage of the API that answers, such as `production` or `$default`. Changed in place.",
    ),
    (
        "api_mapping_key",
        OptionalComputed,
        "The path below the domain, without a leading slash: `orders` or, for HTTP and REST APIs, \
         `orders/v2`. Letters, numbers and `$-_.+!*'()`, at most 300 characters. Left out, null or empty: \
         the root of the domain. Changed in place.",
    ),
    ("id", Computed, "The id of the mapping."),
    (
        "url",
        Computed,
        "The address at which the mapping answers: `wss://` and the path for a WebSocket API, `https://` and \
         the path for others.",
    ),
    ("api_mapping_id", Computed, "The id of the mapping, under API Gateway's own name for it."),
];

pub(super) fn schema() -> Schema {
    let attributes = ATTRIBUTES.iter().map(|(name, constraint, description)| {
        ((*name).to_owned(), text_attribute(constraint.clone(), description))
    });
    Schema {
        version: 0,
        block: Block {
            version: 0,
            attributes: attributes.collect(),
            description: Description::markdown(
                "Maps a stage of an API to a path of a custom domain name: `wss://api.example.com/orders` \
                 to the `production` stage of a WebSocket API.",
            ),
            blocks: [("timeouts".to_owned(), NestedBlock::Optional(timeouts::block()))].into(),
            ..Block::default()
        },
    }
}
