//! A session with AWS that becomes available when the provider is configured.

use std::sync::{Arc, PoisonError, RwLock};

use super::PlanChecks;
use crate::gateway::Gateway;

/// What resources work with once the provider is configured.
#[derive(Debug)]
pub struct Session {
    /// API Gateway.
    pub gateway: Gateway,
    /// What plan makes of what it finds there.
    pub plan_checks: PlanChecks,
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
