//! Messages as the protocol has them, and values to put into them.

#![allow(dead_code, unreachable_pub, clippy::all, reason = "generated from proto/")]

use serde_json::Value;
pub(super) use tonic_health::pb as health;

pub(super) mod tf {
    include!(concat!(env!("OUT_DIR"), "/tfplugin6.rs"));
}
pub(super) mod go_plugin {
    include!(concat!(env!("OUT_DIR"), "/plugin.rs"));
}

/// A known value as Terraform encodes it.
pub(super) fn msgpack(value: &Value) -> Option<tf::DynamicValue> {
    Some(raw(rmp_serde::to_vec_named(value).expect("a value that can be encoded")))
}

/// Bytes that pass for msgpack.
pub(super) fn raw(msgpack: Vec<u8>) -> tf::DynamicValue {
    tf::DynamicValue { msgpack, json: Vec::new() }
}

/// A value as state files hold it.
pub(super) fn stored(value: &Value) -> Option<tf::RawState> {
    Some(tf::RawState { json: value.to_string().into_bytes(), ..Default::default() })
}

pub(super) fn identity(value: &Value) -> Option<tf::ResourceIdentityData> {
    Some(tf::ResourceIdentityData { identity_data: msgpack(value) })
}

/// Reads a value that is wholly known.
pub(super) fn known(value: Option<&tf::DynamicValue>) -> Value {
    let Some(value) = value else { return Value::Null };
    let read = match value.json.as_slice() {
        [] => rmp_serde::from_slice(&value.msgpack).map_err(|error| error.to_string()),
        json => serde_json::from_slice(json).map_err(|error| error.to_string()),
    };
    read.unwrap_or_else(|error| panic!("{value:?} should be readable: {error}"))
}

pub(super) fn known_identity(value: Option<&tf::ResourceIdentityData>) -> Value {
    known(value.and_then(|data| data.identity_data.as_ref()))
}

/// The summaries of what an answer found, errors first.
pub(super) fn summaries(diagnostics: &[tf::Diagnostic]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.summary.as_str()).collect()
}
