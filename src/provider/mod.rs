//! The provider block: what it, the environment and the profile say becomes a
//! session.
//!
//! ```text
//! settings         the provider block, read and checked
//! variables        the environment, read once
//! profile_files    the shared files, read once; shared_file has their form
//! sources          the three of them
//! resolution       what they decide, each rule in a file of its own, without calls:
//!                  region, endpoint_urls, proxies, retry_settings, credentials::plan
//! http, sts        the clients that follow from it
//! secrets          what is taken out of refusals
//! credentials      the credentials that follow from it
//! parent_process   what started this process
//! session          all of it, working in an account
//! regional_session the same in a region of it
//! ```

mod allowed_accounts;
mod block_reader;
mod caller_identity;
mod credentials;
// The guide is made of it.
#[cfg(test)]
mod documented_settings;
#[cfg(test)]
mod documented_settings_tests;
mod endpoint_urls;
mod http;
mod parent_process;
mod paths;
mod profile_files;
mod provider_state;
mod proxies;
mod region;
mod regional_session;
mod resolution;
mod retry_settings;
mod secrets;
mod session;
mod setting;
mod settings;
mod shared_file;
mod sources;
mod sts;
mod user_agent;
mod variables;

use async_trait::async_trait;
use tf_provider::schema::Schema;
use tf_provider::value::{ValueAny, ValueEmpty};
use tf_provider::{Diagnostics, Provider};
use tokio::sync::watch;

pub use self::parent_process::ParentProcess;
pub use self::provider_state::{NoSession, ProviderState};
pub use self::regional_session::{RegionalSession, UnusableRegion};
pub use self::session::Session;

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
    use crate::findings::Severities;
    use crate::gateway::tests::account::Account;

    #[tokio::test]
    async fn a_configuration_that_fails_leaves_no_session_of_an_earlier_one() {
        let state = ProviderState::default();
        let provider = ApiGateway::new(state.clone(), watch::channel(false).1);
        // The first is wrong in itself, the second when the session starts.
        for (name, value) in [("plan_checks", "sometimes"), ("custom_ca_bundle", "/no/such/file")] {
            state.set(Ok(Session::of(Account::new().settings(), Severities::default())));
            assert!(state.session().is_ok());
            let mut diags = Diagnostics::default();
            let block = ValueAny::Map([(name.to_owned(), ValueAny::String(value.to_owned()))].into());
            provider.configure(&mut diags, "1.11.0".to_owned(), block).await;
            assert_eq!(diags.errors.len(), 1, "{name}: {diags:?}");
            assert_eq!(state.session().unwrap_err(), NoSession::Unconfigured, "{name}");
        }
    }
}
