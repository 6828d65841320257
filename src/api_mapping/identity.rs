//! The identity of a mapping, for Terraform 1.12 and later.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::schema::Type;
use tf6server::{IdentityAttribute, IdentitySchema, OnImport};

use super::state::State;
use crate::diagnostic::general;
use crate::names::{DomainName, ImportId, MappingId, Problem};
use crate::provider::Session;

/// The identity of an API mapping.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    domain_name: String,
    api_mapping_id: String,
    region: Option<String>,
}

impl Identity {
    /// The identity of a mapping in the region that `session` works in.
    pub(super) fn of(state: &State<'_>, session: &Session) -> Option<Self> {
        Some(Self {
            domain_name: state.domain_name.as_ref_option()?.to_string(),
            api_mapping_id: state.id.as_ref_option()?.to_string(),
            region: Some(session.gateway.region().to_owned()),
        })
    }

    /// The mapping to import with a provider that works in the region `here`.
    ///
    /// # Errors
    /// What is wrong with the identity.
    pub(super) fn import_id(&self, here: &str) -> Result<ImportId, Vec<Diagnostic>> {
        if let Some(region) = self.region.as_ref().filter(|region| *region != here) {
            let detail = format!(
                "The identity names region {region}, and this provider works in region {here}. Import with a provider \
                 that is configured for {region}, or leave `region` out of the identity."
            );
            return Err(vec![general("Identity of Another Region", detail)]);
        }
        let Some(mapping) = MappingId::from_api(&self.api_mapping_id) else {
            let detail = "The api_mapping_id of the identity is empty or has a slash or a blank in it. Write the mapping's \
                 id, such as \"a1b2c3\".";
            return Err(vec![general("Invalid Identity", detail)]);
        };
        let diagnostic = |found: Problem| general(found.summary, found.detail);
        let domain = DomainName::parse(&self.domain_name)
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
