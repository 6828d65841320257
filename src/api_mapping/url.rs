//! The address at which a mapping answers.

use crate::gateway::{Gateway, Protocol};
use crate::names::{DomainName, MappingKey};

/// How clients reach an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// WebSocket APIs.
    Wss,
    /// HTTP and REST APIs.
    Https,
}

impl Scheme {
    /// The scheme of a URL that was made here before.
    pub(super) fn of(url: &str) -> Option<Self> {
        match url.split_once("://")?.0 {
            "wss" => Some(Self::Wss),
            "https" => Some(Self::Https),
            _ => None,
        }
    }

    /// The scheme of the API; `None` when it cannot be looked up.
    pub(super) async fn look_up(gateway: &Gateway, api_id: &str) -> Option<Self> {
        gateway.lookups.api(api_id).await.ok().flatten().map(Self::from)
    }
}

impl From<Protocol> for Scheme {
    fn from(protocol: Protocol) -> Self {
        if protocol.is_websocket() { Self::Wss } else { Self::Https }
    }
}

/// `wss://api.example.com/orders`; the root of a domain has no path.
pub(super) fn url(scheme: Scheme, domain: &DomainName, key: &MappingKey) -> String {
    let scheme = match scheme {
        Scheme::Wss => "wss",
        Scheme::Https => "https",
    };
    if key.is_root() { format!("{scheme}://{domain}") } else { format!("{scheme}://{domain}/{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_the_api_decides_the_scheme_and_the_root_has_no_path() {
        let domain = DomainName::parse("api.example.com").unwrap();
        let key = MappingKey::parse("orders").unwrap();
        assert_eq!(url(Protocol::WebSocket.into(), &domain, &key), "wss://api.example.com/orders");
        assert_eq!(url(Protocol::Rest.into(), &domain, &MappingKey::root()), "https://api.example.com");
    }

    #[test]
    fn the_scheme_reads_back_from_a_url() {
        assert_eq!(Scheme::of("wss://api.example.com/orders"), Some(Scheme::Wss));
        assert_eq!(Scheme::of("https://api.example.com"), Some(Scheme::Https));
        assert_eq!(Scheme::of("nonsense"), None);
    }
}
