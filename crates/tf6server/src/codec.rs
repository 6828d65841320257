//! Decodes and encodes the values of one call, with diagnostics that say which value of
//! which type could not be read.

use serde::{Deserialize, Serialize};
use tf_provider::{Diagnostic, Diagnostics};

use crate::diagnostics::about;
use crate::encoded_value::{self as value, Malformed};
use crate::proto::tfplugin6::DynamicValue;

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

    /// Reads a value, called `what` in errors.
    pub(crate) fn read<'a, T: Deserialize<'a>>(
        &mut self,
        what: &str,
        value: Option<&'a DynamicValue>,
    ) -> Option<T> {
        self.report(what, value::decode(value))
    }

    /// Reads the private data that was stored beside a state.
    pub(crate) fn read_private<'a, T: Deserialize<'a>>(&mut self, bytes: &'a [u8]) -> Option<T> {
        self.report("private data", value::decode_msgpack(bytes))
    }

    /// Reads a value that was stored as JSON.
    pub(crate) fn read_json<'a, T: Deserialize<'a>>(&mut self, what: &str, bytes: &'a [u8]) -> Option<T> {
        self.report(what, value::decode_json(bytes))
    }

    fn report<T>(&mut self, what: &str, read: Result<T, Malformed>) -> Option<T> {
        read.map_err(|why| self.diagnostics.add_error(unreadable(self.owner, what, why))).ok()
    }

    /// Writes a value for Terraform.
    pub(crate) fn write<T: Serialize>(&mut self, what: &str, value: &T) -> Option<DynamicValue> {
        let written = value::encode(value);
        if written.is_err() {
            self.diagnostics.add_error(about(
                "Unwritable Value",
                format!(
                    "The {what} of {} could not be encoded for Terraform. This is a bug in \
                     the provider: please report it with the configuration that led here.",
                    self.owner
                ),
            ));
        }
        written.ok()
    }

    /// Writes the private data that is to be stored beside a state; null is stored as nothing.
    pub(crate) fn write_private<T: Serialize>(&mut self, value: &T) -> Option<Vec<u8>> {
        let written = self.write("private data", value)?;
        Some(if value::is_null(Some(&written)) { Vec::new() } else { written.msgpack })
    }
}

fn unreadable(owner: &str, what: &str, why: Malformed) -> Diagnostic {
    let advice = if what.contains("state") || what.contains("stored") || what.contains("private") {
        "Use the version of the provider that wrote it, or remove the object from the state and import it \
         again."
    } else {
        "Look for a number with a fraction where only whole numbers are allowed, or one that is too large."
    };
    about("Unreadable Value", format!("The {what} of {owner} could not be read: {why}. {advice}"))
}

#[cfg(test)]
mod tests {
    use tf_provider::value::{ValueNumber, ValueString};

    use super::*;
    use crate::encoded_value::encode;

    #[test]
    fn an_unreadable_configuration_is_told_with_its_owner_and_what_to_look_for() {
        let mut found = Diagnostics::default();
        let half = encode(&0.5).unwrap();
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
    fn null_private_data_is_stored_as_nothing() {
        let mut found = Diagnostics::default();
        let mut codec = Codec::new("toy_thing", &mut found);
        assert_eq!(codec.write_private(&ValueString::Null), Some(Vec::new()));
        assert_eq!(codec.write_private(&"p"), Some(b"\xa1p".to_vec()));
    }

    #[test]
    fn an_unreadable_state_is_told_with_the_way_out() {
        let mut found = Diagnostics::default();
        let text = encode(&"text").unwrap();
        let read: Option<ValueNumber> = Codec::new("toy_thing", &mut found).read("prior state", Some(&text));
        assert_eq!(read, None);
        assert!(found.errors[0].detail.ends_with("remove the object from the state and import it again."));
    }
}
