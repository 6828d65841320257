//! Values that Terraform would never send: cut, random, nested without end.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tonic::Status;
use tonic::transport::Channel;

use super::client::Client;
use super::keys::Keys;
use super::messages::tf::provider_client::ProviderClient;
use super::messages::{msgpack, raw, summaries, tf};
use super::process::Program;
use super::toy::{DATA_SOURCE, RESOURCE};

super::scenarios! { SCENARIOS:
    whatever_a_value_is_there_is_an_answer_and_no_panic,
    deeply_nested_values_are_errors,
    a_cut_value_is_an_error_that_says_so,
    an_error_about_a_value_does_not_show_it,
}

type Found = Result<Vec<tf::Diagnostic>, Status>;

/// Sends the same value wherever a value can be sent.
async fn everywhere(client: &mut ProviderClient<Channel>, value: &tf::DynamicValue) -> Vec<Found> {
    let type_name = || RESOURCE.to_owned();
    let some = || Some(value.clone());
    let state = || Some(tf::RawState { json: value.msgpack.clone(), ..Default::default() });
    let identity = || Some(tf::ResourceIdentityData { identity_data: some() });
    macro_rules! send {
        ($method:ident, $request:expr) => {
            client.$method($request).await.map(|answer| answer.into_inner().diagnostics)
        };
    }
    vec![
        send!(validate_provider_config, tf::validate_provider_config::Request { config: some() }),
        send!(
            validate_resource_config,
            tf::validate_resource_config::Request {
                type_name: type_name(),
                config: some(),
                ..Default::default()
            }
        ),
        send!(
            validate_list_resource_config,
            tf::validate_list_resource_config::Request {
                type_name: type_name(),
                config: some(),
                ..Default::default()
            }
        ),
        send!(
            validate_data_resource_config,
            tf::validate_data_resource_config::Request { type_name: DATA_SOURCE.to_owned(), config: some() }
        ),
        send!(
            read_data_source,
            tf::read_data_source::Request {
                type_name: DATA_SOURCE.to_owned(),
                config: some(),
                provider_meta: some(),
                ..Default::default()
            }
        ),
        send!(
            read_resource,
            tf::read_resource::Request {
                type_name: type_name(),
                current_state: some(),
                private: value.msgpack.clone(),
                provider_meta: some(),
                current_identity: identity(),
                ..Default::default()
            }
        ),
        send!(
            plan_resource_change,
            tf::plan_resource_change::Request {
                type_name: type_name(),
                prior_state: some(),
                proposed_new_state: some(),
                config: some(),
                ..Default::default()
            }
        ),
        send!(
            plan_resource_change,
            tf::plan_resource_change::Request {
                type_name: type_name(),
                proposed_new_state: some(),
                config: some(),
                ..Default::default()
            }
        ),
        send!(
            apply_resource_change,
            tf::apply_resource_change::Request {
                type_name: type_name(),
                planned_state: some(),
                config: some(),
                ..Default::default()
            }
        ),
        send!(
            apply_resource_change,
            tf::apply_resource_change::Request {
                type_name: type_name(),
                prior_state: some(),
                ..Default::default()
            }
        ),
        send!(
            import_resource_state,
            tf::import_resource_state::Request {
                type_name: type_name(),
                identity: identity(),
                ..Default::default()
            }
        ),
        send!(
            generate_resource_config,
            tf::generate_resource_config::Request { type_name: type_name(), state: some() }
        ),
        send!(
            upgrade_resource_state,
            tf::upgrade_resource_state::Request { type_name: type_name(), version: 0, raw_state: state() }
        ),
        send!(
            upgrade_resource_identity,
            tf::upgrade_resource_identity::Request {
                type_name: type_name(),
                version: 0,
                raw_identity: state()
            }
        ),
        send!(
            move_resource_state,
            tf::move_resource_state::Request {
                target_type_name: type_name(),
                source_type_name: "old_thing".to_owned(),
                source_provider_address: "old".to_owned(),
                source_state: state(),
                source_identity: state(),
                ..Default::default()
            }
        ),
    ]
}

/// A thing that is whole, to be cut and changed.
fn whole() -> Value {
    json!({"id": "id-a", "name": "a", "size": 3, "behaviour": null, "parts": [{"label": "x"}]})
}

/// Bytes that are not, or hardly, a value.
fn malformed() -> impl Strategy<Value = Vec<u8>> {
    let bytes = rmp_serde::to_vec_named(&whole()).expect("a value");
    let length = bytes.len();
    let cut = (0..length).prop_map({
        let bytes = bytes.clone();
        move |end| bytes[..end].to_vec()
    });
    let changed = (0..length, any::<u8>()).prop_map(move |(place, byte)| {
        let mut bytes = bytes.clone();
        bytes[place] = byte;
        bytes
    });
    // Headers that promise a lot, and nothing behind them.
    let promise = (prop_oneof![Just(0xdd_u8), Just(0xdf), Just(0xdb), Just(0xc6), Just(0xc9)], any::<u32>())
        .prop_map(|(marker, length)| [vec![marker], length.to_be_bytes().to_vec()].concat());
    let nested = (prop_oneof![Just(0x91_u8), Just(0x81), Just(b'[')], 1..5_000_usize)
        .prop_map(|(marker, depth)| vec![marker; depth]);
    prop_oneof![vec(any::<u8>(), 0..200), cut, changed, promise, nested]
}

async fn whatever_a_value_is_there_is_an_answer_and_no_panic(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await.provider();
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let here = Handle::current();
    // proptest is not async, so it gets a thread of its own.
    let cases = tokio::task::spawn_blocking(move || {
        runner.run(&malformed(), |bytes| {
            for found in here.block_on(everywhere(&mut client.clone(), &raw(bytes))) {
                let found = found.map_err(|status| TestCaseError::fail(format!("no answer: {status}")))?;
                if found.iter().any(|diagnostic| diagnostic.detail.contains("panicked")) {
                    return Err(TestCaseError::fail(format!("{found:?}")));
                }
            }
            Ok(())
        })
    });
    cases.await.expect("a runner that does not panic").unwrap_or_else(|failed| panic!("{failed}"));
    assert_eq!(provider.errors(), "");
}

async fn deeply_nested_values_are_errors(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    for depth in [200, 100_000, 10_000_000] {
        let nested = [vec![0x91_u8; depth], vec![0xc0]].concat();
        for found in everywhere(&mut client, &raw(nested)).await {
            let found = found.expect("an answer");
            assert_eq!(summaries(&found)[0], "Unreadable Value", "{found:?}");
        }
    }
}

async fn a_cut_value_is_an_error_that_says_so(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let mut value = msgpack(&whole()).unwrap();
    value.msgpack.truncate(20);
    let request = tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: Some(value),
        ..Default::default()
    };
    let answer = client.read_resource(request).await.unwrap().into_inner();
    let expected = "The state of toy_thing could not be read: it ends before it is complete.";
    assert!(answer.diagnostics[0].detail.starts_with(expected), "{answer:?}");
}

async fn an_error_about_a_value_does_not_show_it(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let value = msgpack(&json!({"token": {"hunter2": "hunter2"}})).unwrap();
    for found in everywhere(&mut client, &value).await {
        assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
    }
}
