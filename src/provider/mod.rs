//! The provider block: what it, the environment and the profile say becomes a
//! session.
//!
//! ```text
//! configuration -> settings (read and checked) -> session (credentials, a gateway a region)
//! ```

mod allowed_accounts;
mod block_reader;
mod caller_identity;
mod http;
mod missing_credentials;
mod missing_region;
mod profile_files;
mod provider_state;
mod regional_session;
mod retry_settings;
mod roles;
mod sdk_config;
mod session;
mod settings;
mod sts;
mod user_agent;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{ValueAny, ValueEmpty};
use tf_provider::{Diagnostics, Provider};
use tokio::sync::watch;

pub use self::provider_state::{NoSession, ProviderState};
pub use self::regional_session::{OtherPartition, RegionalSession};
pub use self::session::Session;
pub use self::settings::PlanChecks;

/// The provider as Terraform sees it.
#[derive(Debug)]
pub struct ApiGateway {
    state: ProviderState,
    interrupted: watch::Receiver<bool>,
}

impl ApiGateway {
    /// A provider that puts its session into `state` when it is configured; `interrupted`
    /// becomes true when the user interrupts the run.
    pub fn new(state: ProviderState, interrupted: watch::Receiver<bool>) -> Self {
        Self { state, interrupted }
    }
}

#[async_trait]
impl Provider for ApiGateway {
    type Config<'a> = ValueAny;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _: &mut Diagnostics) -> Option<Schema> {
        Some(settings::schema())
    }

    async fn validate<'a>(&self, diags: &mut Diagnostics, config: ValueAny) -> Option<()> {
        let (_, block) = settings::read(&config);
        diags.errors.extend(block.errors);
        Some(())
    }

    async fn configure<'a>(
        &self,
        diags: &mut Diagnostics,
        terraform_version: String,
        config: ValueAny,
    ) -> Option<()> {
        // A session from before does not outlast a configuration that fails.
        self.state.set(Err(NoSession::Unconfigured));
        let (settings, block) = settings::read(&config);
        if !block.errors.is_empty() {
            diags.errors.extend(block.errors);
            return None;
        }
        if !block.unknown.is_empty() {
            // A plan before the apply that makes the values known: no calls, no error.
            self.state.set(Err(NoSession::Waiting(block.unknown)));
            return Some(());
        }
        match Session::start(settings, &terraform_version, self.interrupted.clone()).await {
            Ok(session) => self.state.set(Ok(session)),
            Err(diagnostic) => diags.add_error(diagnostic),
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::tests::account::Account;

    #[tokio::test]
    async fn a_configuration_that_fails_leaves_no_session_of_an_earlier_one() {
        let state = ProviderState::default();
        let provider = ApiGateway::new(state.clone(), watch::channel(false).1);
        // The first is wrong in itself, the second when the session starts.
        for (name, value) in [("plan_checks", "sometimes"), ("custom_ca_bundle", "/no/such/file")] {
            state.set(Ok(Session::of(Account::new().settings(), PlanChecks::Error)));
            assert!(state.session().is_ok());
            let mut diags = Diagnostics::default();
            let block = ValueAny::Map([(name.to_owned(), ValueAny::String(value.to_owned()))].into());
            provider.configure(&mut diags, "1.11.0".to_owned(), block).await;
            assert_eq!(diags.errors.len(), 1, "{name}: {diags:?}");
            assert_eq!(state.session().unwrap_err(), NoSession::Unconfigured, "{name}");
        }
    }
}
