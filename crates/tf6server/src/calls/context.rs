//! What all calls of a process work on.

use std::sync::atomic::AtomicBool;

use tf_provider::Diagnostics;

use crate::diagnostics::about;
use crate::plugin::Plugin;
use crate::resource::ErasedResource;

/// The plugin, and whether the run has been interrupted.
pub(super) struct Context {
    pub(super) plugin: Plugin,
    /// Set by StopProvider: no further change is to be started.
    pub(super) stopped: AtomicBool,
}

impl Context {
    /// The resource of this type; an error if there is none.
    pub(super) fn resource(&self, name: &str, found: &mut Diagnostics) -> Option<&dyn ErasedResource> {
        let resource = self.plugin.resources.get(name);
        if resource.is_none() {
            let executable = self.plugin.executable();
            let version = self.plugin.version;
            found.add_error(about(
                "Unknown Resource Type",
                format!(
                    "{executable} {version} has no resource type {name}. If another version has it, change \
                     the version constraint and run `init -upgrade`."
                ),
            ));
        }
        resource.map(Box::as_ref)
    }
}
