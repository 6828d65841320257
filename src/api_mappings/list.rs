//! `terraform query`: the tables of the account's domains.

use std::sync::Arc;

use serde::Deserialize;
use tf_provider::value::{Value, ValueString};
use tf_provider::{AttributePath, Diagnostics};
use tf6server::ListResults;

use super::resource::ApiMappings;
use super::state::State;
use super::{messages, schemes};
use crate::diagnostic::{about, general};
use crate::gateway::{CallError, Mappings};
use crate::names::DomainName;
use crate::provider::{RegionalSession, Session};
use crate::shared::call_errors::Task;
use crate::shared::listing;
use crate::shared::location;
use crate::shared::not_found;
use crate::shared::timeouts::Operation;
use crate::shared::values;

/// The `config` of a `list "apigatewayv2_api_mappings"` block.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListConfig {
    pub(super) domain_name: ValueString<'static>,
    pub(super) region: ValueString<'static>,
}

/// Lists the table of one domain, or of all.
pub(super) async fn list(
    diags: &mut Diagnostics,
    session: &Arc<Session>,
    config: Value<ListConfig>,
    results: &mut ListResults<'_, ApiMappings>,
) -> Option<()> {
    let ListConfig { domain_name, region } = match config {
        Value::Value(config) => config,
        Value::Null => ListConfig::default(),
        Value::Unknown => ListConfig { domain_name: Value::Unknown, region: Value::Unknown },
    };
    let unknown = |attribute, summary| {
        let detail = format!("The {attribute} of this list is not known yet. Give it a value that is known.");
        about(AttributePath::new(attribute), summary, detail)
    };
    if domain_name.is_unknown() {
        diags.add_error(unknown("domain_name", "Unknown Domain Name"));
        return None;
    }
    if region.is_unknown() {
        diags.add_error(unknown("region", "Unknown Region"));
        return None;
    }
    let domain = if domain_name.is_null() { None } else { Some(values::domain(diags, &domain_name)?) };
    let region = if region.is_null() { session.region.clone() } else { values::region(diags, &region)? };
    let path = AttributePath::new("region");
    let session = session.in_region(&region);
    let session = session.map_err(|why| diags.add_error(location::unusable_region(path, &why))).ok()?;
    // An identity has the account in it.
    session.account().await.map_err(|why| diags.add_error(why)).ok()?;
    let listed = match domain {
        Some(domain) => named(diags, &session, &domain, results).await.map_err(|error| (of(&domain), error)),
        None => all(diags, &session, results).await,
    };
    listed.map_err(|(what, error)| diags.add_error(Task::list(&session, &what).failed(&error))).ok()
}

fn of(domain: &DomainName) -> String {
    format!("the API mappings of {domain}")
}

/// Lists the table of a domain that must exist.
async fn named(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    domain: &DomainName,
    results: &mut ListResults<'_, ApiMappings>,
) -> Result<(), CallError> {
    let found = session.gateway.table(domain, Operation::READ.limit(&Value::Null)).await?;
    if found.is_none() {
        diags.add_error(not_found::domain(session, domain));
        return Ok(());
    }
    one(diags, session, domain, results).await.map(drop)
}

/// Whether Terraform takes more objects.
type TakesMore = bool;

/// Lists the tables of all domains that can have one. A domain that cannot be listed is left
/// out, with a warning.
async fn all(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    results: &mut ListResults<'_, ApiMappings>,
) -> Result<(), (String, CallError)> {
    let failed = |error| ("the custom domain names of the account".to_owned(), error);
    let domains = listing::in_order(session.gateway.domain_names_for_mappings()).await.map_err(failed)?;
    let mut left_out = Vec::new();
    for domain in domains {
        match one(diags, session, &domain, results).await {
            Ok(true) => {}
            Ok(false) => break,
            // Deleted since the domains were listed.
            Err(error) if error.is_not_found() => {}
            Err(error) if error.refusal().is_some() => left_out.push((domain, error)),
            Err(error) => return Err((of(&domain), error)),
        }
    }
    diags.warnings.extend(listing::cut("tables of API mappings", results));
    if let Some((first, error)) = left_out.first() {
        let names: Vec<&str> = left_out.iter().take(20).map(|(domain, _)| domain.as_str()).collect();
        let detail = format!(
            "The tables of {} custom domain names are not in this list, because API Gateway refused to list them: {}. Of \
             {first}, it said: {}",
            left_out.len(),
            names.join(", "),
            error.failure
        );
        diags.add_warning(general("Domain Names Left Out of the List", detail));
    }
    Ok(())
}

/// Pushes the table of a domain. Its mappings are read only where Terraform wants them.
async fn one(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    domain: &DomainName,
    results: &mut ListResults<'_, ApiMappings>,
) -> Result<TakesMore, CallError> {
    let region = session.region();
    let state = if results.wants_state() {
        let found = session.gateway.table(domain, Operation::READ.limit(&Value::Null)).await?;
        let Some(found) = found else { return Ok(true) };
        diags.warnings.extend(messages::without_stage(domain, &found));
        let scheme = schemes::of_found(&session.gateway, &State::default(), &found).await;
        State::of(region, domain, &found, scheme, Value::Value(Vec::new()))
    } else {
        State::of(region, domain, &Mappings::default(), None, Value::Value(Vec::new()))
    };
    Ok(results.push(domain.to_string(), state).await.is_continue())
}
