//! A gateway that becomes available when the provider is configured.

use std::sync::{Arc, PoisonError, RwLock};

use super::Gateway;

/// A shared handle to the gateway of this process, empty until somebody connects.
#[derive(Clone, Debug, Default)]
pub struct Connection(Arc<RwLock<State>>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Unconfigured,
    Waiting(Vec<String>),
    Ready(Arc<Gateway>),
}

/// Why there is no gateway to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotConnected {
    /// Nobody configured anything.
    Unconfigured,
    /// These settings are not known before other resources are applied.
    Waiting(Vec<String>),
}

impl Connection {
    /// From now on, `gateway` answers.
    pub fn connect(&self, gateway: Gateway) {
        self.set(State::Ready(Arc::new(gateway)));
    }

    /// There will be no gateway in this run: `settings` are not known yet.
    pub fn wait_for(&self, settings: Vec<String>) {
        self.set(State::Waiting(settings));
    }

    /// The gateway.
    ///
    /// # Errors
    /// Why there is none.
    pub fn gateway(&self) -> Result<Arc<Gateway>, NotConnected> {
        match &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            State::Unconfigured => Err(NotConnected::Unconfigured),
            State::Waiting(settings) => Err(NotConnected::Waiting(settings.clone())),
            State::Ready(gateway) => Ok(gateway.clone()),
        }
    }

    fn set(&self, state: State) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
    }
}
