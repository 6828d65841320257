//! The state of a Terraform that has created thousands of resources, made from
//! the state after creating one: creating them all would take an hour.

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Makes `count` instances of the one resource in a state, which has `count`
/// too. `rename` turns the JSON of the first instance into that of another.
pub(crate) fn many(
    of_the_first: &str,
    count: usize,
    rename: impl Fn(&str, usize) -> String,
) -> Result<String> {
    let mut state: Value = serde_json::from_str(of_the_first).context("cannot read the state")?;
    let instances = state
        .pointer_mut("/resources/0/instances")
        .and_then(Value::as_array_mut)
        .context("the state has no resource")?;
    let first = instances.first().context("the state has no instance")?.clone();
    let first_id = first["attributes"]["id"].as_str().context("the resource has no id")?;
    let pattern = first.to_string();
    *instances = (0..count)
        .map(|number| {
            let text = rename(&pattern.replace(first_id, &id(number)), number);
            let mut instance: Value = serde_json::from_str(&text)?;
            instance["index_key"] = json!(number);
            Ok(instance)
        })
        .collect::<Result<_>>()?;
    Ok(state.to_string())
}

/// The id of an instance.
pub(crate) fn id(number: usize) -> String {
    format!("m{number:06}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_instance_is_a_pattern_for_all() -> Result<()> {
        let first = json!({"resources": [{"instances": [{
            "index_key": 0,
            "attributes": {"id": "x1", "import_id": "x1/api.example.com", "key": "key-0"},
        }]}]});
        let state = many(&first.to_string(), 3, |text, n| text.replace("key-0", &format!("key-{n}")))?;
        let state: Value = serde_json::from_str(&state)?;
        let third = &state["resources"][0]["instances"][2];
        assert_eq!(third["index_key"], 2);
        assert_eq!(third["attributes"]["id"], "m000002");
        assert_eq!(third["attributes"]["import_id"], "m000002/api.example.com");
        assert_eq!(third["attributes"]["key"], "key-2");
        Ok(())
    }
}
