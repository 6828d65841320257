//! One attempt on the wire: it waits its turn, and then is answered, whole, within
//! a few seconds, or has failed. Waiting for one's turn does not count as waiting
//! for an answer.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt;
use tokio::time::Instant;

use super::Pace;
use super::pace::Intent;

/// The longest that one attempt may take. The control plane usually answers within
/// a second or two; past this, waiting longer has never been seen to help.
pub(super) const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

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
            pace.turn(intent(&request)).await;
            let host = host(request.uri());
            let sent = Instant::now();
            let answer = async { whole(inner.call(request).await?).await };
            let answer = tokio::time::timeout(ANSWER_TIMEOUT, answer).await;
            let answer = answer.unwrap_or_else(|elapsed| Err(ConnectorError::timeout(elapsed.into())));
            let answer = answer.map_err(|error| at(host, error))?;
            pace.heed(&answer, sent.elapsed());
            Ok(answer)
        })
    }
}

fn intent(request: &HttpRequest) -> Intent {
    match request.method() {
        "GET" | "HEAD" => Intent::Read,
        _ => Intent::Write,
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
