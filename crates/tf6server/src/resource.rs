//! A resource behind an interface that takes and returns encoded values, so that
//! resources of all types fit into one map.

use std::sync::OnceLock;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::{AttributePath, AttributePathStep, Diagnostics};

use crate::codec::Codec;
use crate::identity::{IdentitySchema, data};
use crate::managed_resource::{Events, ListResults, ManagedResource};
use crate::moves::{self, ForeignState, JsonObject, MoveSource};
use crate::proto::tfplugin6::{
    DynamicValue, ResourceIdentityData, list_resource, move_resource_state::Request as MoveRequest,
};
use crate::upgrade::UpgradeStep;

/// An encoded object: its state, its identity and the private data stored beside them.
pub(crate) struct Object {
    pub(crate) state: DynamicValue,
    pub(crate) identity: Option<ResourceIdentityData>,
    pub(crate) private: Vec<u8>,
}

/// A planned object, and the attributes whose change requires a replacement.
pub(crate) struct Planned {
    pub(crate) object: Object,
    pub(crate) requires_replace: Vec<AttributePath>,
}

/// The values of a plan or an apply.
pub(crate) struct Change<'a> {
    pub(crate) prior: &'a DynamicValue,
    /// The proposed state of a plan, the planned state of an apply.
    pub(crate) target: &'a DynamicValue,
    pub(crate) config: &'a DynamicValue,
    pub(crate) private: &'a [u8],
    pub(crate) meta: &'a DynamicValue,
}

/// [`ManagedResource`] with its types erased. `None` means what it means there.
#[async_trait]
pub(crate) trait ErasedResource: Send + Sync {
    fn name(&self) -> &str;
    fn schema(&self, found: &mut Diagnostics) -> Option<&Schema>;
    async fn validate(&self, config: &DynamicValue, found: &mut Diagnostics) -> Option<()>;
    async fn read(
        &self,
        state: &DynamicValue,
        private: &[u8],
        meta: &DynamicValue,
        found: &mut Diagnostics,
    ) -> Option<Object>;
    async fn plan_create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Planned>;
    async fn plan_update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Planned>;
    /// Returns the private data for the destruction.
    async fn plan_destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Vec<u8>>;
    async fn create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object>;
    async fn update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object>;
    async fn destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<()>;
    async fn import(&self, id: String, found: &mut Diagnostics) -> Option<Object>;

    fn identity_schema(&self) -> Option<IdentitySchema>;
    async fn import_by_identity(&self, identity: &DynamicValue, found: &mut Diagnostics) -> Option<Object>;
    async fn move_from(&self, request: MoveRequest, found: &mut Diagnostics) -> Option<Object>;
    fn list_schema(&self) -> Option<Schema>;
    async fn validate_list(&self, config: &DynamicValue, found: &mut Diagnostics) -> Option<()>;
    async fn list(
        &self,
        request: list_resource::Request,
        events: &Events,
        found: &mut Diagnostics,
    ) -> Option<()>;
    fn upgrade_step(&self, from: i64) -> Option<UpgradeStep>;
    fn stored_state(&self, state: &JsonObject);
}

/// A resource and its type name.
pub(crate) struct Typed<R> {
    name: String,
    resource: R,
    schema: OnceLock<Schema>,
}

impl<R: ManagedResource> Typed<R> {
    pub(crate) fn new(name: String, resource: R) -> Self {
        Self { name, resource, schema: OnceLock::new() }
    }

    fn codec<'d>(&'d self, found: &'d mut Diagnostics) -> Codec<'d> {
        Codec::new(&self.name, found)
    }

    /// Encodes what a method of the resource returned.
    fn object(
        &self,
        (state, private): (R::State<'_>, R::PrivateState<'_>),
        found: &mut Diagnostics,
    ) -> Option<Object> {
        let mut codec = self.codec(found);
        let identity = self.resource.identity(&state);
        let identity = identity.and_then(|identity| codec.write("identity", &identity));
        let state = codec.write("state", &state);
        let private = codec.write_private(&private);
        Some(Object { state: state?, identity: identity.map(data), private: private? })
    }
}

