//! Data sources, called with values of every kind in every place that takes one.

use std::collections::BTreeMap;

use local_gateway::{LocalGateway, Operation};
use proptest::prelude::{BoxedStrategy, Strategy};
use proptest::test_runner::{Config, TestCaseError, TestCaseResult, TestRunner};
use tf_provider::value::ValueAny;
use tf6server::protocol as tf;
use tf6server::protocol::provider_client::ProviderClient;
use tonic::transport::Channel;

use super::called::{Called, answered, value};
use super::values::{Sent, anything, object, text};

/// A data source and its attributes, beside those that all have.
pub(super) struct Kind {
    pub(super) type_name: &'static str,
    keys: &'static [&'static str],
    /// What is looked up.
    attributes: &'static [&'static str],
}

pub(super) static KINDS: [Kind; 3] = [
    Kind {
        type_name: "apigatewayv2_api_mapping",
        keys: &["api_mapping_key"],
        attributes: &["api_id", "stage", "url", "id", "api_mapping_id"],
    },
    Kind { type_name: "apigatewayv2_api_mappings", keys: &[], attributes: &["id", "mappings"] },
    Kind {
        type_name: "apigatewayv2_domain_name",
        keys: &[],
        attributes: &[
            "id",
            "arn",
            "target_domain_name",
            "hosted_zone_id",
            "endpoint_type",
            "ip_address_type",
            "security_policy",
            "certificate_arn",
            "ownership_verification_certificate_arn",
            "mutual_tls_authentication",
            "routing_mode",
            "status",
            "status_message",
            "tags",
        ],
    },
];

/// A configuration with a key where there is one, and now and then something in an attribute
/// that is looked up.
fn config(kind: &Kind) -> BoxedStrategy<Sent> {
    let nothing = || proptest::prelude::Just(ValueAny::Null);
    let mut fields = vec![
        ("domain_name", text(&["api.example.com", "web.example.com", "missing.example.com"])),
        (
            "region",
            proptest::prop_oneof![
                3 => nothing(), 2 => text(&["eu-west-1", "us-east-1", "cn-north-1"])
            ]
            .boxed(),
        ),
    ];
    fields.extend(kind.keys.iter().map(|name| (*name, text(&["", "orders", "missing/v2"]))));
    let rarely = || proptest::prop_oneof![60 => nothing(), 1 => anything()].boxed();
    fields.extend(kind.attributes.iter().map(|name| (*name, rarely())));
    object(fields)
}

pub(super) fn whatever_the_arguments_are_there_is_an_answer_that_is_known(kind: &Kind) {
    let called = Called::new();
    let (aws, client) = (&called.aws, &called.client);
    aws.world(|world| {
        for (domain, api, stage) in
            [("api.example.com", "a1b2c3d4", "test"), ("web.example.com", "e5f6g7h8", "$default")]
        {
            world.put_mapping(domain, "orders", api, stage);
            world.put_mapping(domain, "", api, stage);
        }
    });
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let found = std::cell::Cell::new(0);
    let failed = runner.run(&config(kind), |config| {
        let read = called.runtime.block_on(play(kind, client.clone(), aws, &config))?;
        found.set(found.get() + usize::from(read));
        Ok(())
    });
    failed.unwrap_or_else(|failed| panic!("{failed}"));
    assert!(found.get() > 20, "only {} of 300 were found", found.get());
    called.end();
}

/// A data source that is read in an apply depends on what was changed before it, by this provider
/// or by others.
pub(super) fn what_others_changed_is_found_after_a_write() {
    let called = Called::new();
    called.aws.world(|world| world.put_mapping("api.example.com", "before", "a1b2c3d4", "test"));
    called.runtime.block_on(async {
        let mut client = called.client.clone();
        assert_eq!(keys(&mut client).await, ["before"]);
        read(&mut client, "apigatewayv2_domain_name").await;
        create(&mut client).await;
        called.aws.world(|world| {
            world.put_mapping("api.example.com", "after", "a1b2c3d4", "test");
            let domain = world.domain_mut("api.example.com").expect("the domain");
            domain.tags.insert("team".to_owned(), "shop".to_owned());
        });
        assert_eq!(keys(&mut client).await, ["after", "before", "orders"]);
        let domain = read(&mut client, "apigatewayv2_domain_name").await;
        assert_eq!(domain["tags"]["team"], "shop");
    });
    called.end();
}

async fn create(client: &mut ProviderClient<Channel>) {
    let given = |known: serde_json::Value| {
        let mut mapping = serde_json::json!({
            "domain_name": "api.example.com", "api_id": "a1b2c3d4", "stage": "test", "api_mapping_key": "orders",
            "region": "eu-west-1", "id": null, "api_mapping_id": null, "url": null, "timeouts": null,
        });
        mapping["url"] = known;
        Some(value(&mapping))
    };
    let request = tf::apply_resource_change::Request {
        type_name: "apigatewayv2_api_mapping".to_owned(),
        prior_state: Some(value(&())),
        planned_state: given("wss://api.example.com/orders".into()),
        config: given(serde_json::Value::Null),
        ..Default::default()
    };
    let applied = client.apply_resource_change(request).await.expect("an answer").into_inner();
    assert!(applied.diagnostics.is_empty(), "{applied:?}");
}

