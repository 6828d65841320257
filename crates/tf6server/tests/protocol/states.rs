//! Schemas, stored states, moves, identities and lists.

use serde_json::{Value, json};
use tokio_stream::StreamExt;

use super::client::Client;
use super::keys::Keys;
use super::messages::{known, known_identity, msgpack, stored, summaries, tf};
use super::process::Program;
use super::toy::{RESOURCE, THINGS};

super::scenarios! { SCENARIOS:
    the_schemas_and_capabilities_are_told_honestly,
    a_state_is_upgraded_step_by_step_and_loses_what_the_schema_does_not_know,
    a_current_state_comes_back_byte_for_byte,
    a_state_of_a_newer_version_is_refused,
    a_foreign_state_is_taken_over_from_every_form_of_its_address,
    a_foreign_state_that_has_moved_on_is_known_by_its_attributes,
    a_foreign_type_is_refused_with_the_types_that_are_supported,
    a_state_of_the_same_type_moves_through,
    a_generated_configuration_has_nothing_that_only_the_provider_sets,
    a_current_identity_comes_back_and_another_version_is_refused,
    an_identity_of_an_older_version_is_upgraded_and_none_stays_none,
    a_list_ends_at_its_limit,
    a_cut_list_says_so_with_its_last_object,
    a_list_that_fails_after_its_limit_keeps_its_last_object,
    a_list_without_objects_has_identities_only,
    a_list_whose_stream_is_closed_ends,
    a_panic_in_a_list_is_its_last_event,
    a_finding_of_a_list_points_into_its_config_block_once,
    there_are_no_functions,
}

async fn a_current_identity_comes_back_and_another_version_is_refused(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let value = json!({"id": "id-a", "place": "there"});
    let mut request = tf::upgrade_resource_identity::Request {
        type_name: RESOURCE.to_owned(),
        version: 1,
        raw_identity: stored(&value),
    };
    let answer = client.upgrade_resource_identity(request.clone()).await.unwrap().into_inner();
    assert_eq!(known_identity(answer.upgraded_identity.as_ref()), value);
    for version in [-1, 2, i64::MIN, i64::MAX] {
        request.version = version;
        let answer = client.upgrade_resource_identity(request.clone()).await.unwrap().into_inner();
        assert_eq!(summaries(&answer.diagnostics), ["Identity of an Unsupported Provider Version"]);
    }
}

async fn an_identity_of_an_older_version_is_upgraded_and_none_stays_none(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let upgraded = json!({"id": "id-a", "place": null});
    let nothing = Some(tf::RawState::default());
    for (raw_identity, upgraded) in
        [(stored(&json!({"id": "id-a"})), upgraded), (nothing, Value::Null), (None, Value::Null)]
    {
        let request = tf::upgrade_resource_identity::Request {
            type_name: RESOURCE.to_owned(),
            version: 0,
            raw_identity,
        };
        let answer = client.upgrade_resource_identity(request).await.unwrap().into_inner();
        assert!(answer.diagnostics.is_empty(), "{:?}", answer.diagnostics);
        assert_eq!(known_identity(answer.upgraded_identity.as_ref()), upgraded);
    }
}

async fn the_schemas_and_capabilities_are_told_honestly(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let schemas = client.get_provider_schema(tf::get_provider_schema::Request {}).await.unwrap().into_inner();
    assert!(schemas.diagnostics.is_empty());
    let all = tf::ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        generate_resource_config: true,
    };
    assert_eq!(schemas.server_capabilities, Some(all));
    let thing = &schemas.resource_schemas[RESOURCE];
    assert_eq!(thing.version, 2);
    let block = thing.block.as_ref().unwrap();
    let names: Vec<_> = block.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["behaviour", "id", "name", "size"]);
    assert_eq!(block.attributes[3].r#type, b"\"number\"");
    assert_eq!(schemas.list_resource_schemas.keys().collect::<Vec<_>>(), [RESOURCE]);

    let request = tf::get_resource_identity_schemas::Request {};
    let identities = client.get_resource_identity_schemas(request).await.unwrap().into_inner();
    let schema = &identities.identity_schemas[RESOURCE];
    let required: Vec<_> =
        schema.identity_attributes.iter().map(|a| (a.required_for_import, a.optional_for_import)).collect();
    assert_eq!(required, [(true, false), (false, true)]);
}

async fn a_state_is_upgraded_step_by_step_and_loses_what_the_schema_does_not_know(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let old = json!({"id": "id-a", "title": "a", "size": "3", "left_over": {"deep": [1]}, "parts": [{"label": "x", "old": true}]});
    let request = tf::upgrade_resource_state::Request {
        type_name: RESOURCE.to_owned(),
        version: 0,
        raw_state: stored(&old),
    };
    let answer = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty());
    let expected =
        json!({"id": "id-a", "name": "a", "size": 3, "behaviour": null, "parts": [{"label": "x"}]});
    assert_eq!(known(answer.upgraded_state.as_ref()), expected);
}

