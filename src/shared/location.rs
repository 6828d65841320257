//! The region and account that an object belongs to: a mapping, or the table of a domain.
//!
//! An object is called in the region that its state names, whichever the provider's is.
//! Looked for in another account, it seems deleted: Terraform would forget it and create a
//! second one. So an object is neither refreshed, planned nor changed with credentials of
//! another account than its own, which is stored beside its state.

use serde::{Deserialize, Serialize};
use tf_provider::value::{Value, ValueString};
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use crate::checks::Run;
use crate::diagnostic::{about, general};
use crate::names::Region;
use crate::provider::{Session, UnusableRegion};

/// A region and, where it is known, an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Location {
    region: String,
    account: Option<String>,
}

/// An error, and its cause, which is reported once a run for reads and plans.
pub(crate) type Refusal = (String, Diagnostic);

/// The region that an object is in: that of its `state`, else the one that is stored beside a
/// state from before there was the attribute. `None` where neither says.
pub(crate) fn region(state: &ValueString<'_>, known: Option<&Location>) -> Option<Region> {
    match state {
        Value::Value(region) => Region::from_api(region),
        _ => Region::from_api(&known?.region),
    }
}

/// The account of `session`; `None` where the provider block skips asking for it and nothing
/// needs it for certain.
pub(crate) async fn account(session: &Session, for_certain: bool) -> Result<Option<&str>, Refusal> {
    let account = if for_certain { session.certain_account().await } else { session.account().await };
    account.map_err(|why| ("account".to_owned(), why))
}

/// The account of `session`, with a region.
pub(crate) async fn here(session: &Session, region: &Region) -> Result<Location, Refusal> {
    Ok(at(region, account(session, false).await?))
}

fn at(region: &Region, account: Option<&str>) -> Location {
    Location { region: region.to_string(), account: account.map(str::to_owned) }
}

/// The location of an object in `region`, if `session` works in its account. `known` is the
/// location that is stored beside its state, and `called` what messages call the object.
pub(crate) async fn confirm(
    session: &Session,
    region: &Region,
    known: Option<&Location>,
    called: &str,
) -> Result<Location, Refusal> {
    compare(known, here(session, region).await?, called)
}

/// The same where the object seems to be gone or is to be deleted, which one of another
/// account seems as well: an account that is stored is held against the session's, even if the
/// provider block skips asking for that.
pub(crate) async fn confirm_for_certain(
    session: &Session,
    region: &Region,
    known: Option<&Location>,
    called: &str,
) -> Result<Location, Refusal> {
    let for_certain = known.is_some_and(|known| known.account.is_some());
    compare(known, at(region, account(session, for_certain).await?), called)
}

/// Reports a refusal of what cannot do without the location: writes and imports. Each has to
/// fail, and the first in a run says why.
pub(crate) fn fail(diags: &mut Diagnostics, run: &Run, (cause, why): Refusal) {
    diags.add_error(if run.reports_first(&cause) {
        why
    } else {
        general(why.summary, "Nothing was done, for the reason that another error of this run gives.")
    });
}

/// `here`, if the object may be of its account, as far as each is known.
pub(crate) fn compare(known: Option<&Location>, here: Location, called: &str) -> Result<Location, Refusal> {
    let Some(own) = known.and_then(|known| known.account.as_deref()) else { return Ok(here) };
    let Some(other) = here.account.as_deref().filter(|account| *account != own) else {
        return Ok(Location { account: Some(own.to_owned()), ..here });
    };
    let detail = format!(
        "{called} is in account {own}, region {}, and this provider works in account {other}. \
         Correct the provider's credentials, or give the resource a provider that is configured for account {own}. To \
         make Terraform forget it and leave it as it is, use a `removed` block with `destroy = false`. Looked for here, it \
         would seem deleted, and Terraform would create another one.",
        here.region
    );
    let summary = "Resource Belongs to Another Account";
    Err((format!("{summary}: {own}"), general(summary, detail)))
}

/// The planned region, and whether it is another one than the object is in. A state without
/// a region keeps none as long as nothing else is wanted: its next read fills it in.
pub(crate) fn planned_region<'a>(
    config: ValueString<'a>,
    prior: ValueString<'a>,
    there: Option<&Region>,
    here: Option<&Region>,
) -> (ValueString<'a>, bool) {
    match config {
        Value::Unknown => (Value::Unknown, true),
        Value::Value(region) => {
            let is_other = there.is_some_and(|there| there.as_str() != region);
            (Value::Value(region), is_other)
        }
        Value::Null => match here.filter(|here| there.is_some_and(|there| there != *here)) {
            Some(here) => (Value::from(here.to_string()), true),
            None => (prior, false),
        },
    }
}

/// The error for a region in which nothing can be called, on the attribute at `path`.
pub(crate) fn unusable_region(path: AttributePath, error: &UnusableRegion) -> Diagnostic {
    about(path, error.summary(), error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(region: &str, account: Option<&str>) -> Location {
        Location { region: region.to_owned(), account: account.map(str::to_owned) }
    }

    fn compared(known: Option<&Location>, here: Location) -> Result<Location, Refusal> {
        compare(known, here, "API mapping m1 on api.example.com")
    }

    #[test]
    fn another_account_is_refused_and_both_are_named() {
        let known = location("eu-west-1", Some("210987654321"));
        let (_, refusal) = compared(Some(&known), location("eu-west-1", Some("123456789012"))).unwrap_err();
        assert_eq!(refusal.summary, "Resource Belongs to Another Account");
        let start = "API mapping m1 on api.example.com is in account 210987654321, region eu-west-1, and this provider \
                     works in account 123456789012.";
        assert!(refusal.detail.starts_with(start), "{}", refusal.detail);
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
    fn the_region_is_that_of_the_state_else_the_one_stored_beside_it() {
        let stored = location("us-east-1", None);
        for (state, beside, expected) in [
            (Value::from("eu-west-1"), Some(&stored), Some("eu-west-1")),
            (Value::from("eu-west-1"), None, Some("eu-west-1")),
            (Value::Null, Some(&stored), Some("us-east-1")),
            (Value::Null, None, None),
            (Value::from("no region"), Some(&stored), None),
        ] {
            let found = region(&state, beside);
            assert_eq!(found.as_ref().map(Region::as_str), expected, "{state:?}");
        }
        assert_eq!(region(&Value::Null, Some(&location("", None))), None);
    }

    #[test]
    fn the_refusal_of_a_read_is_reported_once_a_run_for_each_other_account() {
        let (mut diags, run) = (Diagnostics::default(), Run::default());
        for account in ["1", "1", "2"] {
            let known = location("eu-west-1", Some(account));
            let (cause, why) = compared(Some(&known), location("eu-west-1", Some("3"))).unwrap_err();
            run.report_once(&mut diags, &cause, why);
        }
        assert_eq!(diags.errors.len(), 2);
    }
}
