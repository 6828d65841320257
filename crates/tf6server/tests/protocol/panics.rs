//! Calls that panic, block or return neither a result nor an error.

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tonic::Status;
use tonic::transport::Channel;

use super::client::Client;
use super::keys::Keys;
use super::messages::tf::provider_client::ProviderClient;
use super::messages::{msgpack, summaries, tf};
use super::process::Program;
use super::toy::RESOURCE;

super::scenarios! { SCENARIOS:
    a_panic_in_a_handler_is_an_error_for_that_one_call,
    the_place_of_a_panic_is_in_the_log_and_not_in_the_error,
    a_panic_elsewhere_is_printed_as_terraform_shows_it,
    a_handler_that_says_nothing_is_an_error,
    a_handler_that_blocks_its_thread_does_not_block_others,
    even_when_all_handlers_block_the_provider_can_be_told_to_end,
}

fn thing(behaviour: &str) -> Value {
    json!({"id": "id-a", "name": "a", "size": null, "behaviour": behaviour, "parts": []})
}

async fn read(client: &mut ProviderClient<Channel>, behaviour: &str) -> Result<Vec<tf::Diagnostic>, Status> {
    let request = tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: msgpack(&thing(behaviour)),
        ..Default::default()
    };
    Ok(client.read_resource(request).await?.into_inner().diagnostics)
}

async fn a_panic_in_a_handler_is_an_error_for_that_one_call(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).with("RUST_BACKTRACE", "1").run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let found = read(&mut client, "read: panic").await.unwrap();
    assert_eq!(summaries(&found), ["Provider Bug"]);
    assert!(found[0].detail.contains("ReadResource for toy_thing"), "{found:?}");
    let found = read(&mut client, "read: panic late").await.unwrap();
    assert_eq!(summaries(&found), ["Provider Bug", "Odd"], "what was found before is kept");
    assert!(read(&mut client, "fine").await.unwrap().is_empty());

    for wanted in [Value::Null, thing("panic")] {
        let request = tf::apply_resource_change::Request {
            type_name: RESOURCE.to_owned(),
            prior_state: msgpack(&thing("panic")),
            planned_state: msgpack(&wanted),
            config: msgpack(&wanted),
            ..Default::default()
        };
        let answer = client.apply_resource_change(request).await.unwrap().into_inner();
        assert_eq!(summaries(&answer.diagnostics), ["Provider Bug"]);
    }
    let request = tf::validate_resource_config::Request {
        type_name: RESOURCE.to_owned(),
        config: msgpack(&thing("panic in validate")),
        ..Default::default()
    };
    let answer = client.validate_resource_config(request).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Provider Bug"]);
    let config = msgpack(&json!({"token": "panic"}));
    let request = tf::configure_provider::Request { config, ..Default::default() };
    let answer = client.configure_provider(request).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Provider Bug"]);
    // Caught: not a crash in Terraform's eyes.
    assert!(!provider.errors().contains("panic: "), "{}", provider.errors());
}

async fn the_place_of_a_panic_is_in_the_log_and_not_in_the_error(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).with("TF_LOG_PROVIDER", "error").run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let found = read(&mut client, "read: panic").await.unwrap();
    assert!(!found[0].detail.contains("behaviour.rs"), "{found:?}");
    assert!(!found[0].detail.contains("the toy gave up"), "{found:?}");
    provider.says("behaviour.rs:").await;
    let log = provider.errors();
    let line: Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert_eq!(line["@level"], "error");
    assert_eq!(line["@message"], "The provider panicked: the toy gave up");
    assert_eq!(line["tf_rpc"], "ReadResource");
    assert_eq!(line["tf_resource_type"], RESOURCE);
}

async fn a_panic_elsewhere_is_printed_as_terraform_shows_it(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    read(&mut client, "read: panic elsewhere").await.unwrap();
    provider.says("terraform-provider-toy 1.2.3, at ").await;
    let errors = provider.errors();
    assert!(errors.starts_with("panic: a task gave up\n"), "{errors}");
}

async fn a_handler_that_says_nothing_is_an_error(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let request = tf::apply_resource_change::Request {
        type_name: RESOURCE.to_owned(),
        prior_state: msgpack(&thing("nothing")),
        planned_state: msgpack(&Value::Null),
        ..Default::default()
    };
    let answer = client.apply_resource_change(request).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Provider Bug"]);
    assert!(answer.diagnostics[0].detail.contains("neither a result nor an error"), "{answer:?}");
}

async fn a_handler_that_blocks_its_thread_does_not_block_others(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let blocked = blocked(&client);
    for _ in 0..100 {
        assert!(read(&mut client, "fine").await.unwrap().is_empty());
    }
    assert!(!blocked.is_finished());
}

async fn even_when_all_handlers_block_the_provider_can_be_told_to_end(program: Program) {
    let keys = Keys::of_terraform();
    let mut provider = program.for_client(&keys).run();
    let terraform = Client::of(&provider, &keys).await;
    let client = terraform.provider();
    let blocked: Vec<_> = (0..100).map(|_| blocked(&client)).collect();
    terraform.health("plugin").await.unwrap();
    let request = tf::stop_provider::Request {};
    terraform.provider().stop_provider(request).await.unwrap();
    terraform.shut_down().await;
    assert!(provider.wait().success());
    for call in blocked {
        // An answer will never come, and that too is told.
        assert!(call.await.unwrap().is_err());
    }
}

/// A call whose handler holds its thread.
fn blocked(client: &ProviderClient<Channel>) -> JoinHandle<Result<Vec<tf::Diagnostic>, Status>> {
    let mut client = client.clone();
    tokio::spawn(async move { read(&mut client, "read: block").await })
}
