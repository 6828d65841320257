//! The resource as newer Terraform drives it: identity, moves, lists.

use async_trait::async_trait;
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;
use tf_provider::value::Value;
use tf6server::{ForeignState, IdentitySchema, JsonObject, ListResults, ManagedResource, MoveSource};

use super::call_errors::Task;
use super::identity::{self, Identity};
use super::list::{self, ListConfig};
use super::private_state::PrivateState;
use super::resource::ApiMapping;
use super::state::State;
use super::{import, moves, schema, validate};
use crate::names::MappingId;

#[async_trait]
impl ManagedResource for ApiMapping {
    type Identity = Identity;
    type ListConfig = ListConfig;

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(identity::schema())
    }

    fn identity(&self, state: &State<'_>) -> Option<Identity> {
        Identity::of(state, &*self.provider.session().ok()?)
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(State<'a>, PrivateState)> {
        let session = self.session(diags)?;
        let id = identity.import_id(session.gateway.region());
        let id = id.map_err(|found| diags.errors.extend(found)).ok()?;
        import::existing(diags, &session, &id).await
    }

    fn move_sources(&self) -> Vec<MoveSource> {
        moves::SOURCES.to_vec()
    }

    async fn move_from<'a>(
        &self,
        diags: &mut Diagnostics,
        source: ForeignState,
    ) -> Option<(State<'a>, PrivateState)> {
        moves::take_over(diags, &source.state)
    }

    fn list_schema(&self) -> Option<Schema> {
        Some(schema::list_config())
    }

    async fn validate_list(&self, diags: &mut Diagnostics, config: ListConfig) -> Option<()> {
        validate::domain(diags, &config.domain_name);
        Some(())
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: ListConfig,
        results: &mut ListResults<'_, Self>,
    ) -> Option<()> {
        let session = self.session(diags)?;
        let domain = match &config.domain_name {
            Value::Value(_) => Some(validate::domain(diags, &config.domain_name)?),
            _ => None,
        };
        let (listed, account) = tokio::join!(list::list(diags, &session, domain, results), session.account());
        account.map_err(|why| diags.add_error(why)).ok()?;
        listed.map_err(|(what, error)| diags.add_error(Task::list(&session, &what).failed(&error))).ok()
    }

    fn stored_state(&self, state: &JsonObject) {
        let id = state.get("id").and_then(serde_json::Value::as_str).and_then(MappingId::from_api);
        if let Some(id) = id {
            self.runs.note_managed(id);
        }
    }
}
