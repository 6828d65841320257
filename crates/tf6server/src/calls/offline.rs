//! Work on configuration and stored state that calls no service: Terraform asks
//! for it before the provider is configured.

use serde_json::Value;
use tf_provider::{Diagnostic, Diagnostics};

use super::{Calls, tf};
use crate::codec::Codec;
use crate::diagnostics::about;
use crate::identity::data;
use crate::managed::Entry;
use crate::moves::{self, JsonObject};
use crate::resource::Object;
use crate::{normalize, upgrade};

pub(super) async fn validate(
    calls: &Calls,
    request: tf::validate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::validate_resource_config::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let config = request.config.unwrap_or_default();
    entry.resource.validate(&config, found).await?;
    Some(tf::validate_resource_config::Response::default())
}

pub(super) async fn upgrade_state(
    calls: &Calls,
    request: tf::upgrade_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::upgrade_resource_state::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let raw = request.raw_state.unwrap_or_default();
    Some(tf::upgrade_resource_state::Response {
        upgraded_state: Some(upgraded(entry, request.version, raw, found)?),
        diagnostics: Vec::new(),
    })
}

fn upgraded(
    entry: &Entry,
    version: i64,
    raw: tf::RawState,
    found: &mut Diagnostics,
) -> Option<tf::DynamicValue> {
    if raw.json.is_empty() && !raw.flatmap.is_empty() {
        found.add_error(too_old(&entry.name));
        return None;
    }
    let state: JsonObject = Codec::new(&entry.name, found).read_json("stored state", &raw.json)?;
    let schema = entry.schema(found)?;
    let stored = Value::Object(state.clone());
    match upgrade::upgrade(&entry.name, &entry.upgrades, schema, version, state) {
        Ok(upgraded) => {
            if let (Some(memory), Some(object)) = (&entry.memory, upgraded.as_object()) {
                memory.remember(object);
            }
            // Unchanged: the very bytes that were stored, with every digit they had.
            Some(json(if upgraded == stored { raw.json } else { upgraded.to_string().into_bytes() }))
        }
        Err(refused) => {
            found.add_error(refused);
            None
        }
    }
}

/// Identities of the current version come back as they are; none other exist.
pub(super) async fn upgrade_identity(
    calls: &Calls,
    request: tf::upgrade_resource_identity::Request,
    found: &mut Diagnostics,
) -> Option<tf::upgrade_resource_identity::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let current = entry.identified.as_ref().map(|known| known.schema().version);
    if current != Some(request.version) {
        found.add_error(unknown_identity(&entry.name, request.version));
        return None;
    }
    let raw = request.raw_identity.unwrap_or_default();
    let _: JsonObject = Codec::new(&entry.name, found).read_json("stored identity", &raw.json)?;
    Some(tf::upgrade_resource_identity::Response {
        upgraded_identity: Some(data(json(raw.json))),
        diagnostics: Vec::new(),
    })
}

/// A state of the same type, from this provider at another address, is only
/// brought up to date; states of other types are for the resource to take over.
pub(super) async fn move_state(
    calls: &Calls,
    request: tf::move_resource_state::Request,
    found: &mut Diagnostics,
) -> Option<tf::move_resource_state::Response> {
    let entry = calls.entry(&request.target_type_name, found)?;
    let Object { state, private } = if request.source_type_name == entry.name {
        let raw = request.source_state.unwrap_or_default();
        Object {
            state: upgraded(entry, request.source_schema_version, raw, found)?,
            private: request.source_private,
        }
    } else {
        match &entry.moves {
            Some(moves) => moves.take_over(request, found).await?,
            None => {
                found.add_error(moves::refused(&entry.name, &[], &request));
                return None;
            }
        }
    };
    Some(tf::move_resource_state::Response {
        target_identity: entry.identity(&state),
        target_state: Some(state),
        target_private: private,
        diagnostics: Vec::new(),
    })
}

pub(super) async fn generate_config(
    calls: &Calls,
    request: tf::generate_resource_config::Request,
    found: &mut Diagnostics,
) -> Option<tf::generate_resource_config::Response> {
    let entry = calls.entry(&request.type_name, found)?;
    let state = request.state.unwrap_or_default();
    let state: Value = Codec::new(&entry.name, found).read("state", &state)?;
    let schema = entry.schema(found)?;
    let config = normalize::configuration(state, &schema.block);
    Some(tf::generate_resource_config::Response {
        config: Some(json(config.to_string().into_bytes())),
        diagnostics: Vec::new(),
    })
}

fn json(json: Vec<u8>) -> tf::DynamicValue {
    tf::DynamicValue { json, msgpack: Vec::new() }
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
