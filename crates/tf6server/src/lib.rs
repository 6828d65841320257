#![doc = include_str!("../README.md")]

mod calls;
mod codec;
mod command_line;
mod configured;
mod data_source;
mod diagnostics;
mod erased_resource;
mod go_plugin;
mod handshake;
mod identity;
mod listener;
mod log;
mod managed_resource;
mod moves;
mod normalize;
mod panics;
mod parent;
mod plan_phase;
mod plugin;
mod proto;
mod required;
mod run;
mod schema;
mod server;
mod shutdown;
mod tls;
mod upgrade;

/// The messages of Terraform's provider protocol and its client, for tests of providers.
#[doc(hidden)]
pub use proto::tfplugin6 as protocol;

pub use identity::{IdentityAttribute, IdentitySchema, IdentityUpgradeStep, OnImport};
pub use managed_resource::{ListResults, ManagedResource, Remains};
pub use moves::{ForeignState, JsonObject, MoveSource};
pub use parent::{Command, CommandLine, Parent};
pub use plan_phase::PlanPhase;
pub use plugin::Plugin;
pub use run::run;
pub use upgrade::UpgradeStep;
