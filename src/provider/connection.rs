//! A session with AWS that becomes available when the provider is configured.

use std::sync::{Arc, PoisonError, RwLock};

use tf_provider::Diagnostic;

use super::PlanChecks;
use crate::gateway::Gateway;

/// What resources work with once the provider is configured.
#[derive(Debug)]
pub struct Session {
    /// API Gateway.
    pub gateway: Gateway,
    /// What plan makes of what it finds there.
    pub plan_checks: PlanChecks,
    pub(super) account: Option<String>,
}

impl Session {
    /// The account that the credentials belong to; `None` when STS is not asked.
    ///
    /// # Errors
    /// Why the account is not known.
    #[expect(clippy::unused_async, reason = "STS is asked while other calls are under way")]
    pub async fn account(&self) -> Result<Option<&str>, Diagnostic> {
        Ok(self.account.as_deref())
    }

    /// How messages call this place: `account 123456789012, region eu-west-1`.
    #[must_use]
    pub fn place(&self) -> String {
        let region = self.gateway.region();
        match &self.account {
            Some(account) => format!("account {account}, region {region}"),
            None => format!("region {region}"),
        }
    }
}

/// A shared handle to the session of this process, empty until somebody connects.
#[derive(Clone, Debug, Default)]
pub struct Connection(Arc<RwLock<State>>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Unconfigured,
    Waiting(Vec<String>),
    Ready(Arc<Session>),
}

/// Why there is no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotConnected {
    /// Nobody configured anything.
    Unconfigured,
    /// These settings are not known before other resources are applied.
    Waiting(Vec<String>),
}

impl Connection {
    /// From now on, `session` answers.
    pub(super) fn connect(&self, session: Session) {
        self.set(State::Ready(Arc::new(session)));
    }

    /// There will be no session in this run: `settings` are not known yet.
    pub(super) fn wait_for(&self, settings: Vec<String>) {
        self.set(State::Waiting(settings));
    }

    /// The session.
    ///
    /// # Errors
    /// Why there is none.
    pub fn session(&self) -> Result<Arc<Session>, NotConnected> {
        match &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            State::Unconfigured => Err(NotConnected::Unconfigured),
            State::Waiting(settings) => Err(NotConnected::Waiting(settings.clone())),
            State::Ready(session) => Ok(session.clone()),
        }
    }

    fn set(&self, state: State) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
    }
}
