//! What `main` calls: from the arguments of the process to its exit code.

use std::io::{self, Write};
use std::process::ExitCode;

use thiserror::Error;
use tokio::runtime::Runtime;

use crate::handshake::{self, Handshake, HandshakeError};
use crate::listener::{Listener, ListenerError};
use crate::plugin::Plugin;
#[cfg(unix)]
use crate::reattach;
use crate::serve::{self, ServeError};
use crate::shutdown::StartedBy;
use crate::tls::{self, TlsError};
use crate::{log, panics, usage};

/// Why the process could not serve.
#[derive(Debug, Error)]
enum RunError {
    #[error(transparent)]
    Handshake(#[from] HandshakeError),
    #[error(transparent)]
    Listener(#[from] ListenerError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[cfg(windows)]
    #[error("unset TF_DISABLE_PLUGIN_TLS: without TLS, any local program could use this provider on Windows")]
    NoTls,
    #[cfg(windows)]
    #[error("--debug is not available on Windows: it needs a Unix socket")]
    NoDebug,
}

/// Serves the plugin to the Terraform that started this process, until Terraform ends it.
///
/// Without Terraform, as in a shell, it prints how to install the provider and returns
/// exit code 1. `--version`, `--help` and `--debug` are understood.
///
/// Call it from `main`, with nothing written to stdout before. It installs a panic hook
/// and a global subscriber for `tracing`.
pub fn run(plugin: Plugin) -> ExitCode {
    let argument = std::env::args_os().nth(1).unwrap_or_default();
    let done = match argument.to_str() {
        Some("--version" | "-version") => return exit_code(&print(&usage::version(&plugin))),
        Some("--help" | "-help" | "-h") => return exit_code(&print(&usage::help(&plugin))),
        Some("--debug" | "-debug") => debug(plugin),
        _ => match handshake::read(variable) {
            Ok(handshake) => start(plugin, &handshake),
            Err(HandshakeError::NoCookie) => {
                print_error(&usage::help(&plugin));
                return ExitCode::FAILURE;
            }
            Err(error) => {
                if matches!(error, HandshakeError::OtherProtocols { .. }) {
                    // A failure to write leaves the error below, which says the same.
                    let _ = print(&handshake::line_without_address());
                }
                Err(error.into())
            }
        },
    };
    if let Err(error) = &done {
        print_error(&format!("{error}\n"));
    }
    exit_code(&done)
}

/// Serves the Terraform that started the process.
fn start(plugin: Plugin, handshake: &Handshake) -> Result<(), RunError> {
    #[cfg(windows)]
    if handshake.client.is_none() {
        return Err(RunError::NoTls);
    }
    install_hooks(&plugin);
    let tls = handshake.client.clone().map(tls::for_client).transpose()?;
    let runtime = serve::connection_runtime()?;
    let listener = listen(&runtime)?;
    let certificate = tls.as_ref().map(|tls| &tls.certificate);
    let line = handshake.line(Listener::NETWORK, listener.address(), certificate);
    let config = tls.map(|tls| tls.config);
    Ok(serve::serve(plugin, &runtime, &listener, config, StartedBy::Terraform, || print(&line))?)
}

/// Serves any Terraform that is told to attach to this process.
#[cfg(unix)]
fn debug(plugin: Plugin) -> Result<(), RunError> {
    install_hooks(&plugin);
    let runtime = serve::connection_runtime()?;
    let listener = listen(&runtime)?;
    let text = reattach::instructions(plugin.address, Listener::NETWORK, listener.address());
    Ok(serve::serve(plugin, &runtime, &listener, None, StartedBy::Developer, || print(&text))?)
}

#[cfg(windows)]
fn debug(_: Plugin) -> Result<(), RunError> {
    Err(RunError::NoDebug)
}

fn install_hooks(plugin: &Plugin) {
    panics::install(plugin.executable(), plugin.version);
    log::install(plugin.name, plugin.source_crate);
}

fn listen(runtime: &Runtime) -> Result<Listener, ListenerError> {
    let _inside = runtime.enter();
    Listener::open(variable)
}

/// Writes to stdout. While serving, the handshake line is all that is ever written there.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn print_error(text: &str) {
    // If stderr is closed, the exit code still says that it failed.
    let _ = io::stderr().write_all(text.as_bytes());
}

fn exit_code<E>(result: &Result<(), E>) -> ExitCode {
    if result.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// An environment variable. A value that is not Unicode is converted, not taken for unset.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
