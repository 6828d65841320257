//! The identity of a mapping, for Terraform 1.12 and later.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::schema::Type;
use tf_provider::value::Value;
use tf6server::{IdentityAttribute, IdentitySchema, OnImport};

use super::state::State;
use crate::diagnostic::general;
use crate::names::{DomainName, ImportId, MappingId, Problem};
use crate::provider::Session;

/// The identity of an API mapping. In an `import` block anything can be null, and unknown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    domain_name: Value<String>,
    api_mapping_id: Value<String>,
    region: Value<String>,
}

impl Identity {
    /// The identity of a mapping in the region that `session` works in.
    pub(super) fn of(state: &State<'_>, session: &Session) -> Option<Self> {
        Some(Self {
            domain_name: Value::from(state.domain_name.as_ref_option()?.to_string()),
            api_mapping_id: Value::from(state.id.as_ref_option()?.to_string()),
            region: Value::from(session.gateway.region().to_owned()),
        })
    }

    /// The mapping to import with a provider that works in the region `here`.
    ///
    /// # Errors
    /// What is wrong with the identity.
    pub(super) fn import_id(&self, here: &str) -> Result<ImportId, Vec<Diagnostic>> {
        let Self { domain_name, api_mapping_id, region } = self;
        if domain_name.is_unknown() || api_mapping_id.is_unknown() || region.is_unknown() {
            let detail = "Part of the identity is not known before apply. Give values in the `import` block that are \
                          known at plan.";
            return Err(vec![general("Unknown Identity", detail)]);
        }
        if let Some(region) = region.as_ref_option().filter(|region| *region != here) {
            let detail = format!(
                "The identity names region {region}, and this provider works in region {here}. Import with a provider \
                 that is configured for {region}, or leave `region` out of the identity."
            );
            return Err(vec![general("Identity of Another Region", detail)]);
        }
        let Some(mapping) = api_mapping_id.as_ref_option().and_then(|id| MappingId::from_api(id)) else {
            let detail = "The api_mapping_id of the identity is not the id of a mapping: it is empty, far too long, or has a \
                          slash or a blank in it. Write one such as \"a1b2c3\".";
            return Err(vec![general("Invalid Identity", detail)]);
        };
        let diagnostic = |found: Problem| general(found.summary, found.detail);
        let domain = DomainName::parse(domain_name.as_ref_option().map_or("", String::as_str))
            .map_err(|problems| problems.into_iter().map(diagnostic).collect::<Vec<_>>())?;
        Ok(ImportId { mapping, domain })
    }
}

pub(super) fn schema() -> IdentitySchema {
    let attribute = |name, on_import, description| IdentityAttribute {
        name,
        attr_type: Type::String,
        on_import,
        description,
    };
    IdentitySchema {
        version: 0,
        attributes: vec![
            attribute("domain_name", OnImport::Required, "The custom domain name."),
            attribute("api_mapping_id", OnImport::Required, "The id of the mapping."),
            attribute("region", OnImport::Optional, "The AWS region. Default: the provider's."),
        ],
    }
}
