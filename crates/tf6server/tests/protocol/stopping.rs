//! Calls under way when the run or the process is to end.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tonic::Status;

use super::client::Client;
use super::keys::Keys;
use super::messages::{known, msgpack, raw, summaries, tf};
use super::process::{Program, Running, eventually};
use super::toy::{RESOURCE, beside};

super::scenarios! { SCENARIOS:
    after_stop_what_is_under_way_finishes_and_no_new_change_starts,
    after_stop_a_read_under_way_ends,
    a_stop_is_over_when_the_provider_is_configured_again,
    a_configuration_that_fails_leaves_no_earlier_one_in_force,
    at_shutdown_a_call_under_way_finishes,
    at_sigterm_a_call_under_way_finishes,
    sigint_stops_the_run_and_does_not_end_the_process,
    a_call_that_never_finishes_does_not_keep_the_process,
}

/// A create that waits at a gate in the provider's folder.
struct Waiting {
    gate: PathBuf,
    call: JoinHandle<Result<tf::apply_resource_change::Response, Status>>,
}

impl Waiting {
    async fn start(provider: &Running, client: &Client) -> Self {
        let gate = provider.folder().join("gate");
        let mut client = client.provider();
        let request = create(&format!("wait {}", gate.display()));
        let call = tokio::spawn(async move { Ok(client.apply_resource_change(request).await?.into_inner()) });
        let started = beside(&gate, "started");
        eventually(|| started.exists(), || "the call to start".to_owned()).await;
        Self { gate, call }
    }

    /// Opens the gate a moment later, when the end has long been called for.
    async fn let_through_later(&self) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.let_through();
    }

    fn let_through(&self) {
        std::fs::write(&self.gate, "").expect("a gate");
    }

    fn has_finished(&self) -> bool {
        beside(&self.gate, "done").exists()
    }

    async fn succeeds(self) {
        let answer = self.call.await.expect("a call").expect("an answer");
        assert!(answer.diagnostics.is_empty(), "{answer:?}");
        assert_eq!(known(answer.new_state.as_ref())["id"], "id-a");
        assert!(beside(&self.gate, "done").exists());
    }
}

fn create(behaviour: &str) -> tf::apply_resource_change::Request {
    let wanted = json!({"id": null, "name": "a", "size": null, "behaviour": behaviour, "parts": []});
    tf::apply_resource_change::Request {
        type_name: RESOURCE.to_owned(),
        prior_state: msgpack(&Value::Null),
        planned_state: msgpack(&wanted),
        config: msgpack(&wanted),
        ..Default::default()
    }
}

async fn start(program: &Program) -> (Running, Client) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await;
    (provider, client)
}

async fn after_stop_what_is_under_way_finishes_and_no_new_change_starts(program: Program) {
    let (provider, client) = start(&program).await;
    let waiting = Waiting::start(&provider, &client).await;
    let mut terraform = client.provider();
    let stopped = terraform.stop_provider(tf::stop_provider::Request {}).await.unwrap().into_inner();
    assert_eq!(stopped.error, "");

    let untouched = provider.folder().join("other");
    let refused = create(&format!("wait {}", untouched.display()));
    let refused = terraform.apply_resource_change(refused).await.unwrap().into_inner();
    assert_eq!(summaries(&refused.diagnostics), ["Interrupted"]);
    assert!(refused.diagnostics[0].detail.contains("Nothing was changed"), "{refused:?}");
    assert!(!beside(Path::new(&untouched), "started").exists());

    let state = json!({"id": "id-a", "name": "a", "size": null, "behaviour": null, "parts": []});
    let request = tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: msgpack(&state),
        ..Default::default()
    };
    let read = terraform.read_resource(request).await.unwrap().into_inner();
    assert!(read.diagnostics.is_empty());

    waiting.let_through();
    waiting.succeeds().await;
}

