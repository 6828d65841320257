//! Finds the certificate of an edge-optimised domain name: one of us-east-1 that ACM has
//! issued or that has been imported, for that name.

use serde_json::{Value, json};

use crate::finding;
use crate::session::{Session, Stop};
use crate::world::Edge;

/// Where edge-optimised domain names have their certificates.
const REGION: &str = "us-east-1";

/// The key types that API Gateway takes.
const KEY_TYPES: [&str; 4] = ["RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1"];

/// The domain name with its certificate, or why there is none.
///
/// # Errors
/// The run ends.
pub(crate) async fn find(session: &mut Session, name: &str) -> Result<Edge, Stop> {
    let input = json!({ "CertificateStatuses": ["ISSUED"], "Includes": { "keyTypes": KEY_TYPES } });
    let certificates = match finding::certificates(session, input, Some(REGION)).await? {
        Ok(certificates) => certificates,
        Err(why) => return Ok(Edge::Absent(format!("ListCertificates was answered {why}"))),
    };
    let found = certificates.iter().find(|certificate| is_for(certificate, name));
    Ok(match found.and_then(|found| found["CertificateArn"].as_str()) {
        Some(arn) => Edge::Given { name: name.to_owned(), certificate: arn.to_owned() },
        None => Edge::Absent(format!("ACM in {REGION} has no certificate for {name}")),
    })
}

fn is_for(certificate: &Value, name: &str) -> bool {
    let others = certificate["SubjectAlternativeNameSummaries"].as_array();
    let names = others.into_iter().flatten().chain([&certificate["DomainName"]]);
    names.filter_map(Value::as_str).any(|of| covers(of, name))
}

/// A star stands for one label.
fn covers(of: &str, name: &str) -> bool {
    let parent = name.split_once('.').map(|(_, parent)| parent);
    of == name || of.strip_prefix("*.").is_some_and(|below| Some(below) == parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_for_its_names_and_one_label_below_a_star() {
        let certificate =
            json!({ "DomainName": "a.org", "SubjectAlternativeNameSummaries": ["a.org", "*.a.org"] });
        for (name, is) in [("a.org", true), ("b.a.org", true), ("c.b.a.org", false), ("b.org", false)] {
            assert_eq!(is_for(&certificate, name), is, "{name}");
        }
    }
}
