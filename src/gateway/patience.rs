//! How long a call is tried, and what its attempts leave behind.
//!
//! The SDK retries; this classifier tells it what for. Throttles and concurrent
//! changes pass with time and are retried as often as the user allows. Broken
//! connections, timeouts and 5xx either pass quickly or not at all: a few retries,
//! so that nobody waits minutes for an endpoint that is down.
//!
//! One [`Attempts`] watches one call, and afterwards knows whether any attempt
//! may have done its work unseen.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_apigatewayv2::config;
use aws_sdk_apigatewayv2::config::retry::{ClassifyRetry, RetryAction};
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::retry::ErrorKind;

use super::error::CONCURRENT_CHANGE;

/// Retries of a call that fails in a way which either passes quickly or not at all.
const TRANSIENT_RETRIES: u32 = 3;

/// The attempts of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    transient: AtomicU32,
    left_open: AtomicBool,
}

impl Attempts {
    /// Makes the SDK ask this watcher whether to retry a call to version 2.
    pub(super) fn watch(&self) -> config::Builder {
        config::Config::builder().retry_classifier(self.clone())
    }

    /// Makes the SDK ask this watcher whether to retry a call to version 1.
    pub(super) fn watch_v1(&self) -> aws_sdk_apigateway::config::Builder {
        aws_sdk_apigateway::config::Config::builder().retry_classifier(self.clone())
    }

    /// Whether an attempt failed in a way that leaves open whether the service
    /// did the work.
    pub(super) fn left_open(&self) -> bool {
        self.0.left_open.load(Ordering::Relaxed)
    }

    fn transient(&self) -> RetryAction {
        self.0.left_open.store(true, Ordering::Relaxed);
        if self.0.transient.fetch_add(1, Ordering::Relaxed) < TRANSIENT_RETRIES {
            RetryAction::transient_error()
        } else {
            RetryAction::RetryForbidden
        }
    }
}

impl ClassifyRetry for Attempts {
    fn classify_retry(&self, attempt: &InterceptorContext) -> RetryAction {
        let Some(Err(error)) = attempt.output_or_error() else {
            return RetryAction::NoActionIndicated;
        };
        let Some(response) = attempt.response() else {
            let on_the_wire =
                error.is_timeout_error() || error.as_connector_error().is_some_and(|e| !e.is_user());
            return if on_the_wire { self.transient() } else { RetryAction::NoActionIndicated };
        };
        match response.status().as_u16() {
            429 => {
                self.0.left_open.store(true, Ordering::Relaxed);
                throttled(response)
            }
            409 if says_concurrent_change(response) => throttled(response),
            // A success that cannot be read: the answer was lost on its way.
            200..300 | 500.. => self.transient(),
            _ if error.is_timeout_error() || error.is_connector_error() => self.transient(),
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "attempts at an API Gateway call"
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
