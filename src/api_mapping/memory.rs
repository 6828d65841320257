//! Notes which mappings Terraform manages, for plans that want the key of one.

use super::resource::ApiMapping;
use crate::names::MappingId;
use crate::plugin::{JsonObject, Remembers};

impl Remembers for ApiMapping {
    fn remember(&self, stored: &JsonObject) {
        let id = stored.get("id").and_then(serde_json::Value::as_str).and_then(MappingId::from_api);
        if let Some(id) = id {
            self.runs.managed().add(&id);
        }
    }
}
