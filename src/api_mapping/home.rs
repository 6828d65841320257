//! Where a mapping lives, kept beside its state.
//!
//! In another region or account a mapping looks deleted: Terraform would forget it
//! and make another one, and nobody would ever delete the first. So a mapping that
//! is not at home is neither read nor planned nor changed.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;

use super::{Kept, State};
use crate::diagnostic::general;
use crate::provider::{Connection, Session};

/// The region and, where it is known, the account that a mapping lives in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Home {
    region: String,
    account: Option<String>,
}

impl Home {
    /// A home of which only the region is known.
    pub(super) fn in_region(region: &str) -> Self {
        Self { region: region.to_owned(), account: None }
    }

    async fn of(session: &Session) -> Self {
        Self {
            account: session.account().await.ok().flatten().map(str::to_owned),
            ..Self::in_region(session.gateway.region())
        }
    }

    /// This place, with the account that was known before if nobody asked this time.
    fn or_account_of(self, kept: Option<Self>) -> Self {
        let account = self.account.or_else(|| kept?.account);
        Self { account, ..self }
    }

    /// Whether the two can be the same place, as far as each is known.
    fn may_be(&self, other: &Self) -> bool {
        let accounts = self.account.as_ref().zip(other.account.as_ref());
        self.region == other.region && accounts.is_none_or(|(one, another)| one == another)
    }
}

impl std::fmt::Display for Home {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(account) = &self.account {
            write!(f, "account {account}, ")?;
        }
        write!(f, "region {}", self.region)
    }
}

/// The home of a mapping that has just been found or made here.
pub(super) async fn found(connection: &Connection, kept: Kept) -> Kept {
    match connection.session() {
        Ok(session) => Kept { home: Some(Home::of(&session).await.or_account_of(kept.home)), ..kept },
        Err(_) => kept,
    }
}

/// Goes on only with a mapping that may live here. Without a session nobody can
/// tell, and nobody can do anything either.
pub(super) async fn check(
    diags: &mut Diagnostics,
    connection: &Connection,
    kept: &Kept,
    state: &State<'_>,
) -> Option<()> {
    let (Some(home), Ok(session)) = (&kept.home, connection.session()) else { return Some(()) };
    let here = Home::of(&session).await;
    if home.may_be(&here) {
        return Some(());
    }
    let id = state.id.as_ref_option().map(AsRef::as_ref).unwrap_or_default();
    let domain = state.domain_name.as_ref_option().map(AsRef::as_ref).unwrap_or_default();
    diags.add_error(general(
        "API Mapping Lives Elsewhere",
        format!(
            "API mapping {id} on {domain} is in {home}, and this provider works in {here}. Looked for here, it \
             would seem deleted: Terraform would forget it and make another one. Correct the provider's region \
             or credentials, or give the resource a provider that is configured for {home}. If Terraform is to \
             forget the mapping and leave it as it is, use a `removed` block with `destroy = false` or \
             `terraform state rm`."
        ),
    ));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(region: &str, account: Option<&str>) -> Home {
        Home { account: account.map(str::to_owned), ..Home::in_region(region) }
    }

    #[test]
    fn another_region_or_account_is_elsewhere() {
        let here = home("eu-west-1", Some("123456789012"));
        assert!(!home("us-east-1", Some("123456789012")).may_be(&here));
        assert!(!home("eu-west-1", Some("210987654321")).may_be(&here));
        assert!(here.may_be(&here));
    }

    #[test]
    fn an_account_that_is_not_known_is_not_held_against_anybody() {
        let here = home("eu-west-1", Some("123456789012"));
        assert!(home("eu-west-1", None).may_be(&here));
        assert!(here.may_be(&home("eu-west-1", None)));
        assert!(!home("us-east-1", None).may_be(&here));
    }

    #[test]
    fn an_account_once_known_is_not_forgotten() {
        let known = home("eu-west-1", Some("123456789012"));
        assert_eq!(home("eu-west-1", None).or_account_of(Some(known.clone())), known);
        assert_eq!(known.clone().or_account_of(None), known);
        assert_eq!(home("eu-west-1", None).or_account_of(None), home("eu-west-1", None));
    }

    #[test]
    fn a_home_is_written_like_the_place_in_other_messages() {
        assert_eq!(home("eu-west-1", None).to_string(), "region eu-west-1");
        let known = home("eu-west-1", Some("123456789012"));
        assert_eq!(known.to_string(), "account 123456789012, region eu-west-1");
    }
}
