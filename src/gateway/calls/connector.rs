//! One request on the network: it is answered, body included, within a time limit, or
//! has failed. Each is logged.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt, Limited};
use tokio::time::Instant;

/// The longest that an answer may take. The service usually answers within a second
/// or two.
pub(in crate::gateway) const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);

/// The most bytes that are read of an answer. A page of 500 custom domain names, each with
/// as many tags as there can be, is about half as large.
const LARGEST_BODY: usize = 16 << 20;

/// The address that a client calls, once it has called: which one a region has, the SDK knows.
pub(super) type Called = Arc<OnceLock<String>>;

/// An HTTP client whose requests are answered in time and logged, and which notes the
/// address that it calls.
pub(super) fn http_client(inner: SharedHttpClient, called: Called) -> SharedHttpClient {
    http_client_fn(move |settings, components| {
        let connector = inner.http_connector(settings, components);
        SharedHttpConnector::new(Connection { connector, called: called.clone() })
    })
}

#[derive(Debug)]
struct Connection {
    connector: SharedHttpConnector,
    called: Called,
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let inner = self.connector.clone();
        let host = self.called.get_or_init(|| origin_of(request.uri())).clone();
        HttpConnectorFuture::new(async move {
            let path = path_of(request.uri());
            let method = request.method().to_owned();
            let sent = Instant::now();
            let answer = async { with_body(inner.call(request).await?).await };
            let answer = tokio::time::timeout(ANSWER_TIMEOUT, answer).await;
            let answer = answer.unwrap_or_else(|elapsed| Err(ConnectorError::timeout(elapsed.into())));
            log(&method, &path, sent.elapsed(), &answer);
            answer.map_err(|error| with_host(host, error))
        })
    }
}

/// Writes down what came of a request. Bodies and headers may hold secrets, and are
/// left out.
fn log(method: &str, path: &str, took: Duration, answer: &Result<HttpResponse, ConnectorError>) {
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match answer {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let request_id = answer.headers().get("x-amzn-requestid").unwrap_or_default();
            tracing::debug!(method, resource = path, status, duration_ms, request_id, "called API Gateway");
        }
        Err(_) => {
            tracing::debug!(method, resource = path, duration_ms, "API Gateway did not answer");
        }
    }
}

/// A failure, with the host that was called.
#[derive(Debug, thiserror::Error)]
#[error("calling {host}")]
struct WithHost {
    host: String,
    source: ConnectorError,
}

fn with_host(host: String, error: ConnectorError) -> ConnectorError {
    let of_the_same_kind = if error.is_timeout() {
        ConnectorError::timeout
    } else if error.is_user() {
        ConnectorError::user
    } else {
        ConnectorError::io
    };
    of_the_same_kind(Box::new(WithHost { host, source: error }))
}

/// The scheme, host and port of a URL. The rest may hold secrets.
pub fn origin_of(url: &str) -> String {
    let url: http::Uri = url.parse().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme_str().unwrap_or_default(), url.host().unwrap_or_default())
}

/// The path of a URL, without its query.
fn path_of(url: &str) -> String {
    url.parse::<http::Uri>().unwrap_or_default().path().to_owned()
}

/// The response with its body read, so that a time limit covers the body too, and no body
/// fills the memory.
///
/// # Errors
/// The connection breaks, or the body is larger than any of AWS.
pub async fn with_body(mut response: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    let bytes = Limited::new(body, LARGEST_BODY).collect().await.map_err(ConnectorError::io)?.to_bytes();
    *response.body_mut() = SdkBody::from(bytes);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_shown_without_what_may_be_secret() {
        for (url, host) in [
            (
                "https://user:password@gateway.example.com:8443/v2/apis/a1?token=secret",
                "https://gateway.example.com:8443",
            ),
            ("https://user:secret@sts.example.com/", "https://sts.example.com"),
            ("http://localhost/v2", "http://localhost"),
            ("http://127.0.0.1:9/path?query", "http://127.0.0.1:9"),
            ("http://[::1]:4566", "http://[::1]:4566"),
        ] {
            assert_eq!(origin_of(url), host);
        }
        assert_eq!(path_of("https://user:password@localhost:8443/v2/apis/a1?token=secret"), "/v2/apis/a1");
    }

    #[test]
    fn a_failure_keeps_its_kind_and_names_the_host() {
        let kinds = |error: &ConnectorError| (error.is_timeout(), error.is_user(), error.is_io());
        for error in [
            ConnectorError::timeout("slow".into()),
            ConnectorError::user("wrong".into()),
            ConnectorError::io("broken".into()),
        ] {
            let before = kinds(&error);
            let named = with_host("http://localhost:1".to_owned(), error);
            assert_eq!(kinds(&named), before);
            assert!(crate::gateway::causes::words(&named).contains("calling http://localhost:1"));
        }
    }
}
