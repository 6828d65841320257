//! What AWS says about API mappings: calls, shared answers, recovery, errors.
//!
//! A [`Gateway`] is one account and region of API Gateway, ready to be called. It
//! takes and gives parsed names and plain facts; it knows nothing of Terraform,
//! and whoever calls it decides what a fact means for the user.
//!
//! One file an operation. Each leaves the retries to the SDK, under the rules of
//! `patience`; what remains uncertain after a write is settled in `recovery`.

mod client;
mod connection;
mod create_mapping;
mod delete_mapping;
mod error;
mod find_mapping;
mod list_mappings;
mod mapping;
mod patience;
mod recovery;
mod update_mapping;
mod user_agent;

pub use client::{Patience, client};
pub use connection::{Connection, NotConnected};
pub use create_mapping::CreateError;
pub use error::{Action, CallError, Failure, RefusalKind, explain};
pub use mapping::{Mapping, Wanted};
pub use update_mapping::{Change, UpdateError};
pub use user_agent::UserAgent;

use aws_sdk_apigatewayv2::Client;

/// API Gateway in one account and region.
#[derive(Debug)]
pub struct Gateway {
    client: Client,
    region: String,
    account: Option<String>,
    before: recovery::Before,
}

impl Gateway {
    /// A gateway that calls through `client`. `account` is `None` when nobody
    /// asked STS which account the credentials belong to.
    #[must_use]
    pub fn new(client: Client, region: String, account: Option<String>) -> Self {
        Self { client, region, account, before: recovery::Before::default() }
    }

    /// The region that is called.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// How messages call this place: `account 123456789012, region eu-west-1`.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.account {
            Some(account) => format!("account {account}, region {}", self.region),
            None => format!("region {}", self.region),
        }
    }
}
