//! Upgrades stored states to the current schema, one version at a time.

use serde_json::Value;
use tf_provider::{Diagnostic, schema::Schema};

use crate::{diagnostics::about, moves::JsonObject, normalize};

/// Turns a state of one schema version into a state of the next.
pub type UpgradeStep = fn(JsonObject) -> Result<JsonObject, Diagnostic>;

/// Runs the steps from the version of the state on, then makes it conform to the schema.
///
/// Terraform asks for this on every run, also for states of the current version.
pub(crate) fn upgrade(
    name: &str,
    step: impl Fn(i64) -> Option<UpgradeStep>,
    schema: &Schema,
    version: i64,
    mut state: JsonObject,
) -> Result<Value, Diagnostic> {
    let current = schema.version;
    if version > current {
        let detail = format!(
            "A state of {name} was written by a newer version of the provider: its schema version is \
             {version}, this provider knows versions up to {current}. Use the newer version: raise the \
             version constraint and run `init -upgrade`."
        );
        return Err(about("State of a Newer Provider", detail));
    }
    for from in version..current {
        let Some(step) = step(from) else {
            let detail = format!(
                "A state of {name} has schema version {version}, and this provider cannot read version \
                 {from}. Apply once with an older version of the provider that can, or remove the object \
                 from the state and import it again."
            );
            return Err(about("State of an Unsupported Provider Version", detail));
        };
        state = step(state)?;
    }
    Ok(normalize::state(Value::Object(state), &schema.block))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;
    use tf_provider::schema::{Attribute, AttributeType, Block, NestedBlock};

    use super::*;

    fn text() -> Attribute {
        Attribute { attr_type: AttributeType::String, ..Attribute::default() }
    }

    fn schema(version: i64) -> Schema {
        let rule = Block { attributes: HashMap::from([("path".to_owned(), text())]), ..Block::default() };
        let tags = Attribute {
            attr_type: AttributeType::List(Box::new(AttributeType::Object(HashMap::from([(
                "key".to_owned(),
                AttributeType::String,
            )])))),
            ..Attribute::default()
        };
        let block = Block {
            attributes: HashMap::from([("name".to_owned(), text()), ("tags".to_owned(), tags)]),
            blocks: HashMap::from([("rule".to_owned(), NestedBlock::List(rule))]),
            ..Block::default()
        };
        Schema { version, block }
    }

    fn object(value: Value) -> JsonObject {
        match value {
            Value::Object(object) => object,
            other => panic!("not an object: {other}"),
        }
    }

    fn run(steps: &[UpgradeStep], current: i64, version: i64, state: Value) -> Result<Value, Diagnostic> {
        let step = |from| steps.get(usize::try_from(from).ok()?).copied();
        upgrade("toy_thing", step, &schema(current), version, object(state))
    }

    #[test]
    fn unknown_attributes_are_dropped_at_every_depth_and_missing_ones_are_null() {
        let stored = json!({
            "old": 1,
            "tags": [{"key": "a", "old": 2}, {"old": 3}],
            "rule": [{"path": "/", "old": {"deep": true}}],
        });
        let upgraded = run(&[], 0, 0, stored).unwrap();
        assert_eq!(
            upgraded,
            json!({
                "name": null,
                "tags": [{"key": "a"}, {"key": null}],
                "rule": [{"path": "/"}],
            })
        );
    }

    #[test]
    fn a_missing_repeated_block_becomes_an_empty_list() {
        let upgraded = run(&[], 0, 0, json!({"name": "x"})).unwrap();
        assert_eq!(upgraded["rule"], json!([]));
    }

    #[test]
    fn steps_run_in_order_from_the_stored_version_on() {
        fn append(mut state: JsonObject, what: &str) -> JsonObject {
            let name = state["name"].as_str().unwrap_or_default().to_owned() + what;
            state.insert("name".to_owned(), name.into());
            state
        }
        let steps: [UpgradeStep; 3] =
            [|state| Ok(append(state, "0")), |state| Ok(append(state, "1")), |state| Ok(append(state, "2"))];
        let upgraded = run(&steps, 3, 1, json!({"name": "v"})).unwrap();
        assert_eq!(upgraded["name"], "v12");
    }

    #[test]
    fn a_version_without_a_step_is_refused() {
        let refused = run(&[], 2, 1, json!({})).unwrap_err();
        assert_eq!(refused.summary, "State of an Unsupported Provider Version");
    }

    #[test]
    fn a_newer_version_is_refused() {
        let refused = run(&[], 0, 1, json!({})).unwrap_err();
        assert_eq!(refused.summary, "State of a Newer Provider");
    }
}
