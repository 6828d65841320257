//! Encoded values, msgpack or JSON, into Rust types and back.
//!
//! Nesting is limited before it can exhaust the stack, and a value that does not decode is
//! a [`Malformed`].

use rmp_serde::decode::Error as MsgpackError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::proto::tfplugin6::DynamicValue;

/// msgpack's nil.
const NULL: [u8; 1] = [0xc0];

/// The deepest nesting accepted; the same limit as `serde_json` has for JSON.
/// Terraform's own schemas stay below twenty.
const MAX_DEPTH: usize = 128;

/// Why a value cannot be decoded.
///
/// The texts never quote the value: it may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Malformed {
    #[error("it ends before it is complete")]
    Truncated,
    #[error("it is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    #[error("its content is not what the schema of this provider version describes")]
    Mismatch,
}

/// Reads a value; a missing one reads as null.
pub(crate) fn decode<'a, T: Deserialize<'a>>(value: Option<&'a DynamicValue>) -> Result<T, Malformed> {
    match value {
        Some(DynamicValue { json, msgpack }) if msgpack.is_empty() && !json.is_empty() => decode_json(json),
        Some(DynamicValue { msgpack, .. }) => decode_msgpack(msgpack),
        None => decode_msgpack(&NULL),
    }
}

/// Reads msgpack; nothing at all reads as null.
pub(crate) fn decode_msgpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    let bytes = if bytes.is_empty() { &NULL } else { bytes };
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(bytes);
    deserializer.set_max_depth(MAX_DEPTH);
    T::deserialize(&mut deserializer).map_err(|error| match error {
        MsgpackError::DepthLimitExceeded => Malformed::TooDeep,
        MsgpackError::InvalidMarkerRead(_) | MsgpackError::InvalidDataRead(_) => Malformed::Truncated,
        _ => Malformed::Mismatch,
    })
}

/// Reads JSON.
pub(crate) fn decode_json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    serde_json::from_slice(bytes)
        .map_err(|error| if error.is_eof() { Malformed::Truncated } else { Malformed::Mismatch })
}

/// A value as Terraform wants it back: msgpack, structures as maps.
pub(crate) fn encode<T: Serialize>(value: &T) -> Result<DynamicValue, rmp_serde::encode::Error> {
    Ok(DynamicValue { msgpack: rmp_serde::to_vec_named(value)?, json: Vec::new() })
}

/// The null value.
pub(crate) fn null() -> DynamicValue {
    DynamicValue { msgpack: NULL.to_vec(), json: Vec::new() }
}

/// A value in JSON.
pub(crate) fn json(json: Vec<u8>) -> DynamicValue {
    DynamicValue { json, msgpack: Vec::new() }
}

/// Whether the value is null or was left out.
pub(crate) fn is_null(value: Option<&DynamicValue>) -> bool {
    value.is_none_or(|DynamicValue { msgpack, json }| match (msgpack.as_slice(), json.as_slice()) {
        ([], []) | ([], b"null") => true,
        (msgpack, _) => msgpack == NULL,
    })
}

#[cfg(test)]
mod tests {
    use tf_provider::value::{Value, ValueNumber, ValueString};

    use super::*;

    fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
        decode_msgpack(bytes)
    }

    #[test]
    fn unknown_values_are_unknown_with_and_without_refinements() {
        // Extension 0 is plain; 12 tells more of the value, here that it is not null.
        for unknown in [&[0xd4, 0, 0][..], &[0xc7, 0, 0], &[0xc7, 3, 12, 0x81, 1, 0xc2]] {
            assert_eq!(read::<ValueString<'_>>(unknown), Ok(Value::Unknown), "{unknown:?}");
            assert_eq!(read::<Value<Vec<ValueNumber>>>(unknown), Ok(Value::Unknown), "{unknown:?}");
        }
    }

    #[test]
    fn what_is_left_out_is_null() {
        let empty = DynamicValue::default();
        for left_out in [None, Some(&empty), Some(&null()), Some(&json(b"null".to_vec()))] {
            assert!(is_null(left_out));
            assert_eq!(decode::<ValueString<'_>>(left_out), Ok(Value::Null));
        }
        assert!(!is_null(Some(&encode(&false).unwrap())));
    }

    #[test]
    fn nothing_reads_as_null() {
        assert_eq!(read::<ValueString<'_>>(&[]), Ok(Value::Null));
    }

    #[test]
    fn every_way_of_being_malformed_has_its_name() {
        let deep = [vec![0x91; 200], vec![0xc0]].concat();
        assert_eq!(read::<serde_json::Value>(&deep), Err(Malformed::TooDeep));
        assert_eq!(read::<ValueString<'_>>(&[0xa5, b'a']), Err(Malformed::Truncated));
        assert_eq!(read::<ValueNumber>(&[0xa1, b'a']), Err(Malformed::Mismatch));
        assert_eq!(decode_json::<serde_json::Value>(b"[1"), Err(Malformed::Truncated));
        assert_eq!(decode_json::<serde_json::Value>("[".repeat(200).as_bytes()), Err(Malformed::Mismatch));
    }
}
