//! TLS between Terraform and us, each proving to the other who it is.
//!
//! Terraform announces the one certificate it will present. We let in whoever
//! presents exactly that certificate and holds its key; names, issuers and dates
//! mean nothing here, for a certificate that looks the same can be made by
//! anybody. Our own certificate, made for this one process, goes back in the
//! handshake line.

use std::sync::Arc;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::NoServerSessionStorage;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
};
use thiserror::Error as ThisError;

/// The name under which Terraform looks for our certificate.
const SERVER_NAME: &str = "localhost";

/// How we identify ourselves, and whom we let in.
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    /// Our own certificate, for the handshake line.
    pub(crate) certificate: CertificateDer<'static>,
}

/// TLS could not be set up.
#[derive(Debug, ThisError)]
pub(crate) enum TlsError {
    #[error("no certificate could be made: {0}")]
    Certificate(#[from] rcgen::Error),
    #[error("TLS could not be configured: {0}")]
    Configuration(#[from] Error),
}

/// TLS 1.3 for the one client that presents `expected`.
pub(crate) fn for_client(expected: CertificateDer<'static>) -> Result<Tls, TlsError> {
    let own = rcgen::generate_simple_self_signed([SERVER_NAME.to_owned()])?;
    let certificate = own.cert.der().clone();
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    // The only one of the crypto providers that verifies Terraform's P-521 keys.
    let crypto = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = Arc::new(OneClient { expected, crypto: Arc::clone(&crypto) });
    let mut config = ServerConfig::builder_with_provider(crypto)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate.clone()], key.into())?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    // Each connection proves itself; none resumes what another has proved.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Tls { config: Arc::new(config), certificate })
}

/// Accepts one certificate, compared byte by byte, from whoever has its key.
#[derive(Debug)]
struct OneClient {
    expected: CertificateDer<'static>,
    crypto: Arc<CryptoProvider>,
}

impl ClientCertVerifier for OneClient {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn client_auth_mandatory(&self) -> bool {
        true
    }

    fn verify_client_cert(
        &self,
        presented: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if presented == &self.expected {
            Ok(ClientCertVerified::assertion())
        } else {
            let refused = CertificateError::ApplicationVerificationFailure;
            Err(Error::InvalidCertificate(refused))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.crypto.signature_verification_algorithms.supported_schemes()
    }
}
