//! The local API Gateway endpoint, as a child process that ends with this one.

use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, bail};

use crate::process;

/// What the endpoint holds in the demo: a WebSocket API named `orders` with the
/// stages `production` and `test`, and the domain name `api.example.com`.
pub(crate) const EXAMPLE_SEED: &str = "crates/local-gateway/examples/seed.json";

/// The endpoint's package and binary.
pub(crate) const BINARY: &str = "local-gateway";

/// A running endpoint; dropping it ends it.
pub(crate) struct Endpoint {
    child: Child,
    url: String,
    /// Collects what the endpoint prints after it listens.
    log: Option<JoinHandle<Vec<String>>>,
}

impl Endpoint {
    /// Starts the endpoint on a free port and waits until it listens.
    pub(crate) fn start<'a>(
        binary: &Path,
        seed: &Path,
        flags: impl IntoIterator<Item = &'a str>,
    ) -> Result<Endpoint> {
        let mut command = Command::new(binary);
        command.args(["--port", "0", "--seed"]).arg(seed).args(flags);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{}`", process::line(&command)))?;
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut endpoint = Endpoint { child, url: String::new(), log: None };
        let mut lines = BufReader::new(stdout).lines();
        endpoint.url = url(&mut lines)?;
        endpoint.log = Some(thread::spawn(|| lines.map_while(Result::ok).collect()));
        Ok(endpoint)
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The port of [`Endpoint::url`].
    pub(crate) fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap_or_default()
    }

    /// Ends it and gives what it printed: with `--log`, a line for each call.
    pub(crate) fn finish(mut self) -> Vec<String> {
        process::terminate(&mut self.child);
        self.log.take().and_then(|log| log.join().ok()).unwrap_or_default()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        process::terminate(&mut self.child);
    }
}

/// Reads until the line that says where the endpoint listens.
fn url(lines: &mut Lines<BufReader<ChildStdout>>) -> Result<String> {
    for line in lines {
        if let Some(url) = url_in(&line?) {
            return Ok(url.to_owned());
        }
    }
    bail!("the local endpoint ended before it listened; the reason is above")
}

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