async fn after_stop_a_read_under_way_ends(program: Program) {
    let (provider, client) = start(&program).await;
    let gate = provider.folder().join("gate");
    let behaviour = format!("read: wait {}", gate.display());
    let state = json!({"id": "id-a", "name": "a", "size": null, "behaviour": behaviour, "parts": []});
    let request = tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: msgpack(&state),
        ..Default::default()
    };
    let mut terraform = client.provider();
    let read = tokio::spawn(async move { terraform.read_resource(request).await });
    eventually(|| beside(&gate, "started").exists(), || "the read to start".to_owned()).await;
    client.provider().stop_provider(tf::stop_provider::Request {}).await.unwrap();
    let answer = read.await.expect("a call").expect("an answer").into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Interrupted"]);
    assert!(!beside(&gate, "done").exists(), "it did not wait for its end");
}

async fn a_stop_is_over_when_the_provider_is_configured_again(program: Program) {
    let (_provider, client) = start(&program).await;
    let mut terraform = client.provider();
    terraform.stop_provider(tf::stop_provider::Request {}).await.unwrap();
    let config = msgpack(&json!({"token": null}));
    terraform
        .configure_provider(tf::configure_provider::Request { config, ..Default::default() })
        .await
        .unwrap();
    let answer = terraform.apply_resource_change(create("fine")).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty(), "{answer:?}");
}

async fn a_configuration_that_fails_leaves_no_earlier_one_in_force(program: Program) {
    let (_provider, client) = start(&program).await;
    let mut terraform = client.provider();
    let mut configure = async |config| {
        let request = tf::configure_provider::Request { config, ..Default::default() };
        terraform.configure_provider(request).await.unwrap().into_inner().diagnostics.len()
    };
    let (fine, cut) = (msgpack(&json!({"token": null})), Some(raw(vec![0x81])));
    assert_eq!(configure(fine.clone()).await, 0);
    for (config, refused) in [(cut, true), (fine, false)] {
        configure(config).await;
        let mut terraform = client.provider();
        let answer = terraform.apply_resource_change(create("fine")).await.unwrap().into_inner();
        assert_eq!(summaries(&answer.diagnostics) == ["Provider Not Configured"], refused, "{answer:?}");
        let request = tf::read_resource::Request { type_name: RESOURCE.to_owned(), ..Default::default() };
        let answer = terraform.read_resource(request).await.unwrap().into_inner();
        assert_eq!(summaries(&answer.diagnostics) == ["Provider Not Configured"], refused, "{answer:?}");
    }
}

async fn at_shutdown_a_call_under_way_finishes(program: Program) {
    let (mut provider, client) = start(&program).await;
    let waiting = Waiting::start(&provider, &client).await;
    client.shut_down().await;
    waiting.let_through_later().await;
    waiting.succeeds().await;
    assert!(provider.wait().success());
}

async fn at_sigterm_a_call_under_way_finishes(program: Program) {
    let (mut provider, client) = start(&program).await;
    let waiting = Waiting::start(&provider, &client).await;
    provider.signal(Signal::TERM);
    waiting.let_through_later().await;
    waiting.succeeds().await;
    assert!(provider.wait().success());
}

async fn sigint_stops_the_run_and_does_not_end_the_process(program: Program) {
    let (mut provider, client) = start(&program).await;
    let waiting = Waiting::start(&provider, &client).await;
    for _ in 0..3 {
        provider.signal(Signal::INT);
    }
    client.call().await.unwrap();
    assert!(provider.is_running());
    waiting.let_through();
    waiting.succeeds().await;
    let answer = client.provider().apply_resource_change(create("fine")).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Interrupted"]);
    assert!(provider.is_running());
}

async fn a_call_that_never_finishes_does_not_keep_the_process(program: Program) {
    for order in [None, Some(Signal::TERM)] {
        let (mut provider, client) = start(&program).await;
        let waiting = Waiting::start(&provider, &client).await;
        match order {
            None => client.shut_down().await,
            Some(signal) => provider.signal(signal),
        }
        assert!(provider.wait().success());
        assert!(!waiting.has_finished());
        assert!(waiting.call.await.expect("a call").is_err());
    }
}
