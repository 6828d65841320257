//! The state of a Terraform that has created thousands of resources, made from
//! the state after creating some: creating them all would take too long.

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Makes `count` instances of the one resource in a state, which has `count` too,
/// by going round those that are there. `rename` turns the JSON of one instance,
/// whose number comes first, into that of another.
pub(crate) fn many(
    of_some: &str,
    count: usize,
    rename: impl Fn(&str, usize, usize) -> String,
) -> Result<String> {
    let mut state: Value = serde_json::from_str(of_some).context("cannot read the state")?;
    let instances = state
        .pointer_mut("/resources/0/instances")
        .and_then(Value::as_array_mut)
        .context("the state has no resource")?;
    instances.sort_by_key(|instance| instance["index_key"].as_u64());
    let patterns = std::mem::take(instances);
    *instances = (0..count)
        .zip(patterns.iter().enumerate().cycle())
        .map(|(number, (known, pattern))| {
            let known_id = pattern["attributes"]["id"].as_str().context("the resource has no id")?;
            let text = rename(&pattern.to_string().replace(known_id, &id(number)), known, number);
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
    fn the_instances_that_are_there_are_patterns_for_all() -> Result<()> {
        let instance = |number: usize| {
            let id = format!("x{number}");
            let key = format!("key-{number}");
            json!({
                "index_key": number,
                "attributes": {"id": id, "import_id": format!("{id}/api.example.com"), "key": key},
                "private": format!("kept of {number}"),
            })
        };
        let two = json!({"resources": [{"instances": [instance(1), instance(0)]}]});
        let key = |number| format!("key-{number}");
        let state = many(&two.to_string(), 4, |text, from, to| text.replace(&key(from), &key(to)))?;
        let state: Value = serde_json::from_str(&state)?;
        let fourth = &state["resources"][0]["instances"][3];
        assert_eq!(fourth["index_key"], 3);
        assert_eq!(fourth["attributes"]["id"], "m000003");
        assert_eq!(fourth["attributes"]["import_id"], "m000003/api.example.com");
        assert_eq!(fourth["attributes"]["key"], "key-3");
        assert_eq!(fourth["private"], "kept of 1");
        Ok(())
    }
}
