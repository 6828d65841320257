//! The resource as Terraform drives it: validate, plan, create, read, update, delete.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostics, Resource};
use tf6server::{ManagedResource, PlanPhase};

use super::rivals::check_destroyed;
use super::state::State;
use super::write::{Place, Write};
use super::{import, messages, schema, schemes, validate};
use crate::checks::{Run, Runs};
use crate::gateway::Mappings;
use crate::names::{DomainName, Region};
use crate::provider::{NoSession, ProviderState, RegionalSession, Session};
use crate::shared::location::{self, Location};
use crate::shared::private_state::PrivateState;
use crate::shared::session::{in_region, session};
use crate::shared::timeouts::{self, Operation};
use crate::shared::values;

/// The resource, and the provider that it works with.
#[derive(Debug)]
pub struct ApiMappings {
    pub(super) provider: ProviderState,
    pub(super) runs: Arc<Runs>,
}

impl ApiMappings {
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

    /// Where a table is that exists, with what may write to it or delete it.
    pub(super) async fn place(
        &self,
        diags: &mut Diagnostics,
        prior: &State<'_>,
        private: &PrivateState,
        is_deleted: bool,
    ) -> Option<Place> {
        let Some(domain) = domain(prior) else {
            diags.add_error(messages::unusable_state());
            return None;
        };
        let (session, run) = self.session_to_write(diags)?;
        let region = region_of(prior, private, &session);
        let there = in_region(diags, &session, &region)?;
        let (known, called) = (private.location.as_ref(), prior.called());
        let location = if is_deleted {
            location::confirm_for_certain(&session, &region, known, &called).await
        } else {
            location::confirm(&session, &region, known, &called).await
        };
        let location = location.map_err(|why| location::fail(diags, &run, why)).ok()?;
        Some(Place { run, session: there, domain, location })
    }
}

