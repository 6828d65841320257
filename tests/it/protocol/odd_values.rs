//! Values of every kind in every place that takes one.

use local_gateway::{LocalGateway, Operation};
use proptest::prelude::{BoxedStrategy, Strategy};
use proptest::test_runner::{Config, TestCaseError, TestCaseResult, TestRunner};
use tf_provider::value::ValueAny;
use tf6server::protocol as tf;
use tf6server::protocol::attribute_path::{Step, step::Selector};
use tf6server::protocol::provider_client::ProviderClient;
use tonic::Status;
use tonic::transport::Channel;

use super::called::{Called, answered, value};
use super::values::{Sent, identity, mapping, object, private, provider_block, table, text};

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
    let called = Called::new();
    let (aws, client) = (&called.aws, &called.client);
    let mut runner = TestRunner::new(Config { cases: 200, failure_persistence: None, ..Config::default() });
    let failed =
        runner.run(&round(kind), |round| called.runtime.block_on(play(kind, client.clone(), aws, &round)));
    failed.unwrap_or_else(|failed| panic!("{failed}"));
    called.end();
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
