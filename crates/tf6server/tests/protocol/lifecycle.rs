//! A managed resource from import to destroy, with private data and identity.

use serde_json::{Value, json};
use tonic::transport::Channel;

use super::client::Client;
use super::keys::Keys;
use super::messages::tf::provider_client::ProviderClient;
use super::messages::{identity, known, known_identity, msgpack, summaries, tf};
use super::process::{Program, Running};
use super::toy::RESOURCE;

super::scenarios! { SCENARIOS:
    a_new_object_is_planned_without_and_created_with_an_identity,
    a_change_that_needs_a_replacement_names_the_attribute,
    private_data_goes_round,
    an_object_that_is_gone_is_read_as_null,
    an_object_that_cannot_be_read_keeps_its_state,
    a_failed_change_keeps_the_prior_state,
    an_object_is_imported_by_id_and_by_identity,
    destroying_is_planned_and_done,
    what_is_left_of_an_object_stays_in_state_with_the_error,
    warnings_come_along,
    an_unknown_resource_type_is_an_error_that_names_it,
}

pub(super) async fn start(program: &Program) -> (Running, ProviderClient<Channel>) {
    let keys = Keys::of_terraform();
    let provider = program.for_client(&keys).run();
    let client = Client::of(&provider, &keys).await.provider();
    (provider, client)
}

/// A thing as it is written in a configuration, or stored when it has an id.
pub(super) fn thing(id: Option<&str>, name: &str, behaviour: Option<&str>) -> Value {
    json!({"id": id, "name": name, "size": 3, "behaviour": behaviour, "parts": [{"label": "x"}]})
}

pub(super) fn plan(prior: &Value, wanted: &Value) -> tf::plan_resource_change::Request {
    tf::plan_resource_change::Request {
        type_name: RESOURCE.to_owned(),
        prior_state: msgpack(prior),
        proposed_new_state: msgpack(wanted),
        config: msgpack(wanted),
        ..Default::default()
    }
}

pub(super) fn apply(prior: &Value, wanted: &Value) -> tf::apply_resource_change::Request {
    tf::apply_resource_change::Request {
        type_name: RESOURCE.to_owned(),
        prior_state: msgpack(prior),
        planned_state: msgpack(wanted),
        config: msgpack(wanted),
        ..Default::default()
    }
}

pub(super) fn read(state: &Value) -> tf::read_resource::Request {
    tf::read_resource::Request {
        type_name: RESOURCE.to_owned(),
        current_state: msgpack(state),
        ..Default::default()
    }
}

async fn a_new_object_is_planned_without_and_created_with_an_identity(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let config = thing(None, "a", None);
    let planned = client.plan_resource_change(plan(&Value::Null, &config)).await.unwrap().into_inner();
    assert!(planned.diagnostics.is_empty());
    assert_eq!(planned.planned_identity, None);
    let request = tf::apply_resource_change::Request {
        // As planned: with the id unknown.
        planned_state: planned.planned_state,
        planned_private: planned.planned_private,
        ..apply(&Value::Null, &config)
    };
    let created = client.apply_resource_change(request).await.unwrap().into_inner();
    assert!(created.diagnostics.is_empty());
    assert_eq!(known(created.new_state.as_ref()), thing(Some("id-a"), "a", None));
    assert_eq!(known_identity(created.new_identity.as_ref()), json!({"id": "id-a", "place": "here"}));
}

async fn a_change_that_needs_a_replacement_names_the_attribute(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let (prior, wanted) = (thing(Some("id-a"), "a", None), thing(Some("id-a"), "b", None));
    let planned = client.plan_resource_change(plan(&prior, &wanted)).await.unwrap().into_inner();
    let expected = tf::attribute_path::Step {
        selector: Some(tf::attribute_path::step::Selector::AttributeName("name".to_owned())),
    };
    assert_eq!(planned.requires_replace, [tf::AttributePath { steps: vec![expected] }]);
}

async fn private_data_goes_round(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let config = thing(None, "a", None);
    let planned = client.plan_resource_change(plan(&Value::Null, &config)).await.unwrap().into_inner();
    let private = planned.planned_private.clone();
    assert!(!private.is_empty());
    let request =
        tf::read_resource::Request { private: private.clone(), ..read(&thing(Some("id-a"), "a", None)) };
    assert_eq!(client.read_resource(request).await.unwrap().into_inner().private, private);
    let without = client.read_resource(read(&thing(Some("id-a"), "a", None))).await.unwrap().into_inner();
    assert!(without.private.is_empty());
}

