//! Types in the words that registry pages use.

use serde_json::Value;

use super::schema::{Attribute, NestedBlock};

/// `String`, `List of String` and so on, from Terraform's notation.
pub(crate) fn of(notation: &Value) -> String {
    match notation {
        Value::String(primitive) => match primitive.as_str() {
            "string" => "String".to_owned(),
            "bool" => "Boolean".to_owned(),
            "number" => "Number".to_owned(),
            _ => "Dynamic".to_owned(),
        },
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(outer), Value::Object(_)] if outer == "object" => "Object".to_owned(),
            [Value::String(outer), inner] => format!("{} of {}", capitalised(outer), of(inner)),
            _ => "Dynamic".to_owned(),
        },
        _ => "Dynamic".to_owned(),
    }
}

/// What is in the parentheses behind an attribute's name.
pub(crate) fn of_attribute(attribute: &Attribute) -> String {
    let mut words = vec![of(&attribute.r#type)];
    if attribute.sensitive {
        words.push("Sensitive".to_owned());
    }
    if attribute.deprecated {
        words.push("Deprecated".to_owned());
    }
    words.join(", ")
}

/// A maximum that tf-provider writes for lists that have none.
const UNLIMITED: u64 = i64::MAX as u64;

/// What is in the parentheses behind a block's name.
pub(crate) fn of_block(block: &NestedBlock) -> String {
    let mut words = vec![match block.nesting_mode.as_str() {
        "single" | "group" if block.min_items == 0 => "Block, Optional".to_owned(),
        "single" | "group" => "Block".to_owned(),
        mode => format!("Block {}", capitalised(mode)),
    }];
    if block.min_items > 0 {
        words.push(format!("Min: {}", block.min_items));
    }
    if block.max_items > 0 && block.max_items < UNLIMITED {
        words.push(format!("Max: {}", block.max_items));
    }
    words.join(", ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_are_named_as_in_the_registry() {
        assert_eq!(of(&json!("string")), "String");
        assert_eq!(of(&json!(["list", "string"])), "List of String");
        assert_eq!(of(&json!(["map", ["set", "number"]])), "Map of Set of Number");
        assert_eq!(of(&json!(["object", {"a": "bool"}])), "Object");
    }
}
