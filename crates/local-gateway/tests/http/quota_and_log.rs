//! The account's quota, and the record of calls.

use local_gateway::{LocalGateway, Operation, Outcome, Quota, Seed};
use serde_json::json;

use crate::client::{Client, MAPPINGS};

#[test]
fn calls_beyond_the_quota_are_throttled_and_told_apart_in_the_log() {
    let quota = Quota { rate: 0.0, burst: 3 };
    let gateway = LocalGateway::builder(Seed::demo()).quota(Some(quota)).start().expect("a port");
    let client = Client::of(&gateway);
    let statuses: Vec<u16> = (0..5).map(|_| client.get(MAPPINGS).status).collect();
    assert_eq!(statuses, [200, 200, 200, 429, 429]);
    assert_eq!(gateway.count_where(|call| call.throttled), 2);
    assert_eq!(client.send("POST", "/", "Action=GetCallerIdentity").status, 200);
    gateway.set_quota(None);
    assert_eq!(client.get(MAPPINGS).status, 200);
}

#[test]
fn the_log_tells_what_was_called_in_order() {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::with_access_key(&gateway, "AKIALOG");
    client.post(MAPPINGS, &json!({ "apiId": "a1b2c3d4", "stage": "nope" }));
    client.get(&format!("{MAPPINGS}?maxResults=10"));
    let calls = gateway.calls();
    let shown: Vec<_> = calls
        .iter()
        .map(|call| (call.order, call.operation, call.method.as_str(), call.path.as_str(), call.outcome))
        .collect();
    let query = format!("{MAPPINGS}?maxResults=10");
    assert_eq!(
        shown,
        [
            (0, Operation::CreateApiMapping, "POST", MAPPINGS, Outcome::Answered(400)),
            (1, Operation::GetApiMappings, "GET", query.as_str(), Outcome::Answered(200)),
        ]
    );
    assert_eq!(calls[0].domain.as_deref(), Some("api.example.com"));
    assert_eq!(calls[0].access_key, "AKIALOG");
    gateway.clear_calls();
    assert_eq!(gateway.calls(), []);
}

#[test]
fn changes_out_of_band_are_seen_by_calls_and_not_logged() {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    let id = gateway.world(|world| world.put_mapping("api.example.com", "v1", "a1b2c3d4", "test"));
    assert_eq!(gateway.calls(), []);
    assert_eq!(client.get(&format!("{MAPPINGS}/{id}")).field("apiMappingKey"), "v1");
    gateway.world(|world| world.remove_mapping("api.example.com", &id)).expect("the mapping");
    assert_eq!(client.get(&format!("{MAPPINGS}/{id}")).status, 404);
}

#[test]
fn ten_thousand_mappings_are_listed_page_by_page() {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    gateway.world(|world| {
        for number in 0..10_000 {
            world.put_mapping("api.example.com", &format!("v{number}"), "a1b2c3d4", "test");
        }
    });
    let client = Client::of(&gateway);
    let (mut seen, mut query) = (0, "?maxResults=500".to_owned());
    loop {
        let page = client.get(&format!("{MAPPINGS}{query}")).json();
        seen += page["items"].as_array().expect("items").len();
        match page["nextToken"].as_str() {
            Some(token) => query = format!("?maxResults=500&nextToken={}", token.replace('+', "%2B")),
            None => break,
        }
    }
    assert_eq!((seen, gateway.count(Operation::GetApiMappings)), (10_000, 20));
}
