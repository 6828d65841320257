//! What the identities of resources have in common: a domain of a region and an account.

use tf_provider::Diagnostic;
use tf_provider::schema::Type;
use tf_provider::value::Value;
use tf6server::{IdentityAttribute, OnImport};

use crate::diagnostic::general;
use crate::names::Problem;

/// An attribute of an identity, and whether an `import` block must set it.
pub(crate) fn attribute(
    name: &'static str,
    on_import: OnImport,
    description: &'static str,
) -> IdentityAttribute {
    IdentityAttribute { name, attr_type: Type::String, on_import, description }
}

/// The attributes of an identity on a domain: the domain, what else tells the object, region
/// and account.
pub(crate) fn located<const N: usize>(own: [IdentityAttribute; N]) -> Vec<IdentityAttribute> {
    let domain = attribute("domain_name", OnImport::Required, "The custom domain name.");
    let place = [
        attribute("region", OnImport::Optional, "AWS region. Defaults to the provider's."),
        attribute(
            "account_id",
            OnImport::Optional,
            "AWS account. Defaults to that of the provider's credentials; another one is an error.",
        ),
    ];
    [domain].into_iter().chain(own).chain(place).collect()
}

/// Refuses an identity of which a part is unknown.
pub(crate) fn is_known<const N: usize>(parts: [&Value<String>; N]) -> Result<(), Vec<Diagnostic>> {
    if parts.into_iter().any(Value::is_unknown) {
        let detail = "Part of the identity is not known before apply. Give values in the `import` block that are \
                      known at plan.";
        return Err(vec![general("Unknown Identity", detail)]);
    }
    Ok(())
}

/// Refuses an identity of another account than that of the credentials, as far as each is
/// known.
pub(crate) fn account_is_ours(account: &Value<String>, here: Option<&str>) -> Result<(), Vec<Diagnostic>> {
    let accounts = account.as_ref_option().zip(here);
    let Some((account, here)) = accounts.filter(|(account, here)| account != here) else { return Ok(()) };
    let detail = format!(
        "The identity names account {account}, and the credentials of this provider belong to account {here}. Import \
         with a provider that is configured for account {account}, or leave `account_id` out of the identity."
    );
    Err(vec![general("Identity of Another Account", detail)])
}

/// What is wrong with a part of an identity.
pub(crate) fn diagnostics(problems: Vec<Problem>) -> Vec<Diagnostic> {
    problems.into_iter().map(|found| general(found.summary, found.detail)).collect()
}
