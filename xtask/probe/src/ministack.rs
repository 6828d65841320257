//! ministack, started for a run.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

/// How long it takes at most on a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A running ministack, which ends with this value.
pub(crate) struct Ministack {
    url: String,
    child: Child,
    /// Its temporary files, of which it leaves some.
    folder: PathBuf,
}

impl Ministack {
    /// Starts it on a free port and waits until it listens.
    ///
    /// # Errors
    /// It does not start, or does not listen in time.
    pub(crate) async fn start(program: &Path) -> Result<Self> {
        let port = free_port().context("there is no free port")?;
        let folder = std::env::temp_dir().join(format!("probe-ministack-{:016x}", fastrand::u64(..)));
        std::fs::create_dir(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let child = Command::new(program)
            .env("BIND_HOST", Ipv4Addr::LOCALHOST.to_string())
            .env("GATEWAY_PORT", port.to_string())
            .env("IOT_MTLS_ENABLED", "0")
            .env("TMPDIR", &folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let url = format!("http://{}:{port}", Ipv4Addr::LOCALHOST);
        let mut ministack = Self { url, child, folder };
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = ministack.child.try_wait()? {
                bail!("ministack ended before it listened: {status}");
            }
            if started.elapsed() > LIMIT {
                bail!("ministack does not listen on port {port}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(ministack)
    }

    /// Where it listens.
    #[must_use]
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        // Where either fails, a file is left in the folder for temporary ones.
        let _ = self.child.start_kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr().map(|address| address.port())
}
