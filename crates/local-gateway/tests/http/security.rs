//! Who may call: signatures and policies.

use local_gateway::{Fault, LocalGateway, Operation, Seed};
use serde_json::json;

use crate::client::{Client, MAPPINGS};

fn start() -> (LocalGateway, Client) {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

const READ_ONLY: &str = r#"{ "Version": "2012-10-17", "Statement":
    { "Effect": "Allow", "Action": "apigateway:GET", "Resource": "arn:aws:apigateway:*::/domainnames/*" } }"#;

#[test]
fn a_call_without_a_signature_is_refused() {
    let (gateway, _) = start();
    Client::unsigned(&gateway).get(MAPPINGS).refuses(
        403,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    );
}

#[test]
fn a_policy_lets_through_what_it_allows_and_denies_the_rest() {
    let (gateway, client) = start();
    gateway.set_policy(Some(READ_ONLY)).expect("a policy");
    assert_eq!(client.get(MAPPINGS).status, 200);
    let mapping = json!({ "apiId": "a1b2c3d4", "stage": "test" });
    client.post(MAPPINGS, &mapping).refuses(
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/local is not authorized to perform: apigateway:POST on resource: \
         arn:aws:apigateway:eu-west-1::/domainnames/api.example.com/apimappings",
    );
    assert_eq!(client.get("/v2/apis/a1b2c3d4").status, 403);
    assert_eq!(client.send("POST", "/", "Action=GetCallerIdentity").status, 200);
    gateway.set_policy(None).expect("nothing to read");
    assert_eq!(client.post(MAPPINGS, &mapping).status, 201);
}

#[test]
fn routing_rules_have_an_action_and_an_arn_of_their_own() {
    let (gateway, client) = start();
    let rules = "/v2/domainnames/api.example.com/routingrules";
    gateway.set_policy(Some(READ_ONLY)).expect("a policy");
    client.get(rules).refuses(
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/local is not authorized to perform: apigateway:ListRoutingRules on \
         resource: arn:aws:apigateway:eu-west-1:123456789012:/domainnames/api.example.com/routingrules/*",
    );
    let policy = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "apigateway:ListRoutingRules",
        "Resource": "arn:aws:apigateway:*:*:/domainnames/*/routingrules/*" } }"#;
    gateway.set_policy(Some(policy)).expect("a policy");
    assert_eq!(client.get(rules).status, 200);
}

#[test]
fn one_operation_can_be_denied_in_the_words_of_iam() {
    let (gateway, client) = start();
    gateway.inject(Fault::on(Operation::GetApi).deny());
    client.get("/v2/apis/a1b2c3d4").refuses(
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/local is not authorized to perform: apigateway:GET on resource: \
         arn:aws:apigateway:eu-west-1::/apis/a1b2c3d4",
    );
}

#[test]
fn a_path_that_no_operation_has_is_refused_and_logged() {
    let (gateway, client) = start();
    assert_eq!(client.get("/v2/vpclinks").status, 404);
    assert_eq!(client.send("PUT", MAPPINGS, "").status, 404);
    assert_eq!(gateway.count(Operation::Unknown), 2);
}