async fn an_object_that_is_gone_is_read_as_null(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let state = thing(Some("id-a"), "a", Some("read: gone"));
    let answer = client.read_resource(read(&state)).await.unwrap().into_inner();
    assert!(answer.diagnostics.is_empty());
    assert_eq!(known(answer.new_state.as_ref()), Value::Null);
    assert_eq!(answer.new_identity, None);
}

async fn an_object_that_cannot_be_read_keeps_its_state(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let state = thing(Some("id-a"), "a", Some("read: fail"));
    let request = tf::read_resource::Request {
        private: b"\xa1p".to_vec(),
        current_identity: identity(&json!({"id": "id-a", "place": "there"})),
        ..read(&state)
    };
    let answer = client.read_resource(request.clone()).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Failed"]);
    assert_eq!(known(answer.new_state.as_ref()), state);
    assert_eq!(answer.private, request.private);
    assert_eq!(answer.new_identity, request.current_identity);
}

async fn a_failed_change_keeps_the_prior_state(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let (prior, wanted) = (thing(Some("id-a"), "a", None), thing(Some("id-a"), "a", Some("fail")));
    let answer = client.apply_resource_change(apply(&prior, &wanted)).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Failed"]);
    // No state with an error: Terraform keeps what it has.
    assert_eq!(known(answer.new_state.as_ref()), Value::Null);
}

async fn an_object_is_imported_by_id_and_by_identity(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let by_id = tf::import_resource_state::Request {
        type_name: RESOURCE.to_owned(),
        id: "id-a".to_owned(),
        ..Default::default()
    };
    let by_identity = tf::import_resource_state::Request {
        id: String::new(),
        identity: identity(&json!({"id": "id-a", "place": null})),
        ..by_id.clone()
    };
    for request in [by_id, by_identity] {
        let answer = client.import_resource_state(request).await.unwrap().into_inner();
        assert!(answer.diagnostics.is_empty());
        let [imported] = answer.imported_resources.as_slice() else { panic!("one object: {answer:?}") };
        assert_eq!(imported.type_name, RESOURCE);
        assert_eq!(known(imported.state.as_ref())["name"], "a");
        assert_eq!(known_identity(imported.identity.as_ref()), json!({"id": "id-a", "place": "here"}));
    }
}

async fn destroying_is_planned_and_done(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let prior = thing(Some("id-a"), "a", None);
    let planned = client.plan_resource_change(plan(&prior, &Value::Null)).await.unwrap().into_inner();
    assert!(planned.diagnostics.is_empty());
    assert_eq!(known(planned.planned_state.as_ref()), Value::Null);
    let done = client.apply_resource_change(apply(&prior, &Value::Null)).await.unwrap().into_inner();
    assert!(done.diagnostics.is_empty());
    assert_eq!(known(done.new_state.as_ref()), Value::Null);
}

async fn what_is_left_of_an_object_stays_in_state_with_the_error(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let prior = thing(Some("id-a"), "a", Some("leave a part"));
    let answer = client.apply_resource_change(apply(&prior, &Value::Null)).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Failed"]);
    assert_eq!(known(answer.new_state.as_ref()), prior);
}

async fn warnings_come_along(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let state = thing(Some("id-a"), "a", Some("read: warn"));
    let answer = client.read_resource(read(&state)).await.unwrap().into_inner();
    let [warning] = answer.diagnostics.as_slice() else { panic!("one warning: {answer:?}") };
    assert_eq!(warning.severity(), tf::diagnostic::Severity::Warning);
    assert_eq!(warning.summary, "Odd");
    assert_eq!(known(answer.new_state.as_ref()), state);
}

async fn an_unknown_resource_type_is_an_error_that_names_it(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let request = tf::read_resource::Request { type_name: "toy_other".to_owned(), ..read(&Value::Null) };
    let answer = client.read_resource(request).await.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Unknown Resource Type"]);
    assert!(
        answer.diagnostics[0].detail.contains("terraform-provider-toy 1.2.3 has no resource type toy_other")
    );
}
