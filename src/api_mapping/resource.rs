//! The resource as Terraform drives it: validate, plan, create, read, update, delete.
//!
//! Which account the provider works in is looked up while a read is under way; a write
//! waits for it.

use std::sync::Arc;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostic, Diagnostics, Resource};
use tf6server::{ManagedResource, PlanPhase};

use super::find::{self, Address, NotFound, Which, region_of};
use super::state::State;
use super::{import, plan, schema, validate};
use crate::checks::{ChangedFields, Run, Runs};
use crate::diagnostic::general;
use crate::gateway::{Mapping, MappingUpdate, WriteError};
use crate::names::{DomainName, ImportId, MappingKey, Region};
use crate::provider::{NoSession, ProviderState, RegionalSession, Session};
use crate::shared::call_errors::Task;
use crate::shared::location::{self, Location};
use crate::shared::private_state::PrivateState;
use crate::shared::session::{in_region, session};
use crate::shared::timeouts::{self, Operation};
use crate::shared::url::Scheme;
use crate::shared::values;

/// The resource, and the provider that it works with.
#[derive(Debug)]
pub struct ApiMapping {
    pub(super) provider: ProviderState,
    pub(super) runs: Arc<Runs>,
}

impl ApiMapping {
    /// A resource that works once `provider` is configured.
    pub fn new(provider: ProviderState, runs: Arc<Runs>) -> Self {
        Self { provider, runs }
    }

    /// The session of the provider, or an error that says why there is none.
    pub(super) fn session(&self, diags: &mut Diagnostics) -> Option<Arc<Session>> {
        session(&self.provider, diags)
    }

    /// The same for a write, with the run, which has noted it.
    fn session_to_write(&self, diags: &mut Diagnostics) -> Option<(Arc<Session>, Arc<Run>)> {
        let session = self.session(diags)?;
        let run = self.runs.of(&session);
        run.note_write();
        Some((session, run))
    }
}

