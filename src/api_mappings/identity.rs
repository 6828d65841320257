//! The identity of a table, for Terraform 1.12 and later.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;
use tf_provider::value::Value;
use tf6server::IdentitySchema;

use super::import::ImportId;
use super::state::State;
use crate::names::{DomainName, Region};
use crate::shared::identity::{account_is_ours, diagnostics, is_known, located};

/// The identity of a table. In an `import` block anything can be null, and unknown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    domain_name: Value<String>,
    region: Value<String>,
    account_id: Value<String>,
}

impl Identity {
    /// The identity of a table in the account of a session, as far as that is known.
    pub(super) fn of(state: &State<'_>, account: Option<&str>) -> Option<Self> {
        Some(Self {
            domain_name: Value::from(state.domain_name.as_ref_option()?.to_string()),
            region: Value::from(state.region.as_ref_option()?.to_string()),
            account_id: account.map(str::to_owned).into(),
        })
    }

    /// Whether an account is named, which has to be the session's.
    pub(super) fn names_an_account(&self) -> bool {
        self.account_id.as_ref_option().is_some()
    }

    /// The table to import with credentials of the account `here`, as far as that is known.
    ///
    /// # Errors
    /// What is wrong with the identity.
    pub(super) fn import_id(&self, here: Option<&str>) -> Result<ImportId, Vec<Diagnostic>> {
        let Self { domain_name, region, account_id } = self;
        is_known([domain_name, region, account_id])?;
        account_is_ours(account_id, here)?;
        let domain = DomainName::parse(domain_name.as_ref_option().map_or("", String::as_str));
        let region = region.as_ref_option().map(|region| Region::parse(region)).transpose();
        Ok(ImportId { domain: domain.map_err(diagnostics)?, region: region.map_err(diagnostics)? })
    }
}

pub(super) fn schema() -> IdentitySchema {
    IdentitySchema { version: 0, attributes: located([]) }
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
            region: text(region),
            account_id: text(account),
        }
    }

    #[test]
    fn region_and_account_may_be_left_out() {
        for (region, account) in [(None, None), (Some("eusc-de-east-1"), Some(ACCOUNT))] {
            let id = identity(region, account).import_id(Some(ACCOUNT)).expect("an import id");
            assert_eq!(id.domain.as_str(), "api.example.com");
            assert_eq!(id.region.as_ref().map(Region::as_str), region);
        }
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let refusal = |identity: Identity| {
            let found = identity.import_id(Some(ACCOUNT)).expect_err("a refusal");
            found.into_iter().map(|found| found.summary.into_owned()).collect::<String>()
        };
        assert_eq!(refusal(identity(None, Some("210987654321"))), "Identity of Another Account");
        assert_eq!(refusal(identity(Some("eu-west-1a"), None)), "Region Is an Availability Zone");
        assert_eq!(refusal(Identity { region: Value::Unknown, ..identity(None, None) }), "Unknown Identity");
        assert_eq!(refusal(Identity::default()), "Missing Domain Name");
    }

    #[test]
    fn an_identity_tells_the_domain_its_region_and_the_account_if_it_is_known() {
        let state = State {
            domain_name: Value::from("api.example.com"),
            region: Value::from("us-east-1"),
            ..State::default()
        };
        let of = Identity::of(&state, Some(ACCOUNT)).expect("an identity");
        assert_eq!((of.domain_name, of.region), (text(Some("api.example.com")), text(Some("us-east-1"))));
        assert_eq!(of.account_id, text(Some(ACCOUNT)));
        assert!(Identity::of(&State { region: Value::Unknown, ..state }, None).is_none());
    }
}
