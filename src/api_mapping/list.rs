//! `terraform query`: the mappings of one domain, or of all domains.

use std::ops::ControlFlow;
use std::time::Duration;

use futures_util::TryStreamExt;
use serde::Deserialize;
use tf_provider::value::ValueString;
use tf_provider::{Diagnostic, Diagnostics};
use tf6server::ListResults;
use tokio::time::Instant;

use super::resource::ApiMapping;
use super::state::State;
use crate::diagnostic::general;
use crate::gateway::{Action, CallError, Failure, RefusalKind};
use crate::names::{DomainName, ImportId};
use crate::provider::RegionalSession;
use crate::shared::listing;
use crate::shared::url::{Scheme, domain_and_path};

/// The `config` of a `list "apigatewayv2_api_mapping"` block.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListConfig {
    pub(super) domain_name: ValueString<'static>,
    pub(super) region: ValueString<'static>,
}

/// How long a list may take, whatever it lists.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Lists the mappings of `domain`, or of every domain of the account and region, for at most
/// [`LIMIT`]. A domain that cannot be listed is left out of several, with a warning. A list that
/// is full does not fail: it warns that there may be more.
///
/// # Errors
/// What could not be listed, and why.
pub(super) async fn list(
    diags: &mut Diagnostics,
    session: &RegionalSession,
    domain: Option<DomainName>,
    results: &mut ListResults<'_, ApiMapping>,
) -> Result<(), (String, CallError)> {
    let deadline = Instant::now() + LIMIT;
    let every = domain.is_none();
    let of = |domain: &DomainName| format!("the API mappings of {domain}");
    let domains_failed = |error| ("the custom domain names of the account".to_owned(), error);
    let domains = match domain {
        Some(domain) => vec![domain],
        None => {
            let names = listing::in_order(session.gateway.domain_names());
            within(deadline, Action::GetDomainNames, names).await.map_err(domains_failed)?
        }
    };
    let (mut listed, mut left_out, mut without_stage) = (0, Vec::new(), Vec::new());
    for domain in domains {
        let mappings = one_domain(session, &domain, results, &mut without_stage);
        match within(deadline, Action::GetApiMappings, mappings).await {
            Ok(ControlFlow::Continue(())) => listed += 1,
            Ok(ControlFlow::Break(())) => {
                listed += 1;
                break;
            }
            // Deleted since the domains were listed.
            Err(error) if every && error.is_not_found() => {}
            Err(error) if is_of_this_domain_alone(&error) => left_out.push((domain, error)),
            Err(error) if results.is_full() => {
                diags.add_warning(listing::perhaps_cut(OBJECTS, results, &error));
                break;
            }
            Err(error) => return Err((of(&domain), error)),
        }
    }
    diags.warnings.extend(listing::cut(OBJECTS, results));
    diags.warnings.extend(stages_missing(&without_stage));
    match &left_out[..] {
        [] => {}
        [(domain, error), ..] if listed == 0 => return Err((of(domain), error.clone())),
        left_out => diags.add_warning(incomplete(left_out)),
    }
    Ok(())
}

/// What the step of a list found, or that the time of the list is up.
async fn within<T>(
    deadline: Instant,
    action: Action,
    step: impl Future<Output = Result<T, CallError>>,
) -> Result<T, CallError> {
    let out_of_time =
        |_| Err(CallError { action, failure: Failure::OutOfTime { limit: LIMIT, in_flight: false } });
    tokio::time::timeout_at(deadline, step).await.unwrap_or_else(out_of_time)
}

/// What a list is of.
const OBJECTS: &str = "API mappings";

/// Edge-optimised domains are refused, and a policy can cover some domains only.
fn is_of_this_domain_alone(error: &CallError) -> bool {
    matches!(error.refusal(), Some(RefusalKind::BadRequest | RefusalKind::Denied))
}

fn incomplete(left_out: &[(DomainName, CallError)]) -> Diagnostic {
    let (count, names) = (left_out.len(), if left_out.len() == 1 { "name" } else { "names" });
    let mut detail = format!(
        "The mappings of {count} custom domain {names} are not in this list, because API Gateway refused to list them. \
         It said:\n"
    );
    for (domain, error) in left_out.iter().take(2) {
        detail += &format!("\n  {domain}: {}", error.failure);
    }
    if count > 2 {
        detail += &format!("\n  and {} more", count - 2);
    }
    general("Domain Names Left Out of the List", detail)
}

/// Version 1 of the service maps APIs without a stage. A resource without one does not
/// validate, so the configuration that Terraform writes for a list must not have any.
fn stages_missing(without_stage: &[ImportId]) -> Option<Diagnostic> {
    let count = without_stage.len();
    let (mappings, name) =
        if count == 1 { ("mapping is", "it names") } else { ("mappings are", "they name") };
    let mut detail = format!(
        "{count} API {mappings} not in this list, because {name} no stage, as base path mappings may. To manage one \
         with this provider, write a resource for it with a stage, and import it by its id, which gives it that stage:\n"
    );
    for id in without_stage.iter().take(10) {
        detail += &format!("\n  {id}");
    }
    if count > 10 {
        detail += &format!("\n  and {} more", count - 10);
    }
    (count > 0).then(|| general("API Mappings Without a Stage Left Out of the List", detail))
}

/// Lists the mappings of a domain in the order of their keys, until Terraform takes no more.
/// Those without a stage are only noted.
async fn one_domain(
    session: &RegionalSession,
    domain: &DomainName,
    results: &mut ListResults<'_, ApiMapping>,
    without_stage: &mut Vec<ImportId>,
) -> Result<ControlFlow<()>, CallError> {
    let mut mappings = session.gateway.mappings(domain).try_concat().await?;
    mappings.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    // An identity has the account in it. Where that is not found out, the list fails.
    if session.account().await.is_err() {
        return Ok(ControlFlow::Break(()));
    }
    for mapping in mappings {
        if mapping.stage.is_empty() {
            let region = session.named_region().cloned();
            without_stage.push(ImportId { mapping: mapping.id, domain: domain.clone(), region });
            continue;
        }
        let scheme = if results.wants_state() {
            Scheme::look_up(&session.gateway, &mapping.api_id).await
        } else {
            None
        };
        let state = State::of(session.region(), domain, &mapping, scheme);
        if results.push(domain_and_path(domain, &mapping.key), state).await.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
