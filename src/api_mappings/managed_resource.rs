//! The resource as newer Terraform drives it: identity, lists, and what is left of a table.

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{Value, ValueEmpty};
use tf_provider::{AttributePath, Diagnostics};
use tf6server::{IdentitySchema, JsonObject, ListResults, ManagedResource, PlanPhase, Remains};

use super::identity::{self, Identity};
use super::list::ListConfig;
use super::resource::ApiMappings;
use super::state::State;
use super::{import, list, schema};
use crate::names::{DomainName, MappingId, Region};
use crate::shared::location;
use crate::shared::private_state::PrivateState;
use crate::shared::values;

#[async_trait]
impl ManagedResource for ApiMappings {
    type Identity = Identity;
    type ListConfig = Value<ListConfig>;

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(identity::schema())
    }

    fn identity(&self, state: &State<'_>) -> Option<Identity> {
        Identity::of(state, self.provider.session().ok()?.known_account())
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

    fn list_schema(&self) -> Option<Schema> {
        Some(schema::list_config())
    }

    async fn plan_create_in<'a>(
        &self,
        phase: PlanPhase<PrivateState>,
        diags: &mut Diagnostics,
        proposed: State<'a>,
        config: State<'a>,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState)> {
        // A table may be large, and nothing of it is needed.
        drop(proposed);
        self.runs.note_call();
        let (planned, _) = self.plan(diags, None, config, None, &phase).await;
        Some((planned, PrivateState::default()))
    }

    async fn plan_update_in<'a>(
        &self,
        phase: PlanPhase<PrivateState>,
        diags: &mut Diagnostics,
        prior: State<'a>,
        proposed: State<'a>,
        config: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<(State<'a>, PrivateState, Vec<AttributePath>)> {
        drop(proposed);
        self.runs.note_call();
        let location = private.location.as_ref();
        let (planned, replaces) = self.plan(diags, Some(prior), config, location, &phase).await;
        Some((planned, private, replaces))
    }

    async fn destroy_as_far_as_possible<'a>(
        &self,
        diags: &mut Diagnostics,
        prior: State<'a>,
        private: PrivateState,
        _: ValueEmpty,
    ) -> Option<Remains<State<'a>, PrivateState>> {
        let place = self.place(diags, &prior, &private, true).await?;
        place.delete(diags, prior).await
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
        list::list(diags, &session, config, results).await
    }

    fn stored_state(&self, state: &JsonObject) {
        let text = |name: &str| state.get(name).and_then(serde_json::Value::as_str);
        let ids = state.get("api_mapping_ids").and_then(serde_json::Value::as_object);
        let ids = ids.into_iter().flat_map(serde_json::Map::values);
        let ids = ids.filter_map(|id| MappingId::from_api(id.as_str()?));
        ids.for_each(|id| self.runs.note_managed(id));
        let domain = text("domain_name").and_then(DomainName::from_api);
        if let Some((region, domain)) = text("region").and_then(Region::from_api).zip(domain) {
            self.runs.note_managed_table(region, domain);
        }
    }
}
