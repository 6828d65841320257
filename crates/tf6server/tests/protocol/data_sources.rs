//! A data source: its schema, its validation, and what becomes of its arguments.

use serde::Serialize;
use serde_json::{Value, json};
use tf_provider::value::{Value as Argument, ValueAny};
use tonic::transport::Channel;

use super::client::Client;
use super::keys::Keys;
use super::lifecycle::start;
use super::messages::tf::provider_client::ProviderClient;
use super::messages::{known, msgpack, raw, summaries, tf};
use super::process::{Program, eventually};
use super::toy::{DATA_SOURCE, beside};

super::scenarios! { SCENARIOS:
    a_data_source_is_in_the_schema_beside_the_resources,
    what_is_read_is_the_state,
    a_required_argument_that_is_null_is_refused_before_anything_is_read,
    an_argument_that_is_unknown_is_valid_and_cannot_be_read,
    a_problem_and_a_warning_are_told_in_validate_and_read,
    a_value_of_another_type_is_an_error,
    a_panic_is_an_error_for_that_one_call,
    a_data_source_that_says_nothing_is_an_error,
    after_stop_a_read_under_way_ends,
    nothing_is_read_for_a_configuration_that_was_refused,
    an_unknown_data_source_is_an_error_that_names_it,
    the_log_tells_the_type_of_a_data_source,
}

fn lookup(name: &Value, behaviour: Option<&str>) -> Value {
    json!({"name": name, "behaviour": behaviour, "length": null, "parts": [{"label": "x"}]})
}

fn validation(config: &Value) -> tf::validate_data_resource_config::Request {
    let type_name = DATA_SOURCE.to_owned();
    tf::validate_data_resource_config::Request { type_name, config: msgpack(config) }
}

async fn validate(client: &mut ProviderClient<Channel>, config: &Value) -> Vec<tf::Diagnostic> {
    client.validate_data_resource_config(validation(config)).await.unwrap().into_inner().diagnostics
}

fn reading(config: Option<tf::DynamicValue>) -> tf::read_data_source::Request {
    tf::read_data_source::Request { type_name: DATA_SOURCE.to_owned(), config, ..Default::default() }
}

async fn read(client: &mut ProviderClient<Channel>, config: &Value) -> tf::read_data_source::Response {
    client.read_data_source(reading(msgpack(config))).await.unwrap().into_inner()
}

fn path(found: &tf::Diagnostic) -> String {
    use tf::attribute_path::step::Selector;
    let steps = found.attribute.iter().flat_map(|path| &path.steps);
    let names = steps.map(|step| match &step.selector {
        Some(Selector::AttributeName(name)) => name.clone(),
        other => format!("{other:?}"),
    });
    names.collect::<Vec<_>>().join(".")
}

async fn a_data_source_is_in_the_schema_beside_the_resources(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let request = tf::get_provider_schema::Request {};
    let schemas = client.get_provider_schema(request).await.unwrap().into_inner();
    let block = schemas.data_source_schemas[DATA_SOURCE].block.clone().unwrap();
    let kinds = block.attributes.iter().map(|it| (it.name.as_str(), it.required, it.optional, it.computed));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [("behaviour", false, true, false), ("length", false, false, true), ("name", true, false, false)]
    );
    assert!(!schemas.resource_schemas.contains_key(DATA_SOURCE));
}

async fn what_is_read_is_the_state(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let answer = read(&mut client, &lookup(&json!("four"), None)).await;
    assert!(answer.diagnostics.is_empty(), "{answer:?}");
    assert_eq!(answer.deferred, None);
    let state = json!({"name": "four", "behaviour": null, "length": 4, "parts": [{"label": "x"}]});
    assert_eq!(known(answer.state.as_ref()), state);
}

async fn a_required_argument_that_is_null_is_refused_before_anything_is_read(program: Program) {
    let (provider, mut client) = start(&program).await;
    let gate = provider.folder().join("gate");
    let wait = format!("wait {}", gate.display());
    let mut without_label = lookup(&json!("a"), Some(&wait));
    without_label["parts"] = json!([{"label": null}]);
    for config in [lookup(&Value::Null, Some(&wait)), without_label] {
        let found = validate(&mut client, &config).await;
        assert_eq!(summaries(&found), ["Required Argument Is Null"], "{found:?}");
        let answer = read(&mut client, &config).await;
        assert_eq!(summaries(&answer.diagnostics), ["Required Argument Is Null"], "{answer:?}");
        assert_eq!(answer.state, None);
    }
    assert!(!beside(&gate, "started").exists());
}

/// A configuration in which `label` may be anything.
fn encoded(name: ValueAny, label: ValueAny) -> Option<tf::DynamicValue> {
    #[derive(Serialize)]
    struct Part {
        label: ValueAny,
    }
    #[derive(Serialize)]
    struct Config {
        name: ValueAny,
        behaviour: Argument<String>,
        length: Argument<i64>,
        parts: Vec<Part>,
    }
    let config =
        Config { name, behaviour: Argument::Null, length: Argument::Null, parts: vec![Part { label }] };
    Some(raw(rmp_serde::to_vec_named(&config).unwrap()))
}

