//! STS: the client, and why a call to it failed.

use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::Client;
use aws_sdk_sts::config::{Builder, ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::causes;
use crate::gateway::UserAgent;

const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ATTEMPTS: u32 = 2;

/// A client of STS that answers, or gives up, within seconds.
#[derive(Clone, Debug)]
pub(super) struct Sts {
    client: Client,
    called: CalledAddress,
}

impl Sts {
    /// A client that signs with the credentials of `sdk`. Without an `endpoint`, the
    /// environment, the profile and then the region say what address is called.
    pub(super) fn new(
        sdk: &SdkConfig,
        http: SharedHttpClient,
        endpoint: Option<&str>,
        user_agent: UserAgent,
    ) -> Self {
        let called = CalledAddress::default();
        let mut config = Builder::from(sdk)
            .http_client(http)
            .interceptor(user_agent)
            .interceptor(called.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT_TIMEOUT)
                    .operation_attempt_timeout(ATTEMPT_TIMEOUT)
                    .build(),
            );
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint);
        }
        Self { client: Client::from_conf(config.build()), called }
    }

    /// The SDK's client.
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// Why a call failed.
    pub(super) fn error<E>(&self, error: SdkError<E, HttpResponse>) -> StsError
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        if causes::first::<CredentialsError>(&error).is_some() {
            return StsError::NoCredentials(Box::new(error));
        }
        let address = self.called.address();
        if let Some(answer) = error.raw_response() {
            let status = answer.status().as_u16();
            let meta = error.as_service_error().map(ProvideErrorMetadata::meta);
            return match meta.and_then(|meta| Some((meta.code()?, meta.message().unwrap_or("no message")))) {
                Some((code, message)) => StsError::Refused { said: format!("{code}: {message}") },
                None => StsError::NotSts { address, status },
            };
        }
        match &error {
            SdkError::TimeoutError(_) => StsError::NoAnswer { address },
            SdkError::DispatchFailure(failure) if failure.is_timeout() => StsError::NoAnswer { address },
            _ => StsError::NotReached { address, why: causes::root_words(&error) },
        }
    }
}

/// Why a call to STS failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum StsError {
    /// There are no credentials to sign it with. The cause is among those of the
    /// inner error, as a [`CredentialsError`].
    #[error("there are no credentials to sign a call to STS with")]
    NoCredentials(#[source] Box<dyn Error + Send + Sync>),
    /// STS answered, and refused.
    #[error("STS said: {said}")]
    Refused {
        /// Its error code and message.
        said: String,
    },
    /// What answered is not STS.
    #[error("What answers at {address} is not STS (HTTP status {status})")]
    NotSts {
        /// Scheme, host and port.
        address: String,
        /// The HTTP status.
        status: u16,
    },
    /// There was no answer in time.
    #[error("No answer from STS at {address}")]
    NoAnswer {
        /// Scheme, host and port.
        address: String,
    },
    /// There is no connection.
    #[error("No connection to STS at {address}: {why}")]
    NotReached {
        /// Scheme, host and port.
        address: String,
        /// What went wrong.
        why: String,
    },
}

/// The address that a client has called, which only the SDK knows: an endpoint comes
/// from the provider block, the environment, a profile or the region.
#[derive(Clone, Debug, Default)]
struct CalledAddress(Arc<OnceLock<String>>);

impl CalledAddress {
    fn address(&self) -> String {
        self.0.get().cloned().unwrap_or_else(|| "its endpoint".to_owned())
    }
}

impl Intercept for CalledAddress {
    fn name(&self) -> &'static str {
        "called address"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.get_or_init(|| scheme_host_and_port(context.request().uri()));
        Ok(())
    }
}

/// A URL without its path and without user and password.
fn scheme_host_and_port(url: &str) -> String {
    let Ok(url) = url.parse::<http::Uri>() else { return "its endpoint".to_owned() };
    let scheme = url.scheme_str().unwrap_or("https");
    let host = url.host().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_neither_path_nor_password() {
        assert_eq!(scheme_host_and_port("http://127.0.0.1:9/path?query"), "http://127.0.0.1:9");
        assert_eq!(scheme_host_and_port("https://user:secret@sts.example.com/"), "https://sts.example.com");
        assert_eq!(scheme_host_and_port("http://[::1]:4566/"), "http://[::1]:4566");
    }
}
