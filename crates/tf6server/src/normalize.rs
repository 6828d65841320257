//! Makes stored objects conform to a schema. A state can have been written by another
//! version of the provider, and Terraform accepts it only with exactly the attributes of the
//! current schema.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, NestedBlock};

/// Removes attributes that are not in the schema, at every depth. Missing attributes
/// become null; missing repeated blocks, which cannot be null, become empty.
pub(crate) fn conform(object: Value, schema: &Block) -> Value {
    let Value::Object(mut stored) = object else {
        return object;
    };
    let mut result = conform_attributes(&mut stored, &schema.attributes);
    for (name, nested) in &schema.blocks {
        let value = stored.remove(name).unwrap_or_default();
        result.insert(name.clone(), conform_block(value, nested));
    }
    Value::Object(result)
}

fn conform_attributes(
    stored: &mut Map<String, Value>,
    attributes: &HashMap<String, Attribute>,
) -> Map<String, Value> {
    let conform_one = |(name, attribute): (&String, &Attribute)| {
        let value = stored.remove(name).unwrap_or_default();
        (name.clone(), conform_attribute(value, &attribute.attr_type))
    };
    attributes.iter().map(conform_one).collect()
}

fn conform_attribute(value: Value, attr_type: &AttributeType) -> Value {
    use AttributeType as Type;
    let nested = |value, attributes| match value {
        Value::Object(mut stored) => Value::Object(conform_attributes(&mut stored, attributes)),
        other => other,
    };
    match attr_type {
        Type::String | Type::Number | Type::Bool | Type::Any => value,
        Type::List(element) | Type::Set(element) | Type::Map(element) => {
            each(value, |value| conform_attribute(value, element))
        }
        Type::Object(types) => conform_object(value, types),
        Type::Tuple(types) => match value {
            Value::Array(values) => {
                let pairs = values.into_iter().zip(types);
                Value::Array(pairs.map(|(value, t)| conform_attribute(value, t)).collect())
            }
            other => other,
        },
        Type::AttributeSingle(attributes) => nested(value, attributes),
        Type::AttributeList(attributes) | Type::AttributeSet(attributes) | Type::AttributeMap(attributes) => {
            each(value, |value| nested(value, attributes))
        }
    }
}

fn conform_object(value: Value, types: &HashMap<String, AttributeType>) -> Value {
    let Value::Object(mut stored) = value else {
        return value;
    };
    let conform_one = |(name, t): (&String, &AttributeType)| {
        let value = stored.remove(name).unwrap_or_default();
        (name.clone(), conform_attribute(value, t))
    };
    Value::Object(types.iter().map(conform_one).collect())
}

fn conform_block(value: Value, nested: &NestedBlock) -> Value {
    match nested {
        NestedBlock::Single(block) | NestedBlock::Group(block) => conform(value, block),
        NestedBlock::List(block) | NestedBlock::Set(block) | NestedBlock::Optional(block) => match value {
            Value::Null => Value::Array(Vec::new()),
            value => each(value, |value| conform(value, block)),
        },
        NestedBlock::Map(block) => match value {
            Value::Null => Value::Object(Map::new()),
            value => each(value, |value| conform(value, block)),
        },
    }
}

/// The configuration for an object: attributes that only the provider sets, and those that
/// are deprecated, become null.
pub(crate) fn configuration(object: Value, schema: &Block) -> Value {
    let Value::Object(mut state) = conform(object, schema) else {
        return Value::Null;
    };
    keep_configurable(&mut state, &schema.attributes);
    for (name, nested) in &schema.blocks {
        let value = state.remove(name).unwrap_or_default();
        state.insert(name.clone(), block_configuration(value, nested));
    }
    Value::Object(state)
}

fn keep_configurable(state: &mut Map<String, Value>, attributes: &HashMap<String, Attribute>) {
    for (name, attribute) in attributes {
        let given = attribute.constraint == AttributeConstraint::Computed || attribute.deprecated;
        let value = state.remove(name).unwrap_or_default();
        let kept = if given { Value::Null } else { attribute_configuration(value, &attribute.attr_type) };
        state.insert(name.clone(), kept);
    }
}

fn attribute_configuration(value: Value, attr_type: &AttributeType) -> Value {
    use AttributeType as Type;
    let nested = |value, attributes| match value {
        Value::Object(mut state) => {
            keep_configurable(&mut state, attributes);
            Value::Object(state)
        }
        other => other,
    };
    match attr_type {
        Type::AttributeSingle(attributes) => nested(value, attributes),
        Type::AttributeList(attributes) | Type::AttributeSet(attributes) | Type::AttributeMap(attributes) => {
            each(value, |value| nested(value, attributes))
        }
        _ => value,
    }
}

fn block_configuration(value: Value, nested: &NestedBlock) -> Value {
    match nested {
        NestedBlock::Single(block) | NestedBlock::Group(block) => configuration(value, block),
        NestedBlock::List(block)
        | NestedBlock::Set(block)
        | NestedBlock::Optional(block)
        | NestedBlock::Map(block) => each(value, |value| configuration(value, block)),
    }
}

/// Each element of a list or a map; anything else stays as it is.
fn each(value: Value, change: impl Fn(Value) -> Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(change).collect(),
        Value::Object(values) => {
            let pairs = values.into_iter();
            Value::Object(pairs.map(|(key, value)| (key, change(value))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn attribute(constraint: AttributeConstraint) -> Attribute {
        Attribute { attr_type: AttributeType::String, constraint, ..Attribute::default() }
    }

    fn block() -> Block {
        use AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
        let all = [
            ("required", Required),
            ("optional", Optional),
            ("both", OptionalComputed),
            ("computed", Computed),
        ];
        let mut attributes: HashMap<_, _> =
            all.into_iter().map(|(name, constraint)| (name.to_owned(), attribute(constraint))).collect();
        attributes.insert("deprecated".to_owned(), Attribute { deprecated: true, ..attribute(Optional) });
        Block { attributes, ..Block::default() }
    }

    fn set() -> Value {
        json!({"required": "r", "optional": "o", "both": "b", "computed": "c", "deprecated": "d"})
    }

    fn kept() -> Value {
        json!({"required": "r", "optional": "o", "both": "b", "computed": null, "deprecated": null})
    }

    #[test]
    fn a_configuration_keeps_what_a_person_may_set() {
        assert_eq!(configuration(set(), &block()), kept());
    }

    #[test]
    fn a_configuration_keeps_it_in_nested_blocks_and_nested_attributes_too() {
        let mut outer = block();
        outer.blocks.insert("list".to_owned(), NestedBlock::List(block()));
        outer.blocks.insert("single".to_owned(), NestedBlock::Single(block()));
        let nested = AttributeType::AttributeMap(block().attributes);
        let nested = Attribute { attr_type: nested, ..attribute(AttributeConstraint::Optional) };
        outer.attributes.insert("map".to_owned(), nested);
        let mut state = set();
        state["list"] = json!([set(), set()]);
        state["single"] = set();
        state["map"] = json!({"key": set()});
        let config = configuration(state, &outer);
        assert_eq!(config["list"], json!([kept(), kept()]));
        assert_eq!(config["single"], kept());
        assert_eq!(config["map"], json!({"key": kept()}));
    }

    #[test]
    fn a_stored_value_of_another_kind_is_left_for_terraform_to_judge() {
        let mut outer = block();
        outer.blocks.insert("list".to_owned(), NestedBlock::List(block()));
        assert_eq!(conform(json!({"list": "text"}), &outer)["list"], "text");
        assert_eq!(conform(json!(3), &outer), 3);
    }
}
