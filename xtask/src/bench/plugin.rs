//! The provider started by hand, the way Terraform starts it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::{process, terraform};

/// What tells a plugin that Terraform is calling.
const COOKIE: [&str; 2] =
    ["TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"];

/// A certificate with the P-521 key that Terraform's own have. Its private key
/// is gone, and no call is made with it.
const CERTIFICATE: &str = include_str!("client.pem");

/// A running provider that has said where it listens.
pub(crate) struct Plugin {
    child: Child,
    handshake: String,
}

impl Plugin {
    /// Starts it as Terraform does, with a client certificate.
    pub(crate) fn start(provider: &Path) -> Result<Plugin> {
        Plugin::wait(command(provider).env("PLUGIN_CLIENT_CERT", CERTIFICATE))
    }

    /// Starts it as Terraform does when TLS is disabled for plugins.
    #[cfg(unix)]
    pub(crate) fn start_without_tls(provider: &Path) -> Result<Plugin> {
        Plugin::wait(&mut command(provider))
    }

    fn wait(command: &mut Command) -> Result<Plugin> {
        let mut child = command.spawn().context("cannot start the provider")?;
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut handshake = String::new();
        BufReader::new(stdout).read_line(&mut handshake)?;
        let plugin = Plugin { child, handshake };
        ensure!(
            ["1|5|", "1|6|"].iter().any(|start| plugin.handshake.starts_with(start)),
            "the provider did not shake hands; it said {:?}",
            plugin.handshake
        );
        Ok(plugin)
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    #[cfg(unix)]
    pub(crate) fn address(&self) -> Result<Address<'_>> {
        // VERSION|PROTOCOL|NETWORK|ADDRESS|...
        let mut fields = self.handshake.trim_end().split('|').skip(2);
        match (fields.next(), fields.next()) {
            (Some("unix"), Some(path)) => Ok(Address::Unix(path)),
            (Some("tcp"), Some(address)) => Ok(Address::Tcp(address)),
            _ => anyhow::bail!("the handshake {:?} has no address", self.handshake),
        }
    }
}

/// An address in a handshake.
#[cfg(unix)]
pub(crate) enum Address<'a> {
    Unix(&'a str),
    Tcp(&'a str),
}

impl Drop for Plugin {
    fn drop(&mut self) {
        process::terminate(&mut self.child);
        // Not every provider removes its socket when it is asked to end.
        #[cfg(unix)]
        if let Ok(Address::Unix(path)) = self.address() {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn command(provider: &Path) -> Command {
    let [cookie, value] = COOKIE;
    let mut command = Command::new(provider);
    terraform::isolate(&mut command)
        .env(cookie, value)
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        .env("PLUGIN_MIN_PORT", "10000")
        .env("PLUGIN_MAX_PORT", "25000")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}
