//! Output for the person at the terminal, on stdout.

use std::io::{IsTerminal, Write, stdout};
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anstream::adapter::strip_str;
use anyhow::{Context, Result};

use crate::process;
use crate::recording::Recording;

/// Beside stdout, of which there is one as well.
static RECORDING: Mutex<Option<Recording>> = Mutex::new(None);

/// Announces what is about to happen.
pub(crate) fn step(text: &str) {
    say(&format!("\n{}", bold(&format!("==> {text}"))));
}

/// A detail of the current step.
pub(crate) fn note(text: &str) {
    say(&format!("    {text}"));
}

/// Something that must not be overlooked.
pub(crate) fn warn(text: &str) {
    say(&bold(&format!("!!! {text}")));
}

/// Prints a line at once, so that it stays in order with the output of the
/// programs that run.
pub(crate) fn say(text: &str) {
    print(&format!("{text}\n"));
}

/// Runs a program to the end, shows what it prints, and gives its exit code and
/// what it printed.
pub(crate) fn run(command: &mut Command) -> Result<(i32, String)> {
    let mut printed = String::new();
    let code = process::each_line(command, |line| {
        print(line);
        printed.push_str(line);
    })?;
    Ok((code, printed))
}

/// Records in a file what is shown from now on.
pub(crate) fn record(path: &Path, title: &str) -> Result<()> {
    *recording() = Some(Recording::start(path, title)?);
    Ok(())
}

/// Ends the recording.
///
/// # Errors
/// When not all of it could be written.
pub(crate) fn end_recording() -> Result<()> {
    let recording = recording().take();
    recording.map_or(Ok(()), Recording::finish).context("cannot write the recording")
}

fn recording() -> MutexGuard<'static, Option<Recording>> {
    RECORDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A recording has colours, wherever the text itself goes.
fn print(text: &str) {
    let mut stdout = stdout();
    let colours = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let shown = if colours { text.to_owned() } else { strip_str(text).to_string() };
    // A closed pipe is no reason to stop half-way and leave things behind.
    let _ = stdout.write_all(shown.as_bytes()).and_then(|()| stdout.flush());
    if let Some(recording) = &mut *recording() {
        recording.add(text);
    }
}

fn bold(text: &str) -> String {
    format!("\x1b[1m{text}\x1b[0m")
}
