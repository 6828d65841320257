//! The endpoint for credentials that a container has, on ECS, EKS and elsewhere.

use std::fmt;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_smithy_runtime_api::client::http::SharedHttpClient;

use super::failure::Failure;
use crate::gateway::causes;

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
                // What the endpoint says after its code may repeat the token.
                error => causes::root_words(error).split_inclusive(']').take(1).collect(),
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
