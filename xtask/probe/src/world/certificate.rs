//! The certificate of the run's domain names: self-signed, imported into ACM.
//!
//! Its key is in memory alone, and ACM never gives it out.

use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256};
use serde_json::json;

use super::making::adopted;
use super::missing::Missing;
use crate::creation::Creation;
use crate::finding::why;
use crate::ledger::Kind;
use crate::pacing::Pace;
use crate::reply::Outcome;
use crate::request::Request;
use crate::session::Session;

/// The handle of its ARN.
pub(super) const HANDLE: &str = "certificate";

/// How often the import is tried.
const ATTEMPTS: u32 = 3;

/// Makes the certificate and imports it. The run's name is in its first name, by which it
/// is found; the second is the one that domain names need.
pub(super) async fn import(session: &mut Session, run: &str) -> Result<(), Missing> {
    let name = format!("{run}.example.com");
    let input =
        input(&name).map_err(|error| Missing::Impossible(format!("there is no certificate: {error}")))?;
    let request = Request::of_acm("ImportCertificate", &input);
    let creation = Creation { kind: Kind::Certificate, name };
    let mut reason = String::new();
    for attempt in 1..=ATTEMPTS {
        let mark = session.ledger.mark();
        match session.send(Pace::Ordinary, &request, Some(&creation)).await? {
            Outcome::Answered(reply) if reply.is_success() => {
                let arn = reply.body["CertificateArn"].as_str().unwrap_or_default();
                session.handles.bind(HANDLE, arn);
                return Ok(());
            }
            lost @ (Outcome::Lost(_) | Outcome::Throttled(_)) => {
                reason = why(&lost);
                if let Some(arn) = adopted(session, mark).await? {
                    session.handles.bind(HANDLE, arn);
                    return Ok(());
                }
                session.pause(attempt).await?;
            }
            refused => {
                reason = why(&refused);
                break;
            }
        }
    }
    Err(Missing::Impossible(format!("ImportCertificate was answered {reason}")))
}

fn input(name: &str) -> Result<serde_json::Value, rcgen::Error> {
    let key = KeyPair::generate_for(&PKCS_RSA_SHA256)?;
    let names = vec![name.to_owned(), "*.example.com".to_owned()];
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, name);
    let now = std::time::SystemTime::now();
    let days = |number: u64| std::time::Duration::from_secs(number * 24 * 60 * 60);
    params.not_before = (now - days(1)).into();
    params.not_after = (now + days(30)).into();
    let certificate = params.self_signed(&key)?;
    // ACM takes base64 of the PEM texts.
    let encoded = |pem: String| aws_smithy_types::base64::encode(pem);
    Ok(json!({
        "Certificate": encoded(certificate.pem()),
        "PrivateKey": encoded(key.serialize_pem()),
    }))
}