async fn an_argument_that_is_unknown_is_valid_and_cannot_be_read(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let text = || ValueAny::String("a".to_owned());
    for (config, expected) in [
        (encoded(ValueAny::Unknown, text()), vec!["name"]),
        (encoded(text(), ValueAny::Unknown), vec!["parts"]),
        (encoded(ValueAny::Unknown, ValueAny::Unknown), vec!["name", "parts"]),
    ] {
        let request = tf::validate_data_resource_config::Request {
            type_name: DATA_SOURCE.to_owned(),
            config: config.clone(),
        };
        let found = client.validate_data_resource_config(request).await.unwrap().into_inner().diagnostics;
        assert!(found.is_empty(), "{found:?}");
        // Also where the client would let the whole data source be deferred.
        for deferral_allowed in [false, true] {
            let capabilities = tf::ClientCapabilities { deferral_allowed, ..Default::default() };
            let request = tf::read_data_source::Request {
                client_capabilities: Some(capabilities),
                ..reading(config.clone())
            };
            let answer = client.read_data_source(request).await.unwrap().into_inner();
            assert_eq!(
                summaries(&answer.diagnostics),
                vec!["Unknown Argument"; expected.len()],
                "{answer:?}"
            );
            assert_eq!(answer.diagnostics.iter().map(path).collect::<Vec<_>>(), expected);
            assert_eq!(answer.state, None);
        }
    }
}

async fn a_problem_and_a_warning_are_told_in_validate_and_read(program: Program) {
    let (_provider, mut client) = start(&program).await;
    for (word, summary) in [("warn", "Odd"), ("fail", "Failed")] {
        let found = validate(&mut client, &lookup(&json!("a"), Some(&format!("validate: {word}")))).await;
        assert_eq!(summaries(&found), [summary]);
        assert_eq!(path(&found[0]), "behaviour");
        let answer = read(&mut client, &lookup(&json!("a"), Some(word))).await;
        assert_eq!(summaries(&answer.diagnostics), [summary]);
        assert_eq!(answer.state.is_some(), word == "warn");
    }
}

async fn a_value_of_another_type_is_an_error(program: Program) {
    let (_provider, mut client) = start(&program).await;
    for config in [json!(null), json!(3), json!({"name": ["hunter2"]}), lookup(&json!({"a": 1}), None)] {
        let found = validate(&mut client, &config).await;
        assert_eq!(summaries(&found), ["Unreadable Value"], "{config}");
        let answer = read(&mut client, &config).await;
        assert_eq!(summaries(&answer.diagnostics), ["Unreadable Value"], "{config}");
        assert!(answer.diagnostics[0].detail.contains(DATA_SOURCE), "{answer:?}");
        assert!(!format!("{answer:?}").contains("hunter2"), "{answer:?}");
    }
}

async fn a_panic_is_an_error_for_that_one_call(program: Program) {
    let (provider, mut client) = start(&program).await;
    let found = validate(&mut client, &lookup(&json!("a"), Some("validate: panic"))).await;
    assert_eq!(summaries(&found), ["Provider Bug"]);
    let answer = read(&mut client, &lookup(&json!("a"), Some("panic late"))).await;
    assert_eq!(summaries(&answer.diagnostics), ["Provider Bug", "Odd"]);
    assert!(answer.diagnostics[0].detail.contains("ReadDataSource for toy_lookup"), "{answer:?}");
    assert!(read(&mut client, &lookup(&json!("a"), None)).await.diagnostics.is_empty());
    assert!(!provider.errors().contains("panic: "), "{}", provider.errors());
}

async fn a_data_source_that_says_nothing_is_an_error(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let answer = read(&mut client, &lookup(&json!("a"), Some("nothing"))).await;
    assert_eq!(summaries(&answer.diagnostics), ["Provider Bug"]);
    assert!(answer.diagnostics[0].detail.contains("neither a result nor an error"), "{answer:?}");
}

async fn after_stop_a_read_under_way_ends(program: Program) {
    let (provider, client) = start(&program).await;
    let gate = provider.folder().join("gate");
    let config = lookup(&json!("a"), Some(&format!("wait {}", gate.display())));
    let mut terraform = client.clone();
    let under_way = tokio::spawn(async move { read(&mut terraform, &config).await });
    eventually(|| beside(&gate, "started").exists(), || "the read to start".to_owned()).await;
    client.clone().stop_provider(tf::stop_provider::Request {}).await.unwrap();
    let answer = under_way.await.expect("a call");
    assert_eq!(summaries(&answer.diagnostics), ["Interrupted"]);
    assert!(!beside(&gate, "done").exists(), "it did not wait for its end");
}

async fn nothing_is_read_for_a_configuration_that_was_refused(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let request = tf::configure_provider::Request { config: Some(raw(vec![0x81])), ..Default::default() };
    client.configure_provider(request).await.unwrap();
    let answer = read(&mut client, &lookup(&json!("a"), None)).await;
    assert_eq!(summaries(&answer.diagnostics), ["Provider Not Configured"]);
    assert!(validate(&mut client, &lookup(&json!("a"), None)).await.is_empty());
}

async fn an_unknown_data_source_is_an_error_that_names_it(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let request = tf::read_data_source::Request { type_name: "toy_other".to_owned(), ..Default::default() };
    let answer = client.read_data_source(request).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Unknown Data Source"]);
    let expected = "terraform-provider-toy 1.2.3 has no data source toy_other.";
    assert!(answer.diagnostics[0].detail.starts_with(expected), "{answer:?}");
}

async fn the_log_tells_the_type_of_a_data_source(program: Program) {
    let keys = Keys::of_terraform();
    let mut provider = program.for_client(&keys).with("TF_LOG", "trace").run();
    let terraform = Client::of(&provider, &keys).await;
    read(&mut terraform.provider(), &lookup(&json!("a"), None)).await;
    terraform.shut_down().await;
    provider.wait();
    let log = provider.errors();
    let records = log.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record"));
    let of_read: Vec<Value> = records.filter(|record| record["tf_rpc"] == "ReadDataSource").collect();
    assert!(!of_read.is_empty(), "{log}");
    for record in of_read {
        assert_eq!(
            (&record["tf_data_source_type"], record.get("tf_resource_type")),
            (&json!(DATA_SOURCE), None)
        );
    }
}
