//! A session that `aws login` has made.

use std::fmt;

use aws_config::login::LoginCredentialsProvider;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use http::Uri;
use http::uri::PathAndQuery;

use super::failure::Failure;
use crate::gateway::causes;

/// Credentials of a session that `aws login` has made.
pub(super) struct Login {
    pub(super) profile: String,
    pub(super) session: LoginCredentialsProvider,
}

/// The client that renews a session: at `endpoint`, if there is one. (The SDK takes an address
/// from the environment alone.)
pub(super) fn client(http: &SharedHttpClient, endpoint: Option<String>) -> SharedHttpClient {
    let http = http.clone();
    let Some(endpoint) = endpoint else { return http };
    http_client_fn(move |settings, components| {
        let connector = http.http_connector(settings, components);
        SharedHttpConnector::new(Redirected { connector, endpoint: endpoint.clone() })
    })
}

/// Sends every request to one address.
#[derive(Debug)]
struct Redirected {
    connector: SharedHttpConnector,
    endpoint: String,
}

impl HttpConnector for Redirected {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let there = at(&self.endpoint, request.uri());
        match request.set_uri(there) {
            Ok(()) => self.connector.call(request),
            Err(error) => HttpConnectorFuture::ready(Err(ConnectorError::user(error.into()))),
        }
    }
}

/// The same path and query below another address.
fn at(endpoint: &str, url: &str) -> String {
    if url.strip_prefix(endpoint).is_some_and(|path| path.starts_with('/')) {
        return url.to_owned();
    }
    let url: Uri = url.parse().unwrap_or_default();
    format!("{endpoint}{}", url.path_and_query().map_or("/", PathAndQuery::as_str))
}

impl Login {
    async fn credentials(&self) -> provider::Result {
        self.session.provide_credentials().await.map_err(|error| {
            let profile = &self.profile;
            let why = causes::root_words(&error);
            let words = format!(
                "the sign-in session of the profile {profile:?} gave no credentials: {}",
                why.trim_end_matches('.')
            );
            Failure::of_source(words, &format!("Run `aws login --profile {profile}`.")).into()
        })
    }
}

impl ProvideCredentials for Login {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

// The SDK prints its providers at debug level.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_goes_to_the_address_that_is_named_and_keeps_its_path() {
        for (endpoint, url, there) in [
            (
                "http://localhost:1",
                "https://eu-west-1.signin.aws.amazon.com/v1/token",
                "http://localhost:1/v1/token",
            ),
            (
                "https://host/base",
                "https://signin.aws.amazon.com/v1/token?a=b",
                "https://host/base/v1/token?a=b",
            ),
            // The SDK has found it by itself.
            ("https://host/base", "https://host/base/v1/token", "https://host/base/v1/token"),
            ("https://host", "https://host.example/v1/token", "https://host/v1/token"),
        ] {
            assert_eq!(at(endpoint, url), there);
        }
    }
}
