//! The resource as Terraform drives it: validate, plan, create, read, update, delete.
//!
//! Which account the provider works in is looked up while a read is under way; a write
//! waits for it.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};

use super::call_errors::Task;
use super::configured::configured;
use super::private_state::PrivateState;
use super::state::State;
use super::timeouts::{self, Operation};
use super::url::Scheme;
use super::{import, location, plan, schema, validate};
use crate::checks::{ChangedFields, Runs};
use crate::diagnostic::general;
use crate::gateway::{CallError, Gateway, Mapping, MappingUpdate, WriteError};
use crate::names::{DomainName, ImportId, MappingId};
use crate::provider::{NoSession, ProviderState};

/// The resource, and the provider that it works with.
#[derive(Debug)]
pub struct ApiMapping {
    pub(super) provider: ProviderState,
    pub(super) runs: Runs,
}

impl ApiMapping {
    /// A resource that works once `provider` is configured.
    pub fn new(provider: ProviderState) -> Self {
        Self { provider, runs: Runs::default() }
    }
}

#[async_trait]
impl Resource for ApiMapping {
    type State<'a> = State<'a>;
    type PrivateState<'a> = PrivateState;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        validate::names(diags, &config);
        validate::read_only(diags, &config);
        timeouts::validate(diags, &config.timeouts);
        Some(())
    }

    async fn read<'a>(
        &self,
        diags: &mut Diagnostics,
        state: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        let (domain, id) = address(diags, &state)?;
        if let Err(NoSession::Waiting(settings)) = self.provider.session() {
            diags.add_warning(not_refreshed(&settings));
            return Some((state, private));
        }
        let session = configured(diags, &self.provider)?;
        let (gateway, run) = (&session.gateway, self.runs.of(&session));
        run.note_read(id.clone());
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
        if let Some(error) = gateway.listing_denied(&domain)
            && run.reports_first("listing denied")
        {
            diags.add_warning(one_by_one(&error));
        }
        match found {
            Ok(Some(mapping)) => {
                Some((refreshed(gateway, &state, &domain, &mapping).await, PrivateState::at(location)))
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

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        _proposed: State<'a>,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        let planned = plan::creation(config);
        let planned = self.checked(diags, None, planned, None).await;
        Some((planned, PrivateState::default()))
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        _proposed: State<'a>,
        config: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState, Vec<AttributePath>)> {
        let (planned, replaces) = plan::change(prior.clone(), config);
        let planned = self.checked(diags, Some(&prior), planned, private.location.as_ref()).await;
        Some((planned, private, replaces))
    }

    async fn plan_destroy<'a>(
        &self,
        _: &mut Diagnostics,
        _prior: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<PrivateState> {
        Some(private)
    }

    async fn create<'a>(
        &self,
        diags: &mut Diagnostics,
        planned: State<'a>,
        _config: State<'a>,
        _private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        let (domain, spec) = validate::names(diags, &planned).complete()?;
        let session = configured(diags, &self.provider)?;
        let location =
            location::here(&session).await.map_err(|refusal| diags.add_error(refusal.diagnostic)).ok()?;
        let gateway = &session.gateway;
        match gateway.create(&domain, &spec, Operation::Create.limit(&planned.timeouts)).await {
            Ok(mapping) => {
                Some((refreshed(gateway, &planned, &domain, &mapping).await, PrivateState::at(location)))
            }
            Err(error) => {
                diags.add_error(Task::create(&session, &domain, &spec).not_created(&domain, &error));
                None
            }
        }
    }

    async fn update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        planned: State<'a>,
        _config: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        let (domain, spec) = validate::names(diags, &planned).complete()?;
        let (_, id) = address(diags, &prior)?;
        let session = configured(diags, &self.provider)?;
        let location = location::confirm(&session, private.location.as_ref(), &prior).await;
        let private = PrivateState::at(location.map_err(|refusal| diags.add_error(refusal.diagnostic)).ok()?);
        let changed = plan::changed(&prior, &planned);
        if changed == ChangedFields::NONE {
            // Only the timeouts differ, which the service knows nothing of.
            return Some((planned, private));
        }
        let gateway = &session.gateway;
        let update = MappingUpdate { spec, new_key: changed.key };
        match gateway.update(&domain, &id, &update, Operation::Update.limit(&planned.timeouts)).await {
            Ok(mapping) => Some((refreshed(gateway, &planned, &domain, &mapping).await, private)),
            Err(error) => {
                diags.add_error(Task::update(&session, &domain, &id).not_written(&domain, &error));
                let WriteError::Overtaken { actual } = error else { return None };
                Some((refreshed(gateway, &planned, &domain, &actual).await, private))
            }
        }
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<()> {
        let (domain, id) = address(diags, &prior)?;
        let session = configured(diags, &self.provider)?;
        let location = location::confirm(&session, private.location.as_ref(), &prior).await;
        location.map_err(|refusal| diags.add_error(refusal.diagnostic)).ok()?;
        let deleted = session.gateway.delete(&domain, &id, Operation::Delete.limit(&prior.timeouts)).await;
        let task = Task::delete(&session, &domain, &id);
        deleted.map_err(|error| diags.add_error(task.not_written(&domain, &error))).ok()
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(State<'a>, PrivateState)> {
        let id = ImportId::parse(&id);
        let id = id.map_err(|found| diags.add_error(general(found.summary, found.detail))).ok()?;
        let session = configured(diags, &self.provider)?;
        import::existing(diags, &session, &id).await
    }
}

/// The state with what the service now says of the mapping. Its scheme is known while the
/// API is the same.
async fn refreshed<'a>(
    gateway: &Gateway,
    state: &State<'a>,
    domain: &DomainName,
    mapping: &Mapping,
) -> State<'a> {
    let scheme = match state.scheme(&mapping.api_id) {
        Some(scheme) => Some(scheme),
        None => Scheme::look_up(gateway, &mapping.api_id).await,
    };
    State { timeouts: state.timeouts.clone(), ..State::of(domain, mapping, scheme) }
}

/// The mapping that a state describes.
fn address(diags: &mut Diagnostics, state: &State<'_>) -> Option<(DomainName, MappingId)> {
    let domain = state.domain_name.as_ref_option().and_then(|name| DomainName::from_api(name));
    let address = domain.zip(state.mapping_id());
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
    let settings = settings.join(", ");
    let detail = format!(
        "Settings of the provider block are not known before apply: {settings}. The plan shows the mapping as it was \
         last read."
    );
    general("API Mapping Not Refreshed", detail)
}

fn one_by_one(CallError { action, failure }: &CallError) -> Diagnostic {
    let detail = format!(
        "The credentials may not list the mappings of a domain. Add {} to their policy: until then each mapping is read \
         with a call of its own, which takes longer and uses more of the account's 10 calls a second. API Gateway \
         said: {failure}",
        action.permission()
    );
    general("API Mappings Read One by One", detail)
}
