//! Certificates and keys of clients.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P521_SHA512, SerialNumber, SignatureAlgorithm,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// A certificate and its key.
pub(super) struct Keys {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
    pub(super) pem: String,
}

impl Keys {
    /// What Terraform makes for each provider that it starts.
    pub(super) fn of_terraform() -> Self {
        Self::new(&PKCS_ECDSA_P521_SHA512)
    }

    pub(super) fn on_p256() -> Self {
        Self::new(&PKCS_ECDSA_P256_SHA256)
    }

    /// Every pair says the same of itself: subject, serial number, names, dates
    /// and usages. Only the key tells them apart.
    fn new(algorithm: &'static SignatureAlgorithm) -> Self {
        let key = KeyPair::generate_for(algorithm).expect("a key");
        let mut parameters = CertificateParams::new(["localhost".to_owned()]).expect("a name");
        parameters.distinguished_name.push(DnType::CommonName, "localhost");
        parameters.distinguished_name.push(DnType::OrganizationName, "HashiCorp");
        parameters.serial_number = Some(SerialNumber::from(7));
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
        parameters.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::KeyAgreement,
            KeyUsagePurpose::KeyCertSign,
        ];
        let certificate = parameters.self_signed(&key).expect("a certificate");
        Self {
            pem: certificate.pem(),
            certificate: certificate.der().clone(),
            key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        }
    }

    /// This certificate with a key that does not belong to it.
    pub(super) fn with_key_of(&self, other: &Keys) -> Self {
        Self { certificate: self.certificate.clone(), key: other.key.clone_key(), pem: self.pem.clone() }
    }
}
