//! The five operations on API mappings.

use local_gateway::{LocalGateway, Operation, Seed};
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

#[test]
fn a_created_mapping_is_answered_with_its_four_fields_and_found_again() {
    let (_gateway, client) = start();
    let created = client.post(MAPPINGS, &orders("v1"));
    assert_eq!(created.status, 201);
    let id = created.field("apiMappingId");
    let expected = json!({ "apiId": "a1b2c3d4", "apiMappingId": id, "apiMappingKey": "v1", "stage": "test" });
    assert_eq!(created.json(), expected);
    let found = client.get(&format!("{MAPPINGS}/{id}"));
    assert_eq!((found.status, found.json()), (200, expected));
}

#[test]
fn a_key_left_out_null_or_empty_is_the_root_and_reads_back_empty() {
    for body in [
        json!({ "apiId": "a1b2c3d4", "stage": "test" }),
        json!({ "apiId": "a1b2c3d4", "stage": "test", "apiMappingKey": null }),
        orders(""),
        orders("   "),
    ] {
        let (_gateway, client) = start();
        assert_eq!(client.post(MAPPINGS, &body).field("apiMappingKey"), "", "{body}");
        client.post(MAPPINGS, &orders("")).refuses(
            409,
            "ConflictException",
            "ApiMapping key already exists for this domain name",
        );
    }
}

#[test]
fn an_update_keeps_the_id_and_whatever_it_leaves_out() {
    let (_gateway, client) = start();
    let id = client.post(MAPPINGS, &orders("v1")).field("apiMappingId");
    let path = format!("{MAPPINGS}/{id}");

    let staged = client.patch(&path, &json!({ "apiId": "a1b2c3d4", "stage": "production" }));
    assert_eq!(staged.status, 200);
    let expected =
        json!({ "apiId": "a1b2c3d4", "apiMappingId": id, "apiMappingKey": "v1", "stage": "production" });
    assert_eq!(staged.json(), expected);

    let moved = client.patch(&path, &json!({ "apiId": "a1b2c3d4", "apiMappingKey": "" })).json();
    let expected =
        json!({ "apiId": "a1b2c3d4", "apiMappingId": id, "apiMappingKey": "", "stage": "production" });
    assert_eq!(moved, expected);
    assert_eq!(client.get(&path).json(), expected);
}

#[test]
fn an_update_without_an_api_is_refused() {
    let (_gateway, client) = start();
    let id = client.post(MAPPINGS, &orders("v1")).field("apiMappingId");
    assert_eq!(client.patch(&format!("{MAPPINGS}/{id}"), &json!({ "stage": "production" })).status, 400);
}

#[test]
fn an_update_to_a_taken_key_conflicts_and_changes_nothing() {
    let (gateway, client) = start();
    client.post(MAPPINGS, &orders("v1"));
    let id = client.post(MAPPINGS, &orders("v2")).field("apiMappingId");
    let before = gateway.world(|world| world.mappings("api.example.com"));
    assert_eq!(client.patch(&format!("{MAPPINGS}/{id}"), &orders("v1")).status, 409);
    assert_eq!(gateway.world(|world| world.mappings("api.example.com")), before);
}

#[test]
fn a_deleted_mapping_is_gone_and_its_key_free() {
    let (_gateway, client) = start();
    let id = client.post(MAPPINGS, &orders("v1")).field("apiMappingId");
    let path = format!("{MAPPINGS}/{id}");
    let deleted = client.delete(&path);
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    for again in [client.delete(&path), client.get(&path), client.patch(&path, &orders("v1"))] {
        assert_eq!((again.status, again.error_type.as_str()), (404, "NotFoundException"));
    }
    assert_eq!(client.post(MAPPINGS, &orders("v1")).status, 201);
}

#[test]
fn every_operation_names_an_unknown_domain_the_same_way() {
    let (_gateway, client) = start();
    let mappings = "/v2/domainnames/nope.example.com/apimappings";
    for reply in [
        client.post(mappings, &orders("v1")),
        client.get(mappings),
        client.get(&format!("{mappings}/abc123")),
        client.patch(&format!("{mappings}/abc123"), &orders("v1")),
        client.delete(&format!("{mappings}/abc123")),
    ] {
        reply.refuses(404, "NotFoundException", "Invalid domain name identifier specified");
    }
}

#[test]
fn a_listing_has_pages_of_25_and_says_null_after_the_last() {
    let (gateway, client) = start();
    gateway.world(|world| {
        for number in 0..60 {
            world.put_mapping("api.example.com", &format!("v{number}"), "a1b2c3d4", "test");
        }
    });
    let mut sizes = Vec::new();
    let mut query = String::new();
    loop {
        let page = client.get(&format!("{MAPPINGS}{query}")).json();
        sizes.push(page["items"].as_array().expect("items").len());
        match &page["nextToken"] {
            Value::String(token) => query = format!("?nextToken={}", encoded(token)),
            end => {
                break assert!(
                    end.is_null() && page.as_object().is_some_and(|page| page.contains_key("nextToken"))
                );
            }
        }
    }
    assert_eq!(sizes, [25, 25, 10]);
    assert_eq!(gateway.count(Operation::GetApiMappings), 3);
}

#[test]
fn a_caller_asks_for_larger_pages_up_to_the_largest() {
    let (gateway, client) = start();
    gateway.world(|world| {
        world.paging.largest_size = 100;
        for number in 0..60 {
            world.put_mapping("api.example.com", &format!("v{number}"), "a1b2c3d4", "test");
        }
    });
    let whole = client.get(&format!("{MAPPINGS}?maxResults=100")).json();
    assert_eq!(whole["items"].as_array().map(Vec::len), Some(60));
    let refused = client.get(&format!("{MAPPINGS}?maxResults=101"));
    assert_eq!((refused.status, refused.error_type.as_str()), (400, "BadRequestException"));
}

#[test]
fn a_body_that_is_not_json_is_refused() {
    let (_gateway, client) = start();
    let reply = client.send("POST", MAPPINGS, "apiId=a1b2c3d4");
    assert_eq!((reply.status, reply.error_type.as_str()), (400, "BadRequestException"));
}

#[test]
fn a_wildcard_domain_is_found_under_its_encoded_name() {
    let gateway = LocalGateway::start(Seed::demo().domain("*.example.com")).expect("a port");
    let client = Client::of(&gateway);
    assert_eq!(client.post("/v2/domainnames/%2A.example.com/apimappings", &orders("v1")).status, 201);
    assert_eq!(gateway.world(|world| world.mappings("*.example.com").len()), 1);
}

/// A token may hold characters that mean something in a query.
fn encoded(token: &str) -> String {
    token.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
