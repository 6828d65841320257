//! Turns the SDK's answers and errors into this crate's.

use std::error::Error;

use aws_sdk_apigatewayv2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::gateway::action::Action;
use crate::gateway::outcome::{CallError, Failure};

/// The answer, or why there is none.
pub(super) fn answer<T, E>(
    action: Action,
    answer: Result<T, SdkError<E, HttpResponse>>,
) -> Result<T, CallError>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    answer.map_err(|error| CallError { action, failure: Failure::of(&error) })
}

/// The answer, or `None` when the service says that what was asked for does not exist.
pub(super) fn answer_if_found<T, E>(
    action: Action,
    found: Result<T, SdkError<E, HttpResponse>>,
) -> Result<Option<T>, CallError>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match answer(action, found) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
