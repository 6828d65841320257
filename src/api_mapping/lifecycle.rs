//! Create, read, update, delete: from planned state to calls and back.

use std::sync::Arc;

use tf_provider::{Diagnostic, Diagnostics};

use super::checks::{Run, Runs, Touched};
use super::failure::Attempt;
use super::plan;
use super::state::State;
use super::timeouts::Operation;
use super::url::Scheme;
use super::validate;
use crate::diagnostic::general;
use crate::gateway::{CallError, Gateway, Mapping, MappingSpec, MappingUpdate, WriteError};
use crate::names::{DomainName, MappingId};
use crate::provider::{Connection, NotConnected, Session};

/// The session, or an error that says why there is none.
pub(super) fn connected(diags: &mut Diagnostics, connection: &Connection) -> Option<Arc<Session>> {
    let why = match connection.session() {
        Ok(session) => return Some(session),
        Err(NotConnected::Unconfigured) => {
            "The provider was asked to work before it was configured.".to_owned()
        }
        Err(NotConnected::Waiting(settings)) => format!(
            "Settings of the provider block are known only after other resources are applied: {}. Give them \
             values that are known at plan, or apply those resources first with -target.",
            settings.join(", ")
        ),
    };
    diags.add_error(general("Provider Not Connected", why));
    None
}

/// Creates the mapping. Nothing comes back unless it exists.
pub(super) async fn create<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    runs: &Runs,
    planned: &State<'a>,
) -> Option<State<'a>> {
    let (domain, wanted) = validate::names(diags, planned).complete()?;
    let session = connected(diags, connection)?;
    not_refused(diags, &runs.of(&session), &domain, &wanted)?;
    let gateway = &session.gateway;
    match gateway.create(&domain, &wanted, Operation::Create.limit(&planned.timeouts)).await {
        Ok(mapping) => Some(planned.refreshed(&domain, &mapping, scheme(gateway, planned, &mapping).await)),
        Err(error) => {
            diags.add_error(Attempt::create(&session, &domain, &wanted).not_created(&domain, &error));
            None
        }
    }
}

/// `None` after an error when the plan of this very run found that AWS would refuse
/// the mapping, and said so of another one.
fn not_refused(diags: &mut Diagnostics, run: &Run, domain: &DomainName, wanted: &MappingSpec) -> Option<()> {
    let Some(why) = run.refusal(domain, &wanted.key) else { return Some(()) };
    diags.add_error(why);
    None
}

/// Reads the mapping. `None` without an error means that it is gone.
pub(super) async fn read<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    runs: &Runs,
    state: &State<'a>,
) -> Option<State<'a>> {
    let (domain, id) = address(diags, state)?;
    if let Err(NotConnected::Waiting(settings)) = connection.session() {
        diags.add_warning(general(
            "API Mapping Not Refreshed",
            format!(
                "Settings of the provider block are known only after apply ({}), so nothing was asked of AWS \
                 and the plan shows the mapping as it was last seen.",
                settings.join(", ")
            ),
        ));
        return Some(state.clone());
    }
    let session = connected(diags, connection)?;
    let gateway = &session.gateway;
    let run = runs.of(&session);
    run.has_read();
    runs.managed().note(&id);
    let found = gateway.read(&domain, &id, Operation::Read.limit(&state.timeouts)).await;
    if let Some(error) = gateway.listing_denied()
        && run.first_time("listing denied".to_owned())
    {
        diags.add_warning(one_by_one(error));
    }
    match found {
        Ok(Some(mapping)) => Some(state.refreshed(&domain, &mapping, scheme(gateway, state, &mapping).await)),
        Ok(None) => None,
        Err(error) => {
            diags.add_error(Attempt::read(&session, &domain, &id).failed(&error));
            None
        }
    }
}

/// How clients reach the mapping: as `known` says while the API is the same, else
/// as the service says; nothing when it does not.
pub(super) async fn scheme(gateway: &Gateway, known: &State<'_>, mapping: &Mapping) -> Option<Scheme> {
    match known.scheme(&mapping.api_id) {
        Some(scheme) => Some(scheme),
        None => gateway.api(&mapping.api_id).await.ok().flatten().map(Scheme::from),
    }
}

fn one_by_one(error: &CallError) -> Diagnostic {
    general(
        "API Mappings Read One by One",
        format!(
            "The credentials may not list the mappings of a domain, so each is read with a call of its own. \
             That takes longer and uses more of the account's quota of 10 calls a second. Add {} to their \
             policy. API Gateway said: {}",
            error.action.permission(),
            error.failure
        ),
    )
}

/// Changes the mapping in place. `None` leaves the state as it was.
pub(super) async fn update<'a>(
    diags: &mut Diagnostics,
    connection: &Connection,
    runs: &Runs,
    prior: &State<'_>,
    planned: &State<'a>,
) -> Option<State<'a>> {
    if plan::touched(prior, planned) == Touched::default() {
        // Only the timeouts differ, which the service knows nothing of.
        return Some(planned.clone());
    }
    let (domain, wanted) = validate::names(diags, planned).complete()?;
    let (_, id) = address(diags, prior)?;
    let session = connected(diags, connection)?;
    not_refused(diags, &runs.of(&session), &domain, &wanted)?;
    let gateway = &session.gateway;
    let new_key = planned.api_mapping_key != prior.api_mapping_key;
    match gateway
        .update(
            &domain,
            &id,
            &MappingUpdate { spec: wanted, new_key },
            Operation::Update.limit(&planned.timeouts),
        )
        .await
    {
        Ok(mapping) => Some(planned.refreshed(&domain, &mapping, scheme(gateway, planned, &mapping).await)),
        Err(error) => {
            diags.add_error(Attempt::update(&session, &domain, &id).not_written(&domain, &error));
            match error {
                WriteError::Overtaken { actual } => {
                    Some(planned.refreshed(&domain, &actual, scheme(gateway, prior, &actual).await))
                }
                _ => None,
            }
        }
    }
}

/// Deletes the mapping; one that is gone already is fine.
pub(super) async fn delete(
    diags: &mut Diagnostics,
    connection: &Connection,
    prior: &State<'_>,
) -> Option<()> {
    let (domain, id) = address(diags, prior)?;
    let session = connected(diags, connection)?;
    let gateway = &session.gateway;
    match gateway.delete(&domain, &id, Operation::Delete.limit(&prior.timeouts)).await {
        Ok(()) => Some(()),
        Err(error) => {
            diags.add_error(Attempt::delete(&session, &domain, &id).not_written(&domain, &error));
            None
        }
    }
}

/// Which mapping a state speaks of.
fn address(diags: &mut Diagnostics, state: &State<'_>) -> Option<(DomainName, MappingId)> {
    let domain = state.domain_name.as_ref_option().and_then(|name| DomainName::from_api(name));
    let id = state.id.as_ref_option().and_then(|id| MappingId::from_api(id));
    let address = domain.zip(id);
    if address.is_none() {
        diags.add_error(general(
            "Incomplete State",
            "The state holds no id or no domain name for this API mapping, so it cannot be found. Remove it \
             with `terraform state rm` and import it by its id.",
        ));
    }
    address
}
