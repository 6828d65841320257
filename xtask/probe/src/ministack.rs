//! ministack, started for a run or for a measurement.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long it may take until it listens, on a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A running ministack, which ends with this value.
pub(crate) struct Ministack {
    address: SocketAddr,
    child: Child,
    /// Its temporary files, of which it leaves some.
    folder: PathBuf,
}

impl Ministack {
    /// Starts it empty, on a free port, and waits until it listens. The folder is made for it, and
    /// removed with it.
    ///
    /// # Errors
    /// It does not start, or does not listen in time.
    pub(crate) fn start(program: &Path, folder: PathBuf) -> Result<Self> {
        let address = free_address().context("there is no free port")?;
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let child = Command::new(program)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", &folder)
            .env("TMPDIR", &folder)
            .env("BIND_HOST", address.ip().to_string())
            .env("GATEWAY_PORT", address.port().to_string())
            .env("IOT_MTLS_ENABLED", "0")
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let mut ministack = Self { address, child, folder };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = ministack.child.try_wait()? {
                bail!("ministack ended before it listened: {status}");
            }
            ensure!(started.elapsed() < LIMIT, "ministack does not listen on {address}");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(ministack)
    }

    /// Where it listens.
    #[must_use]
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        // Where the last fails, files are left in a folder for temporary ones.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}
