//! Faults that answer, late or wrongly.

use std::time::{Duration, Instant};

use local_gateway::{Fault, LocalGateway, Operation, Seed};
use serde_json::{Value, json};

use crate::client::{Client, MAPPINGS};

fn start() -> (LocalGateway, Client) {
    let gateway = LocalGateway::start(Seed::demo()).expect("a port");
    let client = Client::of(&gateway);
    (gateway, client)
}

fn orders(key: &str) -> Value {
    json!({ "apiId": "a1b2c3d4", "stage": "test", "apiMappingKey": key })
}

fn mapped(gateway: &LocalGateway) -> usize {
    gateway.world(|world| world.mappings("api.example.com").len())
}

#[test]
fn an_error_before_the_work_leaves_nothing_behind() {
    let (gateway, client) = start();
    gateway.inject(Fault::on(Operation::CreateApiMapping).status(500).times(2));
    for _ in 0..2 {
        client.post(MAPPINGS, &orders("v1")).refuses(
            500,
            "InternalServerErrorException",
            "Internal server error",
        );
    }
    assert_eq!(mapped(&gateway), 0);
    assert_eq!(client.post(MAPPINGS, &orders("v1")).status, 201);
}

#[test]
fn an_error_after_the_work_hides_what_was_done() {
    for status in [429, 500] {
        let (gateway, client) = start();
        gateway.inject(Fault::on(Operation::CreateApiMapping).status(status).after_the_work().once());
        assert_eq!(client.post(MAPPINGS, &orders("v1")).status, status);
        assert_eq!(mapped(&gateway), 1);
        assert_eq!(client.post(MAPPINGS, &orders("v1")).status, 409);
    }
}

#[test]
fn a_throttled_answer_can_say_when_to_come_again() {
    let (gateway, client) = start();
    gateway.inject(Fault::on(Operation::GetApiMappings).throttle().retry_after(3));
    let reply = client.get(MAPPINGS);
    reply.refuses(429, "TooManyRequestsException", "Too Many Requests");
    assert_eq!(reply.retry_after, "3");
}

#[test]
fn a_conflict_is_not_always_a_duplicate() {
    let (gateway, client) = start();
    gateway.inject(Fault::on(Operation::CreateApiMapping).concurrent_modification().once());
    client.post(MAPPINGS, &orders("v1")).refuses(
        409,
        "ConflictException",
        "Unable to complete operation due to concurrent modification. Please try again later.",
    );
    assert_eq!(client.post(MAPPINGS, &orders("v1")).status, 201);
}

#[test]
fn any_error_can_be_ordered() {
    let (gateway, client) = start();
    gateway.inject(Fault::on(Operation::GetApi).error(418, "TeapotException", "short and stout"));
    client.get("/v2/apis/a1b2c3d4").refuses(418, "TeapotException", "short and stout");
}

#[test]
fn a_body_can_be_empty_or_no_json() {
    let (gateway, client) = start();
    gateway.inject(Fault::on(Operation::GetApi).empty_body(200).once());
    gateway.inject(Fault::on(Operation::GetApi).not_json(502).once());
    gateway.inject(Fault::on(Operation::GetApi).body(200, "{\"apiId\":").once());
    let path = "/v2/apis/a1b2c3d4";
    let empty = client.get(path);
    assert_eq!((empty.status, empty.text.as_str()), (200, ""));
    let html = client.get(path);
    assert_eq!((html.status, html.content_type.as_str()), (502, "text/html"));
    assert!(html.text.starts_with("<html>"));
    assert_eq!(client.get(path).text, "{\"apiId\":");
    assert_eq!(client.get(path).field("apiId"), "a1b2c3d4");
}

#[test]
fn a_delay_is_waited_for_and_changes_nothing_else() {
    let (gateway, client) = start();
    gateway.inject(Fault::on_api_gateway().delay(Duration::from_millis(30)));
    let start = Instant::now();
    assert_eq!(client.post(MAPPINGS, &orders("v1")).status, 201);
    assert!(start.elapsed() >= Duration::from_millis(30));
}

#[test]
fn a_listing_can_fail_on_one_of_its_pages() {
    let (gateway, client) = start();
    gateway.world(|world| {
        world.paging.default_size = 1;
        for key in ["a", "b", "c"] {
            world.put_mapping("api.example.com", key, "a1b2c3d4", "test");
        }
    });
    gateway.inject(Fault::on(Operation::GetApiMappings).page(2).once());
    let token = client.get(MAPPINGS).field("nextToken").replace('+', "%2B");
    let second = format!("{MAPPINGS}?nextToken={token}");
    assert_eq!(client.get(&second).status, 500);
    assert_eq!(client.get(&second).status, 200);
}

#[test]
fn cleared_faults_apply_no_more() {
    let (gateway, client) = start();
    gateway.inject(Fault::on_api_gateway());
    assert_eq!(client.get(MAPPINGS).status, 500);
    gateway.clear_faults();
    assert_eq!(client.get(MAPPINGS).status, 200);
}

#[test]
fn in_a_storm_a_patient_client_gets_everything_done() {
    let (gateway, client) = start();
    gateway.inject(Fault::on_api_gateway().storm(0.5, 42));
    for number in 0..50 {
        let body = orders(&format!("v{number}"));
        while !matches!(client.post(MAPPINGS, &body).status, 201 | 409) {}
    }
    assert_eq!(mapped(&gateway), 50);
    assert!(gateway.count_where(|call| matches!(call.status(), Some(429 | 500))) > 10);
}
