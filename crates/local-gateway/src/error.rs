//! The error answers of the service: a status, an error type and a text.

use serde_json::{Value, json};

use crate::rules::Rule;

/// An error answer of API Gateway or STS.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{status} {error_type}: {message}")]
pub struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// The error type, sent in the header `x-amzn-ErrorType`.
    pub error_type: String,
    /// The text, sent as `message` in the body.
    pub message: String,
    /// The rule that refuses; none where a fault was ordered.
    pub(crate) rule: Option<&'static Rule>,
}

impl ServiceError {
    /// An error answer with any status, type and text.
    pub fn new(status: u16, error_type: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, error_type: error_type.into(), message: message.into(), rule: None }
    }

    /// The error that a status usually comes with.
    #[must_use]
    pub fn of_status(status: u16) -> Self {
        let (error_type, message) = match status {
            400 => ("BadRequestException", "One of the parameters in the request is invalid."),
            403 => ("AccessDeniedException", "Access denied."),
            404 => ("NotFoundException", "The resource specified in the request was not found."),
            409 => ("ConflictException", "The resource already exists."),
            429 => return Self::too_many_requests(),
            503 => ("ServiceUnavailableException", "The service is unavailable. Please try again later."),
            _ => ("InternalServerErrorException", "Internal server error"),
        };
        Self::new(status, error_type, message)
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequestException", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, "NotFoundException", message)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(409, "ConflictException", message)
    }

    pub(crate) fn too_many_requests() -> Self {
        Self::new(429, "TooManyRequestsException", "Too Many Requests")
    }

    /// How another exhausted quota is worded on record. The code there, `LimitExceededException`,
    /// is none of the model of v2.
    pub(crate) fn quota_exceeded(of: &str) -> Self {
        let message = format!("Maximum number of {of} has been reached.");
        Self::new(429, "TooManyRequestsException", message)
    }

    pub(crate) fn concurrent_modification() -> Self {
        Self::conflict("Unable to complete operation due to concurrent modification. Please try again later.")
    }

    pub(crate) fn missing_authentication_token() -> Self {
        Self::new(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    }

    pub(crate) fn incomplete_signature(found: &str) -> Self {
        let message = format!("Authorization header requires 'Credential' parameter. Authorization={found}");
        Self::new(403, "IncompleteSignatureException", message)
    }

    /// What IAM answers; `resource` is the ARN that the call addresses.
    pub(crate) fn access_denied(user: &str, action: &str, resource: &str) -> Self {
        let message = format!("User: {user} is not authorized to perform: {action} on resource: {resource}");
        Self::new(403, "AccessDeniedException", message)
    }

    /// The body of an answer of v2: the fields that the service model lists for the type.
    pub(crate) fn v2_body(&self) -> Value {
        match self.error_type.as_str() {
            "NotFoundException" => json!({ "message": self.message, "resourceType": null }),
            "TooManyRequestsException" => json!({ "message": self.message, "limitType": null }),
            _ => self.v1_body(),
        }
    }

    /// The body of an answer of v1.
    pub(crate) fn v1_body(&self) -> Value {
        json!({ "message": self.message })
    }
}
