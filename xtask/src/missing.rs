//! What could not be tested here, and whether that is a failure.

use anyhow::{Error, Result, bail};

use crate::console;

/// Parts that were left out, each with its reason.
#[derive(Default)]
pub(crate) struct Missing(Vec<String>);

impl Missing {
    /// Leaves something out, and says so at once.
    pub(crate) fn add(&mut self, what: &str, reason: &Error) {
        let line = format!("{what}: {reason:#}");
        console::warn(&line);
        self.0.push(line);
    }

    /// Says once more, where it is not overlooked, what was left out.
    pub(crate) fn report(&self) {
        let verdict = if is_ci() { "MISSING" } else { "SKIPPED" };
        for line in &self.0 {
            console::warn(&format!("{verdict}: {line}"));
        }
    }

    /// # Errors
    /// When something was left out in CI.
    pub(crate) fn judge(&self) -> Result<()> {
        if is_ci() && !self.0.is_empty() {
            bail!("in CI nothing may be left out");
        }
        Ok(())
    }
}

/// Whether `CI` is set, as CI systems do.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
