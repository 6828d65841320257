//! One attempt on the wire: it waits its turn, and then is answered, whole, within
//! a few seconds, or has failed.
//!
//! API Gateway allows 10 requests a second with a burst of 40 for everything in an
//! account and region (API Gateway quotas). All calls of this process keep that
//! pace together, so that others in the account are not starved. Waiting for one's
//! turn does not count as waiting for an answer.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use http_body_util::BodyExt;

/// The longest that one attempt may take. The control plane usually answers within
/// a second or two; past this, waiting longer has never been seen to help.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// How many calls may be made at once after a pause (API Gateway quotas).
const BURST: NonZeroU32 = NonZeroU32::new(40).expect("40 is not zero");

/// The pace that all calls keep together.
#[derive(Clone, Debug, Default)]
pub struct Pace(Option<Arc<DefaultDirectRateLimiter>>);

impl Pace {
    /// At most `rate` requests a second after a burst; `None` for no limit.
    #[must_use]
    pub fn per_second(rate: Option<NonZeroU32>) -> Self {
        Self(rate.map(|rate| Arc::new(RateLimiter::direct(Quota::per_second(rate).allow_burst(BURST)))))
    }

    async fn turn(&self) {
        if let Some(limiter) = &self.0 {
            limiter.until_ready().await;
        }
    }
}

/// An HTTP client that keeps the pace and insists on answers.
#[derive(Debug)]
pub(super) struct Wire {
    inner: SharedHttpClient,
    pace: Pace,
}

impl Wire {
    pub(super) fn new(inner: SharedHttpClient, pace: Pace) -> Self {
        Self { inner, pace }
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Attempt { inner, pace: self.pace.clone() })
    }
}

#[derive(Debug)]
struct Attempt {
    inner: SharedHttpConnector,
    pace: Pace,
}

impl HttpConnector for Attempt {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let inner = self.inner.clone();
        let pace = self.pace.clone();
        HttpConnectorFuture::new(async move {
            pace.turn().await;
            let host = host(request.uri());
            let answer = async { whole(inner.call(request).await?).await };
            let answer = tokio::time::timeout(ANSWER_TIMEOUT, answer).await;
            let answer = answer.unwrap_or_else(|elapsed| Err(ConnectorError::timeout(elapsed.into())));
            answer.map_err(|error| at(host, error))
        })
    }
}

/// A failure, and where: "check the endpoint" helps only who knows which one.
#[derive(Debug, thiserror::Error)]
#[error("calling {host}")]
struct At {
    host: String,
    source: ConnectorError,
}

fn at(host: String, error: ConnectorError) -> ConnectorError {
    let sort = if error.is_timeout() {
        ConnectorError::timeout
    } else if error.is_user() {
        ConnectorError::user
    } else {
        ConnectorError::io
    };
    sort(Box::new(At { host, source: error }))
}

/// Scheme, host and port: the path may name what is nobody else's business.
fn host(uri: &str) -> String {
    uri.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

/// The response with its body read, so that the timeout covers the body too.
async fn whole(response: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let (mut parts, body) = split(response);
    let bytes = body.collect().await.map_err(ConnectorError::io)?.to_bytes();
    *parts.body_mut() = SdkBody::from(bytes);
    Ok(parts)
}

fn split(mut response: HttpResponse) -> (HttpResponse, SdkBody) {
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    (response, body)
}