#[async_trait]
impl Resource for ApiMappings {
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
        let Some(domain) = domain(&state) else {
            // An error here would keep a `removed` block from working.
            diags.add_warning(messages::not_refreshed(
                "Its state has no domain name or region that can be used.",
            ));
            return Some((state, private));
        };
        if let Err(NoSession::Waiting(settings)) = self.provider.session() {
            let settings = settings.join(", ");
            let why = format!("Settings of the provider block are not known before apply: {settings}.");
            if self.runs.reports_first(&why) {
                diags.add_warning(messages::not_refreshed(&why));
            }
            return Some((state, private));
        }
        let session = self.session(diags)?;
        let run = self.runs.of(&session);
        run.note_read();
        let region = region_of(&state, &private, &session);
        let there = match session.in_region(&region) {
            Ok(there) => there,
            // The plan for it is an error, as for one of another account.
            Err(why) => {
                if run.reports_first(&format!("not refreshed: {why}")) {
                    diags.add_warning(messages::not_refreshed(&why.to_string()));
                }
                return Some((state, private));
            }
        };
        let limit = read_limit(&there, &state);
        let (here, found) =
            tokio::join!(location::here(&session, &region), there.gateway.table(&domain, limit));
        let here = match here {
            Ok(here) => here,
            Err((cause, why)) => {
                run.report_once(diags, &cause, why);
                return Some((state, private));
            }
        };
        let location = match location::compare(private.location.as_ref(), here, &state.called()) {
            Ok(location) => location,
            Err((cause, _)) => {
                if run.reports_first(&format!("not refreshed: {cause}")) {
                    diags.add_warning(messages::not_refreshed(
                        "It is in another account than this provider works in.",
                    ));
                }
                return Some((state, private));
            }
        };
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                let cause = format!("read {domain} in {region}: {:?}", error.refusal());
                run.report_once(diags, &cause, messages::not_listed(&there, &domain, &error));
                return Some((state, private));
            }
        };
        let is_all_there = found.as_ref().is_some_and(|found| state.ids().all(|id| found.get(&id).is_some()));
        if !is_all_there {
            let (known, called) = (private.location.as_ref(), state.called());
            if let Err((cause, why)) = location::confirm_for_certain(&session, &region, known, &called).await
            {
                run.report_once(diags, &cause, why);
                return Some((state, private));
            }
        }
        // The state of a domain that is gone is removed.
        let found = found?;
        found.iter().for_each(|mapping| self.runs.note_managed(mapping.id.clone()));
        Some(refreshed(&there, state, &domain, &found, location).await)
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
        if let (Some(domain), Ok(session)) = (domain(&prior), self.provider.session())
            && let Ok(there) = session.in_region(&region_of(&prior, &private, &session))
        {
            check_destroyed(diags, &there, &self.runs.of(&session), &domain).await;
        }
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
        let (domain, wanted) = validate::names(diags, &planned).complete(diags)?;
        let (session, run) = self.session_to_write(diags)?;
        let Some(region) = planned.region.as_ref_option().and_then(|region| Region::from_api(region)) else {
            diags.add_error(validate::incomplete());
            return None;
        };
        let there = in_region(diags, &session, &region)?;
        let location = location::here(&session, &region).await;
        let location = location.map_err(|why| location::fail(diags, &run, why)).ok()?;
        let place = Place { run, session: there, domain, location };
        Write { place: &place, operation: Operation::CREATE, prior: None, planned: &planned, wanted }
            .carry_out(diags)
            .await
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
        let (_, wanted) = validate::names(diags, &planned).complete(diags)?;
        let place = self.place(diags, &prior, &private, false).await?;
        if planned.mappings == prior.mappings {
            // Only the timeouts differ, which the service knows nothing of.
            return Some((planned, PrivateState::at(place.location)));
        }
        Write { place: &place, operation: Operation::UPDATE, prior: Some(&prior), planned: &planned, wanted }
            .carry_out(diags)
            .await
    }

    async fn destroy<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        private: PrivateState,
        meta: ValueEmpty,
    ) -> Option<()> {
        self.destroy_as_far_as_possible(diags, prior, private, meta).await.map(drop)
    }

    async fn import<'a>(&self, diags: &mut Diagnostics, id: String) -> Option<(State<'a>, PrivateState)> {
        self.runs.note_call();
        let id = import::ImportId::parse(&id).map_err(|why| diags.add_error(why)).ok()?;
        let session = self.session(diags)?;
        let run = self.runs.of(&session);
        run.note_read();
        import::existing(diags, &session, &run, &id).await
    }
}

/// The domain that a state names; `None` when it cannot be used, or its region.
fn domain(state: &State<'_>) -> Option<DomainName> {
    if let Value::Value(region) = &state.region {
        Region::from_api(region)?;
    }
    state.domain()
}

/// The region that a table is in, which is the provider's where nothing else is stored.
fn region_of(state: &State<'_>, private: &PrivateState, session: &Session) -> Region {
    location::region(&state.region, private.location.as_ref()).unwrap_or_else(|| session.region.clone())
}

/// How long a listing may take: even where the service gives the smallest pages, of 25.
fn read_limit(session: &RegionalSession, state: &State<'_>) -> Duration {
    let mappings = state.mappings.as_ref_option().map_or(0, BTreeMap::len);
    Operation::READ.limit_beside(session.gateway.time_for(2 * mappings / 25), &state.timeouts)
}

/// The state of a domain with these mappings. Their scheme is known while an API is still there
/// that it was found out for.
async fn refreshed<'a>(
    session: &RegionalSession,
    state: State<'a>,
    domain: &DomainName,
    found: &Mappings,
    location: Location,
) -> (State<'a>, PrivateState) {
    let scheme = schemes::of_found(&session.gateway, &state, found).await;
    let timeouts = state.timeouts.clone();
    let found = State::of(session.region(), domain, found, scheme, timeouts);
    (State { domain_name: state.domain_name, id: state.id, ..found }, PrivateState::at(location))
}
