//! A folder of files behind HTTPS, on a loopback port.

use std::path::{Path, PathBuf};

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tower_http::services::ServeDir;

use crate::harness::relay::Certificate;

/// Serves until it is dropped.
pub(super) struct Site {
    /// What is served.
    pub(super) folder: PathBuf,
    /// The authority that clients have to trust.
    pub(super) authority: PathBuf,
    port: u16,
    _runtime: Runtime,
}

impl Site {
    /// Serves `folder`, which is made; the authority's file is beside it.
    pub(super) fn of(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).expect("the folder of a site");
        let beside = folder.parent().expect("a folder is in a folder");
        let certificate = Certificate::new(&["localhost"], beside);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let port = listener.local_addr().expect("the port").port();
        let tls = TlsAcceptor::from(certificate.config.clone());
        runtime.spawn(serve(listener, tls, ServeDir::new(folder)));
        Self { folder: folder.to_owned(), authority: certificate.bundle, port, _runtime: runtime }
    }

    /// `localhost:PORT`.
    pub(super) fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// `https://localhost:PORT/`.
    pub(super) fn url(&self) -> String {
        format!("https://{}/", self.host())
    }
}

async fn serve(listener: TcpListener, tls: TlsAcceptor, files: ServeDir) {
    while let Ok((client, _)) = listener.accept().await {
        let (tls, files) = (tls.clone(), TowerToHyperService::new(files.clone()));
        tokio::spawn(async move {
            // A client that gives up mid-way is not the site's concern.
            if let Ok(client) = tls.accept(client).await {
                let _ = http1::Builder::new().serve_connection(TokioIo::new(client), files).await;
            }
        });
    }
}
