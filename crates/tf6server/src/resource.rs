//! A typed resource behind an interface that speaks encoded values, so that
//! resources of all types can stand in one registry.

use std::sync::Arc;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::{AttributePath, Diagnostics, Resource};

use super::codec::Codec;
use super::proto::tfplugin6::DynamicValue;

/// An encoded state and the private data stored beside it.
pub(crate) struct Object {
    pub(crate) state: DynamicValue,
    pub(crate) private: Vec<u8>,
}

/// A planned object, and the changes that only a replacement can make.
pub(crate) struct Planned {
    pub(crate) object: Object,
    pub(crate) requires_replace: Vec<AttributePath>,
}

/// What a resource is asked to change.
pub(crate) struct Change<'a> {
    pub(crate) prior: &'a DynamicValue,
    /// What Terraform proposes when planning, what was planned when applying.
    pub(crate) wanted: &'a DynamicValue,
    pub(crate) config: &'a DynamicValue,
    pub(crate) private: &'a [u8],
    pub(crate) meta: &'a DynamicValue,
}

/// [`Resource`] with its types erased. `None` means what it means there.
#[async_trait]
pub(crate) trait AnyResource: Send + Sync {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema>;
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
    /// The private data for the destruction.
    async fn plan_destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Vec<u8>>;
    async fn create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object>;
    async fn update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object>;
    async fn destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<()>;
    async fn import(&self, id: String, found: &mut Diagnostics) -> Option<Object>;
}

/// A resource and its type name, which errors about its values need.
pub(crate) struct Typed<R> {
    pub(crate) name: String,
    pub(crate) resource: Arc<R>,
}

impl<R: Resource> Typed<R> {
    pub(crate) fn codec<'d>(&'d self, found: &'d mut Diagnostics) -> Codec<'d> {
        Codec::new(&self.name, found)
    }

    /// Encodes what a method of the resource returned.
    pub(crate) fn object(
        &self,
        (state, private): (R::State<'_>, R::PrivateState<'_>),
        found: &mut Diagnostics,
    ) -> Option<Object> {
        let mut codec = self.codec(found);
        let state = codec.write("state", &state);
        let private = codec.write_private(&private);
        Some(Object { state: state?, private: private? })
    }
}

#[async_trait]
impl<R: Resource + 'static> AnyResource for Typed<R> {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        self.resource.schema(found)
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
        let state = codec.read("state", state);
        let private = codec.read_private(private);
        let meta = codec.read("provider_meta block", meta);
        let (state, private, meta) = (state?, private?, meta?);
        let read = self.resource.read(found, state, private, meta).await?;
        self.object(read, found)
    }

    async fn plan_create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Planned> {
        let mut codec = self.codec(found);
        let proposed = codec.read("proposed state", change.wanted);
        let config = codec.read("configuration", change.config);
        let meta = codec.read("provider_meta block", change.meta);
        let (proposed, config, meta) = (proposed?, config?, meta?);
        let planned = self.resource.plan_create(found, proposed, config, meta).await?;
        Some(Planned { object: self.object(planned, found)?, requires_replace: Vec::new() })
    }

    async fn plan_update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Planned> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior);
        let proposed = codec.read("proposed state", change.wanted);
        let config = codec.read("configuration", change.config);
        let private = codec.read_private(change.private);
        let meta = codec.read("provider_meta block", change.meta);
        let (prior, proposed, config) = (prior?, proposed?, config?);
        let (private, meta) = (private?, meta?);
        let (state, private, requires_replace) =
            self.resource.plan_update(found, prior, proposed, config, private, meta).await?;
        Some(Planned { object: self.object((state, private), found)?, requires_replace })
    }

    async fn plan_destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Vec<u8>> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior);
        let private = codec.read_private(change.private);
        let meta = codec.read("provider_meta block", change.meta);
        let (prior, private, meta) = (prior?, private?, meta?);
        let private = self.resource.plan_destroy(found, prior, private, meta).await?;
        self.codec(found).write_private(&private)
    }

    async fn create(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object> {
        let mut codec = self.codec(found);
        let planned = codec.read("planned state", change.wanted);
        let config = codec.read("configuration", change.config);
        let private = codec.read_private(change.private);
        let meta = codec.read("provider_meta block", change.meta);
        let (planned, config, private, meta) = (planned?, config?, private?, meta?);
        let created = self.resource.create(found, planned, config, private, meta).await?;
        self.object(created, found)
    }

    async fn update(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<Object> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior);
        let planned = codec.read("planned state", change.wanted);
        let config = codec.read("configuration", change.config);
        let private = codec.read_private(change.private);
        let meta = codec.read("provider_meta block", change.meta);
        let (prior, planned, config) = (prior?, planned?, config?);
        let (private, meta) = (private?, meta?);
        let updated = self.resource.update(found, prior, planned, config, private, meta).await?;
        self.object(updated, found)
    }

    async fn destroy(&self, change: Change<'_>, found: &mut Diagnostics) -> Option<()> {
        let mut codec = self.codec(found);
        let prior = codec.read("prior state", change.prior);
        let private = codec.read_private(change.private);
        let meta = codec.read("provider_meta block", change.meta);
        let (prior, private, meta) = (prior?, private?, meta?);
        self.resource.destroy(found, prior, private, meta).await
    }

    async fn import(&self, id: String, found: &mut Diagnostics) -> Option<Object> {
        let imported = self.resource.import(found, id).await?;
        self.object(imported, found)
    }
}
