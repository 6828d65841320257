//! A provider and its resources, by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use tf_provider::Provider;

use crate::managed_resource::ManagedResource;
use crate::provider::ErasedProvider;
use crate::resource::ErasedResource;
use crate::typed_resource::TypedResource;

/// A provider and its resources, to be served by `run`.
///
/// Making one must be cheap: Terraform waits for the handshake. Schemas are made when
/// Terraform asks for them.
pub struct Plugin {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) address: &'static str,
    /// The crate of the provider, whose log events are written at the level asked for.
    pub(crate) source_crate: &'static str,
    pub(crate) provider: Arc<dyn ErasedProvider>,
    pub(crate) resources: BTreeMap<String, Box<dyn ErasedResource>>,
}

impl Plugin {
    /// A plugin without resources.
    ///
    /// `name` is the provider's type, such as `toy`; `version` is that of the executable;
    /// `address` is the source address without a registry's host, such as `acme/toy`.
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
            provider: Arc::new(provider),
            resources: BTreeMap::new(),
        }
    }

    /// Adds a resource under its full type name, such as `toy_thing`.
    #[must_use]
    pub fn resource<R: ManagedResource + 'static>(mut self, name: &str, resource: R) -> Self {
        let typed = TypedResource { name: name.to_owned(), resource };
        self.resources.insert(name.to_owned(), Box::new(typed));
        self
    }

    /// The name of the executable.
    pub(crate) fn executable(&self) -> String {
        format!("terraform-provider-{}", self.name)
    }
}
