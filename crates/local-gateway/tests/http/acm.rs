//! ACM, as far as a domain name needs it.

use local_gateway::{LocalGateway, Operation, Seed};
use serde_json::json;

use crate::client::{Client, Reply};

const IMPORT: &str = "CertificateManager.ImportCertificate";
const DELETE: &str = "CertificateManager.DeleteCertificate";

fn start() -> (LocalGateway, Client) {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

fn import(client: &Client) -> String {
    let imported = client.call(IMPORT, &json!({ "Certificate": "Y2VydA==", "PrivateKey": "a2V5" }));
    assert_eq!((imported.status, imported.content_type.as_str()), (200, "application/x-amz-json-1.1"));
    imported.field("CertificateArn")
}

#[track_caller]
fn refused(reply: &Reply, error_type: &str) {
    assert_eq!((reply.status, reply.field("__type").as_str()), (400, error_type), "{reply:?}");
}

#[test]
fn a_certificate_is_kept_until_it_is_deleted() {
    let (gateway, client) = start();
    let arn = import(&client);
    assert!(arn.starts_with("arn:aws:acm:eu-west-1:123456789012:certificate/"), "{arn}");
    assert_ne!(arn, import(&client));
    let body = json!({ "CertificateArn": arn });
    assert_eq!(client.call(DELETE, &body).status, 200);
    refused(&client.call(DELETE, &body), "ResourceNotFoundException");
    assert_eq!(gateway.count(Operation::ImportCertificate), 2);
}

#[test]
fn a_certificate_that_a_domain_name_uses_stays() {
    let (_gateway, client) = start();
    let arn = import(&client);
    let configuration = json!([{ "certificateArn": arn }]);
    let body = json!({ "domainName": "new.example.com", "domainNameConfigurations": configuration });
    assert_eq!(client.post("/v2/domainnames", &body).status, 201);
    let body = json!({ "CertificateArn": arn });
    refused(&client.call(DELETE, &body), "ResourceInUseException");
    assert_eq!(client.delete("/v2/domainnames/new.example.com").status, 204);
    assert_eq!(client.call(DELETE, &body).status, 200);
}

#[test]
fn a_certificate_comes_with_its_key() {
    let (_gateway, client) = start();
    let without_key = client.call(IMPORT, &json!({ "Certificate": "Y2VydA==" }));
    refused(&without_key, "ValidationException");
    assert!(without_key.field("message").ends_with(" [made up: body (text)]"), "{without_key:?}");
    refused(&client.call(IMPORT, &json!({ "Certificate": "", "PrivateKey": "" })), "ValidationException");
}

#[test]
fn another_operation_is_unknown() {
    let (_gateway, client) = start();
    let reply = client.call("CertificateManager.RenewCertificate", &json!({}));
    assert_eq!((reply.status, reply.error_type.as_str()), (404, "UnknownOperationException"));
}
