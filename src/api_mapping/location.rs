//! The region and account that a mapping belongs to.
//!
//! Looked for in another region or account, a mapping seems deleted: Terraform would
//! forget it and create a second one. So a mapping is neither refreshed, planned nor
//! changed outside of its own location.

use serde::{Deserialize, Serialize};
use tf_provider::Diagnostic;

use super::state::State;
use crate::diagnostic::general;
use crate::provider::Session;

/// A region and, where it is known, an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Location {
    region: String,
    account: Option<String>,
}

impl Location {
    pub(super) fn in_region(region: &str) -> Self {
        Self { region: region.to_owned(), account: None }
    }

    /// Whether the two can be the same, as far as each is known.
    fn may_be(&self, other: &Self) -> bool {
        let accounts = self.account.as_ref().zip(other.account.as_ref());
        self.region == other.region && accounts.is_none_or(|(one, another)| one == another)
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(account) = &self.account {
            write!(f, "account {account}, ")?;
        }
        write!(f, "region {}", self.region)
    }
}

/// An error, and its cause, which is reported once a run for reads and plans.
type Refusal = (String, Diagnostic);

pub(super) async fn here(session: &Session) -> Result<Location, Refusal> {
    let account = session.account().await.map_err(|why| ("account".to_owned(), why))?;
    Ok(Location { account: account.map(str::to_owned), ..Location::in_region(session.gateway.region()) })
}

/// Where `session` works, if the mapping belongs there. `known` is the location that
/// is stored beside its state.
pub(super) async fn confirm(
    session: &Session,
    known: Option<&Location>,
    state: &State<'_>,
) -> Result<Location, Refusal> {
    compare(known, here(session).await?, state)
}

/// `here`, if the mapping belongs there.
pub(super) fn compare(
    known: Option<&Location>,
    here: Location,
    state: &State<'_>,
) -> Result<Location, Refusal> {
    let Some(known) = known else { return Ok(here) };
    if known.may_be(&here) {
        let account = here.account.or_else(|| known.account.clone());
        return Ok(Location { account, ..here });
    }
    let id = state.id.as_ref_option().map(AsRef::as_ref).unwrap_or_default();
    let domain = state.domain_name.as_ref_option().map(AsRef::as_ref).unwrap_or_default();
    let summary = if known.region == here.region {
        "API Mapping Belongs to Another Account"
    } else {
        "API Mapping Belongs to Another Region"
    };
    let detail = format!(
        "API mapping {id} on {domain} is in {known}, and this provider works in {here}. Correct the provider's region \
         or credentials, or give the resource a provider that is configured for {known}. To make Terraform forget the \
         mapping and leave it as it is, use a `removed` block with `destroy = false`. Looked for here, the mapping \
         would seem deleted, and Terraform would create another one."
    );
    Err((format!("{summary}: {known}"), general(summary, detail)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::Run;
    use tf_provider::Diagnostics;
    use tf_provider::value::Value;

    fn location(region: &str, account: Option<&str>) -> Location {
        Location { account: account.map(str::to_owned), ..Location::in_region(region) }
    }

    fn compared(known: Option<&Location>, here: Location) -> Result<Location, Refusal> {
        let (id, domain_name) = (Value::from("m1"), Value::from("api.example.com"));
        compare(known, here, &State { id, domain_name, ..State::default() })
    }

    #[test]
    fn another_region_or_account_is_refused_and_named() {
        let here = || location("eu-west-1", Some("123456789012"));
        for (known, summary) in [
            (location("us-east-1", Some("123456789012")), "API Mapping Belongs to Another Region"),
            (location("us-east-1", None), "API Mapping Belongs to Another Region"),
            (location("eu-west-1", Some("210987654321")), "API Mapping Belongs to Another Account"),
        ] {
            let start = format!(
                "API mapping m1 on api.example.com is in {known}, and this provider works in account 123456789012, \
                 region eu-west-1."
            );
            let (_, refusal) = compared(Some(&known), here()).unwrap_err();
            assert_eq!(refusal.summary, summary);
            assert!(refusal.detail.starts_with(&start), "{}", refusal.detail);
        }
    }

    #[test]
    fn what_is_not_known_is_no_difference_and_an_account_once_known_stays() {
        let known = || location("eu-west-1", Some("123456789012"));
        let unknown = || location("eu-west-1", None);
        assert_eq!(compared(Some(&unknown()), known()).unwrap(), known());
        assert_eq!(compared(Some(&known()), unknown()).unwrap(), known());
        assert_eq!(compared(Some(&unknown()), unknown()).unwrap(), unknown());
        assert_eq!(compared(None, known()).unwrap(), known());
    }

    #[test]
    fn the_refusal_of_a_read_is_reported_once_a_run_for_each_other_location() {
        let (mut diags, run) = (Diagnostics::default(), Run::default());
        for region in ["us-east-1", "us-east-1", "us-east-2"] {
            let known = location(region, None);
            let (cause, why) = compared(Some(&known), location("eu-west-1", None)).unwrap_err();
            run.report_once(&mut diags, &cause, why);
        }
        assert_eq!(diags.errors.len(), 2);
    }

    #[test]
    fn a_location_is_written_like_the_place_in_other_messages() {
        assert_eq!(location("eu-west-1", None).to_string(), "region eu-west-1");
        let known = location("eu-west-1", Some("123456789012"));
        assert_eq!(known.to_string(), "account 123456789012, region eu-west-1");
    }
}
