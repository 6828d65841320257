//! One ministack for the whole run. Every trial gets an account of its own in it.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A running ministack, ended when this process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Ministack {
    url: String,
    /// A shell that ends the server once its input closes, which is when we do.
    _keeper: Child,
    accounts: AtomicU64,
}

impl Ministack {
    /// Starts `executable` on a free loopback port and waits until it answers.
    ///
    /// # Errors
    /// When it does not start, or does not listen within a minute.
    pub(crate) fn start(executable: &Path, folder: &Path) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no free port: {error}"))?;
        let mut keeper = Command::new("sh")
            .args(["-c", r#""$0" >/dev/null 2>&1 & server=$!; read -r _; kill "$server"; wait"#])
            .arg(executable)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("IOT_MTLS_ENABLED", "0")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", executable.display()))?;
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > Duration::from_secs(60) {
                let _ = keeper.kill();
                return Err(format!("{} does not listen on port {port}", executable.display()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Self { url: format!("http://127.0.0.1:{port}"), _keeper: keeper, accounts: AtomicU64::new(1) })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// An account id that is not in use yet.
    pub(crate) fn new_account(&self) -> String {
        format!("{:012}", 100_000_000_000 + self.accounts.fetch_add(1, Ordering::Relaxed))
    }
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind(("127.0.0.1", 0))?.local_addr().map(|address| address.port())
}
