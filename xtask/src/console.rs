//! Output for the person at the terminal, on stdout.

use std::io::{IsTerminal, Write, stdout};

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
    println!("{text}");
    // A closed pipe is no reason to stop half-way and leave things behind.
    let _ = stdout().flush();
}

/// Whether the reader sees colours.
pub(crate) fn colours() -> bool {
    stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn bold(text: &str) -> String {
    if colours() { format!("\x1b[1m{text}\x1b[0m") } else { text.to_owned() }
}
