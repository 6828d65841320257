//! The two plans of a change, as Terraform 1.16 asks for them, and the order of calls of
//! 1.17 with `-minimal-refresh`, where a plan comes before the read.

use serde_json::Value;
use tonic::transport::Channel;

use super::lifecycle::{apply, plan, read, start, thing};
use super::messages::tf::provider_client::ProviderClient;
use super::messages::{known, stored, summaries, tf};
use super::process::Program;
use super::toy::RESOURCE;

super::scenarios! { SCENARIOS:
    the_phase_is_not_told_before_terraform_1_16,
    a_new_object_is_planned_to_be_shown_and_before_its_apply,
    the_plan_before_an_apply_is_told_without_private_data,
    both_plans_of_a_replacement_are_shown_ones,
    destroying_has_no_phase,
    unreadable_private_data_of_the_shown_plan_is_an_error,
    minimal_refresh_plans_before_it_reads,
    minimal_refresh_destroys_without_a_read,
}

/// msgpack's nil.
const NULL: &[u8] = &[0xc0];

/// A request for a plan by Terraform 1.16.
fn shown(prior: &Value, wanted: &Value) -> tf::plan_resource_change::Request {
    let capabilities = tf::ClientCapabilities {
        write_only_attributes_allowed: true,
        store_planned_private: true,
        computed_blocks_allowed: true,
        ..Default::default()
    };
    tf::plan_resource_change::Request { client_capabilities: Some(capabilities), ..plan(prior, wanted) }
}

/// The request for the plan right before the apply of a shown plan.
fn before_apply(
    prior: &Value,
    wanted: &Value,
    planned: &tf::plan_resource_change::Response,
) -> tf::plan_resource_change::Request {
    tf::plan_resource_change::Request {
        planned_private: planned.planned_private.clone(),
        ..shown(prior, wanted)
    }
}

/// The request for the apply of a plan.
fn applied(
    prior: &Value,
    wanted: &Value,
    planned: tf::plan_resource_change::Response,
) -> tf::apply_resource_change::Request {
    tf::apply_resource_change::Request {
        planned_state: planned.planned_state,
        planned_private: planned.planned_private,
        planned_identity: planned.planned_identity,
        ..apply(prior, wanted)
    }
}

/// The plan, and what the toy says of its phase.
async fn planned(
    client: &mut ProviderClient<Channel>,
    request: tf::plan_resource_change::Request,
    phase: &[&str],
) -> tf::plan_resource_change::Response {
    let planned = client.plan_resource_change(request).await.unwrap().into_inner();
    assert_eq!(summaries(&planned.diagnostics), phase);
    planned
}

async fn the_phase_is_not_told_before_terraform_1_16(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let (prior, wanted) = (thing(Some("id-a"), "a", None), thing(Some("id-a"), "a", Some("warn")));
    planned(&mut client, plan(&Value::Null, &thing(None, "a", None)), &[]).await;
    let update = planned(&mut client, plan(&prior, &wanted), &[]).await;
    assert_eq!(update.planned_private, b"");
}

async fn a_new_object_is_planned_to_be_shown_and_before_its_apply(program: Program) {
    let config = thing(None, "a", None);
    let (_provider, mut client) = start(&program).await;
    let first = planned(&mut client, shown(&Value::Null, &config), &["Shown"]).await;
    // The apply has a process of its own.
    let (_provider, mut client) = start(&program).await;
    let request = before_apply(&Value::Null, &config, &first);
    let second = planned(&mut client, request, &["Before the apply of planned"]).await;
    assert_eq!(second.planned_state, first.planned_state);
    let request = applied(&Value::Null, &config, second);
    let created = client.apply_resource_change(request).await.unwrap().into_inner();
    assert_eq!(known(created.new_state.as_ref()), thing(Some("id-a"), "a", None));
}

