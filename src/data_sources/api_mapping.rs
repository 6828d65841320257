//! `data "apigatewayv2_api_mapping"`: the mapping at one key of a custom domain name.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::schema::AttributeConstraint::{self, Computed, OptionalComputed, Required};
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty, ValueString};
use tf_provider::{AttributePath, DataSource, Diagnostics};

use super::place::{Place, Places, text, validate};
use crate::gateway::Mapping;
use crate::names::MappingKey;
use crate::shared::schema::{block, text_attribute};
use crate::shared::url::{Scheme, url};
use crate::shared::{not_found, values};

/// The data source, and where it looks.
#[derive(Debug)]
pub struct ApiMappingAtKey(pub Places);

/// Configuration and state.
#[derive(Debug, Serialize, Deserialize)]
pub struct State<'a> {
    #[serde(borrow = "'a")]
    domain_name: ValueString<'a>,
    api_mapping_key: ValueString<'a>,
    region: ValueString<'a>,
    api_id: ValueString<'a>,
    stage: ValueString<'a>,
    url: ValueString<'a>,
    id: ValueString<'a>,
    api_mapping_id: ValueString<'a>,
}

const ATTRIBUTES: [(&str, AttributeConstraint, &str); 8] = [
    (
        "domain_name",
        Required,
        "Custom domain name, such as `api.example.com`. One that does not exist is an error.",
    ),
    (
        "api_mapping_key",
        OptionalComputed,
        "Key: the path below the domain name, without a leading slash, such as `orders/v2`. Omitted, null or empty: the \
         root of the domain name. A key that is not mapped is an error.",
    ),
    ("region", OptionalComputed, "AWS region of the domain name. Defaults to the provider's region."),
    ("api_id", Computed, "Identifier of the API that answers."),
    (
        "stage",
        Computed,
        "Name of the stage that answers; empty where API Gateway names none, which a base path mapping of version 1 allows.",
    ),
    (
        "url",
        Computed,
        "URL at which the mapping answers: `wss://` and the path for a WebSocket API, `https://` and the path \
         for others. Null where the kind of the API cannot be found out.",
    ),
    ("id", Computed, "Identifier of the mapping."),
    ("api_mapping_id", Computed, "Identifier of the mapping, under API Gateway's own name for it."),
];

#[async_trait]
impl DataSource for ApiMappingAtKey {
    type State<'a> = State<'a>;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        let attributes =
            ATTRIBUTES.map(|(name, constraint, description)| text_attribute(name, constraint, description));
        let description = "The API mapping at one key of a custom domain name, however it was created.";
        Some(Schema { version: 0, block: block(description, attributes) })
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        key(diags, &config.api_mapping_key);
        let looked_up = [
            ("api_id", config.api_id.is_null()),
            ("stage", config.stage.is_null()),
            ("url", config.url.is_null()),
            ("id", config.id.is_null()),
            ("api_mapping_id", config.api_mapping_id.is_null()),
        ];
        validate(diags, &config.domain_name, &config.region, &looked_up);
        Some(())
    }

    async fn read<'a>(&self, diags: &mut Diagnostics, config: State<'a>, _: ValueEmpty) -> Option<State<'a>> {
        let key = key(diags, &config.api_mapping_key);
        let place = self.0.find(diags, &config.domain_name, &config.region).await?;
        let found = at_key(diags, &place, &key?).await?;
        let gateway = &place.session.gateway;
        let scheme = Scheme::look_up(gateway, &found.api_id).await;
        Some(State {
            api_mapping_key: text(Some(found.key.as_str())),
            region: text(Some(gateway.region().as_str())),
            url: text(scheme.map(|scheme| url(scheme, &place.domain, &found.key))),
            api_id: text(Some(found.api_id)),
            stage: text(Some(found.stage)),
            id: text(Some(found.id.as_str())),
            api_mapping_id: text(Some(found.id.as_str())),
            domain_name: config.domain_name,
        })
    }
}

/// Reads the key; null is the root of the domain name.
fn key(diags: &mut Diagnostics, value: &ValueString<'_>) -> Option<MappingKey> {
    match value {
        Value::Null => Some(MappingKey::root()),
        value => values::known(diags, &AttributePath::new("api_mapping_key"), value, MappingKey::parse),
    }
}

/// The mapping at a key. One that the run's listing does not have is looked for once more: since
/// then, another provider of this configuration may have made it.
async fn at_key(diags: &mut Diagnostics, place: &Place, key: &MappingKey) -> Option<Mapping> {
    let mut known = place.mappings(diags).await?;
    if known.at(key).is_none() && !place.is_in_apply {
        known = place.mappings_now(diags).await?;
    }
    let found = known.at(key).cloned();
    if found.is_none() {
        place.know_account().await;
        diags.add_error(not_found::mapping(&place.session, &place.domain, key, &known));
    }
    found
}
