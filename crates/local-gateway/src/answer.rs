//! What the endpoint answers.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::error::ServiceError;
use crate::rules::Rule;

const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const JSON: &str = "application/json";

/// An answer: a status, headers and a body.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) error_type: Option<String>,
    /// Seconds, for `Retry-After`.
    pub(crate) retry_after: Option<u64>,
    /// The rule that refuses, if one does.
    pub(crate) rule: Option<&'static Rule>,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::of(status, JSON, body.to_string())
    }

    /// A page of a listing of version 2. The last page says `nextToken: null`.
    pub(crate) fn page(items: impl Iterator<Item = Value>, token: Option<String>) -> Self {
        Self::json(200, &json!({ "items": Value::from_iter(items), "nextToken": Value::from(token) }))
    }

    /// A page of a listing of version 1. The last page says nothing of a `position`.
    pub(crate) fn v1_page(items: impl Iterator<Item = Value>, token: Option<String>) -> Self {
        let mut body = json!({ "item": Value::from_iter(items) });
        if let Some(token) = token {
            body["position"] = Value::String(token);
        }
        Self::json(200, &body)
    }

    /// An error of API Gateway, whose type is in a header.
    pub(crate) fn error(error: &ServiceError, body: &Value) -> Self {
        Self { error_type: Some(error.error_type.clone()), ..Self::json(error.status, body) }
    }

    pub(crate) fn no_content() -> Self {
        Self::of(204, JSON, "")
    }

    /// How v1 answers a delete.
    pub(crate) fn accepted() -> Self {
        Self::of(202, JSON, "")
    }

    pub(crate) fn of(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status, content_type, error_type: None, retry_after: None, rule: None, body: body.into() }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(value) = self.error_type.and_then(|name| HeaderValue::from_str(&name).ok()) {
            headers.insert(ERROR_TYPE, value);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
