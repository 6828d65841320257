//! What a command shows, recorded as asciinema plays it: an asciicast of version 2.
//!
//! The first line is a header, and each other line an event: the seconds since the start, and
//! what was printed then.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::json;

use crate::files;

/// A recording that goes on.
pub(crate) struct Recording<W = File> {
    to: W,
    started: Instant,
    /// How writing has gone so far.
    written: io::Result<()>,
}

impl Recording {
    /// Begins a file anew.
    pub(crate) fn start(path: &Path, title: &str) -> Result<Self> {
        files::make_parent(path)?;
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Recording::to(file, title))
    }
}

impl<W: Write> Recording<W> {
    /// As wide as the lines of Terraform where it writes to no terminal, and what surrounds them.
    fn to(to: W, title: &str) -> Self {
        let mut recording = Recording { to, started: Instant::now(), written: Ok(()) };
        // A player makes each wait at most as long as `idle_time_limit`.
        recording.line(&json!({
            "version": 2, "width": 110, "height": 32, "idle_time_limit": 2, "title": title,
        }));
        recording
    }

    /// Adds what was printed just now. A terminal needs a carriage return to begin a line.
    pub(crate) fn add(&mut self, printed: &str) {
        let seconds = self.started.elapsed().as_secs_f64();
        self.line(&json!([seconds, "o", printed.replace('\n', "\r\n")]));
    }

    /// Ends it.
    ///
    /// # Errors
    /// The first that writing met.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.written
    }

    fn line(&mut self, value: &serde_json::Value) {
        if self.written.is_ok() {
            self.written = writeln!(self.to, "{value}");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_recording_is_a_header_and_an_event_for_each_text() {
        let mut bytes = Vec::new();
        let mut recording = Recording::to(&mut bytes, "Demo");
        recording.add("first\nsecond\n");
        recording.add("\u{1b}[1mthird\u{1b}[0m\n");
        recording.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!((&lines[0]["version"], &lines[0]["title"]), (&json!(2), &json!("Demo")));
        assert!(lines[0]["width"].is_u64() && lines[0]["height"].is_u64());
        assert_eq!((&lines[1][1], &lines[1][2]), (&json!("o"), &json!("first\r\nsecond\r\n")));
        assert_eq!(lines[2][2], json!("\u{1b}[1mthird\u{1b}[0m\r\n"));
        assert!(lines[1][0].as_f64() <= lines[2][0].as_f64());
    }

    #[test]
    fn a_full_disk_is_an_error_at_the_end() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut recording = Recording::to(Full, "Demo");
        recording.add("text");
        assert_eq!(recording.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
