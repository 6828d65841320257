//! The schema as `terraform providers schema -json` prints it, as far as the
//! documentation says something about it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The whole answer: one provider for each source address.
#[derive(Deserialize)]
pub(crate) struct Answer {
    pub(crate) provider_schemas: BTreeMap<String, Schemas>,
}

/// Everything one provider has.
#[derive(Deserialize)]
pub(crate) struct Schemas {
    pub(crate) provider: Schema,
    #[serde(default)]
    pub(crate) resource_schemas: BTreeMap<String, Schema>,
    #[serde(default)]
    pub(crate) data_source_schemas: BTreeMap<String, Schema>,
    #[serde(default)]
    pub(crate) list_resource_schemas: BTreeMap<String, Schema>,
    #[serde(default)]
    pub(crate) resource_identity_schemas: BTreeMap<String, Identity>,
}

#[derive(Deserialize)]
pub(crate) struct Schema {
    pub(crate) block: Block,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Block {
    pub(crate) description: String,
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) block_types: BTreeMap<String, NestedBlock>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Attribute {
    /// Terraform's own notation: `"string"`, `["list", "string"]` and so on.
    pub(crate) r#type: Value,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) optional: bool,
    pub(crate) computed: bool,
    pub(crate) sensitive: bool,
    pub(crate) deprecated: bool,
}

#[derive(Deserialize)]
pub(crate) struct NestedBlock {
    pub(crate) nesting_mode: String,
    #[serde(default)]
    pub(crate) block: Block,
    #[serde(default)]
    pub(crate) min_items: u64,
    #[serde(default)]
    pub(crate) max_items: u64,
}

#[derive(Deserialize)]
pub(crate) struct Identity {
    pub(crate) attributes: BTreeMap<String, IdentityAttribute>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct IdentityAttribute {
    pub(crate) r#type: Value,
    pub(crate) description: String,
    pub(crate) required_for_import: bool,
}
