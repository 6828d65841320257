//! What AWS says about API mappings. Knows nothing of Terraform.
//!
//! ```text
//! calls                one operation a file, one attempt a call
//! call_error           how a call can fail: the one classification
//! sdk_error            what an answer says that is no success, and the absence of one
//! retry, rate_limit    the one loop of attempts, at the rate that the account allows
//! attempts             whether another attempt helps, and what those before may have done
//! service              calls with their retries, listings page by page
//! shared_listings      reads of a domain share one listing: domain_cache decides, pages follow
//! lookups              the API, stage and domain name that a mapping names, each asked for once a run
//! writes               create, update, delete: recovery decides what an unanswered one did
//! held_keys            when a write whose key is held is tried again, and when it gives up
//! write                what a write is, and how it ends
//! gateway              all of it, for one account and region
//! gateways             a gateway for each region
//! ```

mod action;
mod api_facts;
mod attempts;
mod call_error;
mod calls;
pub mod causes;
mod custom_domain;
mod domain_cache;
mod domain_facts;
#[expect(clippy::module_inception, reason = "the file of the type that the folder is named after")]
mod gateway;
mod gateways;
mod held_keys;
mod lookups;
mod mapping;
mod mappings;
mod once;
mod pages;
mod protocol;
mod rate_limit;
mod recovery;
mod retry;
mod sdk_error;
mod service;
mod shared_listings;
#[cfg(test)]
pub(crate) mod tests;
mod write;
mod writes;

pub use action::Action;
pub use api_facts::ApiFacts;
pub use call_error::{CallError, Failure, MayHaveWorked, RefusalKind};
pub use calls::{Endpoint, GatewaySettings, UserAgent, origin_of, with_body};
pub use custom_domain::{CustomDomain, MutualTls};
pub use domain_facts::{DomainFacts, Routing};
pub use gateway::Gateway;
pub use gateways::Gateways;
pub use lookups::Lookups;
pub use mapping::{Mapping, MappingSpec, MappingUpdate};
pub use mappings::Mappings;
pub use protocol::Protocol;
pub use write::WriteError;
