//! Answers as ACM words them: JSON with the error type in the body.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::error::ServiceError;
use crate::request::Request;
use crate::rules::table::BODY;

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// The answer of an operation that has been done.
pub(crate) fn result(body: &Value) -> Answer {
    Answer::of(200, CONTENT_TYPE, body.to_string())
}

/// The answer of an operation that has been done and says nothing.
pub(crate) fn done() -> Answer {
    Answer::of(200, CONTENT_TYPE, "")
}

/// An error.
pub(crate) fn error(error: &ServiceError) -> Answer {
    let body = json!({ "__type": error.error_type, "message": error.message });
    Answer::of(error.status, CONTENT_TYPE, body.to_string())
}

/// The body of a call.
pub(crate) fn body<T: DeserializeOwned>(request: &Request) -> Result<T, ServiceError> {
    serde_json::from_slice(&request.body)
        .map_err(|error| BODY.error(ServiceError::new(400, "ValidationException", error.to_string())))
}
