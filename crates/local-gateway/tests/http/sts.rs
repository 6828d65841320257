//! STS: a form in, XML out.

use local_gateway::{Fault, Identity, LocalGateway, Operation, Seed};

use crate::client::Client;

const WHO: &str = "Action=GetCallerIdentity&Version=2011-06-15";

fn start() -> LocalGateway {
    LocalGateway::start(Seed::demo()).expect("a port")
}

/// The text of the first element with this name.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("no {name} in {xml}"));
    rest.split_once(&format!("</{name}>")).expect("an end").0
}

#[test]
fn a_caller_belongs_to_the_account_unless_the_world_says_otherwise() {
    let gateway = start();
    gateway.world(|world| world.put_identity("AKIAOTHER", Identity::user("210987654321")));
    let known = Client::of(&gateway).send("POST", "/", WHO);
    assert_eq!((known.status, known.content_type.as_str()), (200, "text/xml"));
    assert_eq!(element(&known.text, "Account"), "123456789012");
    assert_eq!(element(&known.text, "Arn"), "arn:aws:iam::123456789012:user/local");
    let other = Client::with_access_key(&gateway, "AKIAOTHER").send("POST", "/", WHO);
    assert_eq!(element(&other.text, "Account"), "210987654321");
}

#[test]
fn an_assumed_role_calls_as_the_role() {
    let gateway = start();
    let role = "RoleArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2Fci%2FDeploy&RoleSessionName=run-7";
    let assumed = Client::of(&gateway).send("POST", "/", &format!("Action=AssumeRole&{role}"));
    let key = element(&assumed.text, "AccessKeyId");
    assert!(!element(&assumed.text, "SessionToken").is_empty());
    let caller = Client::with_access_key(&gateway, key).send("POST", "/", WHO);
    assert_eq!(element(&caller.text, "Account"), "210987654321");
    assert_eq!(element(&caller.text, "Arn"), "arn:aws:sts::210987654321:assumed-role/Deploy/run-7");
}

#[test]
fn a_web_identity_needs_a_token_and_no_signature() {
    let gateway = start();
    let role =
        "Action=AssumeRoleWithWebIdentity&RoleArn=arn:aws:iam::210987654321:role/Deploy&RoleSessionName=run";
    let client = Client::unsigned(&gateway);
    assert_eq!(client.send("POST", "/", &format!("{role}&WebIdentityToken=abc")).status, 200);
    assert_eq!(client.send("POST", "/", role).status, 400);
}

#[test]
fn sts_words_its_errors_in_xml() {
    let gateway = start();
    let unsigned = Client::unsigned(&gateway).send("POST", "/", WHO);
    assert_eq!((unsigned.status, element(&unsigned.text, "Code")), (403, "MissingAuthenticationToken"));
    gateway.inject(Fault::on(Operation::GetCallerIdentity).deny());
    let denied = Client::of(&gateway).send("POST", "/", WHO);
    assert_eq!((denied.status, element(&denied.text, "Code")), (403, "AccessDenied"));
    assert!(element(&denied.text, "Message").contains("is not authorized to perform: sts:GetCallerIdentity"));
    gateway.clear_faults();
    gateway.inject(Fault::on(Operation::GetCallerIdentity).status(503));
    let unavailable = Client::of(&gateway).send("POST", "/", WHO);
    assert_eq!((unavailable.status, element(&unavailable.text, "Code")), (503, "ServiceUnavailable"));
}
