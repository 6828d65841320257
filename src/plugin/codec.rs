//! Values between the wire and a resource's own types, with errors that say
//! which value of which type could not be read.

use serde::{Deserialize, Serialize};
use tf_provider::{Diagnostic, Diagnostics};

use super::diagnostics::about;
use super::value::{self, Malformed};
use super::wire::tfplugin6::DynamicValue;

/// Reads and writes the values of one call.
pub(super) struct Codec<'d> {
    /// Whose values they are: `the provider block`, or a resource type's name.
    owner: &'d str,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Codec<'d> {
    pub(super) fn new(owner: &'d str, diagnostics: &'d mut Diagnostics) -> Self {
        Self { owner, diagnostics }
    }

    /// Reads a value, called `what` in errors.
    pub(super) fn read<'a, T: Deserialize<'a>>(&mut self, what: &str, value: &'a DynamicValue) -> Option<T> {
        self.report(what, value::decode(value))
    }

    /// Reads the private data that was stored beside a state.
    pub(super) fn read_private<'a, T: Deserialize<'a>>(&mut self, bytes: &'a [u8]) -> Option<T> {
        self.report("private data", value::decode_msgpack(bytes))
    }

    /// Reads a value that was stored as JSON.
    pub(super) fn read_json<'a, T: Deserialize<'a>>(&mut self, what: &str, bytes: &'a [u8]) -> Option<T> {
        self.report(what, value::decode_json(bytes))
    }

    fn report<T>(&mut self, what: &str, read: Result<T, Malformed>) -> Option<T> {
        read.map_err(|why| self.diagnostics.add_error(unreadable(self.owner, what, why))).ok()
    }

    /// Writes a value for Terraform.
    pub(super) fn write<T: Serialize>(&mut self, what: &str, value: &T) -> Option<DynamicValue> {
        let written = value::encode(value);
        self.report_unwritable(what, written)
    }

    /// Writes the private data that is to be stored beside a state.
    pub(super) fn write_private<T: Serialize>(&mut self, value: &T) -> Option<Vec<u8>> {
        let written = value::encode_private(value);
        self.report_unwritable("private data", written)
    }

    fn report_unwritable<T, E>(&mut self, what: &str, written: Result<T, E>) -> Option<T> {
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
}

fn unreadable(owner: &str, what: &str, why: Malformed) -> Diagnostic {
    about(
        "Unreadable Value",
        format!(
            "The {what} of {owner} could not be read: {why}. If it comes from a state file, \
             it was written by another version of the provider or changed by hand; use the \
             version that wrote it, or remove the object from the state and import it again."
        ),
    )
}
