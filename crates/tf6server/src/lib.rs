//! Talks to Terraform and OpenTofu: everything between `main` and the typed
//! traits of `tf_provider`. Knows nothing of what the provider manages.
//!
//! A process lives like this: [`run`] tells by hand from by Terraform, the
//! handshake announces a socket that only this user can reach and a certificate,
//! each connection proves that it comes from the Terraform that started us, and
//! `calls` turns messages into calls of resources until Terraform is done.
//!
//! Resources implement [`tf_provider::Resource`]; what that trait cannot say is
//! in traits of ours beside it, all optional: [`Identified`], [`MovesFrom`],
//! [`Listed`], and [upgrade steps](UpgradeStep).

mod by_hand;
mod calls;
mod codec;
mod connections;
mod diagnostics;
mod endpoint;
mod handshake;
mod identity;
mod list;
mod loader;
mod log;
mod managed;
mod memory;
mod moves;
mod normalize;
mod panics;
mod phase;
mod proto;
mod provider;
#[cfg(unix)]
mod reattach;
mod registry;
mod resource;
mod schema;
mod serve;
mod shutdown;
mod tls;
mod upgrade;
mod value;

pub use identity::{Identified, IdentityAttribute, IdentitySchema, OnImport};
pub use list::{Listed, Listing};
pub use managed::Managed;
pub use memory::Remembers;
pub use moves::{ForeignState, JsonObject, MoveSource, MovesFrom};
pub use phase::surely_only_plans;
pub use registry::Plugin;
pub use serve::run;
pub use upgrade::UpgradeStep;
