//! The life of the process, from its arguments to its exit code.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use rustls::ServerConfig;
use thiserror::Error;
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;
use tonic::transport::Server;
use tonic::transport::server::Router;

use crate::calls::Service;
use crate::connections;
use crate::go_plugin::GoPlugin;
use crate::handshake::{self, Declined, Invitation};
use crate::listener::{Listener, ListenerError};
use crate::plugin::Plugin;
use crate::proto::go_plugin::{
    grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
    grpc_stdio_server::GrpcStdioServer,
};
use crate::proto::health::health_server::HealthServer;
use crate::proto::tfplugin6::provider_server::ProviderServer;
#[cfg(unix)]
use crate::reattach;
use crate::shutdown::{self, Master};
use crate::tls::{self, TlsError};
use crate::{log, panics, usage};

/// The largest message either way, as Terraform's own servers have it.
const MAX_MESSAGE: usize = 256 << 20;

/// Threads that run calls: a few, since calls wait for a network.
const MAX_THREADS: usize = 4;

/// Why the process could not serve.
#[derive(Debug, Error)]
pub(crate) enum ServeError {
    #[error(transparent)]
    Declined(#[from] Declined),
    #[error(transparent)]
    Listener(#[from] ListenerError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[cfg(windows)]
    #[error(
        "TF_DISABLE_PLUGIN_TLS is set, and on Windows any local program could then use this \
         provider; unset it"
    )]
    NoTls,
    #[cfg(windows)]
    #[error("--debug needs a Unix socket, which Terraform does not use on Windows")]
    NoDebug,
    #[error("the runtime could not be started: {0}")]
    Runtime(io::Error),
    #[error("the answer to Terraform could not be written: {0}")]
    Answer(io::Error),
    #[error("the server has failed: {0}")]
    Server(#[from] tonic::transport::Error),
}

/// Serves the plugin to the Terraform that started this process, until it is
/// told to end; `main` has nothing else to do.
///
/// Started by hand, it explains itself; the exit code is then 1.
pub fn run(plugin: Plugin) -> ExitCode {
    let argument = std::env::args_os().nth(1).unwrap_or_default();
    let done = match argument.to_str() {
        Some("--version" | "-version") => return say(&usage::version(&plugin)),
        Some("--help" | "-help" | "-h") => return say(&usage::explanation(&plugin)),
        Some("--debug" | "-debug") => debug(plugin),
        _ => match handshake::invitation(variable) {
            Err(Declined::NoCookie) => {
                complain(&usage::explanation(&plugin));
                return ExitCode::FAILURE;
            }
            Err(declined @ Declined::OtherProtocols { .. }) => {
                say(&(handshake::refusal() + "\n"));
                Err(declined.into())
            }
            Err(declined) => Err(declined.into()),
            Ok(invitation) => invited(plugin, &invitation),
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("{error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// The normal case: Terraform has started us.
fn invited(plugin: Plugin, invitation: &Invitation) -> Result<(), ServeError> {
    #[cfg(windows)]
    if invitation.client.is_none() {
        return Err(ServeError::NoTls);
    }
    prepare(&plugin);
    let tls = invitation.client.clone().map(tls::for_client).transpose()?;
    let server = for_server()?;
    let listener = listen(&server)?;
    let certificate = tls.as_ref().map(|tls| &tls.certificate);
    let answer = invitation.answer(Listener::NETWORK, listener.address(), certificate);
    let session = Session { plugin, listener, tls: tls.map(|tls| tls.config), master: Master::Terraform };
    session.serve(&server, &(answer + "\n"))
}

/// Reattach mode: a person has started us, to attach a debugger, and tells
/// Terraform where we are.
#[cfg(unix)]
fn debug(plugin: Plugin) -> Result<(), ServeError> {
    prepare(&plugin);
    let server = for_server()?;
    let listener = listen(&server)?;
    let how = reattach::instructions(plugin.address, Listener::NETWORK, listener.address());
    let session = Session { plugin, listener, tls: None, master: Master::Person };
    session.serve(&server, &how)
}

#[cfg(windows)]
fn debug(_: Plugin) -> Result<(), ServeError> {
    Err(ServeError::NoDebug)
}

fn prepare(plugin: &Plugin) {
    panics::install(plugin.executable(), plugin.version);
    log::install(plugin.name, plugin.source_crate);
}

fn listen(server: &Runtime) -> Result<Listener, ListenerError> {
    let _inside = server.enter();
    Listener::open(variable)
}

/// The runtime of the connections: this thread, which runs no handler.
fn for_server() -> Result<Runtime, ServeError> {
    Builder::new_current_thread().enable_all().build().map_err(ServeError::Runtime)
}

/// The runtime of the handlers.
fn for_handlers() -> Result<Runtime, ServeError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread()
        .worker_threads(cores.clamp(2, MAX_THREADS))
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)
}

/// Everything needed to serve.
struct Session {
    plugin: Plugin,
    listener: Listener,
    tls: Option<Arc<ServerConfig>>,
    master: Master,
}

impl Session {
    /// Announces where we are and serves until the end.
    ///
    /// The listener lives on this stack, not in a task, so that its socket is
    /// gone by the time this returns, whatever became of the calls. Those that
    /// are still at it are not waited for: they have had their time.
    fn serve(self, server: &Runtime, announcement: &str) -> Result<(), ServeError> {
        let handlers = for_handlers()?;
        let served = server.block_on(async {
            let over = CancellationToken::new();
            shutdown::watch(self.master, &over);
            let (admitted, connections) = connections::queue();
            let service = Service::new(self.plugin, handlers.handle().clone());
            let serving =
                router(service, over.clone()).serve_with_incoming_shutdown(connections, over.cancelled());
            announce(announcement).map_err(ServeError::Answer)?;
            tokio::select! {
                served = serving => Ok(served?),
                () = connections::accept(&self.listener, self.tls, admitted, &over) => Ok(()),
            }
        });
        handlers.shutdown_background();
        served
    }
}

/// All services of the process.
fn router(service: Service, over: CancellationToken) -> Router {
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(MAX_MESSAGE)
        .max_encoding_message_size(MAX_MESSAGE);
    let go_plugin = GoPlugin { over };
    Server::builder()
        .add_service(provider)
        .add_service(GrpcControllerServer::new(go_plugin.clone()))
        .add_service(GrpcStdioServer::new(go_plugin.clone()))
        .add_service(GrpcBrokerServer::new(go_plugin.clone()))
        .add_service(HealthServer::new(go_plugin))
}

/// The one thing that is ever written to stdout while serving.
fn announce(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn say(text: &str) -> ExitCode {
    match announce(text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) {
    // Without a stderr there is nobody to complain to.
    let _ = io::stderr().write_all(text.as_bytes());
}

/// A variable of the environment. What is no text becomes text that fits nothing:
/// it must not pass for a variable that is not set.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
