//! Shows how far a run is: a bar in a terminal, a line a topic elsewhere.

use std::io::{IsTerminal, Write, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::probe::{Probe, Topic};

/// The form of the bar.
const FORM: &str = "{bar:30} {pos}/{len}  {elapsed}  {msg}";

/// Says this to people. The terminal may be closed by now, which must not end the run.
pub(crate) fn say(words: &str) {
    let _ = writeln!(stderr(), "{words}");
}

/// How far a run is.
pub(crate) struct Progress {
    bar: ProgressBar,
    is_terminal: bool,
    topic: Option<Topic>,
}

impl Progress {
    /// Nothing is asked yet.
    #[must_use]
    pub(crate) fn new(probes: usize) -> Self {
        let bar = ProgressBar::new(u64::try_from(probes).unwrap_or_default());
        if let Ok(style) = ProgressStyle::with_template(FORM) {
            bar.set_style(style);
        }
        // A domain name may have to wait for half a minute.
        bar.enable_steady_tick(Duration::from_secs(1));
        Self { bar, is_terminal: stderr().is_terminal(), topic: None }
    }

    /// A probe is asked next.
    pub(crate) fn begin(&mut self, probe: &Probe) {
        self.bar.set_message(probe.name);
        if !self.is_terminal && self.topic != Some(probe.topic) {
            say(probe.topic.words());
        }
        self.topic = Some(probe.topic);
    }

    /// It is done.
    pub(crate) fn done(&self) {
        self.bar.inc(1);
    }

    /// The bar goes away, and this is said.
    pub(crate) fn end(&self, words: &str) {
        self.bar.finish_and_clear();
        say(words);
    }
}
