//! The handshake: what Terraform says in environment variables, and the one line
//! on stdout with which we answer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use thiserror::Error;

/// The version of the handshake itself.
const HANDSHAKE_VERSION: u8 = 1;

/// The one version of Terraform's provider protocol spoken here.
pub(crate) const PROTOCOL_VERSION: u8 = 6;

/// How Terraform shows that it is Terraform and not a person. Not a secret.
const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// What Terraform asks for when it starts a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invitation {
    /// The only certificate that may connect. `None`: TLS is switched off.
    pub(crate) client: Option<CertificateDer<'static>>,
    /// Whether the answer is to say if connections can be multiplexed.
    multiplexing: bool,
}

/// Why a process is not to serve.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum Declined {
    /// Started by something else than Terraform.
    #[error("not started by Terraform or OpenTofu")]
    NoCookie,
    #[error(
        "this provider speaks version {PROTOCOL_VERSION} of the provider protocol, and the \
         program that started it only {offered}; Terraform 1.0 and later and OpenTofu speak it"
    )]
    OtherProtocols { offered: String },
    #[error("PLUGIN_CLIENT_CERT is set, but is not one certificate in PEM form")]
    UnreadableCertificate,
}

/// Reads the environment that Terraform has prepared.
pub(crate) fn invitation(variable: impl Fn(&str) -> Option<String>) -> Result<Invitation, Declined> {
    let (cookie, expected) = COOKIE;
    if variable(cookie).as_deref() != Some(expected) {
        return Err(Declined::NoCookie);
    }
    if let Some(offered) = variable("PLUGIN_PROTOCOL_VERSIONS") {
        let mut versions = offered.split(',').map(|version| version.trim().parse());
        if !versions.any(|version| version == Ok(PROTOCOL_VERSION)) {
            return Err(Declined::OtherProtocols { offered });
        }
    }
    let certificate = variable("PLUGIN_CLIENT_CERT").filter(|pem| !pem.is_empty());
    Ok(Invitation {
        client: certificate.map(|pem| one_certificate(&pem)).transpose()?,
        multiplexing: variable("PLUGIN_MULTIPLEX_GRPC").is_some_and(|value| !value.is_empty()),
    })
}

/// The certificate that was announced. With more than one it would be unclear
/// who is meant, and nobody is let in on a guess.
fn one_certificate(pem: &str) -> Result<CertificateDer<'static>, Declined> {
    let mut certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    match (certificates.next(), certificates.next()) {
        (Some(Ok(certificate)), None) if !certificate.is_empty() => Ok(certificate),
        _ => Err(Declined::UnreadableCertificate),
    }
}

impl Invitation {
    /// The answer: where we listen, and the certificate to expect there.
    pub(crate) fn answer(
        &self,
        network: &str,
        address: &str,
        certificate: Option<&CertificateDer<'_>>,
    ) -> String {
        let certificate = certificate.map(|der| STANDARD_NO_PAD.encode(der));
        let multiplexing = if self.multiplexing { "|false" } else { "" };
        format!(
            "{HANDSHAKE_VERSION}|{PROTOCOL_VERSION}|{network}|{address}|grpc|{}{multiplexing}",
            certificate.unwrap_or_default()
        )
    }
}

/// What to answer when no common protocol version exists: our version, so that
/// Terraform itself can say which versions do not fit, and nowhere to connect.
pub(crate) fn refusal() -> String {
    format!("{HANDSHAKE_VERSION}|{PROTOCOL_VERSION}|unix|none|grpc|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invited(extra: &[(&str, &str)]) -> Result<Invitation, Declined> {
        let variables = [&[COOKIE], extra].concat();
        invitation(|name| {
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
    fn without_the_cookie_nobody_is_served() {
        assert_eq!(invitation(|_| None), Err(Declined::NoCookie));
        assert_eq!(invited(&[(COOKIE.0, "wrong")]), Err(Declined::NoCookie));
    }

    #[test]
    fn version_six_is_found_wherever_it_stands() {
        for offered in ["6", "5,6", "6,5", " 4, 6 ", "6,x"] {
            let invitation = invited(&[("PLUGIN_PROTOCOL_VERSIONS", offered)]);
            assert!(invitation.is_ok(), "{offered}");
        }
    }

    #[test]
    fn other_versions_are_declined() {
        for offered in ["5", "4,5", "", "66", "x"] {
            let declined = invited(&[("PLUGIN_PROTOCOL_VERSIONS", offered)]);
            let offered = offered.to_owned();
            assert_eq!(declined, Err(Declined::OtherProtocols { offered }));
        }
    }

    #[test]
    fn no_certificate_means_no_tls() {
        assert_eq!(invited(&[]).unwrap().client, None);
        let empty = invited(&[("PLUGIN_CLIENT_CERT", "")]);
        assert_eq!(empty.unwrap().client, None);
    }

    #[test]
    fn a_certificate_is_read_with_any_line_ends_and_surroundings() {
        let plain = pem();
        let expected = invited(&[("PLUGIN_CLIENT_CERT", &plain)]).unwrap().client;
        assert!(expected.is_some());
        for form in [
            plain.replace('\n', "\r\n"),
            plain.trim_end().to_owned(),
            format!("subject=CN = localhost\n\n{plain}\n\n"),
        ] {
            let read = invited(&[("PLUGIN_CLIENT_CERT", &form)]).unwrap().client;
            assert_eq!(read, expected, "{form}");
        }
    }

    #[test]
    fn anything_but_one_certificate_is_declined_rather_than_served_without_tls() {
        let two = pem() + &pem();
        let key = pem().replace("CERTIFICATE", "PRIVATE KEY");
        for bad in ["nonsense", " ", two.as_str(), key.as_str()] {
            let declined = invited(&[("PLUGIN_CLIENT_CERT", bad)]);
            assert_eq!(declined, Err(Declined::UnreadableCertificate), "{bad}");
        }
    }

    #[test]
    fn the_answer_has_a_seventh_field_only_when_asked_for() {
        let certificate = CertificateDer::from(vec![1, 2, 3, 4]);
        let plain = invited(&[]).unwrap();
        assert_eq!(plain.answer("unix", "/s", Some(&certificate)), "1|6|unix|/s|grpc|AQIDBA");
        let asked = invited(&[("PLUGIN_MULTIPLEX_GRPC", "true")]).unwrap();
        assert_eq!(asked.answer("unix", "/s", None), "1|6|unix|/s|grpc||false");
    }
}
