//! Panics.
//!
//! A panic in a call is caught: that call fails, and the place goes into the log. A panic
//! elsewhere is written to stderr in the form that Terraform shows to users.

use std::cell::RefCell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo};

use futures_util::FutureExt;

tokio::task_local! {
    /// Set while a guarded future runs; filled in by the hook.
    static CAUGHT: RefCell<Option<Panic>>;
}

/// The message of a panic and its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panic {
    pub(crate) message: String,
    pub(crate) place: String,
}

impl Panic {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        let message = info.payload_as_str().unwrap_or("(no message)");
        let place = info.location().map(ToString::to_string);
        Self { message: message.to_owned(), place: place.unwrap_or_else(|| "(unknown place)".to_owned()) }
    }
}

/// Runs a future; a panic in it becomes an error.
pub(crate) async fn guard<T>(work: impl Future<Output = T>) -> Result<T, Panic> {
    CAUGHT
        .scope(RefCell::new(None), async {
            let result = AssertUnwindSafe(work).catch_unwind().await;
            result.map_err(|_payload| {
                let caught = CAUGHT.with(|caught| caught.borrow_mut().take());
                caught.unwrap_or_else(|| Panic {
                    message: "(no message)".to_owned(),
                    place: "(unknown place)".to_owned(),
                })
            })
        })
        .await
}

/// Installs the hook for the whole process.
pub(crate) fn install(name: String, version: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        let panic = Panic::of(info);
        if let Err(panic) = store(panic) {
            // stderr can be closed, and a panic here would abort.
            let _ = write!(std::io::stderr(), "{}", crash_report(&name, version, &panic));
        }
    }));
}

/// Stores the panic for [`guard`], or returns it if no guarded future runs.
fn store(panic: Panic) -> Result<(), Panic> {
    let mut panic = Some(panic);
    let _ = CAUGHT.try_with(|caught| *caught.borrow_mut() = panic.take());
    panic.map_or(Ok(()), Err)
}

/// Terraform recognises a crash by a line that begins with `panic: ` and shows
/// what follows it.
fn crash_report(name: &str, version: &str, panic: &Panic) -> String {
    let Panic { message, place } = panic;
    format!("panic: {message}\n\n{name} {version}, at {place}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_in_a_guarded_future_is_returned_with_its_place() {
        install("toy".to_owned(), "1.0.0");
        let panic = guard(async { panic!("three {}", "words") }).await;
        let panic: Panic = panic.map(|(): ()| ()).unwrap_err();
        assert_eq!(panic.message, "three words");
        assert!(panic.place.contains("panics.rs:"), "{}", panic.place);
    }

    #[tokio::test]
    async fn a_future_that_does_not_panic_keeps_its_result() {
        assert_eq!(guard(async { 7 }).await, Ok(7));
    }

    #[test]
    fn a_crash_report_begins_as_terraform_expects() {
        let panic = Panic { message: "index out of bounds".into(), place: "src/x.rs:1:2".into() };
        let report = crash_report("toy", "1.0.0", &panic);
        assert!(report.starts_with("panic: index out of bounds\n"), "{report}");
        assert!(report.contains("toy 1.0.0, at src/x.rs:1:2"), "{report}");
    }
}
