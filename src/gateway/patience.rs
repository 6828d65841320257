//! How long a call is tried, and what its attempts leave behind.
//!
//! The SDK retries; this classifier tells it what for. Throttles and concurrent
//! changes pass with time and are retried as often as the user allows. Broken
//! connections, timeouts and 5xx either pass quickly or not at all: a few retries,
//! so that nobody waits minutes for an endpoint that is down.
//!
//! One [`Attempts`] watches one call, and afterwards knows whether any attempt
//! may have done its work unseen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_sdk_apigatewayv2::config::retry::{ClassifyRetry, RetryAction};
use aws_sdk_apigatewayv2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::retry::ErrorKind;

use super::error::{Action, CONCURRENT_CHANGE, CallError, Failure};

/// How long it may take to find out what became of a write, beyond the time that
/// the write itself was given.
pub(super) const LOOK_UP: Duration = Duration::from_secs(60);

/// Gives a call, with all its retries, so much time and no more.
pub(super) async fn within<T>(
    limit: Duration,
    action: Action,
    call: impl Future<Output = Result<T, CallError>>,
) -> Result<T, CallError> {
    let answer = tokio::time::timeout(limit, call).await;
    answer.unwrap_or(Err(CallError { action, failure: Failure::OutOfTime(limit) }))
}

/// Retries of a call that fails in a way which either passes quickly or not at all.
const TRANSIENT_RETRIES: u32 = 3;

/// The attempts of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts(Arc<Mutex<Seen>>);

#[derive(Debug, Default)]
struct Seen {
    /// The verdict on the current attempt: the SDK asks for it more than once.
    verdict: Option<RetryAction>,
    transient: u32,
    left_open: bool,
}

impl Attempts {
    /// Makes the SDK ask this watcher whether to retry a call to version 2.
    pub(super) fn watch(&self) -> aws_sdk_apigatewayv2::config::Builder {
        aws_sdk_apigatewayv2::Config::builder().interceptor(self.clone()).retry_classifier(self.clone())
    }

    /// Makes the SDK ask this watcher whether to retry a call to version 1.
    pub(super) fn watch_v1(&self) -> aws_sdk_apigateway::config::Builder {
        aws_sdk_apigateway::Config::builder().interceptor(self.clone()).retry_classifier(self.clone())
    }

    /// Whether an attempt failed in a way that leaves open whether the service
    /// did the work.
    pub(super) fn left_open(&self) -> bool {
        self.seen().left_open
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "attempts at an API Gateway call"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.seen().verdict = None;
        Ok(())
    }
}

impl ClassifyRetry for Attempts {
    fn classify_retry(&self, attempt: &InterceptorContext) -> RetryAction {
        let mut seen = self.seen();
        let verdict = seen.verdict.clone().unwrap_or_else(|| seen.judge(attempt));
        seen.verdict = Some(verdict.clone());
        verdict
    }

    fn name(&self) -> &'static str {
        "attempts at an API Gateway call"
    }
}

impl Seen {
    fn judge(&mut self, attempt: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = attempt.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let on_the_wire =
            error.is_timeout_error() || error.as_connector_error().is_some_and(|error| !error.is_user());
        match attempt.response().filter(|_| !on_the_wire) {
            None if on_the_wire => self.transient(),
            None => RetryAction::NoActionIndicated,
            Some(response) => self.judge_answer(response),
        }
    }

    fn judge_answer(&mut self, response: &HttpResponse) -> RetryAction {
        match response.status().as_u16() {
            429 => {
                self.left_open = true;
                throttled(response)
            }
            409 if says_concurrent_change(response) => throttled(response),
            // A success that cannot be read: the answer was lost on its way.
            200..300 | 500.. => self.transient(),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn transient(&mut self) -> RetryAction {
        self.left_open = true;
        self.transient += 1;
        if self.transient <= TRANSIENT_RETRIES {
            RetryAction::transient_error()
        } else {
            RetryAction::RetryForbidden
        }
    }
}

fn throttled(response: &HttpResponse) -> RetryAction {
    match retry_after(response) {
        Some(wait) => RetryAction::retryable_error_with_explicit_delay(ErrorKind::ThrottlingError, wait),
        None => RetryAction::throttling_error(),
    }
}

fn retry_after(response: &HttpResponse) -> Option<Duration> {
    response.headers().get("retry-after")?.parse().ok().map(Duration::from_secs)
}

fn says_concurrent_change(response: &HttpResponse) -> bool {
    response.body().bytes().is_some_and(|body| {
        let marker = CONCURRENT_CHANGE.as_bytes();
        body.windows(marker.len()).any(|window| window == marker)
    })
}
