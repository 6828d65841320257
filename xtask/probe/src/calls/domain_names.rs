//! Custom domain names, through version 2 where nothing else is said.

use serde_json::{Value, json};

use crate::call::{Call, Method};

/// CreateDomainName, with these configurations.
pub fn create_domain(domain: &str, configurations: Value) -> Call {
    let mut body = json!({ "domainName": domain });
    if !configurations.is_null() {
        body["domainNameConfigurations"] = configurations;
    }
    Call::new("CreateDomainName", Method::Post, "/v2/domainnames").body(body)
}

/// CreateDomainName of version 1, of a Regional domain name with this security policy.
pub fn create_domain_of_v1(domain: &str, security_policy: &str) -> Call {
    Call::new("CreateDomainName", Method::Post, "/domainnames").body(json!({
        "domainName": domain,
        "endpointConfiguration": { "types": ["REGIONAL"] },
        "regionalCertificateArn": "{certificate}",
        "securityPolicy": security_policy,
    }))
}

/// GetDomainName.
pub fn get_domain(domain: &str) -> Call {
    Call::new("GetDomainName", Method::Get, one(domain))
}

/// UpdateDomainName.
pub fn update_domain(domain: &str, body: Value) -> Call {
    Call::new("UpdateDomainName", Method::Patch, one(domain)).body(body)
}

/// DeleteDomainName.
pub fn delete_domain(domain: &str) -> Call {
    Call::new("DeleteDomainName", Method::Delete, one(domain))
}

fn one(domain: &str) -> String {
    format!("/v2/domainnames/{domain}")
}
