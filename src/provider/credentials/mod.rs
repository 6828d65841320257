//! Credentials: where they come from is decided from what was read (`plan`), and each
//! kind of source is a provider of the SDK's kind (`source` puts them together).

mod base;
mod container;
mod container_endpoint;
mod failure;
mod held;
mod keys;
mod login;
mod metadata;
mod of_profile;
mod plan;
mod process;
mod roles;
mod source;
mod sso;

pub(super) use failure::diagnostic;
pub(super) use metadata::{Metadata, MetadataSettings, is_instance};
pub(super) use plan::CredentialPlan;
pub(super) use source::{Surroundings, provider};
