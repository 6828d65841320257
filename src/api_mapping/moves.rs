//! Taking over the state of hashicorp/aws, offline.

use async_trait::async_trait;
use tf_provider::Diagnostics;
use tf_provider::value::{Value, ValueEmpty, ValueString};

use super::{ApiMapping, NOTHING, State};
use crate::plugin::{ForeignState, JsonObject, MoveSource, MovesFrom};

#[async_trait]
impl MovesFrom for ApiMapping {
    fn move_sources(&self) -> Vec<MoveSource> {
        vec![MoveSource { provider: "hashicorp/aws", type_name: "aws_apigatewayv2_api_mapping" }]
    }

    async fn move_from<'a>(
        &self,
        _: &mut Diagnostics,
        source: ForeignState,
    ) -> Option<(State<'a>, ValueEmpty)> {
        Some((from_hashicorp_aws(&source.state), NOTHING))
    }
}

/// The two resources call the same things by the same names. Their state says null
/// or "" for the root of a domain; ours says "". The address is filled in by the
/// read that follows.
fn from_hashicorp_aws<'a>(state: &JsonObject) -> State<'a> {
    let text = |name: &str| -> ValueString<'a> {
        state.get(name).and_then(serde_json::Value::as_str).map(|text| text.to_owned().into()).into()
    };
    State {
        domain_name: text("domain_name"),
        api_id: text("api_id"),
        stage: text("stage"),
        api_mapping_key: match text("api_mapping_key") {
            Value::Null => Value::from(""),
            key => key,
        },
        id: text("id"),
        api_mapping_id: text("id"),
        url: Value::Null,
        timeouts: Value::Value(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(key: serde_json::Value) -> JsonObject {
        let state = serde_json::json!({
            "api_id": "a1b2c3d4", "api_mapping_key": key, "domain_name": "api.example.com",
            "id": "m1", "region": "eu-west-1", "stage": "production",
        });
        state.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn every_field_is_taken_over() {
        let state = from_hashicorp_aws(&foreign("orders".into()));
        assert_eq!(state.domain_name, Value::from("api.example.com"));
        assert_eq!(state.api_id, Value::from("a1b2c3d4"));
        assert_eq!(state.stage, Value::from("production"));
        assert_eq!(state.api_mapping_key, Value::from("orders"));
        assert_eq!((state.id, state.api_mapping_id), (Value::from("m1"), Value::from("m1")));
    }

    #[test]
    fn the_root_is_an_empty_key_however_it_was_stored() {
        for key in [serde_json::Value::Null, "".into()] {
            assert_eq!(from_hashicorp_aws(&foreign(key)).api_mapping_key, Value::from(""));
        }
    }
}
