//! How every call runs: in its span of the log, timed, and guarded against panics.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use futures_util::future::BoxFuture;
use tf_provider::Diagnostics;
use tracing::Instrument;

use crate::diagnostics::{about, fail, to_proto};
use crate::{panics, proto::tfplugin6::Diagnostic};

/// Numbers the calls of this process.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// The calls whose type is that of a data source.
const DATA_SOURCE_CALLS: [&str; 2] = ["ValidateDataResourceConfig", "ReadDataSource"];

/// Runs the function of a call. Without an answer from it there is at least one error.
///
/// `type_name` is the type of the resource or data source, or empty for calls about the whole provider. At the
/// `interruption` the function is dropped.
pub(super) async fn run<T>(
    name: &'static str,
    type_name: &str,
    interruption: impl Future<Output = ()>,
    work: impl for<'a> FnOnce(&'a mut Diagnostics) -> BoxFuture<'a, Option<T>>,
) -> (Option<T>, Vec<Diagnostic>) {
    let since = Instant::now();
    let of_type = (!type_name.is_empty()).then_some(type_name);
    let is_about_data_source = DATA_SOURCE_CALLS.contains(&name);
    let title = if type_name.is_empty() { name.to_owned() } else { format!("{name} for {type_name}") };
    // At level error, so that events of every level are in it.
    let span = tracing::error_span!(
        "call",
        tf_req_id = format!("{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed)),
        tf_rpc = name,
        tf_resource_type = of_type.filter(|_| !is_about_data_source),
        tf_data_source_type = of_type.filter(|_| is_about_data_source),
    );
    let call = async {
        tracing::trace!("Received request");
        let mut found = Diagnostics::default();
        let answer = tokio::select! {
            biased;
            answer = panics::guard(work(&mut found)) => Some(answer),
            () = interruption => None,
        };
        let answer = match answer {
            Some(Ok(answer)) => answer,
            Some(Err(_panic)) => {
                let detail = format!(
                    "The provider panicked while answering {title}. If that was a change, it may have been made: \
                     the next plan shows it. Please report this bug with the log of a run with \
                     TF_LOG_PROVIDER=error, which names the place in the source."
                );
                fail(&mut found, "Provider Bug", detail)
            }
            None => {
                let detail =
                    format!("The run was interrupted before {title} was answered. Nothing was changed.");
                fail(&mut found, "Interrupted", detail)
            }
        };
        if answer.is_none() && found.errors.is_empty() {
            let detail = format!(
                "The provider answered {title} with neither a result nor an error. Please report this bug \
                 with the configuration that led here."
            );
            found.add_error(about("Provider Bug", detail));
        }
        tracing::debug!(
            tf_req_duration_ms = since.elapsed().as_secs_f64() * 1000.0,
            diagnostic_error_count = found.errors.len(),
            diagnostic_warning_count = found.warnings.len(),
            "Answered request",
        );
        (answer, to_proto(found))
    };
    call.instrument(span).await
}
