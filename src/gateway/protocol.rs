//! The kinds of APIs.

use std::fmt;

/// The kind of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// A WebSocket API.
    WebSocket,
    /// An HTTP API.
    Http,
    /// A REST API, which only version 1 of the service knows.
    Rest,
}

impl Protocol {
    /// Whether it is a WebSocket API: those share no domain with any other kind.
    pub fn is_websocket(self) -> bool {
        self == Self::WebSocket
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebSocket => "WebSocket",
            Self::Http => "HTTP",
            Self::Rest => "REST",
        })
    }
}