async fn a_current_state_comes_back_byte_for_byte(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let json =
        br#"{"behaviour":null,"id":"id-a","name":"a","parts":[],"size":12345678901234567890123.5}"#.to_vec();
    let request = tf::upgrade_resource_state::Request {
        type_name: RESOURCE.to_owned(),
        version: 2,
        raw_state: Some(tf::RawState { json: json.clone(), ..Default::default() }),
    };
    let answer = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_eq!(answer.upgraded_state.unwrap().json, json);
}

async fn a_state_of_a_newer_version_is_refused(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let request = tf::upgrade_resource_state::Request {
        type_name: RESOURCE.to_owned(),
        version: 3,
        raw_state: stored(&json!({})),
    };
    let answer = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["State of a Newer Provider"]);
}

fn moved(provider: &str, type_name: &str, state: &Value) -> tf::move_resource_state::Request {
    tf::move_resource_state::Request {
        source_provider_address: provider.to_owned(),
        source_type_name: type_name.to_owned(),
        source_state: stored(state),
        target_type_name: RESOURCE.to_owned(),
        ..Default::default()
    }
}

async fn a_foreign_state_is_taken_over_from_every_form_of_its_address(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    // The last is the address of the target, as OpenTofu 1.12 sends it for further instances.
    for address in
        ["old", "acme/old", "registry.terraform.io/acme/old", "registry.opentofu.org/acme/old", "acme/toy"]
    {
        let request = moved(address, "old_thing", &json!({"title": "a"}));
        let answer = client.move_resource_state(request).await.unwrap().into_inner();
        assert!(answer.diagnostics.is_empty(), "{address}: {answer:?}");
        assert_eq!(known(answer.target_state.as_ref())["name"], "a");
        assert_eq!(known_identity(answer.target_identity.as_ref())["id"], "id-a");
    }
}

/// Terraform only renames for the first of two `moved` blocks.
async fn a_foreign_state_that_has_moved_on_is_known_by_its_attributes(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let moved_on = |state: &serde_json::Value| moved("acme/old", RESOURCE, state);
    let answer = client.move_resource_state(moved_on(&json!({"title": "a"}))).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty(), "{answer:?}");
    assert_eq!(known(answer.target_state.as_ref())["name"], "a");
    let answer = client.move_resource_state(moved_on(&json!({"label": "a"}))).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Unsupported Move"]);
}

async fn a_foreign_type_is_refused_with_the_types_that_are_supported(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    for (address, type_name) in [("acme/old", "old_other"), ("acme/other", "old_thing")] {
        let answer =
            client.move_resource_state(moved(address, type_name, &json!({}))).await.unwrap().into_inner();
        assert_eq!(summaries(&answer.diagnostics), ["Unsupported Move"]);
        assert!(answer.diagnostics[0].detail.contains("old_thing of acme/old"), "{answer:?}");
        assert_eq!(answer.target_state, None);
    }
}

async fn a_state_of_the_same_type_moves_through(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let request = tf::move_resource_state::Request {
        source_schema_version: 1,
        source_private: b"\xa1p".to_vec(),
        ..moved("fork/toy", RESOURCE, &json!({"id": "id-a", "title": "a"}))
    };
    let answer = client.move_resource_state(request).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty());
    let state = known(answer.target_state.as_ref());
    assert_eq!((&state["id"], &state["name"]), (&json!("id-a"), &json!("a")));
    assert_eq!(answer.target_private, b"\xa1p");
}

async fn a_generated_configuration_has_nothing_that_only_the_provider_sets(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let state = json!({"id": "id-a", "name": "a", "size": 3, "behaviour": null, "parts": [{"label": "x"}]});
    let request =
        tf::generate_resource_config::Request { type_name: RESOURCE.to_owned(), state: msgpack(&state) };
    let answer = client.generate_resource_config(request).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty());
    let expected = json!({"id": null, "name": "a", "size": 3, "behaviour": null, "parts": [{"label": "x"}]});
    assert_eq!(known(answer.config.as_ref()), expected);
}

fn list(prefix: &str, limit: i64) -> tf::list_resource::Request {
    tf::list_resource::Request {
        type_name: RESOURCE.to_owned(),
        config: msgpack(&json!({"prefix": prefix})),
        include_resource_object: true,
        limit,
    }
}

