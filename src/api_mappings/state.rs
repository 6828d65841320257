//! The table of a domain as Terraform keeps it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};
use tf_provider::value::{Value, ValueMap, ValueString};

use crate::gateway::{Mapping, Mappings};
use crate::names::{DomainName, MappingId, MappingKey, Region};
use crate::shared::timeouts;
use crate::shared::url::{Scheme, url};

/// State, plan and configuration of an `apigatewayv2_api_mappings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State<'a> {
    /// The custom domain name.
    #[serde(borrow = "'a")]
    pub domain_name: ValueString<'a>,
    /// The region in which the domain is.
    pub region: ValueString<'a>,
    /// What is mapped, by key.
    pub mappings: ValueMap<'a, Value<Target<'a>>>,
    /// The id of each mapping, by key.
    pub api_mapping_ids: Texts<'a>,
    /// The address of each mapping, by key; null where the kind of the APIs could not be
    /// found out.
    pub urls: Texts<'a>,
    /// The domain name again: a domain has one table.
    pub id: ValueString<'a>,
    /// How long each operation may take; at most one block.
    pub timeouts: timeouts::Blocks<'a>,
}

/// Texts by key.
pub(super) type Texts<'a> = ValueMap<'a, ValueString<'a>>;

/// What a key is mapped to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target<'a> {
    /// The API that answers.
    #[serde(borrow = "'a")]
    pub api_id: ValueString<'a>,
    /// The stage that answers.
    pub stage: ValueString<'a>,
}

impl<'a> State<'a> {
    /// The state of a domain in a region with these mappings, reached through `scheme`.
    pub(super) fn of(
        region: &Region,
        domain: &DomainName,
        mappings: &Mappings,
        scheme: Option<Scheme>,
        timeouts: timeouts::Blocks<'a>,
    ) -> Self {
        let by_key = |value: &dyn Fn(&Mapping) -> ValueString<'a>| {
            let texts = mappings.by_key().map(|mapping| (key(mapping), value(mapping)));
            Value::Value(texts.collect::<BTreeMap<_, _>>())
        };
        let target = |mapping: &Mapping| {
            Value::Value(Target { api_id: text(&mapping.api_id), stage: text(&mapping.stage) })
        };
        State {
            domain_name: text(domain.as_str()),
            region: text(region.as_str()),
            mappings: Value::Value(
                mappings.by_key().map(|mapping| (key(mapping), target(mapping))).collect(),
            ),
            api_mapping_ids: by_key(&|mapping| text(mapping.id.as_str())),
            urls: by_key(&|mapping| {
                scheme.map_or(Value::Null, |scheme| text(&url(scheme, domain, &mapping.key)))
            }),
            id: text(domain.as_str()),
            timeouts,
        }
    }

    /// The domain; `None` while it is not known, or where it is none.
    pub(super) fn domain(&self) -> Option<DomainName> {
        self.domain_name.as_ref_option().and_then(|name| DomainName::from_api(name))
    }

    /// The mappings in this state. Those without an id, which no state that this provider
    /// wrote has, are left out.
    pub(super) fn table(&self) -> Mappings {
        let targets = self.mappings.as_ref_option().into_iter().flatten();
        let ids = self.api_mapping_ids.as_ref_option();
        let mapping = |(key, target): (&Cow<'_, str>, &Value<Target<'_>>)| {
            let target = target.as_ref_option()?;
            Some(Mapping {
                id: MappingId::from_api(ids?.get(key)?.as_ref_option()?)?,
                key: MappingKey::from_api(key),
                api_id: target.api_id.as_ref_option()?.to_string(),
                stage: target.stage.as_ref_option().map(ToString::to_string).unwrap_or_default(),
            })
        };
        targets.filter_map(mapping).collect()
    }

    /// The ids of the mappings in this state.
    pub(super) fn ids(&self) -> impl Iterator<Item = MappingId> {
        let ids = self.api_mapping_ids.as_ref_option().into_iter().flat_map(BTreeMap::values);
        ids.filter_map(|id| MappingId::from_api(id.as_ref_option()?))
    }

    /// The scheme of the addresses, which a domain has one of.
    pub(super) fn scheme(&self) -> Option<Scheme> {
        let mut urls = self.urls.as_ref_option()?.values();
        urls.find_map(|url| Scheme::of(url.as_ref_option()?))
    }

    /// A hash of what is mapped, as far as it is known.
    pub(super) fn hash_of_mappings(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let text = |value: &ValueString<'_>| value.as_ref_option().map(ToString::to_string);
        for (key, target) in self.mappings.as_ref_option().into_iter().flatten() {
            let target = target.as_ref_option().map(|target| (text(&target.api_id), text(&target.stage)));
            (key, target).hash(&mut hasher);
        }
        self.mappings.is_unknown().hash(&mut hasher);
        hasher.finish()
    }

    /// What messages call the table.
    pub(super) fn called(&self) -> String {
        let domain = self.domain_name.as_ref_option().map(ToString::to_string).unwrap_or_default();
        format!("The table of API mappings of {domain}")
    }
}

fn key<'a>(mapping: &Mapping) -> Cow<'a, str> {
    Cow::Owned(mapping.key.as_str().to_owned())
}

pub(super) fn text<'a>(text: &str) -> ValueString<'a> {
    Value::from(text.to_owned())
}
