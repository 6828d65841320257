//! What matters of an API.

use super::Protocol;

/// What matters of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiFacts {
    /// Its kind.
    pub protocol: Protocol,
    /// Reached through VPC endpoints alone. Only REST APIs can be private.
    pub private: bool,
    /// Whether it has an enhanced security policy of its own, as only REST APIs can.
    pub enhanced_policy: bool,
}

impl ApiFacts {
    /// A public API of this kind without an enhanced security policy.
    pub fn of(protocol: Protocol) -> Self {
        Self { protocol, private: false, enhanced_policy: false }
    }
}