async fn a_list_ends_at_its_limit(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    for (limit, expected) in [(3, 3), (1_000, THINGS), (0, THINGS)] {
        let events = client.list_resource(list("n", limit)).await.unwrap().into_inner();
        let events: Vec<_> = events.map(Result::unwrap).collect().await;
        assert_eq!(events.len(), expected);
        assert_eq!(events[2].display_name, "Thing n2");
        assert_eq!(known_identity(events[2].identity.as_ref()), json!({"id": "id-n2", "place": "here"}));
        assert_eq!(known(events[2].resource_object.as_ref())["name"], "n2");
    }
}

/// Terraform reads no further when it has as many objects as it asked for.
async fn a_cut_list_says_so_with_its_last_object(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let things = i64::try_from(THINGS).unwrap();
    for (limit, expected) in [(things - 1, &["Cut"][..]), (things, &[]), (things + 1, &[]), (0, &[])] {
        let events = client.list_resource(list("n", limit)).await.unwrap().into_inner();
        let events: Vec<_> = events.map(Result::unwrap).collect().await;
        let (last, before) = events.split_last().unwrap();
        assert!(last.identity.is_some() && last.resource_object.is_some(), "limit {limit}: {last:?}");
        assert_eq!(summaries(&last.diagnostic), expected, "limit {limit}");
        assert!(before.iter().all(|event| event.diagnostic.is_empty()), "limit {limit}");
    }
}

async fn a_list_that_fails_after_its_limit_keeps_its_last_object(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let things = i64::try_from(THINGS).unwrap();
    for (limit, is_full) in [(1, true), (things - 1, true), (things, true), (things + 1, false), (0, false)] {
        let events = client.list_resource(list("late", limit)).await.unwrap().into_inner();
        let events: Vec<_> = events.map(Result::unwrap).collect().await;
        let (last, before) = events.split_last().unwrap();
        assert_eq!(summaries(&last.diagnostic), ["Failed Late"], "limit {limit}");
        assert_eq!(last.identity.is_some(), is_full, "limit {limit}: {last:?}");
        assert_eq!(last.resource_object.is_some(), is_full, "limit {limit}: {last:?}");
        let objects = events.iter().filter(|event| event.identity.is_some()).count();
        assert_eq!(objects, if is_full { usize::try_from(limit).unwrap() } else { THINGS }, "limit {limit}");
        assert!(before.iter().all(|event| event.diagnostic.is_empty()), "limit {limit}");
    }
}

async fn a_list_without_objects_has_identities_only(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let request = tf::list_resource::Request { include_resource_object: false, ..list("n", 1) };
    let event = client.list_resource(request).await.unwrap().into_inner().next().await.unwrap().unwrap();
    assert_eq!(event.resource_object, None);
    assert!(event.identity.is_some());
}

async fn a_list_whose_stream_is_closed_ends(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).with("TF_LOG", "debug").run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let mut events = client.list_resource(list("n", 1_000)).await.unwrap().into_inner();
    events.next().await.unwrap().unwrap();
    drop(events);
    provider.says("Answered request").await;
}

async fn a_panic_in_a_list_is_its_last_event(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let events = client.list_resource(list("panic", 3)).await.unwrap().into_inner();
    let events: Vec<_> = events.map(Result::unwrap).collect().await;
    let [last] = events.as_slice() else { panic!("one event: {events:?}") };
    assert_eq!(summaries(&last.diagnostic), ["Provider Bug"]);
}

/// Terraform 1.16 puts `config` before these paths itself, but not before those of the
/// validation.
async fn a_finding_of_a_list_points_into_its_config_block_once(program: Program) {
    use tf::attribute_path::step::Selector;
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let of_1_16 = tf::ClientCapabilities { store_planned_private: true, ..Default::default() };
    let cores = [(None, vec!["config", "prefix"]), (Some(of_1_16), vec!["prefix"])];
    for (client_capabilities, expected) in cores {
        let config = msgpack(&json!({"token": null}));
        let configured =
            tf::configure_provider::Request { config, client_capabilities, ..Default::default() };
        client.configure_provider(configured).await.unwrap();
        let events = client.list_resource(list("fail", 0)).await.unwrap().into_inner();
        let last = events.map(Result::unwrap).collect::<Vec<_>>().await.pop().unwrap();
        assert_eq!(summaries(&last.diagnostic), ["Failed"]);
        let steps = last.diagnostic[0].attribute.clone().unwrap().steps;
        let expected = expected.into_iter().map(|name| Some(Selector::AttributeName(name.to_owned())));
        assert_eq!(
            steps.into_iter().map(|step| step.selector).collect::<Vec<_>>(),
            expected.collect::<Vec<_>>()
        );
    }
}

async fn there_are_no_functions(program: Program) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let mut client = Client::of(&provider, &keys).await.provider();
    let answer = client.get_functions(tf::get_functions::Request {}).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty());
}
