//! The listener and its connections, on a thread and runtime of their own.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::JoinHandle;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::oneshot;
use tower::ServiceExt;

use crate::operations;
use crate::response::Break;
use crate::service::Shared;
use crate::socket::Socket;

/// A running server. It stops when dropped, hung calls and all.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on a loopback port; 0 takes a free one.
    pub(crate) fn start(port: u16, service: Shared) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("local-gateway".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, service) => {}
                    _ = stopped => {}
                }
            });
            // Dropping the runtime drops every connection and whatever hangs in it.
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A panic there has been printed already.
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, service: Shared) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let router = operations::routes().with_state(service);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve(Socket::new(stream), router.clone()));
            }
            // Out of file descriptors, most likely: give connections time to end.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
        }
    }
}

fn serve(socket: Socket, router: Router) -> impl Future<Output = ()> {
    let reset = socket.reset_switch();
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let (router, reset) = (router.clone(), reset.clone());
        async move {
            let response =
                router.oneshot(request.map(Body::new)).await.unwrap_or_else(|never| match never {});
            match response.extensions().get::<Break>() {
                None => Ok(response),
                Some(Break::ResetAfterBody) => {
                    reset.turn_on();
                    Ok(response)
                }
                Some(Break::Reset) => {
                    reset.turn_on();
                    Err(io::Error::from(io::ErrorKind::ConnectionReset))
                }
                Some(Break::Close) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
            }
        }
    });
    async move {
        // An error is a connection that the client or a fault has broken.
        let _ = http1::Builder::new().serve_connection(TokioIo::new(socket), answer).await;
    }
}
