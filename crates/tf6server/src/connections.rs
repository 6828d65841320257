//! Accepts connections, does the TLS handshake and passes them to the gRPC server.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::transport::server::Connected;

use crate::listener::Listener;

/// How long the TLS handshake may take.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// The pause after a failed accept, as when the process has no file descriptors left.
const ACCEPT_RETRY_DELAY: Duration = Duration::from_millis(50);

/// Connections that wait for the gRPC server.
const QUEUE_LENGTH: usize = 8;

/// How long calls under way may take after shutdown has begun. Terraform kills the process
/// after two seconds.
const DRAIN_TIME: Duration = Duration::from_millis(1400);

/// Bytes to and from a client.
trait Stream: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Stream for T {}

/// A connection to an authenticated client.
pub(crate) struct Connection(Pin<Box<dyn Stream>>);

type Accepted = mpsc::Sender<io::Result<Connection>>;

/// The two ends of the queue of accepted connections.
pub(crate) fn queue() -> (Accepted, ReceiverStream<io::Result<Connection>>) {
    let (accepted, connections) = mpsc::channel(QUEUE_LENGTH);
    (accepted, ReceiverStream::new(connections))
}

/// Accepts connections until `shutdown`, then waits for [`DRAIN_TIME`]. With TLS, a
/// connection is accepted once its handshake has succeeded.
pub(crate) async fn accept(
    listener: &Listener,
    tls: Option<Arc<ServerConfig>>,
    accepted: Accepted,
    shutdown: &CancellationToken,
) {
    let tls = tls.map(TlsAcceptor::from);
    let accepting = async {
        loop {
            match listener.accept().await {
                // A task each, so that a slow handshake does not delay other connections.
                Ok(stream) => drop(tokio::spawn(authenticate(stream, tls.clone(), accepted.clone()))),
                Err(error) => {
                    tracing::warn!(%error, "Cannot accept a connection");
                    tokio::time::sleep(ACCEPT_RETRY_DELAY).await;
                }
            }
        }
    };
    shutdown.run_until_cancelled(accepting).await;
    tokio::time::sleep(DRAIN_TIME).await;
}

async fn authenticate(stream: impl Stream + Unpin + 'static, tls: Option<TlsAcceptor>, accepted: Accepted) {
    let Some(tls) = tls else {
        let _ = accepted.send(Ok(Connection(Box::pin(stream)))).await;
        return;
    };
    match tokio::time::timeout(HANDSHAKE_TIMEOUT, tls.accept(stream)).await {
        Ok(Ok(stream)) => {
            let _ = accepted.send(Ok(Connection(Box::pin(stream)))).await;
        }
        Ok(Err(error)) => tracing::warn!(%error, "Refused a client: its TLS handshake failed"),
        Err(_) => tracing::warn!("Refused a client: its TLS handshake took too long"),
    }
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) -> Self::ConnectInfo {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.0.as_mut().poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.as_mut().poll_shutdown(context)
    }
}
