//! The address at which a mapping answers.

use std::time::Duration;

use crate::gateway::{Gateway, Protocol};
use crate::names::{DomainName, MappingKey};

/// How clients reach an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scheme(&'static str);

impl Scheme {
    /// That of WebSocket APIs.
    const WSS: Self = Self("wss");
    /// That of HTTP and REST APIs.
    const HTTPS: Self = Self("https");

    /// The scheme of a URL that was made here before.
    pub(super) fn of(url: &str) -> Option<Self> {
        let (scheme, _) = url.split_once("://")?;
        [Self::WSS, Self::HTTPS].into_iter().find(|known| known.0 == scheme)
    }

    /// The scheme of the API; `None` when it cannot be looked up within half a minute, for
    /// an operation that is done otherwise does not wait longer for it.
    pub(super) async fn look_up(gateway: &Gateway, api_id: &str) -> Option<Self> {
        let found = tokio::time::timeout(Duration::from_secs(30), gateway.lookups.api(api_id)).await;
        found.ok()?.ok().flatten().map(Self::from)
    }
}

impl From<Protocol> for Scheme {
    fn from(protocol: Protocol) -> Self {
        if protocol.is_websocket() { Self::WSS } else { Self::HTTPS }
    }
}

/// `wss://api.example.com/orders`.
pub(super) fn url(Scheme(scheme): Scheme, domain: &DomainName, key: &MappingKey) -> String {
    format!("{scheme}://{}", domain_and_path(domain, key))
}

/// `api.example.com/orders`; the root of a domain has no path.
pub(super) fn domain_and_path(domain: &DomainName, key: &MappingKey) -> String {
    if key.is_root() { domain.to_string() } else { format!("{domain}/{key}") }
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
        assert_eq!(Scheme::of("wss://api.example.com/orders"), Some(Scheme::WSS));
        assert_eq!(Scheme::of("https://api.example.com"), Some(Scheme::HTTPS));
        assert_eq!(Scheme::of("nonsense"), None);
    }
}
