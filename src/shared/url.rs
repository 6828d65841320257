//! The address at which a mapping answers.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::gateway::{CallError, Failure, Gateway, Protocol};
use crate::names::{ApiId, DomainName, MappingKey};

/// How many APIs are looked up for the kind of all, where one was deleted or cannot be looked up.
const MOST_TRIED: usize = 3;

/// How clients reach an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scheme(&'static str);

impl Scheme {
    /// That of WebSocket APIs.
    const WSS: Self = Self("wss");
    /// That of HTTP and REST APIs.
    const HTTPS: Self = Self("https");

    /// The scheme of a URL that was made here before.
    pub(crate) fn of(url: &str) -> Option<Self> {
        let (scheme, _) = url.split_once("://")?;
        [Self::WSS, Self::HTTPS].into_iter().find(|known| known.0 == scheme)
    }

    /// The scheme of the API; `None` when it cannot be looked up within half a minute, for
    /// an operation that is done otherwise does not wait longer for it.
    pub(crate) async fn look_up(gateway: &Gateway, api_id: &str) -> Option<Self> {
        let id = ApiId::parse(api_id).ok()?;
        let found = tokio::time::timeout(Duration::from_secs(30), gateway.lookups.api(id.as_str())).await;
        found.ok()?.ok().flatten().and_then(|api| Self::of_kind(api.protocol))
    }

    /// The scheme of these APIs, as one of them tells it: those of a domain are either WebSocket
    /// APIs or others. The first by id, so that a plan and its repetition ask the same. `None`
    /// when there is none, or its kind cannot be found out.
    ///
    /// # Errors
    /// When the run is interrupted.
    pub(crate) async fn of_one_of(
        gateway: &Gateway,
        apis: &BTreeSet<&str>,
    ) -> Result<Option<Self>, CallError> {
        let is_id = |api: &&&str| ApiId::parse(api).is_ok();
        for api in apis.iter().filter(is_id).take(MOST_TRIED) {
            match gateway.lookups.api(api).await {
                Err(error) if error.failure == Failure::Interrupted => return Err(error),
                Ok(Some(api)) => return Ok(Self::of_kind(api.protocol)),
                Ok(None) | Err(_) => {}
            }
        }
        Ok(None)
    }

    /// The scheme of a kind of API; `None` for a kind that is not known.
    pub(crate) fn of_kind(kind: Protocol) -> Option<Self> {
        match kind {
            Protocol::WebSocket => Some(Self::WSS),
            Protocol::Http | Protocol::Rest => Some(Self::HTTPS),
            Protocol::Other => None,
        }
    }
}

/// `wss://api.example.com/orders`.
pub(crate) fn url(Scheme(scheme): Scheme, domain: &DomainName, key: &MappingKey) -> String {
    format!("{scheme}://{}", domain_and_path(domain, key))
}

/// `api.example.com/orders`; the root of a domain has no path.
pub(crate) fn domain_and_path(domain: &DomainName, key: &MappingKey) -> String {
    if key.is_root() { domain.to_string() } else { format!("{domain}/{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_the_api_decides_the_scheme_and_the_root_has_no_path() {
        let domain = DomainName::parse("api.example.com").unwrap();
        let (key, root) = (MappingKey::parse("orders").unwrap(), MappingKey::root());
        let at = |kind, key| Scheme::of_kind(kind).map(|scheme| url(scheme, &domain, key));
        assert_eq!(at(Protocol::WebSocket, &key).as_deref(), Some("wss://api.example.com/orders"));
        assert_eq!(at(Protocol::Rest, &root).as_deref(), Some("https://api.example.com"));
        assert_eq!(at(Protocol::Other, &key), None);
    }

    #[test]
    fn the_scheme_reads_back_from_a_url() {
        assert_eq!(Scheme::of("wss://api.example.com/orders"), Some(Scheme::WSS));
        assert_eq!(Scheme::of("https://api.example.com"), Some(Scheme::HTTPS));
        assert_eq!(Scheme::of("nonsense"), None);
    }
}
