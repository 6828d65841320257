//! Each Region has its own domain names, APIs and mappings.

use local_gateway::{LocalGateway, Operation, Protocol, Seed};
use serde_json::json;

use crate::client::{Client, MAPPINGS};

#[test]
fn what_is_made_in_one_region_is_not_in_another() {
    let gateway = LocalGateway::start(Seed::empty()).expect("a port");
    let (ireland, virginia) =
        (Client::in_region(&gateway, "eu-west-1"), Client::in_region(&gateway, "us-east-1"));
    let body = json!({ "domainName": "api.example.com", "domainNameConfigurations": [{}] });
    assert_eq!(ireland.post("/v2/domainnames", &body).status, 201);
    assert_eq!(virginia.get("/v2/domainnames/api.example.com").status, 404);
    // A custom domain name may exist in several Regions.
    let created = virginia.post("/v2/domainnames", &body);
    assert_eq!(created.field("domainNameArn"), "arn:aws:apigateway:us-east-1::/domainnames/api.example.com");

    let api = ireland.post("/v2/apis", &json!({ "name": "orders", "protocolType": "HTTP" })).field("apiId");
    assert_eq!(virginia.get(&format!("/v2/apis/{api}")).status, 404);
    ireland.post(&format!("/v2/apis/{api}/stages"), &json!({ "stageName": "test" }));
    let mapping = json!({ "apiId": api, "stage": "test" });
    assert_eq!(ireland.post(MAPPINGS, &mapping).status, 201);
    assert_eq!(virginia.post(MAPPINGS, &mapping).status, 400, "the API is of another Region");
    assert_eq!(virginia.get(MAPPINGS).json()["items"], json!([]));

    let calls = gateway.calls();
    let created = calls.iter().filter(|call| call.operation == Operation::CreateDomainName);
    assert_eq!(created.map(|call| call.region.as_str()).collect::<Vec<_>>(), ["eu-west-1", "us-east-1"]);
}

#[test]
fn a_seed_is_in_every_region_until_one_changes() {
    let seed = Seed::empty().domain("api.example.com").api("a1b2c3d4", Protocol::Http, &["test"]);
    let gateway = LocalGateway::start(seed).expect("a port");
    let ids = ["eu-west-1", "us-east-1"].map(|region| {
        let created = Client::in_region(&gateway, region)
            .post(MAPPINGS, &json!({ "apiId": "a1b2c3d4", "stage": "test" }));
        created.field("apiMappingId")
    });
    assert_ne!(ids[0], ids[1]);
    let here = gateway.world(|world| world.mappings("api.example.com"));
    assert_eq!(here.iter().map(|mapping| &mapping.id).collect::<Vec<_>>(), [&ids[0]]);
    gateway.world_in("us-east-1", |world| world.remove_domain("api.example.com"));
    assert_eq!(Client::in_region(&gateway, "us-east-1").get(MAPPINGS).status, 404);
    assert_eq!(Client::in_region(&gateway, "eu-west-1").get(MAPPINGS).status, 200);
    assert_eq!(Client::in_region(&gateway, "ap-south-1").get(MAPPINGS).json()["items"], json!([]));
}
