//! Connections: accepted, proved, then handed to the gRPC server.

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

/// How long a client may take to prove itself.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);

/// How long to wait when the process has run out of file descriptors.
const BREATH: Duration = Duration::from_millis(50);

/// Connections waiting for the gRPC server, which takes them at once.
const WAITING: usize = 8;

/// How long calls under way may take to finish once the process is to end.
/// Terraform kills what is still there after two seconds.
const DRAIN: Duration = Duration::from_millis(1400);

/// Bytes to and from a client.
trait Stream: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Stream for T {}

/// A connection whose other end may talk to us.
pub(crate) struct Connection(Pin<Box<dyn Stream>>);

type Admitted = mpsc::Sender<io::Result<Connection>>;

/// Where admitted connections go in, and where the server takes them out.
pub(crate) fn queue() -> (Admitted, ReceiverStream<io::Result<Connection>>) {
    let (admitted, connections) = mpsc::channel(WAITING);
    (admitted, ReceiverStream::new(connections))
}

/// Accepts connections until `over`, and then waits for as long as calls under
/// way are given to finish. With TLS, only who passes it is admitted.
pub(crate) async fn accept(
    listener: &Listener,
    tls: Option<Arc<ServerConfig>>,
    admitted: Admitted,
    over: &CancellationToken,
) {
    let tls = tls.map(TlsAcceptor::from);
    let accepting = async {
        loop {
            match listener.accept().await {
                // Each on its own, so that nobody can hold up the others.
                Ok(stream) => drop(tokio::spawn(admit(stream, tls.clone(), admitted.clone()))),
                Err(error) => {
                    tracing::warn!(%error, "A connection could not be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    };
    over.run_until_cancelled(accepting).await;
    tokio::time::sleep(DRAIN).await;
}

async fn admit(stream: impl Stream + Unpin + 'static, tls: Option<TlsAcceptor>, admitted: Admitted) {
    let Some(tls) = tls else {
        let _ = admitted.send(Ok(Connection(Box::pin(stream)))).await;
        return;
    };
    match tokio::time::timeout(HANDSHAKE_TIME, tls.accept(stream)).await {
        Ok(Ok(proved)) => {
            let _ = admitted.send(Ok(Connection(Box::pin(proved)))).await;
        }
        Ok(Err(error)) => tracing::warn!(%error, "A client was turned away"),
        Err(_) => tracing::warn!("A client was turned away: it took too long to say who it is"),
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
