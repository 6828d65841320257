//! ministack, started for a run.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

/// How long it takes at most on a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A running ministack, which ends with this value.
pub(crate) struct Ministack {
    url: String,
    _child: Child,
}

impl Ministack {
    /// Starts it on a free port and waits until it listens.
    ///
    /// # Errors
    /// It does not start, or does not listen in time.
    pub(crate) async fn start(program: &Path) -> Result<Self> {
        let port = free_port().context("there is no free port")?;
        let mut child = Command::new(program)
            .env("BIND_HOST", Ipv4Addr::LOCALHOST.to_string())
            .env("GATEWAY_PORT", port.to_string())
            .env("IOT_MTLS_ENABLED", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = child.try_wait()? {
                bail!("ministack ended before it listened: {status}");
            }
            if started.elapsed() > LIMIT {
                bail!("ministack does not listen on port {port}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(Self { url: format!("http://{}:{port}", Ipv4Addr::LOCALHOST), _child: child })
    }

    /// Where it listens.
    #[must_use]
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}
