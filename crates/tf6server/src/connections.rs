//! Accepts connections, does the TLS handshake and serves gRPC on them.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::service::Routes;

use crate::listener::Listener;

/// How long the TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// The pause after a failed accept, as when the process has no file descriptors left.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// How long calls under way may take after shutdown has begun. Terraform kills the process
/// after two seconds.
const DRAIN_TIME: Duration = Duration::from_millis(1400);

/// Accepts connections until `shutdown`, and returns when the calls on them have ended or
/// [`DRAIN_TIME`] has passed.
pub(crate) async fn serve(
    listener: &Listener,
    tls: Option<Arc<ServerConfig>>,
    services: Routes,
    shutdown: CancellationToken,
) {
    let tls = tls.map(TlsAcceptor::from);
    let connections = TaskTracker::new();
    let accepting = async {
        loop {
            match listener.accept().await {
                // A task each, so that a slow handshake does not delay other connections.
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
    };
    shutdown.run_until_cancelled(accepting).await;
    connections.close();
    // Calls that take longer are dropped.
    let _ = timeout(DRAIN_TIME, connections.wait()).await;
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
