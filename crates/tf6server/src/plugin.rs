//! A provider with its resources and data sources, by name.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use tf_provider::{DataSource, Diagnostics, Provider, schema::Schema};
use tokio::sync::watch;

use crate::data_source::{ErasedDataSource, TypedDataSource};
use crate::managed_resource::{ManagedResource, TypedResource};
use crate::proto::tfplugin6::{DynamicValue, configure_provider};
use crate::{codec::Codec, diagnostics::fail, erased_resource::ErasedResource, required};

/// A provider with its resources and data sources, to be served by `run`.
///
/// Making one must be cheap: Terraform waits for the handshake. Schemas are made when
/// Terraform asks for them.
pub struct Plugin {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) address: &'static str,
    /// The crate of the provider, whose log events are written at the level asked for.
    pub(crate) source_crate: &'static str,
    pub(crate) provider: Box<dyn ErasedProvider>,
    pub(crate) resources: BTreeMap<String, Box<dyn ErasedResource>>,
    pub(crate) data_sources: BTreeMap<String, Box<dyn ErasedDataSource>>,
    /// Set by StopProvider: the user has interrupted the run.
    pub(crate) interrupted: watch::Sender<bool>,
    /// Set by ConfigureProvider: Terraform is 1.16 or newer.
    pub(crate) client_speaks_6_11: AtomicBool,
    /// The provider was configured again, and refused that.
    pub(crate) has_refused_configuration: AtomicBool,
}

impl Plugin {
    /// A plugin without resources and data sources.
    ///
    /// `name` is the provider's type, such as `toy`; `version` is that of the executable;
    /// `address` is the source address, such as `acme/toy`, with a registry's host or without.
    pub fn new<P: Provider>(
        name: &'static str,
        version: &'static str,
        address: &'static str,
        provider: P,
    ) -> Self {
        Self {
            name,
            version,
            address,
            source_crate: std::any::type_name::<P>().split("::").next().unwrap_or_default(),
            provider: Box::new(provider),
            resources: BTreeMap::new(),
            data_sources: BTreeMap::new(),
            interrupted: watch::Sender::new(false),
            client_speaks_6_11: AtomicBool::new(false),
            has_refused_configuration: AtomicBool::new(false),
        }
    }

    /// Adds a resource under its full type name, such as `toy_thing`.
    #[must_use]
    pub fn resource<R: ManagedResource + 'static>(mut self, name: &str, resource: R) -> Self {
        let typed = TypedResource { name: name.to_owned(), resource };
        self.resources.insert(name.to_owned(), Box::new(typed));
        self
    }

    /// Adds a data source under its full type name, such as `toy_lookup`. It may have the name of a
    /// resource.
    #[must_use]
    pub fn data_source<D: DataSource + 'static>(mut self, name: &str, data_source: D) -> Self {
        let typed = TypedDataSource { name: name.to_owned(), data_source };
        self.data_sources.insert(name.to_owned(), Box::new(typed));
        self
    }

    /// Lets the provider know through this channel when the user interrupts the run: it is
    /// true from then on, until the provider is configured for another run.
    ///
    /// Calls that only read are then ended by the server. A change under way is not: it is
    /// for the resource to begin nothing more that it has not begun.
    #[must_use]
    pub fn interrupted_through(mut self, interrupted: watch::Sender<bool>) -> Self {
        self.interrupted = interrupted;
        self
    }

    /// The name of the executable.
    pub(crate) fn executable(&self) -> String {
        format!("terraform-provider-{}", self.name)
    }

    /// The plugin, to be called as the provider is configured.
    pub(crate) fn configured(&self, found: &mut Diagnostics) -> Option<&Self> {
        if self.has_refused_configuration.load(Ordering::SeqCst) {
            let detail =
                "The provider refused its last configuration, so nothing is done with an earlier one.";
            return fail(found, "Provider Not Configured", detail.to_owned());
        }
        Some(self)
    }

    /// The resource of this type; an error if there is none.
    pub(crate) fn find(&self, type_name: &str, found: &mut Diagnostics) -> Option<&dyn ErasedResource> {
        match self.resources.get(type_name) {
            Some(resource) => Some(resource.as_ref()),
            None => self.lacks("Unknown Resource Type", "resource type", type_name, found),
        }
    }

    /// The data source of this type; an error if there is none.
    pub(crate) fn find_data_source(
        &self,
        type_name: &str,
        found: &mut Diagnostics,
    ) -> Option<&dyn ErasedDataSource> {
        match self.data_sources.get(type_name) {
            Some(data_source) => Some(data_source.as_ref()),
            None => self.lacks("Unknown Data Source", "data source", type_name, found),
        }
    }

    fn lacks<T>(
        &self,
        summary: &'static str,
        what: &str,
        type_name: &str,
        found: &mut Diagnostics,
    ) -> Option<T> {
        let (executable, version) = (self.executable(), self.version);
        let detail = format!(
            "{executable} {version} has no {what} {type_name}. If another version has it, change the version constraint \
             and run `init -upgrade`."
        );
        fail(found, summary, detail)
    }
}

/// The provider block, as diagnostics call it.
const OWNER: &str = "the provider block";

/// [`Provider`] without its types.
#[async_trait]
pub(crate) trait ErasedProvider: Send + Sync {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema>;
    fn meta_schema(&self, found: &mut Diagnostics) -> Option<Schema>;
    async fn validate(&self, config: Option<&DynamicValue>, found: &mut Diagnostics) -> Option<()>;
    async fn configure(&self, request: configure_provider::Request, found: &mut Diagnostics) -> Option<()>;
}

#[async_trait]
impl<P: Provider> ErasedProvider for P {
    fn schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        Provider::schema(self, found)
    }

    fn meta_schema(&self, found: &mut Diagnostics) -> Option<Schema> {
        Provider::meta_schema(self, found)
    }

    async fn validate(&self, config: Option<&DynamicValue>, found: &mut Diagnostics) -> Option<()> {
        let complete = required::check(config, &Provider::schema(self, found)?.block, found);
        let config = Codec::new(OWNER, found).read("configuration", config)?;
        Provider::validate(self, found, config).await?;
        complete
    }

    async fn configure(&self, request: configure_provider::Request, found: &mut Diagnostics) -> Option<()> {
        required::check(request.config.as_ref(), &Provider::schema(self, found)?.block, found)?;
        let config = Codec::new(OWNER, found).read("configuration", request.config.as_ref())?;
        Provider::configure(self, found, request.terraform_version, config).await
    }
}
