//! Telling a resource which of its objects Terraform has in its state.

use tf_provider::Resource;

use super::moves::JsonObject;
use super::resource::Typed;

/// A resource that wants to know of each stored object.
///
/// Terraform hands every stored object to the provider when it comes to it, to have
/// it upgraded, also when it is not refreshed. Plans are made one by one and know
/// nothing of each other; this tells what else is under management, of a few
/// resources soon and of many as the run goes on.
pub trait Remembers: Resource {
    /// Takes note of an object as it is stored, after any upgrade.
    fn remember(&self, stored: &JsonObject);
}

/// [`Remembers`] with its types erased.
pub(crate) trait AnyRemembers: Send + Sync {
    fn remember(&self, stored: &JsonObject);
}

impl<R: Remembers> AnyRemembers for Typed<R> {
    fn remember(&self, stored: &JsonObject) {
        self.resource.remember(stored);
    }
}
