//! `data "apigatewayv2_api_mappings"`: all mappings of a custom domain name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::AttributeConstraint::{Computed, OptionalComputed, Required};
use tf_provider::schema::{AttributeType, Schema};
use tf_provider::value::{Value, ValueEmpty, ValueMap, ValueString};
use tf_provider::{DataSource, Diagnostics};

use super::place::{Places, text, validate};
use crate::shared::schema::{attribute, block, text_attribute};
use crate::shared::url::{Scheme, url};

/// The data source, and where it looks.
#[derive(Debug)]
pub struct ApiMappingsOfDomain(pub Places);

/// Configuration and state.
#[derive(Debug, Serialize, Deserialize)]
pub struct State<'a> {
    #[serde(borrow = "'a")]
    domain_name: ValueString<'a>,
    region: ValueString<'a>,
    id: ValueString<'a>,
    mappings: ValueMap<'a, Value<Found<'a>>>,
}

/// A mapping, by its key.
#[derive(Debug, Serialize, Deserialize)]
struct Found<'a> {
    #[serde(borrow = "'a")]
    api_mapping_id: ValueString<'a>,
    api_id: ValueString<'a>,
    stage: ValueString<'a>,
    url: ValueString<'a>,
}

fn schema() -> Schema {
    let fields = ["api_mapping_id", "api_id", "stage", "url"];
    let fields = fields.map(|name| (name.to_owned(), AttributeType::String));
    let mappings = AttributeType::Map(Box::new(AttributeType::Object(fields.into())));
    let attributes = [
        text_attribute(
            "domain_name",
            Required,
            "Custom domain name, such as `api.example.com`. One that does not exist is an error.",
        ),
        text_attribute(
            "region",
            OptionalComputed,
            "AWS region of the domain name. Defaults to the provider's region.",
        ),
        text_attribute("id", Computed, "The domain name."),
        attribute(
            "mappings",
            mappings,
            Computed,
            "The API mappings: a map from the key, which is `\"\"` at the root of the domain name, to `api_mapping_id`, \
             `api_id`, `stage` and `url`. `stage` is `\"\"` where API Gateway names none, which a base path mapping \
             of version 1 allows. `url` is null where the kind of the APIs cannot be found out. Without mappings, \
             the map is empty.",
        ),
    ];
    let description = "All API mappings of a custom domain name, however they were created. For `import` blocks with \
                       `for_each`, and to look around: OpenTofu has no `query`.";
    Schema { version: 0, block: block(description, attributes) }
}

#[async_trait]
impl DataSource for ApiMappingsOfDomain {
    type State<'a> = State<'a>;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        let looked_up = [("id", config.id.is_null()), ("mappings", config.mappings.is_null())];
        validate(diags, &config.domain_name, &config.region, &looked_up);
        Some(())
    }

    async fn read<'a>(&self, diags: &mut Diagnostics, config: State<'a>, _: ValueEmpty) -> Option<State<'a>> {
        let place = self.0.find(diags, &config.domain_name, &config.region).await?;
        let found = place.mappings(diags).await?;
        let gateway = &place.session.gateway;
        // A domain has either WebSocket APIs or others, so one of them tells the addresses of all.
        let apis: BTreeSet<&str> = found.iter().map(|mapping| mapping.api_id.as_str()).collect();
        let scheme = Scheme::of_one_of(gateway, &apis).await.ok().flatten();
        let mappings: BTreeMap<Cow<'_, str>, _> = found
            .by_key()
            .map(|mapping| {
                let shown = Found {
                    api_mapping_id: text(Some(mapping.id.as_str())),
                    api_id: text(Some(&mapping.api_id)),
                    stage: text(Some(&mapping.stage)),
                    url: text(scheme.map(|scheme| url(scheme, &place.domain, &mapping.key))),
                };
                (Cow::Owned(mapping.key.to_string()), Value::Value(shown))
            })
            .collect();
        Some(State {
            region: text(Some(gateway.region().as_str())),
            id: text(Some(place.domain.as_str())),
            mappings: Value::Value(mappings),
            domain_name: config.domain_name,
        })
    }
}
