//! Sends signed requests and reads their answers.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, anyhow};
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

use crate::hosts::Hosts;
use crate::reply::Reply;
use crate::request::Request;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// API Gateway ends a call of its own after 29 seconds.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// Credentials that are good for less than this are fetched anew.
const FRESH: Duration = Duration::from_secs(300);

/// A client of the services that a run calls.
// No `Debug`: it holds credentials.
pub(crate) struct Client {
    connector: SharedHttpConnector,
    provider: SharedCredentialsProvider,
    held: Mutex<Option<Credentials>>,
    hosts: Hosts,
    region: String,
}

impl Client {
    /// A client that signs for this region.
    #[must_use]
    pub(crate) fn new(provider: SharedCredentialsProvider, hosts: Hosts, region: &str) -> Self {
        let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
        // What listens on this machine is called without a proxy.
        let proxy = if hosts.lead_to_aws() { ProxyConfig::from_env() } else { ProxyConfig::disabled() };
        let connector = Connector::builder()
            .connector_settings(settings)
            .sleep_impl(TokioSleep::new())
            .proxy_config(proxy)
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build();
        Self {
            connector: SharedHttpConnector::new(connector),
            provider,
            held: Mutex::new(None),
            hosts,
            region: region.to_owned(),
        }
    }

    /// The region that it signs for.
    #[must_use]
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// Sends the request and waits for the whole answer.
    ///
    /// # Errors
    /// Why there is no answer, in words that hold nothing secret.
    pub(crate) async fn send(&self, request: &Request) -> Result<Reply> {
        let request = self.signed(request).await?;
        match tokio::time::timeout(CALL_TIMEOUT, self.exchange(request)).await {
            Ok(reply) => reply,
            Err(_) => Err(anyhow!("no answer within {} seconds", CALL_TIMEOUT.as_secs())),
        }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<Reply> {
        let response = self.connector.call(request).await.map_err(|error| anyhow!("{}", root_of(&error)))?;
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let body = ByteStream::new(response.into_body()).collect().await;
        let body = body.map_err(|error| anyhow!("the answer was cut: {}", root_of(&error)))?.into_bytes();
        Ok(Reply::of(status, headers, &String::from_utf8_lossy(&body)))
    }

    async fn signed(&self, request: &Request) -> Result<HttpRequest> {
        let region = request.region.as_deref().unwrap_or(&self.region);
        let url = self.hosts.url(request.service, region) + &request.path_and_query;
        let mut builder = http::Request::builder().method(request.method.name()).uri(&url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let mut http =
            builder.body(SdkBody::from(request.body.as_str())).context("the request cannot be made")?;

        let identity = self.credentials().await?.into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name(request.service.signing_name())
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .context("the request cannot be signed")?
            .into();
        let headers = request.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let body = SignableBody::Bytes(request.body.as_bytes());
        let signable = SignableRequest::new(request.method.name(), &url, headers, body)?;
        let (instructions, _signature) = sign(signable, &params)?.into_parts();
        instructions.apply_to_request_http1x(&mut http);
        http.try_into().context("the request cannot be made")
    }

    /// The credentials, fetched anew before they expire.
    async fn credentials(&self) -> Result<Credentials> {
        let fresh_until = SystemTime::now() + FRESH;
        let is_fresh = |held: &Credentials| held.expiry().is_none_or(|expiry| expiry > fresh_until);
        if let Some(held) = self.lock().as_ref().filter(|held| is_fresh(held)) {
            return Ok(held.clone());
        }
        let fetched = self.provider.provide_credentials().await;
        let fetched = fetched.map_err(|error| anyhow!("there are no credentials: {}", root_of(&error)))?;
        *self.lock() = Some(fetched.clone());
        Ok(fetched)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Credentials>> {
        self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The first cause, which tells what happened; those above it only repeat where.
fn root_of(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
