//! Logs: what Terraform reads, and no secrets.

use serde_json::{Value, json};

use super::client::Client;
use super::keys::Keys;
use super::messages::{msgpack, tf};
use super::process::{Program, Running, Start};
use super::toy::RESOURCE;

super::scenarios! { SCENARIOS:
    every_line_is_a_record_that_terraform_reads,
    a_call_is_logged_with_its_id_name_type_and_duration,
    no_value_of_a_request_or_an_answer_is_logged,
    libraries_are_left_out_even_at_the_finest_level,
    without_a_log_level_nothing_is_logged,
    the_most_specific_level_wins,
    nothing_but_the_handshake_goes_to_stdout,
}

const SECRET: &str = "hunter2-in-the-token";

/// A short run with a secret in every value.
async fn run(start: Start, keys: &Keys) -> Running {
    let mut provider = start.run();
    let terraform = Client::of(&provider, keys).await;
    let mut client = terraform.provider();
    let config = msgpack(&json!({"token": SECRET}));
    client
        .configure_provider(tf::configure_provider::Request { config, ..Default::default() })
        .await
        .unwrap();
    let state = json!({"id": SECRET, "name": SECRET, "size": null, "behaviour": SECRET, "parts": []});
    let request = tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: msgpack(&state),
        ..Default::default()
    };
    client.read_resource(request).await.unwrap();
    let config = msgpack(&json!({"token": [SECRET]}));
    client
        .configure_provider(tf::configure_provider::Request { config, ..Default::default() })
        .await
        .unwrap();
    terraform.shut_down().await;
    provider.wait();
    provider
}

fn records(provider: &Running) -> Vec<Value> {
    let log = provider.errors();
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("a record: {line}")))
        .collect()
}

async fn every_line_is_a_record_that_terraform_reads(program: Program) {
    let keys = Keys::of_terraform();
    let provider = run(program.for_client(&keys).with("TF_LOG", "trace"), &keys).await;
    let records = records(&provider);
    assert!(!records.is_empty());
    for record in records {
        for key in ["@level", "@message", "@module", "@timestamp"] {
            assert!(record[key].is_string(), "{key} in {record}");
        }
    }
}

async fn a_call_is_logged_with_its_id_name_type_and_duration(program: Program) {
    let keys = Keys::of_terraform();
    let provider = run(program.for_client(&keys).with("TF_LOG", "debug"), &keys).await;
    let records = records(&provider);
    let read = |record: &&Value| record["tf_rpc"] == "ReadResource";
    let answered = records.iter().find(read).expect("a record of ReadResource");
    assert!(answered["tf_req_id"].is_string());
    assert!(answered["tf_req_duration_ms"].is_number());
    assert_eq!(answered["tf_resource_type"], RESOURCE);
    assert_eq!(answered["diagnostic_error_count"], 0);
    // The provider's own events are inside its calls.
    let own = records.iter().find(|record| record["@message"] == "Configured").expect("the toy's event");
    assert_eq!(own["tf_rpc"], "ConfigureProvider");
}

async fn no_value_of_a_request_or_an_answer_is_logged(program: Program) {
    let keys = Keys::of_terraform();
    let provider = run(program.for_client(&keys).with("TF_LOG", "trace"), &keys).await;
    assert!(!provider.errors().contains(SECRET), "{}", provider.errors());
}

async fn libraries_are_left_out_even_at_the_finest_level(program: Program) {
    let keys = Keys::of_terraform();
    let provider = run(program.for_client(&keys).with("TF_LOG", "trace"), &keys).await;
    let records = records(&provider);
    assert!(!records.is_empty());
    for record in &records {
        let module = record["@module"].as_str().unwrap();
        let from = module.split('.').next().unwrap();
        // The plugin server and this test, which the toy is part of.
        assert!(["tf6server", "protocol"].contains(&from), "{record}");
    }
}

async fn without_a_log_level_nothing_is_logged(program: Program) {
    let keys = Keys::of_terraform();
    let provider = run(program.for_client(&keys), &keys).await;
    assert_eq!(provider.errors(), "");
}

async fn the_most_specific_level_wins(program: Program) {
    let keys = Keys::of_terraform();
    let start = program.for_client(&keys).with("TF_LOG", "trace").with("TF_LOG_PROVIDER_TOY", "error");
    let provider = run(start, &keys).await;
    assert_eq!(provider.errors(), "");
}

async fn nothing_but_the_handshake_goes_to_stdout(program: Program) {
    let keys = Keys::of_terraform();
    let mut provider = run(program.for_client(&keys).with("TF_LOG", "trace"), &keys).await;
    assert_eq!(provider.rest_of_stdout(), "");
}
