//! How long a call is tried, and what its attempts leave behind.
//!
//! The SDK retries; this classifier tells it what for. Throttles and concurrent
//! changes pass with time and are retried as often as the user allows. A service
//! that stumbles is given some seconds. One that is not reached, or does not answer,
//! either comes back at once or not at all: nobody waits minutes for an endpoint
//! that is down.
//!
//! One [`Attempts`] watches one call, and afterwards knows whether any attempt
//! may have done its work unseen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_sdk_apigatewayv2::config::retry::{ClassifyRetry, RetryAction, RetryConfig, RetryMode};
use aws_sdk_apigatewayv2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    BeforeTransmitInterceptorContextRef, InterceptorContext,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use tokio::time::Instant;

use super::Patience;
use super::error::{Action, CONCURRENT_CHANGE, CallError, Failure, is_unsent};

/// How much time an operation has, retries and all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    length: Duration,
    end: Instant,
}

impl Limit {
    /// So much time, counted from now.
    pub(super) fn of(length: Duration) -> Self {
        Self { length, end: Instant::now() + length }
    }

    /// Gives a call, with all its retries, what is left of the time and no more.
    pub(super) async fn hold<T>(
        &self,
        action: Action,
        call: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        let answer = tokio::time::timeout_at(self.end, call).await;
        answer.unwrap_or(Err(CallError { action, failure: Failure::OutOfTime(self.length) }))
    }
}

/// Retries of a call that the service answered with a failure of its own.
const STUMBLE_RETRIES: u32 = 6;
/// Retries of a call that got no answer.
const SILENCE_RETRIES: u32 = 3;

/// The attempts of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts {
    seen: Arc<Mutex<Seen>>,
    persistent: bool,
}

#[derive(Debug, Default)]
struct Seen {
    /// The verdict on the current attempt: the SDK asks for it more than once.
    verdict: Option<RetryAction>,
    failures: u32,
    left_open: bool,
}

impl Attempts {
    /// Attempts that go on, whatever fails and whatever the user thinks of retries,
    /// until the time is up: for finding out what became of a write.
    pub(super) fn persistent() -> Self {
        Self { persistent: true, ..Self::default() }
    }

    /// Makes the SDK ask this watcher whether to retry a call to version 2.
    pub(super) fn watch(&self) -> aws_sdk_apigatewayv2::config::Builder {
        let config = aws_sdk_apigatewayv2::Config::builder();
        let config = config.interceptor(self.clone()).retry_classifier(self.clone());
        if self.persistent { config.retry_config(without_end()) } else { config }
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
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
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
        let verdict = seen.verdict.clone().unwrap_or_else(|| seen.judge(attempt, self.persistent));
        seen.verdict = Some(verdict.clone());
        verdict
    }

    fn name(&self) -> &'static str {
        "attempts at an API Gateway call"
    }
}

impl Seen {
    fn judge(&mut self, attempt: &InterceptorContext, persistent: bool) -> RetryAction {
        let end = end_of(attempt);
        let retries = match end {
            End::Clear => return RetryAction::NoActionIndicated,
            End::Contended => return RetryAction::throttling_error(),
            End::Throttled => {
                self.left_open = true;
                return RetryAction::throttling_error();
            }
            End::Stumble => STUMBLE_RETRIES,
            End::Silence | End::Unsent => SILENCE_RETRIES,
        };
        self.left_open |= end != End::Unsent;
        self.failures += 1;
        if persistent || self.failures <= retries {
            RetryAction::transient_error()
        } else {
            RetryAction::RetryForbidden
        }
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// An answer that another attempt would not change, or nothing was sent.
    Clear,
    /// Somebody else changes the same domain; nothing was done.
    Contended,
    /// Over the quota, and perhaps done all the same.
    Throttled,
    /// An answer that tells of trouble and not what became of the work: a 5xx, or a
    /// success that cannot be read.
    Stumble,
    /// No answer.
    Silence,
    /// No connection.
    Unsent,
}

fn end_of(attempt: &InterceptorContext) -> End {
    let Some(Err(error)) = attempt.output_or_error() else { return End::Clear };
    match error.as_connector_error() {
        Some(error) if is_unsent(error) => return End::Unsent,
        Some(error) if !error.is_user() => return End::Silence,
        _ if error.is_timeout_error() => return End::Silence,
        _ => {}
    }
    let Some(response) = attempt.response() else { return End::Clear };
    match response.status().as_u16() {
        429 => End::Throttled,
        409 if says_concurrent_change(response) => End::Contended,
        200..300 | 500.. => End::Stumble,
        _ => End::Clear,
    }
}

/// More attempts than there is ever time for.
fn without_end() -> RetryConfig {
    Patience { max_attempts: 1_000, mode: RetryMode::Standard }.retry_config()
}

fn says_concurrent_change(response: &HttpResponse) -> bool {
    response.body().bytes().is_some_and(|body| {
        let marker = CONCURRENT_CHANGE.as_bytes();
        body.windows(marker.len()).any(|window| window == marker)
    })
}
