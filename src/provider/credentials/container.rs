//! The endpoint for credentials that a container has, on ECS, EKS and elsewhere.

use std::fmt;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use http::Uri;
use tf_provider::Diagnostic;

use super::failure::Failure;
use crate::diagnostic::general;
use crate::gateway::causes;
use crate::provider::endpoint_urls::address;
use crate::provider::setting::{Origin, Setting};
use crate::provider::variables::Variables;

/// Each variable, and the one that it goes before.
const VARIABLES: [(&str, &str); 2] = [
    ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN"),
];

/// Refuses variables that the SDK, which reads them by itself, cannot use as they are.
///
/// # Errors
/// One has a line end, is empty and goes before one that is not, or names no place to ask.
pub(super) fn check(variables: &Variables) -> Result<(), Diagnostic> {
    let refuse = |detail: String| Err(general("Invalid Environment Variable", detail));
    for (first, second) in VARIABLES {
        if let Some(name) = [first, second].into_iter().find(|name| !variables.can_be_sent(name)) {
            return refuse(format!(
                "{name} holds a line end or another character that no request can carry. Set it anew on one line."
            ));
        }
        if variables.is_empty(first) && variables.get(second).is_some() {
            return refuse(format!("{first} is empty, and goes before {second}. Unset {first}."));
        }
    }
    let [(relative, full), _] = VARIABLES;
    match (variables.get(relative), variables.get(full)) {
        (Some(path), _) if !path.starts_with('/') || path.parse::<Uri>().is_err() => refuse(format!(
            "{relative} is no path. Set it as the container gives it, with a / at its beginning."
        )),
        // The SDK panics about one without a scheme.
        (None, Some(url)) => {
            let url = Setting { value: url.to_owned(), origin: Origin::Variable(full.into()) };
            address(url).map(drop)
        }
        _ => Ok(()),
    }
}

/// Credentials that the container's endpoint gives.
pub(super) struct Container(EcsCredentialsProvider);

impl Container {
    pub(super) fn new(http: SharedHttpClient) -> Self {
        let config = ProviderConfig::without_region().with_http_client(http);
        Self(EcsCredentialsProvider::builder().configure(&config).build())
    }

    async fn credentials(&self) -> provider::Result {
        self.0.provide_credentials().await.map_err(|error| {
            let why = match &error {
                // These repeat the URL and the token.
                CredentialsError::InvalidConfiguration(_) => {
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI or the authorization \
                     token cannot be used"
                        .to_owned()
                }
                CredentialsError::CredentialsNotLoaded(_) => {
                    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set".to_owned()
                }
                error => {
                    let words = causes::root_words(error);
                    // `… from HTTP credential provider: StatusCode(403)`
                    match words.split_once("StatusCode(") {
                        Some((_, status)) => format!("HTTP status {}", status.trim_end_matches(')')),
                        None => words,
                    }
                }
            };
            let why = why.trim_end().trim_end_matches('.');
            let words = format!("the container's endpoint gave no credentials: {why}");
            Failure::of_source(words, "Check the container's role and these variables.").into()
        })
    }
}

impl ProvideCredentials for Container {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.credentials())
    }
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Container")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_cannot_be_used_as_they_are_are_named() {
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
        let full = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/s3cr3t");
        let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
        for (variables, words) in [
            (&[(relative, "/role")][..], None),
            (&[full, (token, "Basic s3cr3t")], None),
            (&[(relative, "")], None),
            (&[(relative, "s3cr3t")], Some("CREDENTIALS_RELATIVE_URI is no path")),
            (&[(full.0, "localhost:80")], Some("CREDENTIALS_FULL_URI is not a URL")),
            (&[(full.0, "s3cr3t")], Some("CREDENTIALS_FULL_URI is not a URL")),
            (
                &[(relative, ""), full],
                Some("CREDENTIALS_RELATIVE_URI is empty, and goes before AWS_CONTAINER"),
            ),
            (&[full, (token, "s3cr3t\n")], Some("AWS_CONTAINER_AUTHORIZATION_TOKEN holds a line end")),
            (&[(full.0, "http://127.0.0.1/s3cr3t\n")], Some("FULL_URI holds a line end")),
        ] {
            let refused = check(&Variables::from(variables)).err().map(|refused| refused.detail);
            let as_said = match (&refused, words) {
                (Some(refused), Some(words)) => refused.contains(words) && !refused.contains("s3cr3t"),
                (refused, words) => refused.is_none() && words.is_none(),
            };
            assert!(as_said, "{variables:?}: {refused:?}");
        }
    }
}
