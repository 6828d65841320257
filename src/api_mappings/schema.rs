//! The schemas of `apigatewayv2_api_mappings` and of its list.

use tf_provider::schema::AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
use tf_provider::schema::{Attribute, AttributeType, Block, NestedBlock, Schema};

use crate::shared::schema::{self, attribute, block, text_attribute};

/// The schema of the resource.
pub(super) fn resource() -> Schema {
    let description = "All API mappings of a custom domain name in one resource: which API and stage answer at which \
                       path. What is on the domain name and not in the table is removed, and the plan shows it. For many \
                       mappings that one configuration manages; where several configurations share a domain name, use \
                       `apigatewayv2_api_mapping`, one for each mapping.";
    let blocks = [("timeouts".to_owned(), NestedBlock::Optional(schema::timeouts(WRITE, READ)))].into();
    Schema { version: 0, block: Block { blocks, ..block(description, attributes()) } }
}

const WRITE: &str = "`5m`, and twice the time that the changes take at 10 a second";
const READ: &str = "`5m`, and 8 seconds for each 1,000 mappings, which is also the least";

fn attributes() -> [(String, Attribute); 6] {
    let targets = ["api_id", "stage"].map(|name| (name.to_owned(), AttributeType::String));
    let targets = AttributeType::Map(Box::new(AttributeType::Object(targets.into())));
    let texts = || AttributeType::Map(Box::new(AttributeType::String));
    [
        text_attribute(
            "domain_name",
            Required,
            "Custom domain name, such as `api.example.com` or `*.example.com`. It must exist, in the same account and \
             region as the APIs: refer to the `id` of an `aws_apigatewayv2_domain_name`. Changing this replaces the table.",
        ),
        attribute(
            "mappings",
            targets,
            Required,
            "All mappings of the domain name: a map from the key, which is the path below the domain name without a leading \
             slash, to the identifier of a WebSocket, HTTP or REST API, `api_id`, and the name of one of its stages, \
             `stage`. `\"\"` is the root of the domain name, and HTTP and REST APIs may have keys with several levels, such \
             as `\"orders/v2\"`. Letters, numbers and `$-_.+!*'()`, at most 300 characters. An empty map is a table without \
             mappings. Changed in place: keys that stay go on answering, and new ones answer before old ones end, save \
             where plan warns of [`paths_interrupted`](../guides/findings.md#paths_interrupted).",
        ),
        text_attribute(
            "region",
            OptionalComputed,
            "AWS region of the domain name and the APIs, such as `eu-west-1`, in the same partition as the provider's. \
             Defaults to the provider's region. Changing this replaces the table, and so does another region of the \
             provider where this is omitted. One that is unknown at plan and refused at apply is refused too late: the \
             mappings have been deleted by then.",
        ),
        attribute("api_mapping_ids", texts(), Computed, "Identifier of each mapping, by key."),
        attribute(
            "urls",
            texts(),
            Computed,
            "URL at which each mapping answers, by key: `wss://` and the path for WebSocket APIs, `https://` and the path \
             for others.",
        ),
        text_attribute("id", Computed, "The domain name."),
    ]
}

/// The schema of the `config` of a list block.
pub(super) fn list_config() -> Schema {
    let domain_name = text_attribute(
        "domain_name",
        Optional,
        "Custom domain name. Omitted: all of the account and region.",
    );
    let region =
        text_attribute("region", Optional, "AWS region in which to list. Defaults to the provider's.");
    let description = "Lists the tables of API mappings, one for each custom domain name that can have mappings, also \
                       where it has none yet.";
    Schema { version: 0, block: block(description, [domain_name, region]) }
}
