//! What `main` calls: from the arguments of the process to its exit code.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use tokio::runtime::Builder;

use crate::handshake::{self, Handshake, HandshakeError, print};
use crate::shutdown::{self, StartedBy};
use crate::{command_line, listener::Listener, log, panics, plugin::Plugin, server, tls};

/// Serves the plugin to the Terraform that started this process, until Terraform ends it.
///
/// Without Terraform, as in a shell, it prints how to install the provider and returns
/// exit code 1. `--version`, `--help` and `--debug` are understood.
///
/// Call it from `main`, with nothing written to stdout before. It installs a panic hook
/// and a global subscriber for `tracing`.
pub fn run(plugin: Plugin) -> ExitCode {
    match try_run(plugin) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If stderr is closed, the exit code still says that it failed.
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn try_run(plugin: Plugin) -> anyhow::Result<()> {
    let argument = std::env::args_os().nth(1).unwrap_or_default();
    match argument.to_str() {
        Some("--version" | "-version") => return Ok(print(&command_line::version(&plugin))?),
        Some("--help" | "-help" | "-h") => return Ok(print(&command_line::help(&plugin))?),
        Some("--debug" | "-debug") => return block_on(debug(plugin)),
        _ => {}
    }
    match handshake::read(variable) {
        Ok(handshake) => block_on(start(plugin, handshake)),
        Err(HandshakeError::NoCookie) => bail!(command_line::help(&plugin)),
        Err(error) => {
            if matches!(error, HandshakeError::OtherProtocols { .. }) {
                print(&handshake::line_without_address())?;
            }
            Err(error.into())
        }
    }
}

/// Serves the Terraform that started the process.
async fn start(plugin: Plugin, handshake: Handshake) -> anyhow::Result<()> {
    if cfg!(windows) && handshake.client.is_none() {
        bail!(
            "unset TF_DISABLE_PLUGIN_TLS: without TLS, any local program could use this provider on Windows"
        );
    }
    install_hooks(&plugin);
    let tls = handshake.client.clone().map(tls::for_client).transpose()?;
    let listener = Listener::open(variable)?;
    let shutdown = shutdown::watch(StartedBy::Terraform, plugin.interrupted.clone())?;
    handshake.announce(&listener, tls.as_ref()).context("cannot write the handshake line")?;
    server::serve(plugin, &listener, tls.map(|tls| tls.config), shutdown).await
}

/// Serves any Terraform that is told to attach to this process.
async fn debug(plugin: Plugin) -> anyhow::Result<()> {
    if cfg!(windows) {
        bail!("--debug is not available on Windows: it needs a Unix socket");
    }
    install_hooks(&plugin);
    let listener = Listener::open(variable)?;
    let shutdown = shutdown::watch(StartedBy::Developer, plugin.interrupted.clone())?;
    print(&command_line::attach(plugin.address, listener.address()))?;
    server::serve(plugin, &listener, None, shutdown).await
}

fn install_hooks(plugin: &Plugin) {
    panics::install(plugin.executable(), plugin.version);
    log::install(plugin.name, plugin.source_crate);
}

/// Runs `work` on the current thread. Connections are served there, and no calls.
fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.context("cannot start the runtime")?.block_on(work)
}

/// An environment variable. A value that is not Unicode is converted, not taken for unset.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
