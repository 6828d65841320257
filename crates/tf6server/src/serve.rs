//! Serves a plugin on a listener until the process is to end.

use std::io;
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
use crate::listener::Listener;
use crate::plugin::Plugin;
use crate::proto::go_plugin::{
    grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
    grpc_stdio_server::GrpcStdioServer,
};
use crate::proto::health::health_server::HealthServer;
use crate::proto::tfplugin6::provider_server::ProviderServer;
use crate::shutdown::{self, StartedBy};

/// The largest message in either direction; the same as in Terraform's Go SDK.
const MAX_MESSAGE: usize = 256 << 20;

/// Threads for calls. A few are enough, because calls wait for a network.
const MAX_THREADS: usize = 4;

/// Why the process stopped serving.
#[derive(Debug, Error)]
pub(crate) enum ServeError {
    #[error("cannot start the runtime: {0}")]
    Runtime(io::Error),
    #[error("cannot write the handshake line: {0}")]
    Announcement(io::Error),
    #[error("the server failed: {0}")]
    Server(#[from] tonic::transport::Error),
}

/// The runtime of the connections: the current thread, which runs no calls.
pub(crate) fn connection_runtime() -> Result<Runtime, ServeError> {
    Builder::new_current_thread().enable_all().build().map_err(ServeError::Runtime)
}

fn call_runtime() -> Result<Runtime, ServeError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread()
        .worker_threads(cores.clamp(2, MAX_THREADS))
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)
}

/// Calls `announce` once connections are accepted, and serves until shutdown.
///
/// The caller owns the listener, so that its socket is removed before the process exits,
/// even when calls have not ended. Those are dropped.
pub(crate) fn serve(
    plugin: Plugin,
    runtime: &Runtime,
    listener: &Listener,
    tls: Option<Arc<ServerConfig>>,
    started_by: StartedBy,
    announce: impl FnOnce() -> io::Result<()>,
) -> Result<(), ServeError> {
    let calls = call_runtime()?;
    let served = runtime.block_on(async {
        let shutdown = CancellationToken::new();
        shutdown::watch(started_by, &shutdown);
        let (accepted, connections) = connections::queue();
        let router = router(Service::new(plugin, calls.handle().clone()), shutdown.clone());
        let serving = router.serve_with_incoming_shutdown(connections, shutdown.cancelled());
        announce().map_err(ServeError::Announcement)?;
        tokio::select! {
            served = serving => Ok(served?),
            () = connections::accept(listener, tls, accepted, &shutdown) => Ok(()),
        }
    });
    calls.shutdown_background();
    served
}

/// All services of the process.
fn router(service: Service, shutdown: CancellationToken) -> Router {
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(MAX_MESSAGE)
        .max_encoding_message_size(MAX_MESSAGE);
    let go_plugin = GoPlugin { shutdown };
    Server::builder()
        .add_service(provider)
        .add_service(GrpcControllerServer::new(go_plugin.clone()))
        .add_service(GrpcStdioServer::new(go_plugin.clone()))
        .add_service(GrpcBrokerServer::new(go_plugin.clone()))
        .add_service(HealthServer::new(go_plugin))
}
