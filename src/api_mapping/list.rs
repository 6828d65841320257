//! `terraform query`: the mappings of one domain, or of all domains.

use std::ops::ControlFlow;

use async_trait::async_trait;
use serde::Deserialize;
use tf_provider::Diagnostics;
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, Schema};
use tf_provider::value::ValueString;

use super::failure::Attempt;
use super::lifecycle::connected;
use super::url::Scheme;
use super::validate;
use super::{ApiMapping, State};
use crate::gateway::{CallError, Gateway, Mapping};
use crate::names::DomainName;
use crate::plugin::{Listed, Listing};

/// The `config` of a `list "apigatewayv2_api_mapping"` block.
#[derive(Debug, Deserialize)]
pub struct ListConfig {
    domain_name: ValueString<'static>,
}

#[async_trait]
impl Listed for ApiMapping {
    type ListConfig = ListConfig;

    fn list_schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        let domain_name = Attribute {
            attr_type: AttributeType::String,
            description: Description::markdown(
                "The custom domain name whose mappings to list. Left out: all custom domain names of the \
                 account and region.",
            ),
            constraint: AttributeConstraint::Optional,
            sensitive: false,
            deprecated: false,
        };
        let block = Block {
            version: 0,
            attributes: [("domain_name".to_owned(), domain_name)].into(),
            description: Description::markdown(
                "Lists the API mappings of one custom domain name, or of all.",
            ),
            ..Block::default()
        };
        Some(Schema { version: 0, block })
    }

    async fn validate_list(&self, diags: &mut Diagnostics, config: ListConfig) -> Option<()> {
        validate::domain(diags, &config.domain_name);
        Some(())
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: ListConfig,
        found: &mut Listing<'_, Self>,
    ) -> Option<()> {
        let session = connected(diags, &self.connection)?;
        let gateway = &session.gateway;
        let outcome = if config.domain_name.is_value() {
            let domain = validate::domain(diags, &config.domain_name)?;
            one_domain(gateway, &domain, found).await.map(|_| ())
        } else {
            all_domains(gateway, found).await
        };
        outcome.map_err(|error| diags.add_error(Attempt::list(gateway).failed(&error))).ok()
    }
}

async fn all_domains(gateway: &Gateway, found: &mut Listing<'_, ApiMapping>) -> Result<(), CallError> {
    let mut domains = gateway.domain_names();
    while let Some(page) = domains.next().await? {
        for domain in page {
            if one_domain(gateway, &domain, found).await?.is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

async fn one_domain(
    gateway: &Gateway,
    domain: &DomainName,
    found: &mut Listing<'_, ApiMapping>,
) -> Result<ControlFlow<()>, CallError> {
    let mut pages = gateway.mappings(domain);
    while let Some(page) = pages.next().await? {
        for mapping in page {
            let scheme = if found.wants_state() { scheme(gateway, &mapping).await } else { None };
            let state = State::of(domain, &mapping, scheme);
            if found.push(display_name(domain, &mapping), state).await.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

async fn scheme(gateway: &Gateway, mapping: &Mapping) -> Option<Scheme> {
    gateway.api(&mapping.api_id).await.ok().flatten().map(Scheme::from)
}

/// `api.example.com/orders`, as people write it down.
fn display_name(domain: &DomainName, mapping: &Mapping) -> String {
    if mapping.key.is_root() { domain.to_string() } else { format!("{domain}/{}", mapping.key) }
}
