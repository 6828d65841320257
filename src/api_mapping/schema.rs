//! The schemas of `apigatewayv2_api_mapping` and of its list.

use tf_provider::schema::AttributeConstraint::{self, Computed, Optional, OptionalComputed, Required};
use tf_provider::schema::{Block, NestedBlock, Schema};

use crate::shared::schema::{self, block, text_attribute};

const ATTRIBUTES: &[(&str, AttributeConstraint, &str)] = &[
    (
        "domain_name",
        Required,
        "The custom domain name, such as `api.example.com` or `*.example.com`. It must exist, in the same \
         account and region as the API. A change replaces the mapping; if the new name is unknown at plan and turns out \
         null at apply, Terraform has destroyed the mapping by then.",
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
    (
        "region",
        OptionalComputed,
        "The AWS region of the domain name and the API, such as `eu-west-1`. It must be in the same partition as the \
         provider's. Left out: the provider's region. A change replaces the mapping; where this is left out, so does \
         another region of the provider. One that is unknown at plan and refused at apply is refused too late: the \
         mapping has been destroyed by then.",
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

/// The schema of the resource.
pub(super) fn resource() -> Schema {
    let attributes = ATTRIBUTES
        .iter()
        .map(|(name, constraint, description)| text_attribute(name, constraint.clone(), description));
    let description = "Maps a stage of an API to a path of a custom domain name: `wss://api.example.com/orders` to the \
                       `production` stage of a WebSocket API. Where one configuration manages all mappings of a domain \
                       name, `apigatewayv2_api_mappings` holds them in one table.";
    let blocks = [(
        "timeouts".to_owned(),
        NestedBlock::Optional(schema::timeouts("`5m`", "`5m`, which is also the least")),
    )]
    .into();
    Schema { version: 0, block: Block { blocks, ..block(description, attributes) } }
}

/// The schema of the `config` of a list block.
pub(super) fn list_config() -> Schema {
    let domain_name = text_attribute(
        "domain_name",
        Optional,
        "The custom domain name whose mappings to list. Left out: all custom domain names of the account and region.",
    );
    let region =
        text_attribute("region", Optional, "The AWS region in which to list. Left out: the provider's.");
    let description = "Lists the API mappings of one custom domain name, or of all. Terraform ends a list after 100 of \
                       them unless `limit` says otherwise.";
    Schema { version: 0, block: block(description, [domain_name, region]) }
}
