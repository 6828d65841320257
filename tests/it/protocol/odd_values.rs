//! Values of every kind in every place that takes one: null, unknown, far too long, of
//! another type, at every depth.

use std::fmt;

use local_gateway::{LocalGateway, Operation, Seed};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestCaseResult, TestRunner};
use tf_provider::value::ValueAny;
use tf6server::protocol as tf;
use tf6server::protocol::attribute_path::{Step, step::Selector};
use tf6server::protocol::provider_client::ProviderClient;
use tonic::Status;
use tonic::transport::Channel;

use super::process::Provider;
use crate::harness::leftovers;

/// A type of resource, and the values to try it with.
pub(super) struct Kind {
    pub(super) type_name: &'static str,
    required: &'static [&'static str],
    object: fn() -> BoxedStrategy<Sent>,
    import_ids: &'static [&'static str],
}

pub(super) static KINDS: [Kind; 2] = [
    Kind {
        type_name: "apigatewayv2_api_mapping",
        required: &["api_id", "domain_name", "stage"],
        object: mapping,
        import_ids: &["a1b2c3/api.example.com", "a1b2c3/api.example.com@us-east-1"],
    },
    Kind {
        type_name: "apigatewayv2_api_mappings",
        required: &["domain_name", "mappings"],
        object: table,
        import_ids: &["api.example.com", "api.example.com@us-east-1"],
    },
];

/// Longer than any URL may be.
const LONG: usize = 70_000;

/// A value to send.
#[derive(Clone)]
pub(super) struct Sent(ValueAny);

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&format!("{:?}", self.0).replace(&"a".repeat(LONG), "<70,000 letters>"))
    }
}

/// Everything that one round sends.
#[derive(Clone, Debug)]
struct Round {
    prior: Sent,
    planned: Sent,
    config: Sent,
    identity: Sent,
    list: Sent,
    provider: Sent,
    private: Sent,
    import_id: Sent,
}

/// Texts that are something else, or nothing.
const ODD: &[&str] = &[
    "",
    " ",
    ".",
    "..",
    "a/b",
    "/",
    "%2e%2e",
    "$default",
    "\0",
    "ü",
    "*",
    "(none)",
    "arn:aws:",
    "wss://x/y",
];

/// Each of these more often than anything odd, so that whole objects are often right.
fn text(likely: &'static [&'static str]) -> BoxedStrategy<ValueAny> {
    let string = |text: &str| ValueAny::String(text.to_owned());
    prop_oneof![
        60 => select(likely).prop_map(string),
        2 => Just(ValueAny::Null),
        2 => Just(ValueAny::Unknown),
        2 => Just(ValueAny::String("a".repeat(LONG))),
        2 => select(ODD).prop_map(string),
        1 => any::<String>().prop_map(ValueAny::String),
        1 => anything(),
    ]
    .boxed()
}

/// A value of any type.
fn anything() -> BoxedStrategy<ValueAny> {
    let leaf = prop_oneof![
        Just(ValueAny::Null),
        Just(ValueAny::Unknown),
        any::<bool>().prop_map(ValueAny::Bool),
        any::<i64>().prop_map(ValueAny::Number),
        "[a-z]{0,3}".prop_map(ValueAny::String),
    ];
    let deeper = |inner: BoxedStrategy<ValueAny>| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(ValueAny::List),
            btree_map("[a-z_]{0,9}", inner, 0..3).prop_map(ValueAny::Map),
        ]
    };
    leaf.prop_recursive(3, 8, 3, deeper).boxed()
}

