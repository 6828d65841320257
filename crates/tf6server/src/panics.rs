//! Panics.
//!
//! A panic in a call is caught: that call fails, and the message and the place go into the
//! log. A panic elsewhere is written to stderr in the form that Terraform shows to users.

use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::thread;

use futures_util::FutureExt;

tokio::task_local! {
    /// Set while a guarded future runs.
    static GUARDED: ();
}

/// Runs a future; a panic in it becomes an error.
pub(crate) async fn guard<T>(work: impl Future<Output = T>) -> thread::Result<T> {
    GUARDED.scope((), AssertUnwindSafe(work).catch_unwind()).await
}

/// Installs the hook for the whole process.
pub(crate) fn install(name: String, version: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        let message = info.payload_as_str().unwrap_or("(no message)");
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        if GUARDED.try_with(|()| ()).is_ok() {
            tracing::error!(place, "The provider panicked: {message}");
        } else {
            // stderr can be closed, and a panic here would abort.
            let _ = write!(std::io::stderr(), "{}", crash_report(&name, version, message, &place));
        }
    }));
}

/// Terraform recognises a crash by a line that begins with `panic: ` and shows what
/// follows it.
fn crash_report(name: &str, version: &str, message: &str, place: &str) -> String {
    format!("panic: {message}\n\n{name} {version}, at {place}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_in_a_guarded_future_is_an_error() {
        assert!(guard(async { panic!("three {}", "words") }).await.map(|(): ()| ()).is_err());
    }

    #[tokio::test]
    async fn a_future_that_does_not_panic_keeps_its_result() {
        assert_eq!(guard(async { 7 }).await.ok(), Some(7));
    }

    #[test]
    fn a_crash_report_begins_as_terraform_expects() {
        let report = crash_report("toy", "1.0.0", "index out of bounds", "src/x.rs:1:2");
        assert_eq!(report, "panic: index out of bounds\n\ntoy 1.0.0, at src/x.rs:1:2\n");
    }
}
