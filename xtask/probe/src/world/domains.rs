//! The domain names of a run, below example.com, which is reserved for examples.

use serde_json::{Value, json};

use super::missing::Missing;
use crate::call::{Call, Method};
use crate::calls::create_domain;

/// A security policy that starts with `SecurityPolicy_`.
pub(super) const ENHANCED: &str = "SecurityPolicy_TLS13_1_3_2025_09";

/// Where the edge-optimised domain name comes from: the service asks for a certificate
/// that browsers trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// What stands in for the service takes any certificate.
    AnyCertificate,
    /// This domain name, with this certificate of the account.
    Given {
        /// The domain name.
        name: String,
        /// The ARN of its certificate in us-east-1.
        certificate: String,
    },
    /// There is none, and why.
    Absent(String),
}

/// A domain name and the call that makes it.
pub(super) struct Domain {
    name: String,
    pub(super) create: Call,
    /// Whether the name was given to the run: it must not exist before.
    pub(super) is_foreign: bool,
}

impl Domain {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether its certificate is the run's.
    pub(super) fn needs_certificate(&self) -> bool {
        !self.is_foreign
    }

    /// The path of the domain name in the version that makes it.
    pub(super) fn path(&self) -> String {
        format!("{}/{}", self.create.path, self.name)
    }

    /// Whether it serves requests soon after it is made. An edge-optimised one takes
    /// most of an hour, and no probe sends requests.
    pub(super) fn is_soon_available(&self) -> bool {
        self.create.body["endpointConfiguration"]["types"][0] != "EDGE"
    }
}

/// The domain name of a part.
///
/// # Errors
/// There is none in this run.
pub(super) fn domain(part: &'static str, run: &str, edge: &Edge) -> Result<Domain, Missing> {
    let name = name_of(part, run);
    let create = match part {
        "regional" | "other" => of_version_2(&name),
        "tls10" => of_version_1(&name, "REGIONAL", "regionalCertificateArn", "TLS_1_0"),
        "enhanced" => {
            let mut call = of_version_1(&name, "REGIONAL", "regionalCertificateArn", ENHANCED);
            call.body["endpointAccessMode"] = Value::from("BASIC");
            call
        }
        "private" => of_version_1(&name, "PRIVATE", "certificateArn", "TLS_1_2").named("private_id"),
        "edge" => return edge_optimised(edge, &name),
        _ => return Err(Missing::Impossible(format!("a run has no {{{part}}}"))),
    };
    Ok(Domain { name, create, is_foreign: false })
}

/// `regional-1a2b3c4d.example.com` for the run `probe-1a2b3c4d`.
pub(super) fn name_of(part: &str, run: &str) -> String {
    format!("{part}-{}.example.com", run.trim_start_matches("probe-"))
}

fn edge_optimised(edge: &Edge, name: &str) -> Result<Domain, Missing> {
    let of_name = |name: &str| of_version_1(name, "EDGE", "certificateArn", "TLS_1_2");
    match edge {
        Edge::AnyCertificate => {
            Ok(Domain { name: name.to_owned(), create: of_name(name), is_foreign: false })
        }
        Edge::Given { name, certificate } => {
            let mut create = of_name(name);
            create.body["certificateArn"] = Value::from(certificate.as_str());
            Ok(Domain { name: name.clone(), create, is_foreign: true })
        }
        Edge::Absent(why) => Err(Missing::Impossible(why.clone())),
    }
}

fn of_version_2(name: &str) -> Call {
    let configuration = json!({
        "certificateArn": "{certificate}",
        "endpointType": "REGIONAL",
        "securityPolicy": "TLS_1_2",
    });
    create_domain(name, json!([configuration]))
}

fn of_version_1(name: &str, kind: &str, certificate: &str, policy: &str) -> Call {
    Call::new("CreateDomainName", Method::Post, "/domainnames").body(json!({
        "domainName": name,
        certificate: "{certificate}",
        "endpointConfiguration": { "types": [kind] },
        "securityPolicy": policy,
    }))
}
