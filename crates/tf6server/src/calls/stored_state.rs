//! Calls that bring stored states and identities to the current schema.

use serde_json::Value;
use tf_provider::Diagnostics;

use crate::managed_resource::{ManagedResource, Object, TypedResource};
use crate::moves::{self, ForeignState, JsonObject};
use crate::{codec, diagnostics::fail, normalize, proto::tfplugin6 as tf, upgrade};

pub(crate) async fn upgrade_state<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::upgrade_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::upgrade_resource_state::Response> {
    let raw = request.raw_state.unwrap_or_default();
    Some(tf::upgrade_resource_state::Response {
        upgraded_state: Some(upgraded(typed, request.version, raw, found)?),
        diagnostics: Vec::new(),
    })
}

fn upgraded<R: ManagedResource>(
    typed: &TypedResource<R>,
    version: i64,
    raw: tf::RawState,
    found: &mut Diagnostics,
) -> Option<tf::DynamicValue> {
    let TypedResource { name, resource } = typed;
    if raw.json.is_empty() && !raw.flatmap.is_empty() {
        let detail = format!(
            "A state of {name} is in the format of Terraform 0.11 and earlier, which no version of this \
             provider has written. Remove the object from the state and import it again."
        );
        return fail(found, "State From Before Terraform 0.12", detail);
    }
    let state: JsonObject = typed.codec(found).read_json("stored state", &raw.json)?;
    let schema = resource.schema(found)?;
    // The usual state is returned as stored, without another copy: it may be large.
    if version == schema.version && normalize::conforms(&state, &schema.block) {
        resource.stored_state(&state);
        return Some(codec::json(raw.json));
    }
    let stored = Value::Object(state.clone());
    let upgraded = upgrade::upgrade(name, |from| resource.upgrade_step(from), &schema, version, state)
        .map_err(|refused| found.add_error(refused))
        .ok()?;
    if let Some(state) = upgraded.as_object() {
        resource.stored_state(state);
    }
    // An unchanged state is returned as stored, because numbers lose digits here.
    Some(codec::json(if upgraded == stored { raw.json } else { upgraded.to_string().into_bytes() }))
}

/// Runs the steps from the version of the identity on. Terraform asks for this when the
/// version is not the current one, also where a state has no identity: there is none
/// afterwards either.
pub(crate) async fn upgrade_identity<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::upgrade_resource_identity::Request,
    found: &mut Diagnostics,
) -> Option<tf::upgrade_resource_identity::Response> {
    let raw = request.raw_identity.unwrap_or_default();
    let current = typed.resource.identity_schema().map(|schema| schema.version);
    let steps = current.filter(|current| request.version <= *current).and_then(|current| {
        let steps = (request.version..current).map(|from| typed.resource.identity_upgrade_step(from));
        steps.collect::<Option<Vec<_>>>()
    });
    let Some(steps) = steps else {
        let detail = format!(
            "An identity of {} has schema version {}, which this provider does not know. Use the version of \
             the provider that wrote it.",
            typed.name, request.version
        );
        return fail(found, "Identity of an Unsupported Provider Version", detail);
    };
    let stored: Option<JsonObject> = match raw.json.as_slice() {
        [] => None,
        json => typed.codec(found).read_json("stored identity", json)?,
    };
    let identity = match stored {
        None => codec::null(),
        // An unchanged identity is returned as stored, because numbers lose digits here.
        Some(_) if steps.is_empty() => codec::json(raw.json),
        Some(stored) => {
            let upgraded = steps.into_iter().fold(stored, |identity, step| step(identity));
            codec::json(Value::Object(upgraded).to_string().into_bytes())
        }
    };
    let identity = tf::ResourceIdentityData { identity_data: Some(identity) };
    Some(tf::upgrade_resource_identity::Response {
        upgraded_identity: Some(identity),
        diagnostics: Vec::new(),
    })
}

/// A state of the same type, from the same provider at another address, is only upgraded.
/// Its identity follows from the read after the move.
pub(crate) async fn move_state<R: ManagedResource>(
    typed: &TypedResource<R>,
    request: tf::move_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::move_resource_state::Response> {
    let is_own = request.source_type_name == typed.name
        && !moves::has_moved_on(&typed.resource.move_sources(), &request);
    let Object { state, identity, private } = if is_own {
        let raw = request.source_state.unwrap_or_default();
        Object {
            state: upgraded(typed, request.source_schema_version, raw, found)?,
            identity: None,
            private: request.source_private,
        }
    } else {
        move_from(typed, request, found).await?
    };
    Some(tf::move_resource_state::Response {
        target_identity: identity,
        target_state: Some(state),
        target_private: private,
        diagnostics: Vec::new(),
    })
}

async fn move_from<R: ManagedResource>(
    typed: &TypedResource<R>,
    mut request: tf::move_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<Object> {
    let json = request.source_state.take().unwrap_or_default().json;
    let state = typed.codec(found).read_json("state to be moved", &json)?;
    let sources = typed.resource.move_sources();
    let Some(source) = sources.iter().find(|source| source.is_source_of(&request, &state)) else {
        found.add_error(moves::refused(&typed.name, &sources, &request));
        return None;
    };
    let identity = request.source_identity.unwrap_or_default().json;
    let source = ForeignState {
        provider: request.source_provider_address,
        type_name: source.type_name.to_owned(),
        schema_version: request.source_schema_version,
        state,
        // The state is enough for a move, so an unreadable identity is left out.
        identity: serde_json::from_slice(&identity).ok(),
        private: request.source_private,
    };
    let moved = typed.resource.move_from(found, source).await?;
    typed.object(moved, found)
}
