//! What provider and resources share: the session, once the provider is configured.

use std::sync::{Arc, PoisonError, RwLock};

use super::session::Session;

/// The session, or why there is none. Clones share one state.
#[derive(Clone, Debug)]
pub struct ProviderState(Arc<RwLock<Result<Arc<Session>, NoSession>>>);

/// Why there is no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSession {
    /// The provider is not configured.
    Unconfigured,
    /// These settings are not known before other resources are applied.
    Waiting(Vec<String>),
}

impl Default for ProviderState {
    fn default() -> Self {
        Self(Arc::new(RwLock::new(Err(NoSession::Unconfigured))))
    }
}

impl ProviderState {
    /// The session.
    ///
    /// # Errors
    /// Why there is none.
    pub fn session(&self) -> Result<Arc<Session>, NoSession> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set(&self, session: Result<Session, NoSession>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = session.map(Arc::new);
    }
}
