//! The schemas of `apigatewayv2_api_mapping` and of its list.

use tf_provider::schema::AttributeConstraint::{self, Computed, Optional, OptionalComputed, Required};
use tf_provider::schema::{Block, NestedBlock, Schema};

use crate::shared::schema::{self, block, text_attribute};

const ATTRIBUTES: &[(&str, AttributeConstraint, &str)] = &[
    (
        "domain_name",
        Required,
        "Custom domain name, such as `api.example.com` or `*.example.com`. It must exist, in the same account and region \
         as the API: refer to the `id` of an `aws_apigatewayv2_domain_name` or `aws_api_gateway_domain_name`. Changing \
         this replaces the mapping. If the new name is unknown at plan and turns out null at apply, Terraform has \
         destroyed the mapping by then.",
    ),
    (
        "api_id",
        Required,
        "Identifier of the WebSocket, HTTP or REST API that answers: refer to the `id` of an `aws_apigatewayv2_api` or \
         `aws_api_gateway_rest_api`. Changed in place, and the path goes on answering.",
    ),
    (
        "stage",
        Required,
        "Name of the stage of the API, such as `production` or `$default`: refer to the `id` of an \
         `aws_apigatewayv2_stage`, or to the `stage_name` of an `aws_api_gateway_stage`. Changed in place, and the path \
         goes on answering.",
    ),
    (
        "api_mapping_key",
        OptionalComputed,
        "Path below the domain name, without a leading slash: `orders` or, for HTTP and REST APIs, `orders/v2`. Letters, \
         numbers and `$-_.+!*'()`, at most 300 characters. Omitted, null or empty: the root of the domain name. Changed \
         in place: the new path answers, and the old one does not any more.",
    ),
    (
        "region",
        OptionalComputed,
        "AWS region of the domain name and the API, such as `eu-west-1`, in the same partition as the provider's. \
         Defaults to the provider's region. Changing this replaces the mapping, and so does another region of the \
         provider where this is omitted. One that is unknown at plan and refused at apply is refused too late: the \
         mapping has been destroyed by then.",
    ),
    ("id", Computed, "Identifier of the mapping."),
    (
        "url",
        Computed,
        "URL at which the mapping answers: `wss://` and the path for a WebSocket API, `https://` and the path for others.",
    ),
    ("api_mapping_id", Computed, "Identifier of the mapping, under API Gateway's own name for it."),
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
        "Custom domain name whose mappings to list. Omitted: all custom domain names of the account and region.",
    );
    let region =
        text_attribute("region", Optional, "AWS region in which to list. Defaults to the provider's.");
    let description = "Lists the API mappings of one custom domain name, or of all. Terraform ends a list after 100 of \
                       them unless `limit` says otherwise.";
    Schema { version: 0, block: block(description, [domain_name, region]) }
}
