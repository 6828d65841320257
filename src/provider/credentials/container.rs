//! Credentials that a container's endpoint serves, on ECS, EKS and elsewhere.

use std::fmt;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use aws_smithy_async::rt::sleep::default_async_sleep;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::context::Error;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use serde::Deserialize;

use super::container_endpoint::{ContainerEndpoint, Token};
use super::failure::Failure;
use super::keys::parse_expiry;
use crate::gateway::causes;
use crate::gateway::causes::io_words;

/// As the SDKs have it.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const READ_TIMEOUT: Duration = Duration::from_secs(5);

/// Credentials that a container's endpoint serves.
pub(super) struct Container {
    endpoint: ContainerEndpoint,
    call: Operation<Authorization, Credentials, Failure>,
}

/// The header that shows the token.
struct Authorization(Option<String>);

// It is secret.
impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authorization")
    }
}

/// What the endpoint answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
    expiration: Option<String>,
}

impl Container {
    pub(super) fn new(endpoint: ContainerEndpoint, http: SharedHttpClient) -> Self {
        let timeouts = TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).read_timeout(READ_TIMEOUT);
        let mut call = Operation::builder()
            .service_name("container")
            .operation_name("credentials")
            .http_client(http)
            .endpoint_url(&endpoint.origin)
            .no_auth()
            .timeout_config(timeouts.build())
            .standard_retry(&RetryConfig::standard())
            .retry_classifier(TransientErrorClassifier::<Error>::new())
            .retry_classifier(HttpStatusCodeClassifier::default());
        if let Some(sleep) = default_async_sleep() {
            call = call.sleep_impl(sleep);
        }
        let path = endpoint.path.clone();
        let call = call
            .serializer(move |authorization: Authorization| {
                let mut request = HttpRequest::new(SdkBody::empty());
                request.set_uri(path.as_str())?;
                request.headers_mut().try_insert("accept", "application/json")?;
                if let Some(token) = authorization.0 {
                    request.headers_mut().try_insert("authorization", token)?;
                }
                Ok(request)
            })
            .deserializer(|answer| parsed(answer).map_err(OrchestratorError::operation))
            .build();
        Self { endpoint, call }
    }

    async fn credentials(&self) -> provider::Result {
        if !self.endpoint.may_be_called() {
            return Err(Failure::of_source(
                format!(
                    "the container's endpoint {} is neither an address of this machine nor called over HTTPS",
                    self.endpoint.origin
                ),
                "Correct AWS_CONTAINER_CREDENTIALS_FULL_URI.",
            )
            .into());
        }
        let token = self.token().await?;
        self.call.invoke(Authorization(token)).await.map_err(|error| match error {
            SdkError::ServiceError(failed) => failed.into_err().into(),
            error => {
                let words = causes::root_words(&error);
                let words = words.trim_end_matches('.');
                no_credentials(&format!("{words} ({})", self.endpoint.origin)).into()
            }
        })
    }

    /// The token, which can be part of a header.
    async fn token(&self) -> Result<Option<String>, Failure> {
        let (token, of) = match &self.endpoint.token {
            None => return Ok(None),
            Some(Token::Text(token)) => (token.clone(), "AWS_CONTAINER_AUTHORIZATION_TOKEN".to_owned()),
            Some(Token::File(file)) => {
                let of = format!("the file {file} of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
                let token = tokio::fs::read_to_string(file)
                    .await
                    .map_err(|error| no_credentials(&format!("{of} cannot be read: {}", io_words(&error))))?;
                (token.trim().to_owned(), of)
            }
        };
        match token.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            true => Ok(Some(token)),
            false => Err(no_credentials(&format!("{of} holds characters that no token has"))),
        }
    }
}

fn parsed(answer: &HttpResponse) -> Result<Credentials, Failure> {
    if !answer.status().is_success() {
        return Err(no_credentials(&format!("HTTP status {}", answer.status().as_u16())));
    }
    let keys: Option<Answer> = answer.body().bytes().and_then(|body| serde_json::from_slice(body).ok());
    // The error of the parser may repeat what was answered.
    let Answer { access_key_id, secret_access_key, token, expiration } = keys.ok_or_else(|| {
        no_credentials("its answer is not a JSON object with AccessKeyId and SecretAccessKey")
    })?;
    let expiry = expiration.map(|time| {
        let no_time = || no_credentials("it answered with an Expiration that is not a time");
        parse_expiry(&time).ok_or_else(no_time)
    });
    Ok(Credentials::new(access_key_id, secret_access_key, token, expiry.transpose()?, "container"))
}

fn no_credentials(why: &str) -> Failure {
    let words = format!("the container's endpoint gave no credentials: {why}");
    Failure::of_source(words, "Check the role of the container and its AWS_CONTAINER_ variables.")
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
