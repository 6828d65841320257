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

use super::account::{Account, DOMAIN, LONG, domain, mapping_id, spec};
use crate::gateway::{Failure, MappingUpdate, WriteError};
use crate::names::MappingKey;

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
    assert_eq!(error.failure, Failure::UnexpectedAnswer);
}

#[tokio::test]
async fn a_page_that_lists_no_mappings_in_their_form_is_an_error() {
    for page in ["{}", r#"{"items":null}"#, r#"{"items":[{"apiMappingKey":"orders"}]}"#] {
        let account = Account::new();
        account.aws.inject(Fault::on(Operation::GetApiMappings).body(200, page));
        let gateway = account.gateway(0);
        let error = gateway.read(&domain(DOMAIN), &mapping_id("a1"), LONG).await.expect_err(page);
        assert_eq!(error.failure, Failure::UnexpectedAnswer, "{page}");
    }
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
async fn an_update_that_is_answered_with_another_mapping_is_looked_up() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let id = account.mappings(1).remove(0);
    account.aws.inject(another_mapping(200).once());
    let update = MappingUpdate { spec: spec("orders"), new_key: true };
    let error = gateway.update(&domain(DOMAIN), &id, &update, LONG).await;
    assert!(matches!(error, Err(WriteError::Failed(error)) if error.failure == Failure::UnexpectedAnswer));
}

#[tokio::test]
async fn an_update_that_was_overtaken_says_what_is_there() {
    let account = Account::new();
    let gateway = account.gateway(0);
    let id = account.mappings(1).remove(0);
    let body =
        format!(r#"{{"apiMappingId":"{id}","apiMappingKey":"key0","apiId":"a1b2c3d4","stage":"other"}}"#);
    account.aws.inject(Fault::on(Operation::UpdateApiMapping).body(200, body));
    let update = MappingUpdate { spec: spec("key0"), new_key: false };
    let error = gateway.update(&domain(DOMAIN), &id, &update, LONG).await;
    assert!(matches!(error, Err(WriteError::Overtaken { actual }) if actual.stage == "other"));
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
