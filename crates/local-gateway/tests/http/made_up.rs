//! Refusals that rest on nothing say so.

use local_gateway::{Fault, LocalGateway, Operation, Rule, Seed};
use serde_json::json;

use crate::client::{Client, MAPPINGS, Reply};

/// What stands in the mark at the end of a message.
fn mark(reply: &Reply) -> Option<&str> {
    let (_, mark) = reply.text.split_once(" [made up: ")?;
    mark.split_once("]\"").map(|(what, _)| what)
}

#[test]
fn a_made_up_refusal_says_so_and_another_does_not() {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    let create = |key: &str| {
        client.post(MAPPINGS, &json!({ "apiId": "a1b2c3d4", "stage": "test", "apiMappingKey": key }))
    };
    assert_eq!(mark(&create("é")), Some("key_letters"));
    assert_eq!(mark(&client.get(&format!("{MAPPINGS}/nope"))), Some("unknown_mapping (text)"));
    assert_eq!(mark(&create("a~b")), None);
    assert_eq!(mark(&create("v1")), None);
    gateway.inject(Fault::on(Operation::CreateApiMapping).status(400));
    assert_eq!(mark(&create("é")), None, "an ordered fault is not made up");
    let logged: Vec<_> = gateway.calls().iter().map(|call| call.rule.and_then(Rule::made_up)).collect();
    let made_up = |rule: &str| Some(rule.to_owned());
    assert_eq!(logged, [made_up("key_letters"), made_up("unknown_mapping (text)"), None, None, None]);
    gateway.clear_calls();
    let since_the_start: Vec<_> = gateway.refusing_rules().into_iter().map(Rule::name).collect();
    assert_eq!(since_the_start, ["key_characters", "key_letters", "unknown_mapping"]);
}
