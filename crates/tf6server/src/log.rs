//! Logs in the format that Terraform reads: one JSON object a line on stderr.
//!
//! `tracing` events become records of hclog, Terraform's log library. The spans around an
//! event add the id of the request, the call and the resource type. Values of requests and
//! answers are never logged.

use std::fmt;

use serde_json::{Map, Value};
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::fmt::format::{JsonFields, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Sends all events of the process to stderr, at the level that the environment asks for.
///
/// Events of libraries are left out: HTTP clients log headers and bodies, and others the
/// settings that they are given.
pub(crate) fn install(plugin_name: &str, source_crate: &'static str) {
    let level = level(plugin_name, |name| std::env::var(name).ok());
    let filter = filter_fn(move |metadata| {
        let from = metadata.target().split("::").next().unwrap_or_default();
        [env!("CARGO_CRATE_NAME"), source_crate].contains(&from) && *metadata.level() <= level
    });
    let lines = layer(std::io::stderr).with_filter(filter);
    // Fails only if the process has a subscriber already; that one stays.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

/// Writes each event as one line.
fn layer<S, W>(writer: W) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt::layer()
        .fmt_fields(JsonFields::new())
        .event_format(Hclog)
        .with_writer(writer)
        // If stderr is closed, there is nowhere to report it.
        .log_internal_errors(false)
}

/// The level from the variable of this provider, else that of all providers, else that of
/// everything. As in Terraform, any other word means all levels.
fn level(plugin_name: &str, variable: impl Fn(&str) -> Option<String>) -> LevelFilter {
    let own = format!("TF_LOG_PROVIDER_{}", plugin_name.to_uppercase().replace('-', "_"));
    let asked = [own.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match asked.map(|word| word.to_uppercase()).as_deref() {
        None | Some("OFF") => LevelFilter::OFF,
        Some("ERROR") => LevelFilter::ERROR,
        Some("WARN") => LevelFilter::WARN,
        Some("INFO") => LevelFilter::INFO,
        Some("DEBUG") => LevelFilter::DEBUG,
        Some(_) => LevelFilter::TRACE,
    }
}

/// Writes an event as a record of hclog.
struct Hclog;

impl<S: Subscriber + for<'a> LookupSpan<'a>> FormatEvent<S, JsonFields> for Hclog {
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut record = Map::new();
        for span in context.event_scope().into_iter().flatten() {
            if let Some(fields) = span.extensions().get::<FormattedFields<JsonFields>>() {
                record.extend(parse(fields)?);
            }
        }
        let mut fields = String::new();
        context.format_fields(Writer::new(&mut fields), event)?;
        record.extend(parse(&fields)?);

        let mut timestamp = String::new();
        SystemTime.format_time(&mut Writer::new(&mut timestamp))?;
        let metadata = event.metadata();
        let message = record.remove("message").unwrap_or_else(|| "".into());
        record.insert("@message".to_owned(), message);
        record.insert("@level".to_owned(), metadata.level().as_str().to_lowercase().into());
        record.insert("@module".to_owned(), metadata.target().replace("::", ".").into());
        record.insert("@timestamp".to_owned(), timestamp.into());
        writeln!(writer, "{}", Value::Object(record))
    }
}

fn parse(fields: &str) -> Result<Map<String, Value>, fmt::Error> {
    serde_json::from_str(fields).map_err(|_| fmt::Error)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use super::*;

    fn level_with(variables: &[(&str, &str)]) -> LevelFilter {
        level("my-toy", |name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn without_any_variable_nothing_is_logged() {
        assert_eq!(level_with(&[]), LevelFilter::OFF);
        assert_eq!(level_with(&[("TF_LOG", "")]), LevelFilter::OFF);
    }

    #[test]
    fn the_more_specific_variable_wins() {
        let all = [("TF_LOG", "trace"), ("TF_LOG_PROVIDER", "info"), ("TF_LOG_PROVIDER_MY_TOY", "error")];
        assert_eq!(level_with(&all), LevelFilter::ERROR);
        assert_eq!(level_with(&all[..2]), LevelFilter::INFO);
        assert_eq!(level_with(&all[..1]), LevelFilter::TRACE);
    }

    #[test]
    fn a_word_that_is_no_level_means_all() {
        assert_eq!(level_with(&[("TF_LOG", "json")]), LevelFilter::TRACE);
        assert_eq!(level_with(&[("TF_LOG", "1")]), LevelFilter::TRACE);
    }

    /// The lines that `events` writes.
    fn written(events: impl FnOnce()) -> Vec<Value> {
        #[derive(Clone, Default)]
        struct Buffer(Arc<Mutex<Vec<u8>>>);

        impl io::Write for Buffer {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.lock().unwrap().write(bytes)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        let buffer = Buffer::default();
        let writer = buffer.clone();
        let subscriber = tracing_subscriber::registry().with(layer(move || writer.clone()));
        tracing::subscriber::with_default(subscriber, events);
        let text = String::from_utf8(buffer.0.lock().unwrap().clone()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn an_event_is_a_record_with_the_fields_of_its_spans() {
        let records = written(|| {
            let _call =
                tracing::error_span!("call", tf_rpc = "ReadResource", tf_resource_type = None::<&str>)
                    .entered();
            tracing::warn!(attempt = 2, ratio = 0.5, done = true, error = %"a \"quoted\" text", "Tried {}", "again");
        });
        let [record] = records.as_slice() else { panic!("one record: {records:?}") };
        let mut record = record.clone();
        let timestamp = record.as_object_mut().unwrap().remove("@timestamp").unwrap();
        assert_eq!(
            record,
            json!({
                "@level": "warn",
                "@message": "Tried again",
                "@module": "tf6server.log.tests",
                "tf_rpc": "ReadResource",
                "attempt": 2,
                "ratio": 0.5,
                "done": true,
                "error": "a \"quoted\" text",
            })
        );
        let timestamp = timestamp.as_str().unwrap();
        assert_eq!(timestamp.len(), "2006-01-02T15:04:05.000000Z".len(), "{timestamp}");
        assert!(timestamp.ends_with('Z'), "{timestamp}");
    }

    #[test]
    fn a_record_without_a_message_has_an_empty_one() {
        assert_eq!(written(|| tracing::info!(count = 1))[0]["@message"], "");
    }
}
