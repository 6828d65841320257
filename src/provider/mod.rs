//! The provider block: schema, environment and credentials become a connected
//! gateway.
//!
//! ```text
//! config (as sent) -> settings (read and judged) -> connect -> gateway
//! ```

mod account;
mod config;
mod connect;
mod connection;
mod http;
mod reader;
mod retries;
mod roles;
mod schema;
mod settings;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::ValueEmpty;
use tf_provider::{Diagnostics, Provider};

pub use self::config::Config;
pub use self::connection::{Connection, NotConnected, Session};
pub use self::settings::PlanChecks;

/// The provider as Terraform sees it.
#[derive(Debug)]
pub struct ApiGateway {
    connection: Connection,
}

impl ApiGateway {
    /// A provider that connects `connection` when it is configured.
    #[must_use]
    pub fn new(connection: Connection) -> Self {
        Self { connection }
    }
}

#[async_trait]
impl Provider for ApiGateway {
    type Config<'a> = Config<'a>;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(schema::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: Config<'a>) -> Option<()> {
        let reading = settings::read(&config);
        diags.errors.extend(reading.errors);
        Some(())
    }

    async fn configure<'a>(
        &self,
        diags: &mut Diagnostics,
        terraform: String,
        config: Config<'a>,
    ) -> Option<()> {
        let reading = settings::read(&config);
        if !reading.errors.is_empty() {
            diags.errors.extend(reading.errors);
            return None;
        }
        if !reading.unknown.is_empty() {
            // A plan before the apply that makes the values known: no calls, no error.
            self.connection.wait_for(reading.unknown);
            return Some(());
        }
        match connect::connect(reading.settings, &terraform).await {
            Ok(session) => self.connection.connect(session),
            Err(diagnostic) => diags.add_error(diagnostic),
        }
        Some(())
    }
}
