//! Terraform's calls: which message means which work.
//!
//! Every call runs the same way: it gets a span in the log and a guard against
//! panics, what it finds is sent along as diagnostics, and it never fails as a
//! gRPC call. Calls that are not in `proto/tfplugin6.proto` never get here: the
//! server answers UNIMPLEMENTED.

mod call;
mod lifecycle;
mod list;
mod offline;
mod overview;
mod run;
mod service;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tf_provider::Diagnostics;

pub(super) use self::service::Service;
use super::diagnostics::about;
use super::managed::Entry;
use super::proto::tfplugin6 as tf;
use super::registry::Plugin;

/// What all calls of the process work on.
pub(super) struct Calls {
    plugin: Plugin,
    /// Terraform has asked to stop: nothing new may be changed.
    stopped: AtomicBool,
}

impl Calls {
    pub(super) fn new(plugin: Plugin) -> Self {
        Self { plugin, stopped: AtomicBool::new(false) }
    }

    fn entry(&self, name: &str, found: &mut Diagnostics) -> Option<&Arc<Entry>> {
        let entry = self.plugin.resources.get(name);
        if entry.is_none() {
            let executable = self.plugin.executable();
            let version = self.plugin.version;
            found.add_error(about(
                "Unknown Resource Type",
                format!(
                    "{executable} {version} has no resource type {name}. It may be one of \
                     another version: check the version constraint and run `terraform init`."
                ),
            ));
        }
        entry
    }
}
