//! Calls that bring stored states and identities to the current schema.

use serde_json::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::context::Context;
use crate::codec::Codec;
use crate::diagnostics::about;
use crate::identity::data;
use crate::moves::JsonObject;
use crate::proto::tfplugin6 as tf;
use crate::resource::{ErasedResource, Object};
use crate::{upgrade, value};

pub(super) async fn upgrade_state(
    context: &Context,
    request: tf::upgrade_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::upgrade_resource_state::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let raw = request.raw_state.unwrap_or_default();
    Some(tf::upgrade_resource_state::Response {
        upgraded_state: Some(upgraded(resource, request.version, raw, found)?),
        diagnostics: Vec::new(),
    })
}

fn upgraded(
    resource: &dyn ErasedResource,
    version: i64,
    raw: tf::RawState,
    found: &mut Diagnostics,
) -> Option<tf::DynamicValue> {
    if raw.json.is_empty() && !raw.flatmap.is_empty() {
        found.add_error(too_old(resource.name()));
        return None;
    }
    let state: JsonObject = Codec::new(resource.name(), found).read_json("stored state", &raw.json)?;
    let schema = resource.schema(found)?;
    let stored = Value::Object(state.clone());
    match upgrade::upgrade(resource.name(), |from| resource.upgrade_step(from), schema, version, state) {
        Ok(upgraded) => {
            if let Some(state) = upgraded.as_object() {
                resource.stored_state(state);
            }
            // An unchanged state is returned as stored, because numbers lose digits here.
            Some(value::json(if upgraded == stored { raw.json } else { upgraded.to_string().into_bytes() }))
        }
        Err(refused) => {
            found.add_error(refused);
            None
        }
    }
}

/// An identity of the current version is returned unchanged; there are no upgrade steps.
pub(super) async fn upgrade_identity(
    context: &Context,
    request: tf::upgrade_resource_identity::Request,
    found: &mut Diagnostics,
) -> Option<tf::upgrade_resource_identity::Response> {
    let resource = context.resource(&request.type_name, found)?;
    let current = resource.identity_schema().map(|schema| schema.version);
    if current != Some(request.version) {
        found.add_error(unknown_identity(resource.name(), request.version));
        return None;
    }
    let raw = request.raw_identity.unwrap_or_default();
    let _: JsonObject = Codec::new(resource.name(), found).read_json("stored identity", &raw.json)?;
    Some(tf::upgrade_resource_identity::Response {
        upgraded_identity: Some(data(value::json(raw.json))),
        diagnostics: Vec::new(),
    })
}

/// A state of the same type, from the same provider at another address, is only upgraded.
/// Its identity follows from the read after the move.
pub(super) async fn move_state(
    context: &Context,
    request: tf::move_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::move_resource_state::Response> {
    let resource = context.resource(&request.target_type_name, found)?;
    let Object { state, identity, private } = if request.source_type_name == resource.name() {
        let raw = request.source_state.unwrap_or_default();
        Object {
            state: upgraded(resource, request.source_schema_version, raw, found)?,
            identity: None,
            private: request.source_private,
        }
    } else {
        resource.move_from(request, found).await?
    };
    Some(tf::move_resource_state::Response {
        target_identity: identity,
        target_state: Some(state),
        target_private: private,
        diagnostics: Vec::new(),
    })
}

fn too_old(name: &str) -> Diagnostic {
    about(
        "State From Before Terraform 0.12",
        format!(
            "A state of {name} is in the format of Terraform 0.11 and earlier, which no version \
             of this provider has written. Remove the object from the state and import it again."
        ),
    )
}

fn unknown_identity(name: &str, version: i64) -> Diagnostic {
    about(
        "Identity of an Unsupported Provider Version",
        format!(
            "An identity of {name} has schema version {version}, which this provider does not \
             know. Use the version of the provider that wrote it."
        ),
    )
}
