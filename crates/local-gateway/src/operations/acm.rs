//! ACM, as far as a domain name needs it: certificates that are imported, of which only the name is
//! read, listed and deleted.

use serde::Deserialize;
use serde_json::json;

use crate::common_name;
use crate::error::ServiceError;
use crate::json_1_1::{body, done, result};
use crate::operation::Operation;
use crate::operation_function::{self, Done, OperationFunction};
use crate::request::Request;
use crate::rules::table::CERTIFICATE;
use crate::world::World;

/// Which operation the header `X-Amz-Target` asks for.
pub(super) fn operation(target: &str) -> (Operation, OperationFunction) {
    match target.strip_prefix("CertificateManager.") {
        Some("ImportCertificate") => (Operation::ImportCertificate, import),
        Some("ListCertificates") => (Operation::ListCertificates, list),
        Some("DeleteCertificate") => (Operation::DeleteCertificate, delete),
        _ => (Operation::Unknown, operation_function::unknown),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ImportInput {
    certificate: String,
    private_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DeleteInput {
    certificate_arn: String,
}

fn import(world: &mut World, request: &Request) -> Done {
    let input: ImportInput = body(request)?;
    if input.certificate.is_empty() || input.private_key.is_empty() {
        return Err(refusal("ValidationException", "A certificate and its private key are required."));
    }
    let arn = world.put_certificate(common_name::of(&input.certificate).unwrap_or_default());
    Ok(result(&json!({ "CertificateArn": arn })))
}

fn list(world: &mut World, _: &Request) -> Done {
    let summary = |(arn, name): (&String, &String)| json!({ "CertificateArn": arn, "DomainName": name });
    let summaries: Vec<_> = world.certificates_mut().iter().map(summary).collect();
    Ok(result(&json!({ "CertificateSummaryList": summaries })))
}

fn delete(world: &mut World, request: &Request) -> Done {
    let arn = body::<DeleteInput>(request)?.certificate_arn;
    let uses_it = |certificate: &Option<String>| certificate.as_ref() == Some(&arn);
    let used = world.all_domains().any(|domain| {
        uses_it(&domain.certificate_arn) || uses_it(&domain.ownership_verification_certificate_arn)
    });
    if used {
        return Err(refusal("ResourceInUseException", format!("Certificate {arn} is in use.")));
    }
    if world.certificates_mut().remove(&arn).is_none() {
        return Err(refusal("ResourceNotFoundException", format!("Could not find certificate {arn}.")));
    }
    Ok(done())
}

fn refusal(error_type: &str, message: impl Into<String>) -> ServiceError {
    CERTIFICATE.error(ServiceError::new(400, error_type, message))
}
