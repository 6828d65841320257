//! An API mapping as Terraform keeps it.

use serde::{Deserialize, Serialize};
use tf_provider::value::{Value, ValueString};

use crate::gateway::Mapping;
use crate::names::{DomainName, MappingId, Region};
use crate::shared::timeouts;
use crate::shared::url::{Scheme, url};

/// State, plan and configuration of an `apigatewayv2_api_mapping`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State<'a> {
    /// The custom domain name.
    #[serde(borrow = "'a")]
    pub domain_name: ValueString<'a>,
    /// The API that answers.
    pub api_id: ValueString<'a>,
    /// The stage that answers.
    pub stage: ValueString<'a>,
    /// The path below the domain; null and empty are the root.
    pub api_mapping_key: ValueString<'a>,
    /// The region in which the mapping is; null in a state that was written before there was
    /// this attribute and has not been read since.
    pub region: ValueString<'a>,
    /// The mapping's id.
    pub id: ValueString<'a>,
    /// The mapping's id again, under the service's name for it.
    pub api_mapping_id: ValueString<'a>,
    /// The address at which the mapping answers; null when the kind of the API
    /// could not be found out.
    pub url: ValueString<'a>,
    /// How long each operation may take; at most one block.
    pub timeouts: timeouts::Blocks<'a>,
}

impl<'a> State<'a> {
    /// The state of a mapping that exists on `domain` of a region, reached through `scheme`.
    pub(super) fn of(
        region: &Region,
        domain: &DomainName,
        mapping: &Mapping,
        scheme: Option<Scheme>,
    ) -> Self {
        State {
            domain_name: text(domain.as_str()),
            api_id: text(&mapping.api_id),
            stage: text(&mapping.stage),
            api_mapping_key: text(mapping.key.as_str()),
            region: text(region.as_str()),
            id: text(mapping.id.as_str()),
            api_mapping_id: text(mapping.id.as_str()),
            timeouts: Value::Value(Vec::new()),
            url: scheme.map_or(Value::Null, |scheme| text(&url(scheme, domain, &mapping.key))),
        }
    }

    /// The id of the mapping, when it is known.
    pub(super) fn mapping_id(&self) -> Option<MappingId> {
        MappingId::from_api(self.id.as_ref_option()?)
    }

    /// What messages call the mapping.
    pub(super) fn called(&self) -> String {
        let text =
            |value: &ValueString<'_>| value.as_ref_option().map(ToString::to_string).unwrap_or_default();
        format!("API mapping {} on {}", text(&self.id), text(&self.domain_name))
    }

    /// The scheme of the address, as long as the API is the one that it was made for.
    pub(super) fn scheme(&self, api_id: &str) -> Option<Scheme> {
        let same_api = self.api_id.as_ref_option().is_some_and(|known| known == api_id);
        self.url.as_ref_option().filter(|_| same_api).and_then(|url| Scheme::of(url))
    }
}

fn text<'a>(text: &str) -> ValueString<'a> {
    Value::from(text.to_owned())
}