#[async_trait]
impl Resource for ApiMapping {
    type State<'a> = State<'a>;
    type PrivateState<'a> = PrivateState;
    type ProviderMetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema::resource())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: State<'a>) -> Option<()> {
        validate::names(diags, &config);
        values::region(diags, &config.region);
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
        self.runs.note_call();
        let Some(address) = Address::of(&state) else {
            // An error here would keep a `removed` block from working.
            diags.add_warning(not_refreshed("Its state has no id, domain name or region that can be used."));
            return Some((state, private));
        };
        if let Err(NoSession::Waiting(settings)) = self.provider.session() {
            let settings = settings.join(", ");
            let why = format!("Settings of the provider block are not known before apply: {settings}.");
            if self.runs.reports_first(&why) {
                diags.add_warning(not_refreshed(&why));
            }
            return Some((state, private));
        }
        let session = self.session(diags)?;
        let run = self.runs.of(&session);
        if let Which::Id(id) = &address.which {
            self.runs.note_managed(id.clone());
        }
        run.note_read();
        let region = region_of(&state, &private, &session);
        let there = match session.in_region(&region) {
            Ok(there) => there,
            // The plan for it is an error, as for one of another account.
            Err(why) => {
                if run.reports_first(&format!("not refreshed: {why}")) {
                    diags.add_warning(not_refreshed(&why.to_string()));
                }
                return Some((state, private));
            }
        };
        let (location, found) = tokio::join!(
            location::here(&session, &region),
            address.find(&there, &state, &private, Operation::READ.limit(&state.timeouts)),
        );
        let location = match location {
            Ok(here) => here,
            Err((cause, why)) => {
                run.report_once(diags, &cause, why);
                return Some((state, private));
            }
        };
        let location = match location::compare(private.location.as_ref(), location, &state.called()) {
            Ok(location) => location,
            // The plan for it is an error. One here would keep a `removed` block from working.
            Err((cause, _)) => {
                if run.reports_first(&format!("not refreshed: {cause}")) {
                    diags.add_warning(not_refreshed("It is in another account than this provider works in."));
                }
                return Some((state, private));
            }
        };
        match found {
            Ok(Some(mapping)) => {
                match &address.which {
                    Which::Id(_) => self.runs.note_managed(mapping.id.clone()),
                    Which::Key(_) => self.runs.note_stored(mapping.id.clone()),
                }
                let state = State { region: Value::from(region.to_string()), ..state };
                refreshed(&there, &state, &address.domain, &mapping, location).await
            }
            Ok(None) => {
                let known = private.location.as_ref();
                if let Err((cause, why)) =
                    location::confirm_for_certain(&session, &region, known, &state.called()).await
                {
                    run.report_once(diags, &cause, why);
                    return Some((state, private));
                }
                if let Address { domain, which: Which::Id(id) } = address {
                    let key = state.api_mapping_key.as_ref_option().map(|key| MappingKey::from_api(key));
                    run.note_gone(&region, domain, key.unwrap_or_default(), id);
                }
                None
            }
            // The run fails with the first mapping of the domain that cannot be read.
            Err(not_found) => {
                let (cause, why) = address.refusal(&there, &state, &not_found);
                match not_found {
                    NotFound::NoAnswer(_) => run.report_once(diags, &cause, why),
                    // The plan for it is an error. One here would keep a `removed` block from working.
                    _ if !run.reports_first(&format!("not refreshed: {cause}")) => {}
                    NotFound::AnotherApi(_) => {
                        diags.add_warning(not_refreshed("What is at its key may be another mapping."));
                    }
                    NotFound::MayBeElsewhere(_) => {
                        diags.add_warning(not_refreshed("It may be in another region."));
                    }
                }
                Some((state, private))
            }
        }
    }

    async fn plan_create<'a>(
        &self,
        diags: &mut Diagnostics,
        proposed: State<'a>,
        config: State<'a>,
        meta: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        self.plan_create_in(PlanPhase::Unknown, diags, proposed, config, meta).await
    }

    async fn plan_update<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        proposed: State<'a>,
        config: State<'a>,
        private: PrivateState,
        meta: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState, Vec<AttributePath>)> {
        self.plan_update_in(PlanPhase::Unknown, diags, prior, proposed, config, private, meta).await
    }

    async fn plan_destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<PrivateState> {
        self.check_destroy(diags, &prior, &private).await;
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
        let (domain, spec) = validate::names(diags, &planned).complete(diags)?;
        let (session, run) = self.session_to_write(diags)?;
        let Some(region) = planned.region.as_ref_option().and_then(|region| Region::from_api(region)) else {
            diags.add_error(validate::incomplete());
            return None;
        };
        let there = in_region(diags, &session, &region)?;
        let location = location::here(&session, &region).await;
        let location = location.map_err(|why| location::fail(diags, &run, why)).ok()?;
        let limit = Operation::CREATE.limit(&planned.timeouts);
        let created = there.gateway.create(&domain, &spec, limit).await;
        let task = Task::create(&there, &domain, &spec);
        let mapping =
            created.map_err(|error| diags.add_error(task.not_created(&run, &domain, &error))).ok()?;
        refreshed(&there, &planned, &domain, &mapping, location).await
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
        let (domain, spec) = validate::names(diags, &planned).complete(diags)?;
        let (session, run) = self.session_to_write(diags)?;
        // The plan has found it.
        let prior = if prior.id.is_null() && planned.mapping_id().is_some() {
            State { id: planned.id.clone(), api_mapping_id: planned.api_mapping_id.clone(), ..prior }
        } else {
            prior
        };
        let prior = find::identified(&session, &self.runs, prior, &private).await;
        let prior = prior.map_err(|why| location::fail(diags, &run, why)).ok()?;
        let address = Address::known(diags, &prior)?;
        let Which::Id(id) = &address.which else {
            diags.add_error(address.gone());
            return None;
        };
        let region = region_of(&prior, &private, &session);
        let there = in_region(diags, &session, &region)?;
        let location = location::confirm(&session, &region, private.location.as_ref(), &prior.called()).await;
        let location = location.map_err(|why| location::fail(diags, &run, why)).ok()?;
        let changed = plan::changed(&prior, &planned);
        if changed == ChangedFields::NONE {
            // Only the timeouts differ, which the service knows nothing of, or a region that the
            // state lacked.
            return Some((planned, PrivateState::at(location)));
        }
        let update = MappingUpdate { spec, new_key: changed.key };
        let limit = Operation::UPDATE.limit(&planned.timeouts);
        match there.gateway.update(&domain, id, &update, limit).await {
            Ok(mapping) => refreshed(&there, &planned, &domain, &mapping, location).await,
            Err(error) => {
                diags.add_error(Task::update(&there, &domain, id).not_written(&run, &domain, &error));
                let WriteError::Overtaken { actual, .. } = error else { return None };
                refreshed(&there, &planned, &domain, &actual, location).await
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
        let address = Address::known(diags, &prior)?;
        let (session, run) = self.session_to_write(diags)?;
        let region = region_of(&prior, &private, &session);
        let there = in_region(diags, &session, &region)?;
        let known = private.location.as_ref();
        let location = location::confirm_for_certain(&session, &region, known, &prior.called()).await;
        location.map_err(|why| location::fail(diags, &run, why)).ok()?;
        let limit = Operation::DELETE.limit(&prior.timeouts);
        let refused = |why| location::fail(diags, &run, address.refusal(&there, &prior, &why));
        let id = match &address.which {
            Which::Id(id) => {
                address.is_here(&there, &prior, &private).await.map_err(refused).ok()?;
                id.clone()
            }
            Which::Key(_) => {
                let found = address.find(&there, &prior, &private, limit).await;
                match found.map_err(refused).ok()? {
                    Some(mapping) => mapping.id,
                    None => return Some(()),
                }
            }
        };
        let domain = &address.domain;
        let deleted = there.gateway.delete(domain, &id, limit).await;
        let task = Task::delete(&there, domain, &id);
        deleted.map_err(|error| diags.add_error(task.not_written(&run, domain, &error))).ok()
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(State<'a>, PrivateState)> {
        self.runs.note_call();
        let id = ImportId::parse(&id);
        let id = id.map_err(|found| diags.add_error(general(found.summary, found.detail))).ok()?;
        let session = self.session(diags)?;
        let run = self.runs.of(&session);
        run.note_read();
        import::existing(diags, &session, &run, &id).await
    }
}

/// The state with what the service now says of the mapping. Its scheme is known while the
/// API is the same.
async fn refreshed<'a>(
    session: &RegionalSession,
    state: &State<'a>,
    domain: &DomainName,
    mapping: &Mapping,
    location: Location,
) -> Option<(State<'a>, PrivateState)> {
    let scheme = match state.scheme(&mapping.api_id) {
        Some(scheme) => Some(scheme),
        None => Scheme::look_up(&session.gateway, &mapping.api_id).await,
    };
    // What a plan says of the region holds, also that it is null.
    let (region, timeouts) = (state.region.clone(), state.timeouts.clone());
    let found = State::of(session.region(), domain, mapping, scheme);
    Some((State { region, timeouts, ..found }, PrivateState::at(location)))
}

fn not_refreshed(why: &str) -> Diagnostic {
    general("API Mapping Not Refreshed", format!("{why} The plan shows what was read last."))
}
