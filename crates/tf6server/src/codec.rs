//! Encoded values, msgpack or JSON, into Rust types and back.
//!
//! Nesting is limited before it can exhaust the stack. A diagnostic says which value of
//! which type could not be read, and never quotes it: it may be a secret.

use rmp_serde::decode::Error as MsgpackError;
use serde::{Deserialize, Serialize};
use tf_provider::Diagnostics;
use thiserror::Error;

use crate::{diagnostics::fail, proto::tfplugin6::DynamicValue};

/// msgpack's nil.
const NULL: [u8; 1] = [0xc0];

/// The deepest nesting accepted; the same limit as `serde_json` has for JSON.
/// Terraform's own schemas stay below twenty.
const MAX_DEPTH: usize = 128;

/// Reads and writes the values of one call.
pub(crate) struct Codec<'d> {
    /// `the provider block`, or the name of the resource type.
    owner: &'d str,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Codec<'d> {
    pub(crate) fn new(owner: &'d str, diagnostics: &'d mut Diagnostics) -> Self {
        Self { owner, diagnostics }
    }

    /// Reads a value, called `what` in errors. A missing one reads as null.
    pub(crate) fn read<'a, T: Deserialize<'a>>(
        &mut self,
        what: &str,
        value: Option<&'a DynamicValue>,
    ) -> Option<T> {
        self.report(what, decode(value))
    }

    /// Reads the private data that was stored beside a state.
    pub(crate) fn read_private<'a, T: Deserialize<'a>>(&mut self, bytes: &'a [u8]) -> Option<T> {
        self.report("private data", decode_msgpack(bytes))
    }

    /// Reads a value that was stored as JSON.
    pub(crate) fn read_json<'a, T: Deserialize<'a>>(&mut self, what: &str, bytes: &'a [u8]) -> Option<T> {
        self.report(what, decode_json(bytes))
    }

    fn report<T>(&mut self, what: &str, read: Result<T, Malformed>) -> Option<T> {
        let why = match read {
            Ok(value) => return Some(value),
            Err(why) => why,
        };
        let is_stored = ["state", "prior", "stored", "private"].iter().any(|word| what.starts_with(word));
        let advice = if is_stored {
            "Use the version of the provider that wrote it, or remove the object from the state and import \
             it again."
        } else {
            "Look for a number with a fraction where only whole numbers are allowed, or one that is too large."
        };
        let detail = format!("The {what} of {} could not be read: {why}. {advice}", self.owner);
        fail(self.diagnostics, "Unreadable Value", detail)
    }

    /// Writes a value as Terraform wants it: msgpack, structures as maps.
    pub(crate) fn write<T: Serialize>(&mut self, what: &str, value: &T) -> Option<DynamicValue> {
        let Ok(msgpack) = rmp_serde::to_vec_named(value) else {
            let detail = format!(
                "The {what} of {} could not be encoded for Terraform. This is a bug in the provider: please \
                 report it with the configuration that led here.",
                self.owner
            );
            return fail(self.diagnostics, "Unwritable Value", detail);
        };
        Some(DynamicValue { msgpack, json: Vec::new() })
    }

    /// Writes the private data that is to be stored beside a state; null is stored as nothing.
    pub(crate) fn write_private<T: Serialize>(&mut self, value: &T) -> Option<Vec<u8>> {
        let written = self.write("private data", value)?;
        Some(if is_null(Some(&written)) { Vec::new() } else { written.msgpack })
    }
}

/// Why a value cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
enum Malformed {
    #[error("it ends before it is complete")]
    Truncated,
    #[error("it is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    #[error("its content is not what the schema of this provider version describes")]
    Mismatch,
}

fn decode<'a, T: Deserialize<'a>>(value: Option<&'a DynamicValue>) -> Result<T, Malformed> {
    match value {
        Some(DynamicValue { json, msgpack }) if msgpack.is_empty() && !json.is_empty() => decode_json(json),
        Some(DynamicValue { msgpack, .. }) => decode_msgpack(msgpack),
        None => decode_msgpack(&NULL),
    }
}

/// Nothing at all decodes as null.
fn decode_msgpack<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    let bytes = if bytes.is_empty() { &NULL } else { bytes };
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(bytes);
    deserializer.set_max_depth(MAX_DEPTH);
    T::deserialize(&mut deserializer).map_err(|error| match error {
        MsgpackError::DepthLimitExceeded => Malformed::TooDeep,
        MsgpackError::InvalidMarkerRead(_) | MsgpackError::InvalidDataRead(_) => Malformed::Truncated,
        _ => Malformed::Mismatch,
    })
}

fn decode_json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    serde_json::from_slice(bytes)
        .map_err(|error| if error.is_eof() { Malformed::Truncated } else { Malformed::Mismatch })
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

    fn encoded(value: &impl Serialize) -> DynamicValue {
        Codec::new("toy_thing", &mut Diagnostics::default()).write("value", value).unwrap()
    }

    fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
        decode_msgpack(bytes)
    }

    #[test]
    fn an_unreadable_configuration_is_told_with_its_owner_and_what_to_look_for() {
        let mut found = Diagnostics::default();
        let half = encoded(&0.5);
        let read: Option<ValueNumber> =
            Codec::new("toy_thing", &mut found).read("configuration", Some(&half));
        assert_eq!(read, None);
        assert_eq!(
            found.errors[0].detail,
            "The configuration of toy_thing could not be read: its content is not what the schema of this \
             provider version describes. Look for a number with a fraction where only whole numbers are \
             allowed, or one that is too large."
        );
    }

    #[test]
    fn an_unreadable_state_is_told_with_the_way_out() {
        let mut found = Diagnostics::default();
        let text = encoded(&"text");
        let read: Option<ValueNumber> = Codec::new("toy_thing", &mut found).read("prior state", Some(&text));
        assert_eq!(read, None);
        assert!(found.errors[0].detail.ends_with("remove the object from the state and import it again."));
    }

    #[test]
    fn a_proposed_state_comes_from_the_configuration() {
        for (what, is_stored) in [("proposed state", false), ("planned state", false), ("stored state", true)]
        {
            let mut found = Diagnostics::default();
            let text = encoded(&"text");
            let _: Option<ValueNumber> = Codec::new("toy_thing", &mut found).read(what, Some(&text));
            assert_eq!(found.errors[0].detail.contains("import it again"), is_stored, "{what}");
        }
    }

    #[test]
    fn null_private_data_is_stored_as_nothing() {
        let mut found = Diagnostics::default();
        let mut codec = Codec::new("toy_thing", &mut found);
        assert_eq!(codec.write_private(&ValueString::Null), Some(Vec::new()));
        assert_eq!(codec.write_private(&"p"), Some(b"\xa1p".to_vec()));
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
            assert_eq!(decode::<Option<String>>(left_out), Ok(None));
        }
        assert!(!is_null(Some(&encoded(&false))));
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
