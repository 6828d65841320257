//! Create, read, update, delete: from states to calls and back.
//!
//! Which account the provider works in is looked up while a read is under way; a
//! write waits for it.

use std::sync::Arc;

use tf_provider::{Diagnostic, Diagnostics};

use super::call_errors::Task;
use super::location;
use super::plan;
use super::private_state::PrivateState;
use super::state::State;
use super::timeouts::Operation;
use super::url::Scheme;
use super::validate;
use crate::checks::{ChangedFields, Runs};
use crate::diagnostic::general;
use crate::gateway::{CallError, Gateway, Mapping, MappingUpdate, WriteError};
use crate::names::{DomainName, MappingId};
use crate::provider::{NoSession, ProviderState, Session};

/// The session, or an error that says why there is none.
pub(super) fn configured(diags: &mut Diagnostics, provider: &ProviderState) -> Option<Arc<Session>> {
    let why = match provider.session() {
        Ok(session) => return Some(session),
        Err(NoSession::Unconfigured) => "The provider was called before it was configured.".to_owned(),
        Err(NoSession::Waiting(settings)) => format!(
            "Give these settings of the provider block values that are known at plan: {}. Or apply the resources that \
             they depend on first, with -target.",
            settings.join(", ")
        ),
    };
    diags.add_error(general("Provider Not Configured", why));
    None
}

/// Creates the mapping. Nothing is returned unless it exists.
pub(super) async fn create<'a>(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    planned: State<'a>,
) -> Option<(State<'a>, PrivateState)> {
    let (domain, spec) = validate::names(diags, &planned).complete()?;
    let session = configured(diags, provider)?;
    let location = location::here(&session).await;
    let location = location.map_err(|refusal| refusal.report(diags)).ok()?;
    let gateway = &session.gateway;
    match gateway.create(&domain, &spec, Operation::Create.limit(&planned.timeouts)).await {
        Ok(mapping) => {
            let scheme = scheme(gateway, &planned, &mapping).await;
            Some((planned.refreshed(&domain, &mapping, scheme), PrivateState::at(location)))
        }
        Err(error) => {
            diags.add_error(Task::create(&session, &domain, &spec).not_created(&domain, &error));
            None
        }
    }
}

/// Reads the mapping. `None` without an error means that it is gone.
pub(super) async fn read<'a>(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    runs: &Runs,
    state: State<'a>,
    private: PrivateState,
) -> Option<(State<'a>, PrivateState)> {
    let (domain, id) = address(diags, &state)?;
    if let Err(NoSession::Waiting(settings)) = provider.session() {
        diags.add_warning(not_refreshed(&settings));
        return Some((state, private));
    }
    let session = configured(diags, provider)?;
    let (gateway, run) = (&session.gateway, runs.of(&session));
    run.note_read(&id);
    let (location, found) = tokio::join!(
        location::confirm(&session, private.location.as_ref(), &state),
        gateway.read(&domain, &id, Operation::Read.limit(&state.timeouts)),
    );
    let location = match location {
        Ok(location) => location,
        Err(refusal) => {
            refusal.report_once(diags, &run);
            return Some((state, private));
        }
    };
    if let Some(error) = gateway.listing_denied()
        && run.reports_first("listing denied")
    {
        diags.add_warning(one_by_one(error));
    }
    match found {
        Ok(Some(mapping)) => {
            let scheme = scheme(gateway, &state, &mapping).await;
            Some((state.refreshed(&domain, &mapping, scheme), PrivateState::at(location)))
        }
        Ok(None) => None,
        // The run fails with the first mapping of the domain that cannot be read.
        Err(error) if run.reports_first(&format!("read {domain}: {:?}", error.refusal())) => {
            diags.add_error(Task::read(&session, &domain, &id).failed(&error));
            None
        }
        Err(_) => Some((state, private)),
    }
}

/// Changes the mapping in place. `None` leaves the state as it was.
pub(super) async fn update<'a>(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    prior: &State<'_>,
    planned: State<'a>,
    private: PrivateState,
) -> Option<(State<'a>, PrivateState)> {
    let (domain, spec) = validate::names(diags, &planned).complete()?;
    let (_, id) = address(diags, prior)?;
    let session = configured(diags, provider)?;
    let location = location::confirm(&session, private.location.as_ref(), prior).await;
    let private = PrivateState::at(location.map_err(|refusal| refusal.report(diags)).ok()?);
    let changed = plan::changed(prior, &planned);
    if changed == ChangedFields::NONE {
        // Only the timeouts differ, which the service knows nothing of.
        return Some((planned, private));
    }
    let gateway = &session.gateway;
    let change = MappingUpdate { spec, new_key: changed.key };
    match gateway.update(&domain, &id, &change, Operation::Update.limit(&planned.timeouts)).await {
        Ok(mapping) => {
            let scheme = scheme(gateway, &planned, &mapping).await;
            Some((planned.refreshed(&domain, &mapping, scheme), private))
        }
        Err(error) => {
            diags.add_error(Task::update(&session, &domain, &id).not_written(&domain, &error));
            let WriteError::Overtaken { actual } = error else { return None };
            let scheme = scheme(gateway, prior, &actual).await;
            Some((planned.refreshed(&domain, &actual, scheme), private))
        }
    }
}

/// Deletes the mapping; one that is gone already is deleted.
pub(super) async fn delete(
    diags: &mut Diagnostics,
    provider: &ProviderState,
    prior: &State<'_>,
    private: PrivateState,
) -> Option<()> {
    let (domain, id) = address(diags, prior)?;
    let session = configured(diags, provider)?;
    let location = location::confirm(&session, private.location.as_ref(), prior).await;
    location.map_err(|refusal| refusal.report(diags)).ok()?;
    let deleted = session.gateway.delete(&domain, &id, Operation::Delete.limit(&prior.timeouts)).await;
    deleted
        .map_err(|error| diags.add_error(Task::delete(&session, &domain, &id).not_written(&domain, &error)))
        .ok()
}

/// How clients reach the mapping: as `known` says while the API is the same, else as
/// the service says; `None` when it does not.
async fn scheme(gateway: &Gateway, known: &State<'_>, mapping: &Mapping) -> Option<Scheme> {
    match known.scheme(&mapping.api_id) {
        Some(scheme) => Some(scheme),
        None => gateway.lookups.api(&mapping.api_id).await.ok().flatten().map(Scheme::from),
    }
}

/// The mapping that a state describes.
fn address(diags: &mut Diagnostics, state: &State<'_>) -> Option<(DomainName, MappingId)> {
    let domain = state.domain_name.as_ref_option().and_then(|name| DomainName::from_api(name));
    let id = state.id.as_ref_option().and_then(|id| MappingId::from_api(id));
    let address = domain.zip(id);
    if address.is_none() {
        diags.add_error(general(
            "Incomplete State",
            "The state of this API mapping has no id or no domain name. Remove it from the state with a `removed` \
             block with `destroy = false`, and import the mapping by its id.",
        ));
    }
    address
}

fn not_refreshed(settings: &[String]) -> Diagnostic {
    general(
        "API Mapping Not Refreshed",
        format!(
            "Settings of the provider block are not known before apply: {}. The plan shows the mapping as it was last \
             read.",
            settings.join(", ")
        ),
    )
}

fn one_by_one(error: &CallError) -> Diagnostic {
    general(
        "API Mappings Read One by One",
        format!(
            "The credentials may not list the mappings of a domain. Add {} to their policy: until then each mapping is \
             read with a call of its own, which takes longer and uses more of the account's 10 calls a second. API \
             Gateway said: {}",
            error.action.permission(),
            error.failure
        ),
    )
}
