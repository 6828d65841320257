//! One call: its span in the log, its duration, and the guard around it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use tf_provider::{Diagnostic, Diagnostics};
use tracing::{Instrument, Span};

use crate::diagnostics::about;
use crate::panics;

/// Numbers the calls of this process.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// A call that has been received.
pub(super) struct Call {
    /// Such as `ReadResource for toy_thing`.
    title: String,
    span: Span,
    since: Instant,
}

impl Call {
    /// `type_name` is the resource type, or empty for calls about the whole provider.
    pub(super) fn received(name: &'static str, type_name: &str) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // At level error, so that events of every level are in it.
        let span = tracing::error_span!(
            "call",
            tf_req_id = format!("{}-{number}", std::process::id()),
            tf_rpc = name,
            tf_resource_type = (!type_name.is_empty()).then_some(type_name),
        );
        span.in_scope(|| tracing::trace!("Received request"));
        let title = match type_name {
            "" => name.to_owned(),
            _ => format!("{name} for {type_name}"),
        };
        Self { title, span, since: Instant::now() }
    }

    /// Runs the function of the call in its span. A panic in it is an error.
    pub(super) async fn run<T>(&self, work: impl Future<Output = Option<T>>) -> thread::Result<Option<T>> {
        panics::guard(work).instrument(self.span.clone()).await
    }

    /// Ends the call: without an answer there is at least one error afterwards.
    pub(super) fn end<T>(self, outcome: thread::Result<Option<T>>, found: &mut Diagnostics) -> Option<T> {
        let _entered = self.span.enter();
        let answer = outcome.unwrap_or_else(|_panic| {
            found.add_error(self.crashed());
            None
        });
        if answer.is_none() && found.errors.is_empty() {
            found.add_error(self.unanswered());
        }
        tracing::debug!(
            tf_req_duration_ms = self.since.elapsed().as_secs_f64() * 1000.0,
            diagnostic_error_count = found.errors.len(),
            diagnostic_warning_count = found.warnings.len(),
            "Answered request",
        );
        answer
    }

    fn crashed(&self) -> Diagnostic {
        about(
            "Provider Bug",
            format!(
                "The provider panicked while answering {}. If that was a change, it may have been \
                 made: the next plan shows it. Please report this bug with the log of a run with \
                 TF_LOG_PROVIDER=error, which names the place in the source.",
                self.title
            ),
        )
    }

    fn unanswered(&self) -> Diagnostic {
        about(
            "Provider Bug",
            format!(
                "The provider answered {} with neither a result nor an error. Please report \
                 this bug with the configuration that led here.",
                self.title
            ),
        )
    }
}