/// The keys of the domain, in their order.
async fn keys(client: &mut ProviderClient<Channel>) -> Vec<String> {
    let found = read(client, "apigatewayv2_api_mappings").await;
    found["mappings"].as_object().expect("a map").keys().cloned().collect()
}

async fn read(client: &mut ProviderClient<Channel>, type_name: &str) -> serde_json::Value {
    let kind = KINDS.iter().find(|kind| kind.type_name == type_name).expect("a data source");
    let nulls = kind.attributes.iter().map(|name| ((*name).to_owned(), serde_json::Value::Null));
    let mut config: serde_json::Map<_, _> = nulls.collect();
    config.insert("domain_name".to_owned(), "api.example.com".into());
    config.insert("region".to_owned(), serde_json::Value::Null);
    let request = tf::read_data_source::Request {
        type_name: type_name.to_owned(),
        config: Some(value(&config)),
        ..Default::default()
    };
    let found = client.read_data_source(request).await.expect("an answer").into_inner();
    assert!(found.diagnostics.is_empty(), "{found:?}");
    rmp_serde::from_slice(&found.state.expect("a state").msgpack).expect("a readable state")
}

/// Validates and reads; whether it was found.
async fn play(
    kind: &Kind,
    mut client: ProviderClient<Channel>,
    aws: &LocalGateway,
    config: &Sent,
) -> Result<bool, TestCaseError> {
    let type_name = || kind.type_name.to_owned();
    let sent = || Some(value(&config.0));
    let request = tf::validate_data_resource_config::Request { type_name: type_name(), config: sent() };
    let validated = client.validate_data_resource_config(request).await;
    let validated = answered("validate", validated.map(|answer| answer.into_inner().diagnostics))?;
    let calls = || aws.count_where(|call| call.operation.is_api_gateway());
    let before = calls();
    let request =
        tf::read_data_source::Request { type_name: type_name(), config: sent(), ..Default::default() };
    let answer = client.read_data_source(request).await.map(tonic::Response::into_inner);
    let state = answer.as_ref().ok().and_then(|answer| answer.state.clone());
    let found = answered("read", answer.map(|answer| answer.diagnostics))?;
    let writes = aws.count_where(|call| Operation::MAPPING_WRITES.contains(&call.operation));
    is(writes == 0, "something was written")?;
    is(state.is_some() == found.is_empty(), &format!("a state and an error, or neither: {found:?}"))?;
    let unknown = unknown_arguments(config);
    // What is left out is null.
    let has_null = arguments(config)
        .is_some_and(|given| given.get("domain_name").is_none_or(|value| *value == ValueAny::Null));
    if !unknown.is_empty() || has_null {
        is(calls() == before, "something was looked up for what is unknown or null")?;
        is(state.is_none(), "something was found for what is unknown or null")?;
    }
    if has_null {
        for found in [&validated, &found] {
            is(summaries(found).contains(&"Required Argument Is Null"), &format!("{found:?}"))?;
        }
    } else if !unknown.is_empty() {
        let told = summaries(&found).iter().filter(|summary| **summary == "Unknown Argument").count();
        is(told == unknown.len(), &format!("{unknown:?} are unknown: {found:?}"))?;
    }
    let Some(state) = state else { return Ok(false) };
    let read: Result<ValueAny, _> = rmp_serde::from_slice(&state.msgpack);
    let read = read.map_err(|error| TestCaseError::fail(format!("an unreadable state: {error}")))?;
    is(!has_unknown(&read), &format!("a state that is not wholly known: {read:?}"))?;
    Ok(true)
}

fn is(holds: bool, otherwise: &str) -> TestCaseResult {
    if holds { Ok(()) } else { Err(TestCaseError::fail(otherwise.to_owned())) }
}

fn summaries(found: &[tf::Diagnostic]) -> Vec<&str> {
    found.iter().map(|found| found.summary.as_str()).collect()
}

fn arguments(Sent(config): &Sent) -> Option<&BTreeMap<String, ValueAny>> {
    match config {
        ValueAny::Map(arguments) => Some(arguments),
        _ => None,
    }
}

fn unknown_arguments(config: &Sent) -> Vec<&str> {
    let all = arguments(config).into_iter().flatten();
    all.filter(|(_, value)| has_unknown(value)).map(|(name, _)| name.as_str()).collect()
}

fn has_unknown(value: &ValueAny) -> bool {
    match value {
        ValueAny::Unknown => true,
        ValueAny::List(values) => values.iter().any(has_unknown),
        ValueAny::Map(values) => values.values().any(has_unknown),
        _ => false,
    }
}
