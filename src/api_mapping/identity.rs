//! The identity of a mapping, for Terraform 1.12 and later.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;
use tf6server::{IdentitySchema, IdentityUpgradeStep, OnImport};

use super::state::State;
use crate::diagnostic::general;
use crate::names::{DomainName, ImportId, MappingId, Region};
use crate::shared::identity::{account_is_ours, attribute, diagnostics, is_known, located};

/// The identity of an API mapping. In an `import` block anything can be null, and unknown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    domain_name: Value<String>,
    api_mapping_id: Value<String>,
    region: Value<String>,
    account_id: Value<String>,
}

impl Identity {
    /// The identity of a mapping in the account of a session, as far as that is known.
    pub(super) fn of(state: &State<'_>, account: Option<&str>) -> Option<Self> {
        Some(Self {
            domain_name: Value::from(state.domain_name.as_ref_option()?.to_string()),
            api_mapping_id: Value::from(state.id.as_ref_option()?.to_string()),
            region: Value::from(state.region.as_ref_option()?.to_string()),
            account_id: account.map(str::to_owned).into(),
        })
    }

    /// Whether an account is named, which has to be the session's.
    pub(super) fn names_an_account(&self) -> bool {
        self.account_id.as_ref_option().is_some()
    }

    /// The mapping to import with credentials of the account `here`, as far as that is known.
    ///
    /// # Errors
    /// What is wrong with the identity.
    pub(super) fn import_id(&self, here: Option<&str>) -> Result<ImportId, Vec<Diagnostic>> {
        let Self { domain_name, api_mapping_id, region, account_id } = self;
        is_known([domain_name, api_mapping_id, region, account_id])?;
        account_is_ours(account_id, here)?;
        let Some(mapping) = api_mapping_id.as_ref_option().and_then(|id| MappingId::from_api(id)) else {
            let detail = "The api_mapping_id of the identity is not the id of a mapping: it is empty, far too long, or has a \
                          slash or a blank in it. Write one such as \"a1b2c3\".";
            return Err(vec![general("Invalid Identity", detail)]);
        };
        let domain = DomainName::parse(domain_name.as_ref_option().map_or("", String::as_str));
        let region = region.as_ref_option().map(|region| Region::parse(region)).transpose();
        Ok(ImportId { mapping, domain: domain.map_err(diagnostics)?, region: region.map_err(diagnostics)? })
    }
}

pub(super) fn schema() -> IdentitySchema {
    let id = attribute("api_mapping_id", OnImport::Required, "Identifier of the mapping.");
    IdentitySchema { version: 1, attributes: located([id]) }
}

/// Version 0 had no account.
pub(super) fn upgrade_step(from: i64) -> Option<IdentityUpgradeStep> {
    (from == 0).then_some(|mut identity| {
        identity.insert("account_id".to_owned(), serde_json::Value::Null);
        identity
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "123456789012";

    fn text(text: Option<&str>) -> Value<String> {
        text.map(str::to_owned).into()
    }

    fn identity(region: Option<&str>, account: Option<&str>) -> Identity {
        Identity {
            domain_name: text(Some("api.example.com")),
            api_mapping_id: text(Some("m1")),
            region: text(region),
            account_id: text(account),
        }
    }

    fn refusal(identity: &Identity, here: Option<&str>) -> String {
        let found = identity.import_id(here).expect_err("a refusal");
        found.into_iter().map(|found| found.summary.into_owned()).collect()
    }

    #[test]
    fn region_and_account_may_be_left_out_and_the_region_may_be_any_other() {
        for (region, account) in
            [(None, None), (Some("eu-west-1"), Some(ACCOUNT)), (Some("eusc-de-east-1"), None)]
        {
            let id = identity(region, account).import_id(Some(ACCOUNT)).expect("an import id");
            assert_eq!((id.mapping.as_str(), id.domain.as_str()), ("m1", "api.example.com"));
            assert_eq!(id.region.as_ref().map(Region::as_str), region);
        }
    }

    #[test]
    fn a_foreign_account_is_refused_where_the_own_one_is_known() {
        let foreign = identity(None, Some("210987654321"));
        assert_eq!(refusal(&foreign, Some(ACCOUNT)), "Identity of Another Account");
        assert!(foreign.import_id(None).is_ok());
    }

    #[test]
    fn what_is_wrong_is_refused() {
        assert_eq!(refusal(&identity(Some(""), None), None), "Missing Region");
        assert_eq!(refusal(&identity(Some("eu-west-1a"), None), None), "Region Is an Availability Zone");
        let unknown = Identity { account_id: Value::Unknown, ..identity(None, None) };
        assert_eq!(refusal(&unknown, None), "Unknown Identity");
    }

    #[test]
    fn an_identity_tells_the_region_of_its_state_and_the_account_if_it_is_known() {
        let state = State {
            domain_name: Value::from("api.example.com"),
            id: Value::from("m1"),
            region: Value::from("us-east-1"),
            ..State::default()
        };
        let of = |state: &State<'_>, account| {
            Identity::of(state, account).map(|identity| (identity.region, identity.account_id))
        };
        assert_eq!(of(&state, Some(ACCOUNT)), Some((text(Some("us-east-1")), text(Some(ACCOUNT)))));
        assert_eq!(of(&state, None), Some((text(Some("us-east-1")), Value::Null)));
        assert_eq!(of(&State { region: Value::Null, ..state.clone() }, None), None);
        assert_eq!(of(&State { id: Value::Unknown, ..state }, None), None);
    }
}
