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
    /// A kind that this provider does not know.
    Other,
}

impl Protocol {
    /// Whether APIs of the two kinds cannot share a domain: a WebSocket API cannot share
    /// one with an HTTP or REST API (documentation). Nothing is known of other kinds.
    pub fn excludes(self, other: Self) -> bool {
        let is_known = self != Self::Other && other != Self::Other;
        is_known && (self == Self::WebSocket) != (other == Self::WebSocket)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WebSocket => "WebSocket",
            Self::Http => "HTTP",
            Self::Rest => "REST",
            Self::Other => "other",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Protocol::{Http, Other, Rest, WebSocket};

    #[test]
    fn websocket_apis_exclude_http_and_rest_apis_and_the_reverse() {
        for kind in [Http, Rest] {
            assert!(WebSocket.excludes(kind) && kind.excludes(WebSocket));
            assert!(!kind.excludes(Http) && !kind.excludes(Rest));
        }
        assert!(!WebSocket.excludes(WebSocket));
    }

    #[test]
    fn a_kind_that_is_not_known_excludes_none() {
        for kind in [WebSocket, Http, Rest, Other] {
            assert!(!kind.excludes(Other) && !Other.excludes(kind));
        }
    }
}
