//! What tells a mapping from all others, for Terraform 1.12 and later.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;
use tf_provider::schema::Type;

use super::{ApiMapping, Kept, State, home, import};
use crate::diagnostic::general;
use crate::names::{DomainName, ImportId, MappingId};
use tf6server::{IdentityAttribute, IdentitySchema, OnImport};

/// The identity of an API mapping.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    domain_name: String,
    api_mapping_id: String,
    region: Option<String>,
}

impl ApiMapping {
    pub(super) fn attributes_of_identity() -> IdentitySchema {
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

    pub(super) fn identity_of(&self, state: &State<'_>) -> Option<Identity> {
        Some(Identity {
            domain_name: state.domain_name.as_ref_option()?.to_string(),
            api_mapping_id: state.id.as_ref_option()?.to_string(),
            region: Some(self.connection.session().ok()?.gateway.region().to_owned()),
        })
    }

    pub(super) async fn import_identified<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(State<'a>, Kept)> {
        let session = super::lifecycle::connected(diags, &self.connection)?;
        let here = session.gateway.region();
        if let Some(region) = identity.region.filter(|region| region != here) {
            diags.add_error(general(
                "Identity of Another Region",
                format!(
                    "The identity names the region {region}, and this provider works in {here}. Leave `region` \
                     out of the identity, or import with a provider configured for {region}."
                ),
            ));
            return None;
        }
        let id = parse(diags, &identity.api_mapping_id, &identity.domain_name)?;
        let imported = import::existing(diags, &self.connection, &id).await?;
        Some((imported, home::found(&self.connection, Kept::default()).await))
    }
}

fn parse(diags: &mut Diagnostics, mapping: &str, domain: &str) -> Option<ImportId> {
    let Some(mapping) = MappingId::from_api(mapping) else {
        diags.add_error(general(
            "Invalid Identity",
            "The api_mapping_id of the identity is an empty text. Give the mapping's id, such as \"a1b2c3\".",
        ));
        return None;
    };
    match DomainName::parse(domain) {
        Ok(domain) => Some(ImportId { mapping, domain }),
        Err(problems) => {
            diags.errors.extend(problems.into_iter().map(|found| general(found.summary, found.detail)));
            None
        }
    }
}
