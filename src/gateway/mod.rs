//! What AWS says about API mappings: calls, shared answers, recovery, errors.
//!
//! A [`Gateway`] is one account and region of API Gateway, ready to be called. It
//! takes and gives parsed names and plain facts; it knows nothing of Terraform,
//! and whoever calls it decides what a fact means for the user.
//!
//! One file an operation. Each leaves the retries to the SDK, under the rules of
//! `patience`; each attempt goes over the `wire`, at the `pace` that all keep. Reads
//! share the `listings`; what this process did to a domain is in the `ledger`, by
//! which a write whose answer was lost is `settle`d; everything around a mapping is
//! in `facts`.

mod client;
mod create_mapping;
mod delete_mapping;
mod domain_names;
mod domains;
mod error;
mod facts;
mod find_mapping;
mod ledger;
mod list_mappings;
mod listings;
mod mapping;
mod mappings;
mod pace;
mod patience;
mod settle;
mod shared;
mod update_mapping;
mod user_agent;
mod wire;

pub use client::{Clients, Patience, Route, Wiring};
pub use create_mapping::CreateError;
pub use domain_names::DomainNames;
pub use domains::{DomainFacts, Routing};
pub use error::{Action, CallError, Failure, RefusalKind, explain};
pub use facts::Protocol;
pub use list_mappings::Pages;
pub use listings::Company;
pub use mapping::{Mapping, MappingSpec};
pub use mappings::Mappings;
pub use pace::Pace;
pub use update_mapping::{Change, UpdateError};
pub use user_agent::UserAgent;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

/// API Gateway in one account and region.
#[derive(Debug)]
pub struct Gateway {
    clients: Clients,
    region: String,
    listings: listings::Listings,
    ledger: ledger::Ledger,
    facts: facts::Facts,
}

impl Gateway {
    /// A gateway that calls through `clients`.
    #[must_use]
    pub fn new(clients: Clients, region: String) -> Self {
        Self {
            clients,
            region,
            listings: listings::Listings::default(),
            ledger: ledger::Ledger::default(),
            facts: facts::Facts::default(),
        }
    }

    /// The region that is called.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }
}
