//! Logs in the format that Terraform reads: one JSON object a line on stderr.
//!
//! `tracing` events become records of hclog, Terraform's log library. The spans around an
//! event add the id of the request, the call and the resource type. Values of requests and
//! answers are never logged.

use std::fmt::Debug;
use std::io::Write;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

type Fields = Map<String, Value>;

/// Sends all events of the process to stderr, at the level that the environment
/// asks for.
pub(crate) fn install(plugin_name: &str, source_crate: &'static str) {
    let level = level(plugin_name, |name| std::env::var(name).ok());
    if level == LevelFilter::OFF {
        return;
    }
    let filter = Filter { level, own: [crate_name(), source_crate] };
    let lines = Lines
        .with_filter(tracing_subscriber::filter::filter_fn(move |metadata| filter.lets_through(metadata)));
    let registry = tracing_subscriber::registry().with(lines);
    // Fails only if the process has a subscriber already; that one stays.
    let _ = registry.try_init();
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

/// Which events are written.
struct Filter {
    level: LevelFilter,
    /// The crates whose events are this provider's own.
    own: [&'static str; 2],
}

impl Filter {
    /// Events of libraries are written from `warn` up (`info` at `trace`), because HTTP
    /// clients log headers and bodies below that.
    fn lets_through(&self, metadata: &Metadata<'_>) -> bool {
        let from = metadata.target().split("::").next().unwrap_or_default();
        let limit = if self.own.contains(&from) {
            self.level
        } else if self.level == LevelFilter::TRACE {
            LevelFilter::INFO
        } else {
            self.level.min(LevelFilter::WARN)
        };
        *metadata.level() <= limit
    }
}

fn crate_name() -> &'static str {
    module_path!().split("::").next().unwrap_or_default()
}

/// Writes each event as one line.
struct Lines;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::new();
            attributes.record(&mut Recorder(&mut fields));
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut record = Fields::new();
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(fields) = span.extensions().get::<Fields>() {
                record.extend(fields.clone());
            }
        }
        event.record(&mut Recorder(&mut record));
        let line = line(record, event.metadata());
        // If stderr is closed, there is nowhere to report it.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

/// The record with the four keys that every hclog line has.
fn line(mut record: Fields, metadata: &Metadata<'_>) -> String {
    let message = record.remove("message").unwrap_or_default();
    let text = message.as_str().unwrap_or_default();
    record.insert("@message".to_owned(), text.into());
    record.insert("@level".to_owned(), level_name(metadata.level()).into());
    let module = metadata.target().replace("::", ".");
    record.insert("@module".to_owned(), module.into());
    record.insert("@timestamp".to_owned(), timestamp().into());
    Value::Object(record).to_string() + "\n"
}

fn level_name(level: &Level) -> &'static str {
    match *level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

/// Now, in UTC, to the microsecond.
fn timestamp() -> String {
    let mut text = String::new();
    match SystemTime.format_time(&mut Writer::new(&mut text)) {
        Ok(()) => text,
        Err(_) => "1970-01-01T00:00:00.000000Z".to_owned(),
    }
}

/// Collects the fields of a span or an event.
struct Recorder<'a>(&'a mut Fields);

impl Recorder<'_> {
    fn set(&mut self, field: &Field, value: impl Into<Value>) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Visit for Recorder<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.set(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_timestamp_has_microseconds_and_a_zone() {
        let now = timestamp();
        assert_eq!(now.len(), "2006-01-02T15:04:05.000000Z".len(), "{now}");
        assert!(now.ends_with('Z'), "{now}");
    }
}
