//! What provider and resources share: the session, once the provider is configured.

use std::sync::{Arc, PoisonError, RwLock};

use super::session::Session;

/// Whether the provider is configured. Clones share one state.
#[derive(Clone, Debug, Default)]
pub struct ProviderState(Arc<RwLock<State>>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Unconfigured,
    Waiting(Vec<String>),
    Configured(Arc<Session>),
}

/// Why there is no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSession {
    /// The provider is not configured.
    Unconfigured,
    /// These settings are not known before other resources are applied.
    Waiting(Vec<String>),
}

impl ProviderState {
    /// The provider is configured.
    pub(super) fn configured(&self, session: Session) {
        self.set(State::Configured(Arc::new(session)));
    }

    /// There is no session in this run: `settings` are not known yet.
    pub(super) fn waiting(&self, settings: Vec<String>) {
        self.set(State::Waiting(settings));
    }

    /// The session.
    ///
    /// # Errors
    /// Why there is none.
    pub fn session(&self) -> Result<Arc<Session>, NoSession> {
        match &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            State::Unconfigured => Err(NoSession::Unconfigured),
            State::Waiting(settings) => Err(NoSession::Waiting(settings.clone())),
            State::Configured(session) => Ok(session.clone()),
        }
    }

    fn set(&self, state: State) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
    }
}
