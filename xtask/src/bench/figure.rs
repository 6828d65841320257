//! One number with its name and unit.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Something measured.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: Unit,
    /// What the value is to be seen against.
    #[serde(default)]
    pub(crate) against: Option<Against>,
}

/// A limit that was measured or worked out in the same run.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Against {
    pub(crate) value: f64,
    pub(crate) what: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Megabytes,
    Milliseconds,
    Seconds,
    Count,
}

impl Figure {
    /// A size in units of 1,000,000 bytes.
    pub(crate) fn bytes(name: impl Into<String>, bytes: u64) -> Figure {
        Figure::new(name, bytes as f64 / 1e6, Unit::Megabytes)
    }

    pub(crate) fn milliseconds(name: impl Into<String>, time: Duration) -> Figure {
        Figure::new(name, time.as_secs_f64() * 1e3, Unit::Milliseconds)
    }

    pub(crate) fn seconds(name: impl Into<String>, time: Duration) -> Figure {
        Figure::new(name, time.as_secs_f64(), Unit::Seconds)
    }

    pub(crate) fn count(name: impl Into<String>, count: usize) -> Figure {
        Figure::new(name, count as f64, Unit::Count)
    }

    /// Sets the figure against a limit, in the same unit.
    pub(crate) fn against(self, value: f64, what: impl Into<String>) -> Figure {
        Figure { against: Some(Against { value, what: what.into() }), ..self }
    }

    /// The limit in words, or nothing.
    pub(crate) fn limit(&self) -> String {
        self.against
            .as_ref()
            .map_or_else(String::new, |limit| format!("{} {}", self.unit.show(limit.value), limit.what))
    }

    fn new(name: impl Into<String>, value: f64, unit: Unit) -> Figure {
        Figure { name: name.into(), value, unit, against: None }
    }
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Unit::Megabytes => format!("{value:.1} MB"),
            Unit::Milliseconds => format!("{value:.1} ms"),
            Unit::Seconds => format!("{value:.2} s"),
            Unit::Count => format!("{value:.0}"),
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.unit.show(self.value))
    }
}

/// The middle of several measurements.
///
/// # Panics
/// When there are none.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_one_slow_start() {
        let times = [900, 5, 6, 7, 4].map(Duration::from_millis).to_vec();
        assert_eq!(median(times), Duration::from_millis(6));
    }

    #[test]
    fn figures_are_printed_with_their_unit() {
        let size = Figure::bytes("size", 12_345_678);
        assert_eq!(size.to_string(), "12.3 MB");
        let time = Figure::milliseconds("start", Duration::from_micros(6_250));
        assert_eq!(time.to_string(), "6.2 ms");
        let calls = Figure::count("calls", 3).against(2.0, "pages");
        assert_eq!((calls.to_string(), calls.limit()), ("3".to_owned(), "2 pages".to_owned()));
    }
}
