//! What newer Terraform asks of a resource: identity, moves, lists.

use async_trait::async_trait;
use tf_provider::Diagnostics;
use tf_provider::schema::Schema;
use tf6server::{ForeignState, IdentitySchema, JsonObject, ListResults, ManagedResource, MoveSource};

use super::{ApiMapping, Identity, Kept, ListConfig, State, moves};

#[async_trait]
impl ManagedResource for ApiMapping {
    type Identity = Identity;
    type ListConfig = ListConfig;

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(Self::attributes_of_identity())
    }

    fn identity(&self, state: &State<'_>) -> Option<Identity> {
        self.identity_of(state)
    }

    async fn import_by_identity<'a>(
        &self,
        diags: &mut Diagnostics,
        identity: Identity,
    ) -> Option<(State<'a>, Kept)> {
        self.import_identified(diags, identity).await
    }

    fn move_sources(&self) -> Vec<MoveSource> {
        vec![moves::SOURCE]
    }

    async fn move_from<'a>(
        &self,
        diags: &mut Diagnostics,
        source: ForeignState,
    ) -> Option<(State<'a>, Kept)> {
        Self::take_over(diags, &source)
    }

    fn list_schema(&self) -> Option<Schema> {
        Some(Self::schema_of_list())
    }

    async fn validate_list(&self, diags: &mut Diagnostics, config: ListConfig) -> Option<()> {
        Self::validate_list_config(diags, &config);
        Some(())
    }

    async fn list(
        &self,
        diags: &mut Diagnostics,
        config: ListConfig,
        results: &mut ListResults<'_, Self>,
    ) -> Option<()> {
        self.list_mappings(diags, config, results).await
    }

    fn stored_state(&self, state: &JsonObject) {
        self.note_managed(state);
    }
}