fn object(fields: Vec<(&'static str, BoxedStrategy<ValueAny>)>) -> BoxedStrategy<Sent> {
    let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let object = values.prop_map(move |values| {
        let names = names.iter().map(|name| (*name).to_owned());
        ValueAny::Map(names.zip(values).collect())
    });
    prop_oneof![20 => object, 1 => anything()].prop_map(Sent).boxed()
}

fn timeouts() -> BoxedStrategy<ValueAny> {
    let durations = &["30s", "1h30m", "18446744073709551615s", "584942417355y", "soon"];
    let block = ["create", "read", "update", "delete"].map(|name| (name, text(durations)));
    let block = object(block.into()).prop_map(|Sent(block)| block);
    prop_oneof![
        4 => Just(ValueAny::List(Vec::new())),
        4 => vec(block, 0..3).prop_map(ValueAny::List),
        1 => anything(),
    ]
    .boxed()
}

fn mapping() -> BoxedStrategy<Sent> {
    object(vec![
        ("domain_name", text(&["api.example.com", "missing.example.com"])),
        ("api_id", text(&["a1b2c3d4", "zzzz9999"])),
        ("stage", text(&["test", "production", "missing"])),
        ("api_mapping_key", text(&["", "orders", "orders/v2"])),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1", "eusc-de-east-1"])),
        ("id", text(&["a1b2c3", "m1"])),
        ("api_mapping_id", text(&["a1b2c3"])),
        ("url", text(&["wss://api.example.com/orders", "nonsense"])),
        ("timeouts", timeouts()),
    ])
}

fn table() -> BoxedStrategy<Sent> {
    let key = || prop_oneof![10 => select(&["", "orders", "orders/v2"][..]).prop_map(str::to_owned), 1 => any::<String>()];
    let of = |element: BoxedStrategy<ValueAny>| {
        let element = prop_oneof![20 => element, 1 => anything()];
        prop_oneof![
            20 => btree_map(key(), element, 0..4).prop_map(ValueAny::Map),
            1 => Just(ValueAny::Null),
            1 => Just(ValueAny::Unknown),
            1 => anything(),
        ]
        .boxed()
    };
    let target = object(vec![
        ("api_id", text(&["a1b2c3d4", "zzzz9999"])),
        ("stage", text(&["test", "production", "missing"])),
    ]);
    object(vec![
        ("domain_name", text(&["api.example.com", "missing.example.com"])),
        ("mappings", of(target.prop_map(|Sent(target)| target).boxed())),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1", "eusc-de-east-1"])),
        ("id", text(&["api.example.com"])),
        ("api_mapping_ids", of(text(&["a1b2c3", "m1"]))),
        ("urls", of(text(&["wss://api.example.com/orders", "nonsense"]))),
        ("timeouts", timeouts()),
    ])
}

fn identity() -> BoxedStrategy<Sent> {
    object(vec![
        ("domain_name", text(&["api.example.com"])),
        ("api_mapping_id", text(&["a1b2c3"])),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1"])),
        ("account_id", text(&["123456789012", "210987654321"])),
    ])
}

fn provider_block() -> BoxedStrategy<Sent> {
    let names = [
        "region",
        "profile",
        "access_key",
        "max_retries",
        "plan_checks",
        "findings",
        "allowed_account_ids",
        "proxy",
    ];
    let mut fields: Vec<_> = names.map(|name| (name, anything())).into();
    fields.push((
        "assume_role",
        vec(object(vec![("role_arn", text(&["arn:aws:iam::123456789012:role/r"]))]), 0..3)
            .prop_map(|roles| ValueAny::List(roles.into_iter().map(|Sent(role)| role).collect()))
            .boxed(),
    ));
    fields.push(("endpoints", vec(anything(), 0..2).prop_map(ValueAny::List).boxed()));
    object(fields)
}

fn private() -> BoxedStrategy<Sent> {
    let location =
        object(vec![("region", text(&["eu-west-1", "us-east-1"])), ("account", text(&["123456789012"]))]);
    object(vec![("location", location.prop_map(|Sent(location)| location).boxed())])
}

fn round(kind: &Kind) -> impl Strategy<Value = Round> + use<> {
    let object_of = kind.object;
    let import_id = text(kind.import_ids).prop_map(Sent);
    let list = object(vec![
        ("domain_name", text(&["api.example.com"])),
        ("region", text(&["eu-west-1", "us-east-1", "cn-north-1"])),
    ]);
    (object_of(), object_of(), object_of(), identity(), list, provider_block(), private(), import_id)
        .prop_map(|(prior, planned, config, identity, list, provider, private, import_id)| Round {
            prior,
            planned,
            config,
            identity,
            list,
            provider,
            private,
            import_id,
        })
}

pub(super) fn whatever_a_value_is_there_is_an_answer_and_a_null_touches_nothing(kind: &Kind) {
    let folder = tempfile::tempdir().expect("a folder");
    let aws = LocalGateway::start(Seed::demo()).expect("the local endpoint starts");
    let provider = Provider::start(folder.path());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let client = runtime.block_on(async {
        let mut client = provider.client().await;
        let request =
            tf::configure_provider::Request { config: Some(settings(&aws.url())), ..Default::default() };
        let configured = client.configure_provider(request).await.expect("an answer").into_inner();
        assert!(configured.diagnostics.is_empty(), "{configured:?}");
        client
    });
    let mut runner = TestRunner::new(Config { cases: 200, failure_persistence: None, ..Config::default() });
    let failed = runner.run(&round(kind), |round| runtime.block_on(play(kind, client.clone(), &aws, &round)));
    failed.unwrap_or_else(|failed| panic!("{failed}"));
    drop((client, runtime));
    assert_eq!(provider.end(), "");
    leftovers::check(folder.path());
}

fn settings(url: &str) -> tf::DynamicValue {
    let endpoints = serde_json::json!({"apigatewayv2": url, "apigateway": url, "sts": url});
    value(&serde_json::json!({
        "region": "eu-west-1", "access_key": "123456789012", "secret_key": "not-a-secret",
        "max_retries": 0, "max_requests_per_second": 0, "endpoints": [endpoints],
    }))
}

fn value(value: &impl serde::Serialize) -> tf::DynamicValue {
    let msgpack = rmp_serde::to_vec_named(value).expect("a value that can be encoded");
    tf::DynamicValue { msgpack, json: Vec::new() }
}

/// Sends one round of values to every call.
async fn play(
    kind: &Kind,
    mut client: ProviderClient<Channel>,
    aws: &LocalGateway,
    round: &Round,
) -> TestCaseResult {
    let type_name = || kind.type_name.to_owned();
    let sent = |Sent(sent): &Sent| Some(value(sent));
    let null = || sent(&Sent(ValueAny::Null));
    let private = || value(&round.private.0).msgpack;
    let stored = |Sent(sent): &Sent| {
        let json = serde_json::to_vec(sent).unwrap_or_default();
        Some(tf::RawState { json, ..Default::default() })
    };
    let identity = || Some(tf::ResourceIdentityData { identity_data: sent(&round.identity) });
    let import_id = match &round.import_id.0 {
        ValueAny::String(id) => id.clone(),
        _ => String::new(),
    };
    macro_rules! call {
        ($method:ident, $($request:tt)*) => {{
            let request = tf::$method::Request { $($request)* };
            answered(stringify!($method), client.$method(request).await.map(|answer| answer.into_inner().diagnostics))?
        }};
    }
    let before = writes(aws);
    let validated = call!(validate_resource_config, type_name: type_name(), config: sent(&round.config), ..Default::default());
    refuses_nulls(kind, &round.config, &validated)?;
    for prior in [null(), sent(&round.prior)] {
        let planned = call!(plan_resource_change,
            type_name: type_name(),
            prior_state: prior.clone(),
            proposed_new_state: sent(&round.planned),
            config: sent(&round.config),
            prior_private: private(),
            ..Default::default()
        );
        refuses_nulls(kind, &round.config, &planned)?;
        let applied = call!(apply_resource_change,
            type_name: type_name(),
            prior_state: prior,
            planned_state: sent(&round.planned),
            config: sent(&round.config),
            planned_private: private(),
            ..Default::default()
        );
        refuses_nulls(kind, &round.config, &applied)?;
    }
    if !nulls(kind, &round.config).is_empty() && writes(aws) != before {
        return Err(TestCaseError::fail("something was written for a configuration with a null"));
    }
    call!(plan_resource_change, type_name: type_name(), prior_state: sent(&round.prior), proposed_new_state: null(),
        config: null(), prior_private: private(), ..Default::default());
    call!(apply_resource_change, type_name: type_name(), prior_state: sent(&round.prior), planned_state: null(),
        config: null(), planned_private: private(), ..Default::default());
    call!(read_resource, type_name: type_name(), current_state: sent(&round.prior), private: private(),
        current_identity: identity(), ..Default::default());
    call!(import_resource_state, type_name: type_name(), id: import_id, ..Default::default());
    call!(import_resource_state, type_name: type_name(), identity: identity(), ..Default::default());
    call!(generate_resource_config, type_name: type_name(), state: sent(&round.prior));
    call!(upgrade_resource_state, type_name: type_name(), version: 0, raw_state: stored(&round.prior));
    // The identity of a table has one version.
    let versions = if kind.type_name.ends_with('s') { 0..=0 } else { 0..=1 };
    for version in versions {
        call!(upgrade_resource_identity, type_name: type_name(), version, raw_identity: stored(&round.identity));
    }
    call!(move_resource_state, target_type_name: type_name(), source_type_name: "aws_apigatewayv2_api_mapping".to_owned(),
        source_provider_address: "registry.terraform.io/hashicorp/aws".to_owned(), source_state: stored(&round.prior),
        source_identity: stored(&round.identity), ..Default::default());
    call!(validate_provider_config, config: sent(&round.provider));
    call!(validate_list_resource_config, type_name: type_name(), config: sent(&round.list), ..Default::default());
    let request = tf::list_resource::Request {
        type_name: type_name(),
        config: sent(&round.list),
        include_resource_object: true,
        limit: 10,
    };
    answered("list_resource", listed(&mut client, request).await)?;
    Ok(())
}

async fn listed(
    client: &mut ProviderClient<Channel>,
    request: tf::list_resource::Request,
) -> Result<Vec<tf::Diagnostic>, Status> {
    let mut events = client.list_resource(request).await?.into_inner();
    let mut found = Vec::new();
    while let Some(event) = events.message().await? {
        found.extend(event.diagnostic);
    }
    Ok(found)
}

/// What was found, unless there is no answer or one that only a bug gives.
fn answered(
    call: &str,
    answer: Result<Vec<tf::Diagnostic>, Status>,
) -> Result<Vec<tf::Diagnostic>, TestCaseError> {
    let found = answer.map_err(|status| TestCaseError::fail(format!("no answer to {call}: {status}")))?;
    match found.iter().find(|found| found.summary == "Provider Bug" || found.detail.contains("panicked")) {
        Some(bug) => Err(TestCaseError::fail(format!("{call}: {bug:?}"))),
        None => Ok(found),
    }
}

/// The required arguments that a configuration has as null.
fn nulls(kind: &Kind, Sent(config): &Sent) -> Vec<&'static str> {
    let ValueAny::Map(config) = config else { return Vec::new() };
    kind.required
        .iter()
        .copied()
        .filter(|name| config.get(*name).is_none_or(|value| *value == ValueAny::Null))
        .collect()
}

/// Each null has its error, on its attribute.
fn refuses_nulls(kind: &Kind, config: &Sent, found: &[tf::Diagnostic]) -> TestCaseResult {
    for name in nulls(kind, config) {
        let step = Step { selector: Some(Selector::AttributeName(name.to_owned())) };
        let path = tf::AttributePath { steps: vec![step] };
        if !found.iter().any(|error| {
            error.attribute.as_ref() == Some(&path) && error.summary == "Required Argument Is Null"
        }) {
            return Err(TestCaseError::fail(format!("{name} is null and was not refused: {found:?}")));
        }
    }
    Ok(())
}

fn writes(aws: &LocalGateway) -> usize {
    aws.count_where(|call| Operation::MAPPING_WRITES.contains(&call.operation))
}
