//! An answer is believed when it fits the request.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_runtime_api::shared::IntoShared;
use aws_smithy_types::body::SdkBody;
use futures_util::TryStreamExt;
use local_gateway::{Fault, Operation};

use super::account::{API, Account, DOMAIN, LONG, domain, mapping_id, spec};
use crate::gateway::{Action, Failure, MappingUpdate, WriteError};
use crate::names::{ApiId, MappingKey, StageName};

fn another_mapping(status: u16) -> Fault {
    Fault::on_api_gateway().body(
        status,
        r#"{"apiMappingId":"zzzzzz","apiMappingKey":"other","apiId":"a1b2c3d4","stage":"test"}"#,
    )
}

#[tokio::test]
async fn a_read_that_is_answered_with_another_mapping_fails() {
    let account = Account::new();
    let gateway = account.gateway(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
    account.aws.inject(another_mapping(200));
    let error = gateway.read(&domain(DOMAIN), &mapping_id("a1"), LONG).await.expect_err("it is another one");
    assert!(error.to_string().contains("it speaks of mapping zzzzzz"), "{error}");
}

/// Turns the fault of an operation into one with an answer.
type Make = fn(Fault) -> Fault;

/// Answers that are not API Gateway's to anything.
fn of_something_else() -> Vec<(&'static str, Make)> {
    vec![
        ("404 in HTML", |fault| fault.not_json(404)),
        ("404 without a body", |fault| fault.empty_body(404)),
        ("404 of a gateway", |fault| fault.body(404, r#"{"message":"no Route matched with those values"}"#)),
        ("404 of a path", |fault| fault.error(404, "UnknownOperationException", "")),
        ("403 in HTML", |fault| fault.not_json(403)),
        ("200 in HTML", |fault| fault.not_json(200)),
        ("200 without a body", |fault| fault.empty_body(200)),
        ("200 with nothing in it", |fault| fault.body(200, "{}")),
        ("no items", |fault| fault.body(200, r#"{"items":null}"#)),
        ("an item without an id", |fault| {
            fault.body(200, r#"{"items":[{"apiMappingKey":"orders","apiId":"a1b2c3d4","stage":"test"}]}"#)
        }),
        ("an item without an API", |fault| {
            fault.body(200, r#"{"apiMappingId":"a1","items":[{"apiMappingId":"a1"}]}"#)
        }),
        ("a body without end", |fault| fault.body(200, " ".repeat(17 << 20))),
        ("a success of another kind", |fault| fault.empty_body(202)),
    ]
}

#[tokio::test]
async fn a_read_believes_nothing_but_what_api_gateway_answers() {
    for (name, make) in of_something_else() {
        for listing_is_denied in [false, true] {
            let account = Account::new();
            if listing_is_denied {
                account.aws.inject(Fault::on(Operation::GetApiMappings).deny());
            }
            account.aws.inject(make(Fault::on_api_gateway()));
            let read = account.gateway(0).read(&domain(DOMAIN), &mapping_id("a1"), LONG).await;
            let error = read.expect_err(name);
            assert!(
                matches!(error.failure, Failure::NotApiGateway { .. } | Failure::UnexpectedAnswer(_)),
                "{name}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn an_empty_listing_is_not_believed_without_a_read() {
    let account = Account::new();
    let id = account.mappings(1).remove(0);
    account.aws.inject(Fault::on(Operation::GetApiMappings).body(200, r#"{"items":[]}"#));
    let read = account.gateway(0).read(&domain(DOMAIN), &id, LONG).await.expect("an answer");
    assert_eq!(read.expect("it exists").id, id);
}

#[tokio::test]
async fn a_delete_is_done_when_the_service_says_so_or_a_read_shows_it() {
    for (name, make) in of_something_else() {
        for is_done in [false, true] {
            let account = Account::new();
            let (gateway, id) = (account.gateway(0), account.mappings(1).remove(0));
            let fault = make(Fault::on(Operation::DeleteApiMapping));
            account.aws.inject(if is_done { fault.after_the_work() } else { fault });
            let deleted = gateway.delete(&domain(DOMAIN), &id, LONG).await;
            assert_eq!(deleted.is_ok(), is_done, "{name}: {deleted:?}");
            assert_eq!(account.ids().is_empty(), is_done, "{name}");
        }
    }
}

#[tokio::test]
async fn a_delete_that_no_read_confirms_is_not_done() {
    let account = Account::new();
    let (gateway, id) = (account.gateway(0), account.mappings(1).remove(0));
    account.aws.inject(Fault::on_api_gateway().not_json(404));
    gateway.delete(&domain(DOMAIN), &id, LONG).await.expect_err("nothing says that it is gone");
    assert_eq!(account.ids(), [id.as_str()]);
}

#[tokio::test]
async fn writes_that_are_answered_by_something_else_are_settled_by_a_read() {
    for (name, make) in of_something_else() {
        let account = Account::new();
        let gateway = account.gateway(0);
        account.aws.inject(make(Fault::on(Operation::CreateApiMapping)).once());
        gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect_err(name);
        assert_eq!(account.ids(), [""; 0], "{name}");
        account.aws.inject(make(Fault::on(Operation::CreateApiMapping)).after_the_work().once());
        let created = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect(name);
        assert_eq!(account.ids(), [created.id.as_str()], "{name}");
        account.aws.inject(make(Fault::on(Operation::UpdateApiMapping)).after_the_work().once());
        let update = MappingUpdate { spec: spec("newer"), new_key: true };
        let updated = gateway.update(&domain(DOMAIN), &created.id, &update, LONG).await.expect(name);
        assert_eq!(updated.key.as_str(), "newer", "{name}");
    }
}

#[tokio::test]
async fn a_look_up_believes_nothing_but_what_api_gateway_answers() {
    let (api, stage) = (ApiId::parse(API).expect("an id"), StageName::parse("test").expect("a stage"));
    for (name, make) in of_something_else() {
        let account = Account::new();
        let gateway = account.gateway(0);
        account.aws.inject(make(Fault::on_api_gateway()));
        gateway.lookups.api(API).await.expect_err(name);
        gateway.lookups.has_stage(&api, &stage).await.expect_err(name);
        gateway.lookups.domain(&domain(DOMAIN)).await.expect_err(name);
    }
    let account = Account::new();
    let gateway = account.gateway(0);
    let other = r#"{"apiId":"zzz","protocolType":"HTTP","stageName":"other","domainName":"x.example.com"}"#;
    account.aws.inject(Fault::on_api_gateway().body(200, other));
    gateway.lookups.api(API).await.expect_err("another API");
    gateway.lookups.domain(&domain(DOMAIN)).await.expect_err("another domain");
}

#[tokio::test]
async fn the_address_that_was_called_is_known() {
    let account = Account::new();
    let gateway = account.gateway(0);
    assert_eq!(gateway.address(Action::GetApi), "the endpoint");
    gateway.lookups.api(API).await.expect("an answer");
    assert_eq!(gateway.address(Action::GetApi), account.aws.url());
}

#[tokio::test]
async fn a_create_that_is_answered_with_another_mapping_is_looked_up() {
    let account = Account::new();
    let gateway = account.gateway(0);
    gateway.known_mappings(&domain(DOMAIN)).await.expect("a listing");
    account.aws.inject(
        Fault::on(Operation::CreateApiMapping)
            .body(
                201,
                r#"{"apiMappingId":"zzzzzz","apiMappingKey":"other","apiId":"a1b2c3d4","stage":"test"}"#,
            )
            .after_the_work(),
    );
    let created = gateway.create(&domain(DOMAIN), &spec("orders"), LONG).await.expect("a mapping");
    assert_eq!(account.ids(), [created.id.as_str()]);
}

#[tokio::test]
async fn an_update_that_is_answered_with_something_else_is_looked_up() {
    for (id, key, api, stage) in [
        ("zzzzzz", "newer", API, "test"),
        ("", "other", API, "test"),
        ("", "newer", "a1", "test"),
        ("", "newer", API, "other"),
    ] {
        let account = Account::new();
        let (gateway, own) = (account.gateway(0), account.mappings(1).remove(0));
        let id = if id.is_empty() { own.as_str() } else { id };
        let body =
            format!(r#"{{"apiMappingId":"{id}","apiMappingKey":"{key}","apiId":"{api}","stage":"{stage}"}}"#);
        let update = MappingUpdate { spec: spec("newer"), new_key: true };
        let fault = Fault::on(Operation::UpdateApiMapping).body(200, body);
        account.aws.inject(fault.clone().once());
        let error = gateway.update(&domain(DOMAIN), &own, &update, LONG).await;
        assert!(matches!(error, Err(WriteError::Overtaken { actual, .. }) if actual.key.as_str() == "key0"));
        account.aws.inject(fault.after_the_work());
        let updated = gateway.update(&domain(DOMAIN), &own, &update, LONG).await.expect("it took effect");
        assert_eq!(updated.key.as_str(), "newer");
    }
}

#[tokio::test]
async fn an_unchanged_key_is_not_sent_and_the_root_is_sent_empty_to_change_to_it() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let id = account.mappings(1).remove(0);
    let unchanged = MappingUpdate { spec: spec("key0"), new_key: false };
    let updated = gateway.update(&domain(DOMAIN), &id, &unchanged, LONG).await.expect("an update");
    assert_eq!(updated.key.as_str(), "key0");
    let to_root = MappingUpdate { spec: spec(""), new_key: true };
    let updated = gateway.update(&domain(DOMAIN), &id, &to_root, LONG).await.expect("an update");
    assert_eq!(updated.key, MappingKey::root());
}

/// Answers every request with a "not found", and keeps the User-Agent of each.
#[derive(Clone, Debug, Default)]
struct UserAgents(Arc<Mutex<Vec<String>>>);

impl HttpConnector for UserAgents {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let agent = request.headers().get("user-agent").unwrap_or_default().to_owned();
        self.0.lock().expect("no panic").push(agent);
        let mut response =
            HttpResponse::new(StatusCode::try_from(404).expect("a status"), SdkBody::from("{}"));
        response.headers_mut().insert("x-amzn-errortype", "NotFoundException");
        HttpConnectorFuture::ready(Ok(response))
    }
}

#[tokio::test]
async fn both_versions_are_called_with_the_user_agent() {
    let agents = UserAgents::default();
    let connector = SharedHttpConnector::new(agents.clone());
    let http = http_client_fn(move |_, _| connector.clone());
    let gateway = Account::new().gateway_over(&http.into_shared(), 0, 0);
    assert_eq!(gateway.region(), "eu-west-1");
    assert_eq!(gateway.lookups.api("none").await.expect("an answer"), None);
    let agents = agents.0.lock().expect("no panic");
    assert_eq!(agents.len(), 2);
    assert!(
        agents
            .iter()
            .all(|agent| agent.starts_with("aws-sdk-rust/") && agent.ends_with(" tests/1.0 odd(one)")),
        "{agents:?}"
    );
}

#[tokio::test]
async fn a_listing_that_leads_back_to_a_page_before_is_an_error() {
    let account = Account::new();
    let ring = |page: usize, next: &str| {
        Fault::on(Operation::GetApiMappings)
            .page(page)
            .body(200, format!(r#"{{"items":[],"nextToken":"{next}"}}"#))
    };
    account.aws.inject(ring(1, "a"));
    account.aws.inject(Fault::on(Operation::GetApiMappings).body(200, r#"{"items":[],"nextToken":"a"}"#));
    let gateway = account.gateway(0);
    let name = domain(DOMAIN);
    let error = gateway.known_mappings(&name).await.expect_err("it never ends");
    assert_eq!(error.failure, Failure::EndlessListing);
    let mut pages = gateway.mappings(&name);
    let error = loop {
        match pages.try_next().await {
            Ok(page) => assert!(page.is_some(), "it never ends"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.failure, Failure::EndlessListing);
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_told_from_one_that_does_not_answer() {
    let http = aws_smithy_http_client::Builder::new().build_http();
    let gateway = Account::new().gateway_at("http://apigateway.eu-wst-1.invalid", &http, 0, 0);
    let error = gateway.lookups.api(API).await.expect_err("there is no such host");
    assert!(matches!(error.failure, Failure::NoSuchHost(_)), "{error}");
    assert!(error.to_string().contains("apigateway.eu-wst-1.invalid"), "{error}");
}
