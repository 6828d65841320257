//! What tells a mapping from all others, for Terraform 1.12 and later.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;
use tf_provider::schema::Type;

use super::import;
use super::lifecycle::connected;
use super::private_state::PrivateState;
use super::resource::ApiMapping;
use super::state::State;
use crate::diagnostic::general;
use crate::names::{DomainName, ImportId, MappingId};
use crate::plugin::{Identified, IdentityAttribute, IdentitySchema, OnImport};

/// The identity of an API mapping.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    domain_name: String,
    api_mapping_id: String,
    region: Option<String>,
}

#[async_trait]
impl Identified for ApiMapping {
    type Identity = Identity;

    fn identity_schema(&self) -> IdentitySchema {
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

    fn identity(&self, state: &State<'_>) -> Option<Identity> {
        Some(Identity {
            domain_name: state.domain_name.as_ref_option()?.to_string(),
            api_mapping_id: state.id.as_ref_option()?.to_string(),
            region: Some(self.connection.session().ok()?.gateway.region().to_owned()),
        })
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(State<'a>, PrivateState)> {
        let session = connected(diags, &self.connection)?;
        let here = session.gateway.region();
        if let Some(region) = identity.region.filter(|region| region != here) {
            diags.add_error(general(
                "Identity of Another Region",
                format!(
                    "The identity names region {region}, and this provider works in region {here}. Import with a \
                     provider that is configured for {region}, or leave `region` out of the identity."
                ),
            ));
            return None;
        }
        let id = parse(diags, &identity.api_mapping_id, &identity.domain_name)?;
        import::existing(diags, &session, &id).await
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
