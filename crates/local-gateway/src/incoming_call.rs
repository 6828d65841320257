//! A call as it comes in.

use axum::body::to_bytes;
use axum::extract::RawPathParams;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use bytes::Bytes;

use crate::caller::Caller;
use crate::operation::Operation;
use crate::request::Request;

/// More than any call of the provider sends.
const LARGEST_BODY: usize = 1024 * 1024;

/// A call as it came in.
pub(crate) struct IncomingCall {
    parts: Parts,
    names: Vec<(String, String)>,
    body: Bytes,
}

impl IncomingCall {
    pub(crate) async fn read(request: axum::extract::Request, names: &RawPathParams) -> Self {
        let (parts, body) = request.into_parts();
        // A body that cannot be read is judged as an empty one.
        let body = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
        let names = names.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { parts, names, body }
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The call as the operations see it.
    pub(crate) fn into_request(self, operation: Operation, caller: Option<&Caller>) -> Request {
        let uri: &Uri = &self.parts.uri;
        Request {
            operation,
            path: uri.path().to_owned(),
            path_and_query: uri.path_and_query().map_or("", |sent| sent.as_str()).to_owned(),
            names: self.names.into_iter().collect(),
            query: form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect(),
            body: self.body,
            caller: caller.cloned().unwrap_or_else(Caller::anonymous),
            method: self.parts.method,
        }
    }
}
