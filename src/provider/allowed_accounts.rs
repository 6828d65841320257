//! `allowed_account_ids` and `forbidden_account_ids`.

use tf_provider::{AttributePath, Diagnostic};

use super::settings::Settings;
use crate::diagnostic::{about, general};

/// Whether the account must be known before anything is read.
pub(super) fn are_listed(settings: &Settings) -> bool {
    !settings.allowed_account_ids.is_empty() || !settings.forbidden_account_ids.is_empty()
}

/// Refuses an `account` that may not be worked on, and one that STS does not name.
pub(super) fn check(account: Option<&str>, settings: &Settings) -> Result<(), Diagnostic> {
    let Settings { allowed_account_ids: allowed, forbidden_account_ids: forbidden, .. } = settings;
    let Some(account) = account else {
        return Err(general(
            "AWS Account Unknown",
            "allowed_account_ids or forbidden_account_ids is set, and STS answered without an account. Check which \
             endpoint answers for STS, or remove the lists."
                .to_owned(),
        ));
    };
    let listed = |accounts: &[String]| accounts.iter().any(|id| id == account);
    if !allowed.is_empty() && !listed(allowed) {
        return Err(about(
            AttributePath::new("allowed_account_ids"),
            "AWS Account Not Allowed",
            format!(
                "The credentials belong to account {account}, and allowed_account_ids lists only {}. Use \
                 credentials of an allowed account, or add this one to the list.",
                allowed.join(", ")
            ),
        ));
    }
    if listed(forbidden) {
        return Err(about(
            AttributePath::new("forbidden_account_ids"),
            "AWS Account Forbidden",
            format!(
                "The credentials belong to account {account}, which forbidden_account_ids lists. Use \
                 credentials of another account, or remove this one from the list."
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(allowed: &[&str], forbidden: &[&str]) -> Settings {
        let owned = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
        Settings {
            allowed_account_ids: owned(allowed),
            forbidden_account_ids: owned(forbidden),
            ..Settings::default()
        }
    }

    #[test]
    fn without_lists_every_account_is_permitted() {
        assert!(!are_listed(&lists(&[], &[])));
        assert!(check(Some("1"), &lists(&[], &[])).is_ok());
    }

    #[test]
    fn an_account_that_is_not_known_is_refused() {
        for lists in [lists(&["1"], &[]), lists(&[], &["1"])] {
            assert_eq!(check(None, &lists).unwrap_err().summary, "AWS Account Unknown");
        }
    }

    #[test]
    fn an_account_outside_the_allowed_ones_is_refused_and_named() {
        assert!(are_listed(&lists(&["2"], &[])));
        let refusal = check(Some("111111111111"), &lists(&["222222222222"], &[])).unwrap_err();
        assert!(refusal.detail.contains("account 111111111111"));
        assert!(refusal.detail.contains("only 222222222222"));
        assert!(check(Some("2"), &lists(&["1", "2"], &[])).is_ok());
    }

    #[test]
    fn a_forbidden_account_is_refused_and_others_are_not() {
        assert!(are_listed(&lists(&[], &["1"])));
        assert!(check(Some("1"), &lists(&[], &["1"])).is_err());
        assert!(check(Some("2"), &lists(&[], &["1"])).is_ok());
    }
}
