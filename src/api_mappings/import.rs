//! Imports the table of a domain.

use std::sync::Arc;

use tf_provider::value::Value;
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use super::state::State;
use super::{messages, schemes};
use crate::checks::Run;
use crate::diagnostic::general;
use crate::names::{DomainName, Problem, Region};
use crate::provider::Session;
use crate::shared::location;
use crate::shared::not_found;
use crate::shared::private_state::PrivateState;
use crate::shared::timeouts::Operation;

/// What a user gives to `terraform import`: the domain name, and `@<region>` at its end where
/// the region is not the provider's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ImportId {
    pub(super) domain: DomainName,
    pub(super) region: Option<Region>,
}

const FORM: &str = "The import id of a table of API mappings is its domain name, for example \"api.example.com\", with \
     @<region> at its end where the region is not the provider's.";

impl ImportId {
    /// Reads an import id as the user wrote it.
    ///
    /// # Errors
    /// What is wrong with it, with the right form and an example.
    pub(super) fn parse(text: &str) -> Result<Self, Diagnostic> {
        let refused = |found: &str| general("Invalid Import ID", format!("{found} {FORM}"));
        let all_of = |problems: Vec<Problem>| {
            refused(&problems.into_iter().map(|problem| problem.detail).collect::<Vec<_>>().join(" "))
        };
        let (domain, region) = match text.rsplit_once('@') {
            Some((domain, region)) => (domain, Some(region)),
            None => (text, None),
        };
        if let Some((_, domain)) =
            domain.split_once('/').filter(|(id, _)| !id.is_empty() && !id.contains('.'))
        {
            return Err(refused(&format!(
                "The import id {text:?} is that of a single mapping. Write {domain:?} for the whole table."
            )));
        }
        let domain = DomainName::parse(domain).map_err(all_of)?;
        let region = region.map(Region::parse).transpose().map_err(all_of)?;
        Ok(Self { domain, region })
    }
}

/// The state of the table of a domain, which must exist.
pub(super) async fn existing<'a>(
    diags: &mut Diagnostics,
    session: &Arc<Session>,
    run: &Run,
    id: &ImportId,
) -> Option<(State<'a>, PrivateState)> {
    let ImportId { domain, region } = id;
    let region = region.as_ref().unwrap_or(&session.region);
    let here = session.in_region(region);
    let here =
        here.map_err(|why| diags.add_error(location::unusable_region(AttributePath::root(), &why))).ok()?;
    let (location, found) = tokio::join!(
        location::here(session, region),
        here.gateway.table(domain, Operation::READ.limit(&Value::Null)),
    );
    let location = location.map_err(|why| location::fail(diags, run, why)).ok()?;
    match found {
        Ok(Some(found)) => {
            diags.warnings.extend(messages::without_stage(domain, &found));
            let scheme = schemes::of_found(&here.gateway, &State::default(), &found).await;
            let state = State::of(region, domain, &found, scheme, Value::Value(Vec::new()));
            return Some((state, PrivateState::at(location)));
        }
        Ok(None) => {
            let found = not_found::domain(&here, domain);
            diags.add_error(general(found.summary, found.detail));
        }
        Err(error) => diags.add_error(messages::not_listed(&here, domain, &error)),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let found = ImportId::parse(text).expect_err("a refusal");
        assert_eq!(found.summary, "Invalid Import ID");
        assert!(found.detail.contains("for example \"api.example.com\""), "{}", found.detail);
        found.detail.into_owned()
    }

    #[test]
    fn a_table_is_imported_by_its_domain_and_where_needed_the_region() {
        let id = ImportId::parse("*.example.com").expect("an import id");
        assert_eq!((id.domain.as_str(), id.region), ("*.example.com", None));
        let id = ImportId::parse("api.example.com@eusc-de-east-1").expect("an import id");
        assert_eq!(id.region.as_ref().map(Region::as_str), Some("eusc-de-east-1"));
    }

    #[test]
    fn a_wrong_form_is_named_with_the_right_one() {
        assert!(refusal("a1b2c3/api.example.com").contains("Write \"api.example.com\" for the whole table"));
        assert!(refusal("").contains("is empty"));
        assert!(refusal("api.example.com@").contains("The region is empty"));
        assert!(refusal("https://api.example.com").contains("api.example.com"));
    }
}