#[async_trait]
impl<R: ManagedResource + 'static> ErasedResource for Typed<R> {
    fn name(&self) -> &str {
        &self.name
    }

    fn schema(&self, found: &mut Diagnostics) -> Option<&Schema> {
        if let Some(known) = self.schema.get() {
            return Some(known);
        }
        let schema = self.resource.schema(found)?;
        Some(self.schema.get_or_init(|| schema))
    }

    async fn validate(&self, config: &DynamicValue, found: &mut Diagnostics) -> Option<()> {
        let config = self.codec(found).read("configuration", config)?;
        self.resource.validate(found, config).await
    }

    async fn read(
        &self,
        state: &DynamicValue,
        private: &[u8],
        meta: &DynamicValue,
        found: &mut Diagnostics,
    ) -> Option<Object> {
        let mut codec = self.codec(found);
        let state = codec.read("state", state)?;
        let private = codec.read_private(private)?;
        let meta = codec.read("provider_meta block", meta)?;
        let read = self.resource.read(found, state, private, meta).await?;
        self.object(read, found)
    }

    async fn plan_create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Planned> {
        let mut codec = self.codec(found);
        let proposed = codec.read("proposed state", change.target)?;
        let config = codec.read("configuration", change.config)?;
        let meta = codec.read("provider_meta block", change.meta)?;
        let planned = self.resource.plan_create(found, proposed, config, meta).await?;
        Some(Planned { object: self.object(planned, found)?, requires_replace: Vec::new() })
    }

    async fn plan_update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Planned> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior)?;
        let proposed = codec.read("proposed state", change.target)?;
        let config = codec.read("configuration", change.config)?;
        let private = codec.read_private(change.private)?;
        let meta = codec.read("provider_meta block", change.meta)?;
        let (state, private, requires_replace) =
            self.resource.plan_update(found, prior, proposed, config, private, meta).await?;
        Some(Planned { object: self.object((state, private), found)?, requires_replace })
    }

    async fn plan_destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Vec<u8>> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior)?;
        let private = codec.read_private(change.private)?;
        let meta = codec.read("provider_meta block", change.meta)?;
        let private = self.resource.plan_destroy(found, prior, private, meta).await?;
        self.codec(found).write_private(&private)
    }

    async fn create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object> {
        let mut codec = self.codec(found);
        let planned = codec.read("planned state", change.target)?;
        let config = codec.read("configuration", change.config)?;
        let private = codec.read_private(change.private)?;
        let meta = codec.read("provider_meta block", change.meta)?;
        let created = self.resource.create(found, planned, config, private, meta).await?;
        self.object(created, found)
    }

    async fn update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior)?;
        let planned = codec.read("planned state", change.target)?;
        let config = codec.read("configuration", change.config)?;
        let private = codec.read_private(change.private)?;
        let meta = codec.read("provider_meta block", change.meta)?;
        let updated = self.resource.update(found, prior, planned, config, private, meta).await?;
        self.object(updated, found)
    }

    async fn destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<()> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior)?;
        let private = codec.read_private(change.private)?;
        let meta = codec.read("provider_meta block", change.meta)?;
        self.resource.destroy(found, prior, private, meta).await
    }

    async fn import(&self, id: String, found: &mut Diagnostics) -> Option<Object> {
        let imported = self.resource.import(found, id).await?;
        self.object(imported, found)
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        self.resource.identity_schema()
    }

    async fn import_by_identity(&self, identity: &DynamicValue, found: &mut Diagnostics) -> Option<Object> {
        let identity = self.codec(found).read("identity", identity)?;
        let imported = self.resource.import_by_identity(found, identity).await?;
        self.object(imported, found)
    }

    async fn move_from(&self, request: MoveRequest, found: &mut Diagnostics) -> Option<Object> {
        let sources: Vec<MoveSource> = self.resource.move_sources();
        if !sources.iter().any(|source| source.is_source_of(&request)) {
            found.add_error(moves::refused(&self.name, &sources, &request));
            return None;
        }
        let json = request.source_state.unwrap_or_default().json;
        let state = self.codec(found).read_json("state to be moved", &json)?;
        let identity = request.source_identity.unwrap_or_default().json;
        let source = ForeignState {
            provider: request.source_provider_address,
            type_name: request.source_type_name,
            schema_version: request.source_schema_version,
            state,
            // The state is enough for a move, so an unreadable identity is left out.
            identity: serde_json::from_slice(&identity).ok(),
            private: request.source_private,
        };
        let moved = self.resource.move_from(found, source).await?;
        self.object(moved, found)
    }

    fn list_schema(&self) -> Option<Schema> {
        self.resource.list_schema()
    }

    async fn validate_list(&self, config: &DynamicValue, found: &mut Diagnostics) -> Option<()> {
        let config = self.codec(found).read("list configuration", config)?;
        let validated = self.resource.validate_list(found, config).await;
        prefix_with_config(found);
        validated
    }

    async fn list(
        &self,
        request: list_resource::Request,
        events: &Events,
        found: &mut Diagnostics,
    ) -> Option<()> {
        let config = request.config.unwrap_or_default();
        let config = self.codec(found).read("list configuration", &config)?;
        let mut results = ListResults {
            resource: &self.resource,
            name: &self.name,
            events,
            wants_state: request.include_resource_object,
            // Zero means no limit.
            left: if request.limit > 0 { request.limit } else { i64::MAX },
        };
        let listed = self.resource.list(found, config, &mut results).await;
        prefix_with_config(found);
        listed
    }

    fn upgrade_step(&self, from: i64) -> Option<UpgradeStep> {
        self.resource.upgrade_step(from)
    }

    fn stored_state(&self, state: &JsonObject) {
        self.resource.stored_state(state);
    }
}

/// A resource names attributes of its `config` block; Terraform resolves paths from the
/// `list` block around it.
fn prefix_with_config(found: &mut Diagnostics) {
    for diagnostic in found.errors.iter_mut().chain(&mut found.warnings) {
        if !diagnostic.attribute.steps.is_empty() {
            diagnostic.attribute.steps.insert(0, AttributePathStep::Attribute("config".into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use tf_provider::Diagnostic;

    use super::*;
    use crate::diagnostics::about;

    #[test]
    fn paths_of_a_list_begin_with_its_config_block() {
        let mut found = Diagnostics::default();
        found.add_error(Diagnostic { attribute: AttributePath::new("prefix"), ..about("Odd", "") });
        found.add_warning(about("Whole", ""));
        prefix_with_config(&mut found);
        assert_eq!(found.errors[0].attribute, AttributePath::new("config").attribute("prefix"));
        assert_eq!(found.warnings[0].attribute, AttributePath::default());
    }
}
