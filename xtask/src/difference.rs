//! What differs between a file and what it is to be.

use similar::TextDiff;

use crate::console;

/// Shows the lines that differ.
pub(crate) fn show(name: &str, found: &str, wanted: &str) {
    let difference = TextDiff::from_lines(found, wanted).unified_diff().header(name, "made anew").to_string();
    console::say(difference.trim_end());
}