async fn the_plan_before_an_apply_is_told_without_private_data(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let (prior, wanted) = (thing(Some("id-a"), "a", None), thing(Some("id-a"), "a", Some("none")));
    let first = planned(&mut client, shown(&prior, &wanted), &["Shown"]).await;
    assert_eq!(first.planned_private, NULL);
    let request = before_apply(&prior, &wanted, &first);
    let second = planned(&mut client, request, &["Before the apply of nothing"]).await;
    let updated = client.apply_resource_change(applied(&prior, &wanted, second)).await.unwrap().into_inner();
    assert_eq!(updated.private, b"", "no private data is stored beside the state");
}

async fn both_plans_of_a_replacement_are_shown_ones(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let (prior, renamed, new) =
        (thing(Some("id-a"), "a", None), thing(Some("id-a"), "b", None), thing(None, "b", None));
    let change = planned(&mut client, shown(&prior, &renamed), &["Shown"]).await;
    assert_eq!(change.requires_replace.len(), 1);
    let creation = tf::plan_resource_change::Request {
        prior_private: change.planned_private,
        ..shown(&Value::Null, &new)
    };
    let creation = planned(&mut client, creation, &["Shown"]).await;
    // Then the old object is destroyed, or deposed, and its private data is gone.
    let request = before_apply(&Value::Null, &new, &creation);
    let second = planned(&mut client, request, &["Before the apply of planned"]).await;
    let request = applied(&Value::Null, &new, second);
    let created = client.apply_resource_change(request).await.unwrap().into_inner();
    assert_eq!(known(created.new_state.as_ref()), thing(Some("id-b"), "b", None));
}

async fn destroying_has_no_phase(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let prior = thing(Some("id-a"), "a", None);
    let gone = planned(&mut client, shown(&prior, &Value::Null), &[]).await;
    assert_eq!(known(gone.planned_state.as_ref()), Value::Null);
    assert_eq!(gone.planned_private, b"");
}

async fn unreadable_private_data_of_the_shown_plan_is_an_error(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let request = tf::plan_resource_change::Request {
        planned_private: vec![0x91],
        ..shown(&Value::Null, &thing(None, "a", None))
    };
    planned(&mut client, request, &["Unreadable Value"]).await;
}

async fn minimal_refresh_plans_before_it_reads(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let state = thing(Some("id-a"), "a", None);
    upgrade(&mut client, &state).await;
    // Nothing would change, so it is not read.
    let same = planned(&mut client, shown(&state, &state), &["Shown"]).await;
    assert_eq!(known(same.planned_state.as_ref()), state);
    assert_eq!(same.requires_replace, []);

    let wanted = thing(Some("id-a"), "a", Some("none"));
    planned(&mut client, shown(&state, &wanted), &["Shown"]).await;
    let current = client.read_resource(read(&state)).await.unwrap().into_inner();
    assert_eq!(known(current.new_state.as_ref()), state);
    let last = planned(&mut client, shown(&state, &wanted), &["Shown"]).await;

    let (_provider, mut client) = start(&program).await;
    let request = before_apply(&state, &wanted, &last);
    let second = planned(&mut client, request, &["Before the apply of nothing"]).await;
    let updated = client.apply_resource_change(applied(&state, &wanted, second)).await.unwrap().into_inner();
    assert_eq!(known(updated.new_state.as_ref()), wanted);
}

async fn minimal_refresh_destroys_without_a_read(program: Program) {
    let (_provider, mut client) = start(&program).await;
    let state = thing(Some("id-a"), "a", None);
    upgrade(&mut client, &state).await;
    let gone = planned(&mut client, shown(&state, &Value::Null), &[]).await;
    let (_provider, mut client) = start(&program).await;
    upgrade(&mut client, &state).await;
    let request = applied(&state, &Value::Null, gone);
    let done = client.apply_resource_change(request).await.unwrap().into_inner();
    assert_eq!(summaries(&done.diagnostics), [""; 0]);
    assert_eq!(known(done.new_state.as_ref()), Value::Null);
}

/// Every walk of Terraform begins with the upgrade of the stored state.
async fn upgrade(client: &mut ProviderClient<Channel>, state: &Value) {
    let request = tf::upgrade_resource_state::Request {
        type_name: RESOURCE.to_owned(),
        version: 2,
        raw_state: stored(state),
    };
    let upgraded = client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_eq!(known(upgraded.upgraded_state.as_ref()), *state);
}
