//! Mutual TLS with Terraform.
//!
//! Terraform announces the certificate that it will present. A client is accepted if it
//! presents that certificate, byte by byte, and holds its key. Names, issuers and dates are
//! not checked, because another self-signed certificate can have the same. The server's own
//! certificate is made for this process and announced in the handshake line.

use std::sync::Arc;

use anyhow::Context;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
};

/// The name that Terraform expects in the certificate.
const SERVER_NAME: &str = "localhost";

/// The server side of TLS.
pub(crate) struct Tls {
    pub(crate) config: Arc<ServerConfig>,
    /// The server's certificate, for the handshake line.
    pub(crate) certificate: CertificateDer<'static>,
}

/// TLS 1.3 for the one client that presents `expected`.
pub(crate) fn for_client(expected: CertificateDer<'static>) -> anyhow::Result<Tls> {
    let own =
        rcgen::generate_simple_self_signed([SERVER_NAME.to_owned()]).context("cannot make a certificate")?;
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
    // Every connection does a full handshake; none is resumed.
    config.send_tls13_tickets = 0;
    Ok(Tls { config: Arc::new(config), certificate })
}

/// Accepts one certificate, compared byte by byte.
#[derive(Debug)]
struct OneClient {
    expected: CertificateDer<'static>,
    crypto: Arc<CryptoProvider>,
}

impl ClientCertVerifier for OneClient {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        presented: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if presented != &self.expected {
            return Err(CertificateError::ApplicationVerificationFailure.into());
        }
        Ok(ClientCertVerified::assertion())
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
