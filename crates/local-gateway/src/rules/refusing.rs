//! How a rule refuses.

use super::rule::Rule;
use crate::error::ServiceError;

impl Rule {
    pub(crate) fn bad_request(&'static self, message: impl Into<String>) -> ServiceError {
        self.error(ServiceError::bad_request(message))
    }

    pub(crate) fn not_found(&'static self, message: impl Into<String>) -> ServiceError {
        self.error(ServiceError::not_found(message))
    }

    pub(crate) fn conflict(&'static self, message: impl Into<String>) -> ServiceError {
        self.error(ServiceError::conflict(message))
    }

    /// An error that this rule answers with. A text that is not known to be the service's says so.
    pub(crate) fn error(&'static self, error: ServiceError) -> ServiceError {
        let message = match self.made_up() {
            Some(what) => format!("{} [made up: {what}]", error.message),
            None => error.message,
        };
        ServiceError { rule: Some(self), message, ..error }
    }

    /// Refuses with a 400 if the condition holds.
    pub(crate) fn refuses_if(
        &'static self,
        condition: bool,
        message: impl Into<String>,
    ) -> Result<(), ServiceError> {
        if condition { Err(self.bad_request(message)) } else { Ok(()) }
    }
}
