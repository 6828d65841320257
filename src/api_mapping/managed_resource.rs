//! The resource as newer Terraform drives it: identity, moves, lists.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostics};
use tf6server::{
    ForeignState, IdentitySchema, IdentityUpgradeStep, JsonObject, ListResults, ManagedResource, MoveSource,
    PlanPhase,
};

use super::find::{self, Address};
use super::identity::{self, Identity};
use super::list::{self, ListConfig};
use super::resource::ApiMapping;
use super::state::State;
use super::{import, moves, plan, schema};
use crate::checks::Phase;
use crate::diagnostic::about;
use crate::names::MappingId;
use crate::shared::call_errors::Task;
use crate::shared::location;
use crate::shared::private_state::PrivateState;
use crate::shared::values;

#[async_trait]
impl ManagedResource for ApiMapping {
    type Identity = Identity;
    type ListConfig = Value<ListConfig>;

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(identity::schema())
    }

    fn identity(&self, state: &State<'_>) -> Option<Identity> {
        Identity::of(state, self.provider.session().ok()?.known_account())
    }

    fn identity_upgrade_step(&self, from: i64) -> Option<IdentityUpgradeStep> {
        identity::upgrade_step(from)
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(State<'a>, PrivateState)> {
        self.runs.note_call();
        let session = self.session(diags)?;
        let run = self.runs.of(&session);
        run.note_read();
        let account = location::account(&session, identity.names_an_account()).await;
        let account = account.map_err(|why| location::fail(diags, &run, why)).ok()?;
        let id = identity.import_id(account);
        let id = id.map_err(|found| diags.errors.extend(found)).ok()?;
        import::existing(diags, &session, &run, &id).await
    }

    fn move_sources(&self) -> Vec<MoveSource> {
        moves::SOURCES.to_vec()
    }

    async fn move_from<'a>(
        &self,
        diags: &mut Diagnostics,
        source: ForeignState,
    ) -> Option<(State<'a>, PrivateState)> {
        moves::take_over(diags, &source)
    }

    fn list_schema(&self) -> Option<Schema> {
        Some(schema::list_config())
    }

    async fn plan_create_in<'a>(
        &self,
        phase: PlanPhase<PrivateState>,
        diags: &mut Diagnostics,
        _proposed: State<'a>,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        self.runs.note_call();
        let session = self.provider.session().ok();
        let planned = plan::creation(config, session.as_ref().map(|session| &session.region));
        let planned = self.checked(diags, None, planned, None, &phase).await;
        Some((planned, PrivateState::default()))
    }

    async fn plan_update_in<'a>(
        &self,
        phase: PlanPhase<PrivateState>,
        diags: &mut Diagnostics,
        prior: State<'a>,
        _proposed: State<'a>,
        config: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState, Vec<AttributePath>)> {
        self.runs.note_call();
        let address = Address::known(diags, &prior)?;
        let prior = match self.provider.session() {
            Ok(session) => {
                let found = find::identified(&session, &self.runs, prior, &private).await;
                let run = self.runs.of(&session);
                let found = found.map_err(|why| location::fail(diags, &run, why)).ok()?;
                // What was known when the plan was shown has to be known again.
                if found.id.is_null() && run.phase(&phase).await == Phase::Repeated {
                    diags.add_error(address.gone());
                    return None;
                }
                found
            }
            Err(_) => prior,
        };
        let location = private.location.as_ref();
        let here = self.provider.session().ok().map(|session| session.region.clone());
        let there = location::region(&prior.region, location).or_else(|| here.clone());
        let (planned, replaces) = plan::change(prior.clone(), config, there.as_ref(), here.as_ref());
        // A mapping that was not found may be gone. A read tells, and the plan that follows it.
        let planned = if prior.id.is_null() {
            planned
        } else {
            self.checked(diags, Some(&prior), planned, location, &phase).await
        };
        Some((planned, private, replaces))
    }

    async fn validate_list(&self, diags: &mut Diagnostics, config: Value<ListConfig>) -> Option<()> {
        if let Value::Value(config) = config {
            values::domain(diags, &config.domain_name);
            values::region(diags, &config.region);
        }
        Some(())
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: Value<ListConfig>,
        results: &mut ListResults<'_, Self>,
    ) -> Option<()> {
        let session = self.session(diags)?;
        let ListConfig { domain_name, region } = match config {
            Value::Value(config) => config,
            Value::Null => ListConfig::default(),
            Value::Unknown => ListConfig { domain_name: Value::Unknown, region: Value::Unknown },
        };
        let unknown = |attribute, summary| {
            let detail =
                format!("The {attribute} of this list is not known yet. Give it a value that is known.");
            about(AttributePath::new(attribute), summary, detail)
        };
        let domain = match domain_name {
            Value::Null => None,
            name @ Value::Value(_) => Some(values::domain(diags, &name)?),
            Value::Unknown => {
                diags.add_error(unknown("domain_name", "Unknown Domain Name"));
                return None;
            }
        };
        let region = match region {
            Value::Null => session.region.clone(),
            name @ Value::Value(_) => values::region(diags, &name)?,
            Value::Unknown => {
                diags.add_error(unknown("region", "Unknown Region"));
                return None;
            }
        };
        let session = session.in_region(&region);
        let path = AttributePath::new("region");
        let session = session.map_err(|why| diags.add_error(location::unusable_region(path, &why))).ok()?;
        let (listed, account) = tokio::join!(list::list(diags, &session, domain, results), session.account());
        account.map_err(|why| diags.add_error(why)).ok()?;
        listed.map_err(|(what, error)| diags.add_error(Task::list(&session, &what).failed(&error))).ok()
    }

    fn stored_state(&self, state: &JsonObject) {
        let id = state.get("id").and_then(serde_json::Value::as_str).and_then(MappingId::from_api);
        if let Some(id) = id {
            self.runs.note_stored(id);
        }
    }
}
