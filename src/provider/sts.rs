//! STS: the client, and why a call to it failed.

use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_sts::Client;
use aws_sdk_sts::config::{Builder, ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::RequestId;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::gateway::{Endpoint, UserAgent, causes, origin_of};

const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ATTEMPTS: u32 = 2;

/// A client of STS that answers, or gives up, within seconds.
#[derive(Clone, Debug)]
pub(super) struct Sts {
    /// The SDK's client, to prepare a call with.
    pub(super) client: Client,
    credentials: Option<SharedCredentialsProvider>,
    called: CalledAddress,
}

impl Sts {
    /// A client that signs with the credentials of `sdk`. Without a URL, the region's own
    /// address is called.
    pub(super) fn new(sdk: &SdkConfig, endpoint: Endpoint, user_agent: UserAgent) -> Self {
        let called = CalledAddress::default();
        let mut config = Builder::from(sdk)
            .http_client(endpoint.http)
            .interceptor(user_agent)
            .interceptor(called.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT_TIMEOUT)
                    .operation_attempt_timeout(ATTEMPT_TIMEOUT)
                    .build(),
            );
        if let Some(url) = endpoint.url {
            // A named address is called as it is, and the SDK refuses one beside these.
            config = config.endpoint_url(url).use_fips(false).use_dual_stack(false);
        }
        Self { client: Client::from_conf(config.build()), credentials: sdk.credentials_provider(), called }
    }

    /// Waits for the answer to a call of `operation`, and logs it. Credentials are waited for
    /// before, so that the time limits are those of STS alone.
    pub(super) async fn answer<T, E>(
        &self,
        operation: &'static str,
        call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, StsError>
    where
        T: RequestId,
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        if let Some(credentials) = &self.credentials
            && let Err(error) = credentials.provide_credentials().await
        {
            return Err(StsError::NoCredentials(error.into()));
        }
        let sent = Instant::now();
        let answer = call.await.map_err(|error| self.error(error));
        let request_id = answer.as_ref().ok().and_then(RequestId::request_id);
        let error = answer.as_ref().err().map(tracing::field::display);
        tracing::debug!(operation, duration = ?sent.elapsed(), request_id, error, "called STS");
        answer
    }

    fn error<E>(&self, error: SdkError<E, HttpResponse>) -> StsError
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        if causes::first::<CredentialsError>(&error).is_some() {
            return StsError::NoCredentials(Box::new(error));
        }
        let address = self.called.0.get().map_or("its endpoint", String::as_str);
        if let (Some(code), Some(answer)) = (error.code(), error.raw_response()) {
            let status = answer.status().as_u16();
            let request = answer.headers().get("x-amzn-requestid");
            let request = request.map(|id| format!(", request {id}")).unwrap_or_default();
            let message = error.message().unwrap_or("no message");
            let said = format!("{code} (HTTP {status}{request}): {message}");
            let is_expired = ["ExpiredToken", "ExpiredTokenException", "RequestExpired"].contains(&code);
            return if is_expired { StsError::SessionExpired(said) } else { StsError::Refused(said) };
        }
        StsError::NoAnswer(match (&error, error.raw_response()) {
            (_, Some(answer)) => {
                format!("What answers at {address} is not STS (HTTP status {})", answer.status().as_u16())
            }
            (SdkError::TimeoutError(_), _) => format!("No answer from STS at {address}"),
            // The words of other errors may repeat the request, which holds secrets.
            (SdkError::ConstructionFailure(_), _) => "The call to STS could not be made".to_owned(),
            _ => {
                let words = causes::words(&error);
                let said = format!("No connection to STS at {address}: {}", causes::root_words(&error));
                match () {
                    // webpki's word for it. OpenSSL, and so the AWS CLI, accepts such a certificate.
                    () if words.contains("CaUsedAsEndEntity") => {
                        return StsError::AuthorityAsServer(format!(
                            "The certificate of {address} is marked as an authority's (CA:TRUE), with which no server \
                             may answer. Give the server one that the authority has signed, or a self-signed one \
                             with CA:FALSE"
                        ));
                    }
                    () if causes::is_untrusted_certificate(&words) => {
                        return StsError::UntrustedCertificate(said);
                    }
                    () if causes::is_unknown_host(&words) => return StsError::NoSuchHost(said),
                    () => said,
                }
            }
        })
    }
}

/// Why a call to STS failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum StsError {
    /// There are no credentials to sign it with, as a [`CredentialsError`] among the
    /// causes says.
    #[error("there are no credentials to sign with")]
    NoCredentials(#[source] BoxError),
    /// STS refused because the session has expired, with its error code and message.
    #[error("STS said: {0}")]
    SessionExpired(String),
    /// STS refused, with its error code and message.
    #[error("STS said: {0}")]
    Refused(String),
    /// The certificate of what answers is not trusted; a sentence as below.
    #[error("{0}")]
    UntrustedCertificate(String),
    /// What answers shows the certificate of an authority; a sentence as below.
    #[error("{0}")]
    AuthorityAsServer(String),
    /// The host was not found; a sentence as below.
    #[error("{0}")]
    NoSuchHost(String),
    /// STS did not answer; a sentence that names the address, without its full stop.
    #[error("{0}")]
    NoAnswer(String),
}

/// The address that a client has called: which one a region has, the SDK knows.
#[derive(Clone, Debug, Default)]
struct CalledAddress(Arc<OnceLock<String>>);

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
        self.0.get_or_init(|| origin_of(context.request().uri()));
        Ok(())
    }
}
