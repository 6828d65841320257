//! A gRPC client of a provider, with any certificate or none.

use std::io;
use std::sync::Arc;

use hyper_util::rt::TokioIo;
use rustls::client::{ClientConfig, ResolvesClientCert};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, SignatureScheme, SupportedProtocolVersion};
use tokio::net::UnixStream;
use tokio_rustls::TlsConnector;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

use super::keys::Keys;
use super::messages::go_plugin::grpc_controller_client::GrpcControllerClient;
use super::messages::health::health_client::HealthClient;
use super::messages::tf::provider_client::ProviderClient;
use super::messages::{go_plugin, health, tf};
use super::process::Running;

const MAX_MESSAGE: usize = 256 << 20;

/// Who connects.
pub(super) enum As<'a> {
    /// A client with these keys.
    Holder(&'a Keys),
    /// A client without a certificate.
    NoCertificate,
    /// A client without TLS.
    Plain,
}

/// A connection, or what passed for one until the first call.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) channel: Channel,
}

impl Client {
    /// Connects as the Terraform that started the provider.
    pub(super) async fn of(provider: &Running, keys: &Keys) -> Self {
        Self::connect(provider, As::Holder(keys)).await.expect("Terraform should get in")
    }

    pub(super) async fn plain(provider: &Running) -> Self {
        Self::connect(provider, As::Plain).await.expect("a connection")
    }

    pub(super) async fn connect(provider: &Running, who: As<'_>) -> Result<Self, tonic::transport::Error> {
        Self::connect_with(provider, who, &rustls::version::TLS13).await
    }

    pub(super) async fn connect_with(
        provider: &Running,
        who: As<'_>,
        version: &'static SupportedProtocolVersion,
    ) -> Result<Self, tonic::transport::Error> {
        let path = provider.socket().to_owned();
        let tls = match who {
            As::Plain => None,
            As::NoCertificate => Some(connector(provider, None, version)),
            As::Holder(keys) => Some(connector(provider, Some(keys), version)),
        };
        let connector = tower::service_fn(move |_: http::Uri| {
            let (path, tls) = (path.clone(), tls.clone());
            async move {
                let stream = UnixStream::connect(path).await?;
                let stream: Box<dyn Stream> = match tls {
                    None => Box::new(stream),
                    Some(tls) => Box::new(tls.connect(localhost(), stream).await?),
                };
                Ok::<_, io::Error>(TokioIo::new(Box::into_pin(stream)))
            }
        });
        let endpoint = Endpoint::from_static("http://localhost");
        Ok(Self { channel: endpoint.connect_with_connector(connector).await? })
    }

    pub(super) fn provider(&self) -> ProviderClient<Channel> {
        ProviderClient::new(self.channel.clone())
            .max_decoding_message_size(MAX_MESSAGE)
            .max_encoding_message_size(MAX_MESSAGE)
    }

    /// Asks for something harmless, and so finds out whether it is let in.
    pub(super) async fn call(&self) -> Result<(), Status> {
        self.provider().get_functions(tf::get_functions::Request {}).await.map(drop)
    }

    pub(super) async fn health(&self, service: &str) -> Result<health::HealthCheckResponse, Status> {
        let request = health::HealthCheckRequest { service: service.to_owned() };
        let answer = HealthClient::new(self.channel.clone()).check(request).await?;
        Ok(answer.into_inner())
    }

    /// Terraform's order to end.
    pub(super) async fn shut_down(&self) {
        let mut controller = GrpcControllerClient::new(self.channel.clone());
        controller.shutdown(go_plugin::Empty {}).await.expect("Shutdown should be answered");
    }
}

trait Stream: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send {}
impl<T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send> Stream for T {}

fn localhost() -> ServerName<'static> {
    ServerName::try_from("localhost").expect("a name")
}

/// Trusts the announced certificate and no other, as Terraform does.
fn connector(
    provider: &Running,
    keys: Option<&Keys>,
    version: &'static SupportedProtocolVersion,
) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(provider.certificate().expect("a provider with TLS")).expect("a certificate");
    let builder = ClientConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_protocol_versions(&[version])
        .expect("a protocol version")
        .with_root_certificates(roots);
    let mut config = match keys {
        None => builder.with_no_client_auth(),
        Some(keys) => builder.with_client_cert_resolver(Arc::new(Presented::new(keys))),
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsConnector::from(Arc::new(config))
}

/// Presents a certificate whether or not the key fits it.
#[derive(Debug)]
struct Presented(Arc<CertifiedKey>);

impl Presented {
    fn new(keys: &Keys) -> Self {
        let key = aws_lc_rs::sign::any_supported_type(&keys.key).expect("a key");
        Self(Arc::new(CertifiedKey::new(vec![keys.certificate.clone()], key)))
    }
}

impl ResolvesClientCert for Presented {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}
