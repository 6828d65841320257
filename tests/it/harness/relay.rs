//! Something between the provider and an endpoint: a recorder, a TLS front or a
//! proxy. All are one relay, which writes down what clients sent through it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_util::io::InspectReader;

/// Accepts on a loopback port and passes everything on to one upstream address,
/// until it is dropped.
///
/// Asked to `CONNECT`, it answers as a proxy does and passes on what follows,
/// wherever the client wanted to go: no name is ever looked up.
pub(crate) struct Relay {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<u8>>>,
    _runtime: Runtime,
}

impl Relay {
    /// A relay in plain HTTP: a recorder when it is the endpoint, or a proxy.
    pub(crate) fn plain(upstream: &str) -> Self {
        Self::start(upstream, None)
    }

    /// A relay that speaks TLS to clients, for the names of `certificate`.
    pub(crate) fn tls(upstream: &str, certificate: &Certificate) -> Self {
        Self::start(upstream, Some(TlsAcceptor::from(certificate.config.clone())))
    }

    fn start(upstream: &str, tls: Option<TlsAcceptor>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("the port");
        let sent = Arc::new(Mutex::new(Vec::new()));
        let upstream = upstream.trim_start_matches("http://").trim_start_matches("https://").to_owned();
        runtime.spawn(accept(listener, upstream, tls, Arc::clone(&sent)));
        Self { address, sent, _runtime: runtime }
    }

    /// `127.0.0.1:port`.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// `http://127.0.0.1:port`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `https://localhost:port`.
    pub(crate) fn tls_url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// All that clients sent so far, as text.
    pub(crate) fn sent(&self) -> String {
        String::from_utf8_lossy(&self.sent.lock().expect("no panic while writing")).into_owned()
    }
}

async fn accept(
    listener: TcpListener,
    upstream: String,
    tls: Option<TlsAcceptor>,
    sent: Arc<Mutex<Vec<u8>>>,
) {
    while let Ok((client, _)) = listener.accept().await {
        let (upstream, tls, sent) = (upstream.clone(), tls.clone(), Arc::clone(&sent));
        // A client that gives up mid-way is not the relay's concern.
        tokio::spawn(async move {
            match tls {
                Some(tls) => pass(tls.accept(client).await?, &upstream, &sent).await,
                None => pass(client, &upstream, &sent).await,
            }
        });
    }
}

async fn pass<C>(client: C, upstream: &str, sent: &Mutex<Vec<u8>>) -> std::io::Result<()>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    let record = |bytes: &[u8]| sent.lock().expect("no panic while writing").extend_from_slice(bytes);
    let mut client = InspectReader::new(client, record);
    let mut server = TcpStream::connect(upstream).await?;
    let mut first = vec![0; 16 * 1024];
    let length = client.read(&mut first).await?;
    if first[..length].starts_with(b"CONNECT ") {
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    } else {
        server.write_all(&first[..length]).await?;
    }
    copy_bidirectional(&mut client, &mut server).await.map(drop)
}

/// A certificate for a few names, and the authority that signed it in a PEM file.
pub(crate) struct Certificate {
    /// The bundle that a client has to trust.
    pub(crate) bundle: PathBuf,
    pub(crate) config: Arc<ServerConfig>,
}

impl Certificate {
    /// Makes both, and the bundle in `folder`.
    pub(crate) fn new(names: &[&str], folder: &Path) -> Self {
        let authority_key = KeyPair::generate().expect("a key");
        let mut authority = CertificateParams::new(Vec::new()).expect("parameters without names");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = authority.self_signed(&authority_key).expect("a root certificate");
        let bundle = folder.join("authority.pem");
        std::fs::write(&bundle, root.pem()).expect("the bundle");

        let key = KeyPair::generate().expect("a key");
        let names = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let leaf = CertificateParams::new(names)
            .and_then(|leaf| leaf.signed_by(&key, &Issuer::new(authority, authority_key)))
            .expect("a certificate");
        Self { bundle, config: config(&leaf, &key) }
    }

    /// One that is its own bundle, marked as an authority's or not.
    pub(crate) fn self_signed(names: &[&str], is_authority: bool, folder: &Path) -> Self {
        let names = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let key = KeyPair::generate().expect("a key");
        let mut parameters = CertificateParams::new(names).expect("parameters");
        parameters.is_ca =
            if is_authority { IsCa::Ca(BasicConstraints::Unconstrained) } else { IsCa::ExplicitNoCa };
        let certificate = parameters.self_signed(&key).expect("a certificate");
        let bundle = folder.join("self-signed.pem");
        std::fs::write(&bundle, certificate.pem()).expect("the bundle");
        Self { bundle, config: config(&certificate, &key) }
    }
}

fn config(certificate: &rcgen::Certificate, key: &KeyPair) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .expect("a server configuration");
    Arc::new(config)
}
