//! Takes over the state of hashicorp/aws, without any call.

use tf_provider::Diagnostics;
use tf_provider::value::{Value, ValueString};
use tf6server::{JsonObject, MoveSource};

use super::state::State;
use crate::diagnostic::general;
use crate::names::MappingKey;
use crate::shared::private_state::PrivateState;

const PROVIDER: &str = "hashicorp/aws";
const TYPE_NAME: &str = "aws_apigatewayv2_api_mapping";

/// The resource whose state is understood. The registry of OpenTofu has the same
/// provider under a second name.
pub(super) const SOURCES: [MoveSource; 2] = [
    MoveSource { provider: PROVIDER, type_name: TYPE_NAME },
    MoveSource { provider: "opentofu/aws", type_name: TYPE_NAME },
];

/// Turns its state into one of this resource.
pub(super) fn take_over<'a>(
    diags: &mut Diagnostics,
    theirs: &JsonObject,
) -> Option<(State<'a>, PrivateState)> {
    if let Some(missing) = missing(theirs) {
        let detail = format!(
            "The state of the {TYPE_NAME} has no {missing}, so the mapping cannot be found. Apply once with {PROVIDER} \
             to complete its state, or use a `removed` block with `destroy = false` for the old resource and an \
             `import` block for the new one."
        );
        diags.add_error(general(format!("Incomplete State of {PROVIDER}"), detail));
        return None;
    }
    Some((from_hashicorp_aws(theirs), PrivateState::default()))
}

/// The two resources call the same things by the same names. The address is filled in
/// by the read that follows, and so is the region where theirs is from before version 6.
fn from_hashicorp_aws<'a>(theirs: &JsonObject) -> State<'a> {
    let text =
        |name: &str| -> ValueString<'a> { text(theirs, name).map(|text| text.to_owned().into()).into() };
    State {
        domain_name: text("domain_name"),
        api_id: text("api_id"),
        stage: text("stage"),
        // Theirs says null, "" or version 1's word for the root of a domain, ours says "".
        api_mapping_key: match text("api_mapping_key") {
            Value::Value(key) if key != MappingKey::ROOT_OF_VERSION_1 => Value::Value(key),
            _ => Value::from(""),
        },
        region: text("region"),
        id: text("id"),
        api_mapping_id: text("id"),
        url: Value::Null,
        timeouts: Value::Value(Vec::new()),
    }
}

/// The first attribute that is missing of those that identify the mapping.
fn missing(theirs: &JsonObject) -> Option<&'static str> {
    ["id", "domain_name"].into_iter().find(|name| text(theirs, name).is_none())
}

/// A text that is there and not empty.
fn text<'s>(theirs: &'s JsonObject, name: &str) -> Option<&'s str> {
    theirs.get(name)?.as_str().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(key: &serde_json::Value) -> JsonObject {
        let state = serde_json::json!({
            "api_id": "a1b2c3d4", "api_mapping_key": key, "domain_name": "api.example.com",
            "id": "m1", "region": "eu-west-1", "stage": "production",
        });
        state.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn every_field_is_taken_over() {
        let state = from_hashicorp_aws(&foreign(&"orders".into()));
        assert_eq!(state.domain_name, Value::from("api.example.com"));
        assert_eq!(state.api_id, Value::from("a1b2c3d4"));
        assert_eq!(state.stage, Value::from("production"));
        assert_eq!(state.api_mapping_key, Value::from("orders"));
        assert_eq!((state.id, state.api_mapping_id), (Value::from("m1"), Value::from("m1")));
    }

    #[test]
    fn the_region_of_version_6_is_taken_over_and_before_there_was_none() {
        let mut state = foreign(&"orders".into());
        assert_eq!(from_hashicorp_aws(&state).region, Value::from("eu-west-1"));
        for none in [Some(serde_json::Value::Null), Some("".into()), None] {
            state.remove("region");
            state.extend(none.map(|none| ("region".to_owned(), none)));
            assert_eq!(from_hashicorp_aws(&state).region, Value::Null);
        }
    }

    #[test]
    fn a_state_without_id_or_domain_is_incomplete() {
        assert_eq!(missing(&foreign(&"orders".into())), None);
        for name in ["id", "domain_name"] {
            for none in [serde_json::Value::Null, "".into(), 1.into()] {
                let mut state = foreign(&"orders".into());
                state.insert(name.to_owned(), none);
                assert_eq!(missing(&state), Some(name));
            }
        }
    }

    #[test]
    fn the_root_is_an_empty_key_however_it_was_stored() {
        for key in [serde_json::Value::Null, "".into(), "(none)".into()] {
            assert_eq!(from_hashicorp_aws(&foreign(&key)).api_mapping_key, Value::from(""));
        }
    }
}
