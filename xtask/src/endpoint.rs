//! The local API Gateway endpoint, as a child process that ends with us.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;

/// The endpoint's package and binary.
pub(crate) const BINARY: &str = "local-gateway";

/// A running endpoint; dropping it ends it.
pub(crate) struct Endpoint {
    child: Child,
    url: String,
    /// Kept open: a program that prints to a closed pipe fails.
    stdout: BufReader<ChildStdout>,
}

impl Endpoint {
    /// Starts the endpoint on a free port and waits until it listens.
    pub(crate) fn start(binary: &Path, seed: &Path) -> Result<Endpoint> {
        let mut command = Command::new(binary);
        command.args(["--port", "0", "--seed"]).arg(seed).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child =
            command.spawn().with_context(|| format!("cannot start `{}`", process::line(&command)))?;
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut endpoint = Endpoint { child, url: String::new(), stdout: BufReader::new(stdout) };
        let mut line = String::new();
        while endpoint.stdout.read_line(&mut line)? > 0 {
            if let Some(url) = url_in(&line) {
                endpoint.url = url.to_owned();
                return Ok(endpoint);
            }
            line.clear();
        }
        bail!("the local endpoint ended before it listened; the reason is above")
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The port of [`Endpoint::url`].
    pub(crate) fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap_or_default()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in the line that says where the endpoint listens.
fn url_in(line: &str) -> Option<&str> {
    line.split_whitespace()
        .map(|word| word.trim_end_matches(['/', '.', ',']))
        .find(|word| word.starts_with("http://127.0.0.1:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_a_sentence() {
        let line = "local-gateway listens on http://127.0.0.1:4566.";
        assert_eq!(url_in(line), Some("http://127.0.0.1:4566"));
        assert_eq!(url_in("starting"), None);
    }
}
