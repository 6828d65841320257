//! What the rules about the sources find.

use anyhow::{Result, bail};

use crate::console;

/// Prints the findings, and fails if there are any.
pub(super) fn judge(findings: &[String]) -> Result<()> {
    for finding in findings {
        console::note(finding);
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("1 finding"),
        count => bail!("{count} findings"),
    }
}
