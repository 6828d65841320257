//! What a plugin consists of: a provider and its resources, by name.

use std::collections::BTreeMap;
use std::sync::Arc;

use tf_provider::{Provider, Resource};

use super::managed::{Entry, Managed};
use super::provider::AnyProvider;

/// A provider and its resources, ready to be [run](super::run).
///
/// Making one is cheap and must stay so: Terraform waits for the handshake.
/// Schemas are made when they are asked for.
pub struct Plugin {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) address: &'static str,
    /// The crate that the provider is written in, whose events are its log.
    pub(crate) source_crate: &'static str,
    pub(crate) provider: Arc<dyn AnyProvider>,
    pub(crate) resources: BTreeMap<String, Arc<Entry>>,
}

impl Plugin {
    /// A plugin without resources yet.
    ///
    /// `name` is the provider's type, `address` its source address without a
    /// registry's host: `toy` and `acme/toy`.
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

    /// Adds a resource, under the name it was made with.
    #[must_use]
    pub fn resource<R: Resource + 'static>(mut self, resource: Managed<R>) -> Self {
        let entry = resource.into_entry();
        self.resources.insert(entry.name.clone(), Arc::new(entry));
        self
    }

    /// The name of the executable, by which people know it.
    pub(crate) fn executable(&self) -> String {
        format!("terraform-provider-{}", self.name)
    }
}
