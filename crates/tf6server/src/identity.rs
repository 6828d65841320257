//! The schema of a resource identity.
//!
//! Terraform 1.12 and later stores an object's identity beside its state, shows it, and
//! imports by it.

use tf_provider::schema::Type;

use crate::moves::JsonObject;

/// Turns an identity of one schema version into one of the next.
pub type IdentityUpgradeStep = fn(JsonObject) -> JsonObject;

/// What an identity consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentitySchema {
    /// Raised by one whenever the attributes change; begins at 0.
    pub version: i64,
    /// The attributes, in the order in which documentation shows them.
    pub attributes: Vec<IdentityAttribute>,
}

/// One attribute of an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityAttribute {
    /// Its name.
    pub name: &'static str,
    /// A primitive type or a list of one; the protocol has no others here.
    pub attr_type: Type,
    /// Whether an `import` block must set it.
    pub on_import: OnImport,
    /// What it is, in Markdown.
    pub description: &'static str,
}

/// Whether an `import` block must set an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnImport {
    /// It must.
    Required,
    /// It may leave it out; the provider then chooses the value.
    Optional,
}
