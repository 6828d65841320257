//! Which mappings are under management, for plans that meet one of them.

use super::ApiMapping;
use crate::names::MappingId;
use tf6server::JsonObject;

impl ApiMapping {
    pub(super) fn note_managed(&self, stored: &JsonObject) {
        let id = stored.get("id").and_then(serde_json::Value::as_str).and_then(MappingId::from_api);
        if let Some(id) = id {
            self.runs.managed().note(&id);
        }
    }
}
