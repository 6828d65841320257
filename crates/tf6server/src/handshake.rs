//! The handshake: environment variables that Terraform sets, and the line on stdout that
//! answers them.

use std::io::{self, Write};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use thiserror::Error;

use crate::{listener::Listener, tls::Tls};

/// The version of the handshake itself.
const HANDSHAKE_VERSION: u8 = 1;

/// The version of the provider protocol.
pub(crate) const PROTOCOL_VERSION: u8 = 6;

/// The variable that tells a start by Terraform from one in a shell. Not a secret.
const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// What Terraform asks for when it starts a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handshake {
    /// The only certificate that may connect. `None`: no TLS.
    pub(crate) client: Option<CertificateDer<'static>>,
    /// Whether the line says if connections can be multiplexed.
    multiplexing: bool,
}

/// Why a process cannot serve.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum HandshakeError {
    /// Not started by Terraform.
    #[error("not started by Terraform or OpenTofu")]
    NoCookie,
    #[error(
        "this provider needs version {PROTOCOL_VERSION} of the provider protocol, and the program \
         that started it has only {offered}; use Terraform 1.0 or later, or OpenTofu"
    )]
    OtherProtocols { offered: String },
    #[error("PLUGIN_CLIENT_CERT is not one certificate in PEM format")]
    UnreadableCertificate,
}

/// Reads the environment that Terraform has set up.
pub(crate) fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Handshake, HandshakeError> {
    let (cookie, expected) = COOKIE;
    if variable(cookie).as_deref() != Some(expected) {
        return Err(HandshakeError::NoCookie);
    }
    if let Some(offered) = variable("PLUGIN_PROTOCOL_VERSIONS") {
        let mut versions = offered.split(',').map(|version| version.trim().parse());
        if !versions.any(|version| version == Ok(PROTOCOL_VERSION)) {
            return Err(HandshakeError::OtherProtocols { offered });
        }
    }
    let certificate = variable("PLUGIN_CLIENT_CERT").filter(|pem| !pem.is_empty());
    Ok(Handshake {
        client: certificate.map(|pem| one_certificate(&pem)).transpose()?,
        multiplexing: variable("PLUGIN_MULTIPLEX_GRPC").is_some_and(|value| !value.is_empty()),
    })
}

/// The only certificate of a PEM text. More than one would leave open which may connect.
fn one_certificate(pem: &str) -> Result<CertificateDer<'static>, HandshakeError> {
    let mut certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    match (certificates.next(), certificates.next()) {
        (Some(Ok(certificate)), None) if !certificate.is_empty() => Ok(certificate),
        _ => Err(HandshakeError::UnreadableCertificate),
    }
}

impl Handshake {
    /// Tells Terraform where the server listens, and the certificate to expect there.
    pub(crate) fn announce(&self, listener: &Listener, tls: Option<&Tls>) -> io::Result<()> {
        let certificate = tls.map(|tls| &tls.certificate);
        print(&self.line(Listener::NETWORK, listener.address(), certificate))
    }

    fn line(&self, network: &str, address: &str, certificate: Option<&CertificateDer<'_>>) -> String {
        let certificate = certificate.map(|der| STANDARD_NO_PAD.encode(der));
        let multiplexing = if self.multiplexing { "|false" } else { "" };
        format!(
            "{HANDSHAKE_VERSION}|{PROTOCOL_VERSION}|{network}|{address}|grpc|{}{multiplexing}",
            certificate.unwrap_or_default()
        )
    }
}

/// The line when there is no common protocol version: this provider's version, so that
/// Terraform can tell the user which versions do not fit, and no address.
pub(crate) fn line_without_address() -> String {
    format!("{HANDSHAKE_VERSION}|{PROTOCOL_VERSION}|unix|none|grpc|")
}

/// Writes a line to stdout. While serving, the handshake line is all that is ever written
/// there.
pub(crate) fn print(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(extra: &[(&str, &str)]) -> Result<Handshake, HandshakeError> {
        let variables = [&[COOKIE], extra].concat();
        read(|name| {
            let found = variables.iter().rev().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn pem() -> String {
        let names = ["localhost".to_owned()];
        let generated = rcgen::generate_simple_self_signed(names).unwrap();
        let encoded = base64::engine::general_purpose::STANDARD.encode(generated.cert.der());
        let lines: Vec<_> = encoded.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let body = lines.join("\n");
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    }

    #[test]
    fn without_the_cookie_the_process_does_not_serve() {
        assert_eq!(read(|_| None), Err(HandshakeError::NoCookie));
        assert_eq!(read_with(&[(COOKIE.0, "wrong")]), Err(HandshakeError::NoCookie));
    }

    #[test]
    fn version_six_is_found_wherever_it_stands() {
        for offered in ["6", "5,6", "6,5", " 4, 6 ", "6,x"] {
            let read = read_with(&[("PLUGIN_PROTOCOL_VERSIONS", offered)]);
            assert!(read.is_ok(), "{offered}");
        }
    }

    #[test]
    fn other_versions_are_declined() {
        for offered in ["5", "4,5", "", "66", "x"] {
            let declined = read_with(&[("PLUGIN_PROTOCOL_VERSIONS", offered)]);
            let offered = offered.to_owned();
            assert_eq!(declined, Err(HandshakeError::OtherProtocols { offered }));
        }
    }

    #[test]
    fn no_certificate_means_no_tls() {
        assert_eq!(read_with(&[]).unwrap().client, None);
        let empty = read_with(&[("PLUGIN_CLIENT_CERT", "")]);
        assert_eq!(empty.unwrap().client, None);
    }

    #[test]
    fn a_certificate_is_read_with_any_line_ends_and_surroundings() {
        let plain = pem();
        let expected = read_with(&[("PLUGIN_CLIENT_CERT", &plain)]).unwrap().client;
        assert!(expected.is_some());
        for form in [
            plain.replace('\n', "\r\n"),
            plain.trim_end().to_owned(),
            format!("subject=CN = localhost\n\n{plain}\n\n"),
        ] {
            let read = read_with(&[("PLUGIN_CLIENT_CERT", &form)]).unwrap().client;
            assert_eq!(read, expected, "{form}");
        }
    }

    #[test]
    fn anything_but_one_certificate_is_declined_rather_than_served_without_tls() {
        let two = pem() + &pem();
        let key = pem().replace("CERTIFICATE", "PRIVATE KEY");
        for bad in ["nonsense", " ", two.as_str(), key.as_str()] {
            let declined = read_with(&[("PLUGIN_CLIENT_CERT", bad)]);
            assert_eq!(declined, Err(HandshakeError::UnreadableCertificate), "{bad}");
        }
    }

    #[test]
    fn the_line_has_a_seventh_field_only_when_asked_for() {
        let certificate = CertificateDer::from(vec![1, 2, 3, 4]);
        let plain = read_with(&[]).unwrap();
        assert_eq!(plain.line("unix", "/s", Some(&certificate)), "1|6|unix|/s|grpc|AQIDBA");
        let asked = read_with(&[("PLUGIN_MULTIPLEX_GRPC", "true")]).unwrap();
        assert_eq!(asked.line("unix", "/s", None), "1|6|unix|/s|grpc||false");
    }
}
