//! Serves a plugin on a listener: accepts connections, does the TLS handshake and answers
//! gRPC calls, until the process is to end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Builder;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tonic::service::Routes;
use tonic_health::{ServingStatus, server::health_reporter};

use crate::proto::go_plugin::{
    grpc_broker_server::GrpcBrokerServer, grpc_controller_server::GrpcControllerServer,
    grpc_stdio_server::GrpcStdioServer,
};
use crate::proto::tfplugin6::provider_server::ProviderServer;
use crate::{calls::Service, go_plugin::GoPlugin, listener::Listener, plugin::Plugin};

/// The largest message in either direction; the same as in Terraform's Go SDK.
const MAX_MESSAGE: usize = 256 << 20;

/// Threads for calls. A few are enough, because calls wait for a network.
const MAX_THREADS: usize = 4;

/// How long the TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// The pause after a failed accept, as when the process has no file descriptors left.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// How long calls under way may take after shutdown has begun. Terraform kills the process
/// after two seconds.
const DRAIN_TIME: Duration = Duration::from_millis(1400);

/// Serves until shutdown. Calls that have not ended [`DRAIN_TIME`] later are dropped.
///
/// Connections are served on the current runtime, and calls on one of their own.
pub(crate) async fn serve(
    plugin: Plugin,
    listener: &Listener,
    tls: Option<Arc<ServerConfig>>,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.clamp(2, MAX_THREADS);
    // Without optimisation, an SDK that looks for credentials needs more than the usual 2 MiB.
    let calls =
        Builder::new_multi_thread().worker_threads(threads).thread_stack_size(16 << 20).enable_all().build();
    let calls = calls.context("cannot start the runtime")?;
    let service = Service { plugin: Arc::new(plugin), handlers: calls.handle().clone() };
    let services = services(service, shutdown.clone()).await;
    let connections = TaskTracker::new();
    let accepting = accept(listener, tls.map(TlsAcceptor::from), services, &connections, &shutdown);
    shutdown.run_until_cancelled(accepting).await;
    connections.close();
    let _ = timeout(DRAIN_TIME, connections.wait()).await;
    calls.shutdown_background();
    Ok(())
}

/// Serves each connection in a task, so that a slow handshake does not delay the others.
async fn accept(
    listener: &Listener,
    tls: Option<TlsAcceptor>,
    services: Routes,
    connections: &TaskTracker,
    shutdown: &CancellationToken,
) {
    loop {
        match listener.accept().await {
            Ok(stream) => {
                let (tls, services) = (tls.clone(), services.clone());
                connections.spawn(serve_connection(stream, tls, services, shutdown.clone()));
            }
            Err(error) => {
                tracing::warn!(%error, "Cannot accept a connection");
                tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
            }
        }
    }
}

/// All services of the process.
async fn services(service: Service, shutdown: CancellationToken) -> Routes {
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(MAX_MESSAGE)
        .max_encoding_message_size(MAX_MESSAGE);
    let go_plugin = GoPlugin { shutdown };
    let (status, health) = health_reporter();
    // The name by which go-plugin asks.
    status.set_service_status("plugin", ServingStatus::Serving).await;
    Routes::new(provider)
        .add_service(GrpcControllerServer::new(go_plugin.clone()))
        .add_service(GrpcStdioServer::new(go_plugin.clone()))
        .add_service(GrpcBrokerServer::new(go_plugin))
        .add_service(health)
}

async fn serve_connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    tls: Option<TlsAcceptor>,
    services: Routes,
    shutdown: CancellationToken,
) {
    let Some(tls) = tls else {
        return serve_grpc(stream, services, &shutdown).await;
    };
    match shutdown.run_until_cancelled(timeout(HANDSHAKE_TIMEOUT, tls.accept(stream))).await {
        Some(Ok(Ok(stream))) => serve_grpc(stream, services, &shutdown).await,
        Some(Ok(Err(error))) => tracing::warn!(%error, "Refused a client: its TLS handshake failed"),
        Some(Err(_)) => tracing::warn!("Refused a client: its TLS handshake took too long"),
        None => {}
    }
}

async fn serve_grpc(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    services: Routes,
    shutdown: &CancellationToken,
) {
    let mut connection = pin!(
        http2::Builder::new(TokioExecutor::new())
            // Terraform makes as many calls at a time as the user's `-parallelism` says.
            .max_concurrent_streams(None)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(services))
    );
    // A connection that fails is one that the client has closed.
    if shutdown.run_until_cancelled(connection.as_mut()).await.is_none() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
