//! Makes objects conform to a schema. A state can have been written by another version of
//! the provider, and Terraform accepts it only with exactly the attributes of the current
//! schema.

use std::collections::HashMap;

use serde_json::{Map, Value};
use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, NestedBlock};

/// Removes attributes that are not in the schema, at every depth. Missing attributes
/// become null; missing repeated blocks, which cannot be null, become empty.
pub(crate) fn state(object: Value, schema: &Block) -> Value {
    block(object, schema, |_| true)
}

/// Whether [`state`] would return the object as it is.
pub(crate) fn conforms(object: &Map<String, Value>, schema: &Block) -> bool {
    let has = |name: &String, conforms: &dyn Fn(&Value) -> bool| object.get(name).is_some_and(conforms);
    object.len() == schema.attributes.len() + schema.blocks.len()
        && schema
            .attributes
            .iter()
            .all(|(name, attribute)| has(name, &|value| is_typed(value, &attribute.attr_type)))
        && schema.blocks.iter().all(|(name, nested)| has(name, &|value| is_nested_block(value, nested)))
}

fn is_nested_block(value: &Value, nested: &NestedBlock) -> bool {
    let is_block = |value: &Value, schema| value.as_object().is_none_or(|object| conforms(object, schema));
    match nested {
        NestedBlock::Single(schema) | NestedBlock::Group(schema) => is_block(value, schema),
        NestedBlock::List(schema)
        | NestedBlock::Set(schema)
        | NestedBlock::Optional(schema)
        | NestedBlock::Map(schema) => !value.is_null() && all(value, |value| is_block(value, schema)),
    }
}

fn is_typed(value: &Value, attr_type: &AttributeType) -> bool {
    use AttributeType as Type;
    let has_all = |value: &Value, names: &[&String], conforms: &dyn Fn(&str, &Value) -> bool| {
        value.as_object().is_none_or(|object| {
            object.len() == names.len()
                && names.iter().all(|name| object.get(*name).is_some_and(|value| conforms(name, value)))
        })
    };
    let nested = |value: &Value, schema: &HashMap<String, Attribute>| {
        let names: Vec<_> = schema.keys().collect();
        has_all(value, &names, &|name, value| is_typed(value, &schema[name].attr_type))
    };
    match attr_type {
        Type::String | Type::Number | Type::Bool | Type::Any => true,
        Type::List(element) | Type::Set(element) | Type::Map(element) => {
            all(value, |value| is_typed(value, element))
        }
        Type::Object(types) => {
            let names: Vec<_> = types.keys().collect();
            has_all(value, &names, &|name, value| is_typed(value, &types[name]))
        }
        Type::Tuple(types) => value.as_array().is_none_or(|values| {
            values.len() <= types.len() && values.iter().zip(types).all(|(value, of)| is_typed(value, of))
        }),
        Type::AttributeSingle(schema) => nested(value, schema),
        Type::AttributeList(schema) | Type::AttributeSet(schema) | Type::AttributeMap(schema) => {
            all(value, |value| nested(value, schema))
        }
    }
}

/// Whether every element of a list or a map is as it should be; anything else is.
fn all(value: &Value, conforms: impl Fn(&Value) -> bool) -> bool {
    match value {
        Value::Array(values) => values.iter().all(conforms),
        Value::Object(values) => values.values().all(conforms),
        _ => true,
    }
}

/// The configuration for a state: attributes that only the provider sets, and those that
/// are deprecated, become null.
pub(crate) fn configuration(object: Value, schema: &Block) -> Value {
    block(object, schema, |attribute| {
        attribute.constraint != AttributeConstraint::Computed && !attribute.deprecated
    })
}

/// Which attributes keep their value.
type Keep = fn(&Attribute) -> bool;

fn block(value: Value, schema: &Block, keep: Keep) -> Value {
    object(value, |stored| {
        let mut result = attributes(stored, &schema.attributes, keep);
        for (name, nested) in &schema.blocks {
            result.insert(name.clone(), nested_block(take(stored, name), nested, keep));
        }
        result
    })
}

fn nested_block(value: Value, nested: &NestedBlock, keep: Keep) -> Value {
    match (nested, value) {
        (NestedBlock::Single(schema) | NestedBlock::Group(schema), value) => block(value, schema, keep),
        (NestedBlock::Map(_), Value::Null) => Map::new().into(),
        (_, Value::Null) => Vec::<Value>::new().into(),
        (
            NestedBlock::List(schema)
            | NestedBlock::Set(schema)
            | NestedBlock::Optional(schema)
            | NestedBlock::Map(schema),
            value,
        ) => each(value, |value| block(value, schema, keep)),
    }
}

fn attributes(
    stored: &mut Map<String, Value>,
    schema: &HashMap<String, Attribute>,
    keep: Keep,
) -> Map<String, Value> {
    let one = |(name, attribute): (&String, &Attribute)| {
        let value = take(stored, name);
        let kept = if keep(attribute) { value } else { Value::Null };
        (name.clone(), typed(kept, &attribute.attr_type, keep))
    };
    schema.iter().map(one).collect()
}

fn typed(value: Value, attr_type: &AttributeType, keep: Keep) -> Value {
    use AttributeType as Type;
    let nested = |value, schema| object(value, |stored| attributes(stored, schema, keep));
    match attr_type {
        Type::String | Type::Number | Type::Bool | Type::Any => value,
        Type::List(element) | Type::Set(element) | Type::Map(element) => {
            each(value, |value| typed(value, element, keep))
        }
        Type::Object(types) => object(value, |stored| {
            let one =
                |(name, attr_type): (&String, _)| (name.clone(), typed(take(stored, name), attr_type, keep));
            types.iter().map(one).collect()
        }),
        Type::Tuple(types) => match value {
            Value::Array(values) => {
                let pairs = values.into_iter().zip(types);
                pairs.map(|(value, attr_type)| typed(value, attr_type, keep)).collect()
            }
            other => other,
        },
        Type::AttributeSingle(schema) => nested(value, schema),
        Type::AttributeList(schema) | Type::AttributeSet(schema) | Type::AttributeMap(schema) => {
            each(value, |value| nested(value, schema))
        }
    }
}

/// The value of an attribute; null if it is missing.
fn take(stored: &mut Map<String, Value>, name: &str) -> Value {
    stored.remove(name).unwrap_or_default()
}

/// An object made from the stored one; anything else stays as it is.
fn object(value: Value, make: impl FnOnce(&mut Map<String, Value>) -> Map<String, Value>) -> Value {
    match value {
        Value::Object(mut stored) => Value::Object(make(&mut stored)),
        other => other,
    }
}

/// Each element of a list or a map; anything else stays as it is.
fn each(value: Value, change: impl Fn(Value) -> Value) -> Value {
    match value {
        Value::Array(values) => values.into_iter().map(change).collect(),
        Value::Object(values) => values.into_iter().map(|(key, value)| (key, change(value))).collect(),
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
        let mut stored = set();
        stored["list"] = json!([set(), set()]);
        stored["single"] = set();
        stored["map"] = json!({"key": set()});
        let config = configuration(stored, &outer);
        assert_eq!(config["list"], json!([kept(), kept()]));
        assert_eq!(config["single"], kept());
        assert_eq!(config["map"], json!({"key": kept()}));
    }

    #[test]
    fn what_conforms_is_what_stays_as_it_is() {
        let mut outer = block();
        outer.blocks.insert("list".to_owned(), NestedBlock::List(block()));
        outer.blocks.insert("single".to_owned(), NestedBlock::Single(block()));
        let types = [("a".to_owned(), AttributeType::String)].into();
        for (name, attr_type) in [
            ("objects", AttributeType::Map(Box::new(AttributeType::Object(types)))),
            ("nested", AttributeType::AttributeMap(block().attributes)),
            ("pair", AttributeType::Tuple(vec![AttributeType::String])),
        ] {
            outer
                .attributes
                .insert(name.to_owned(), Attribute { attr_type, ..attribute(AttributeConstraint::Optional) });
        }
        let mut fits = set();
        for (name, value) in [
            ("list", json!([set()])),
            ("single", set()),
            ("objects", json!({"k": {"a": "x"}, "n": null})),
            ("nested", json!({"k": set()})),
            ("pair", json!(["x"])),
        ] {
            fits[name] = value;
        }
        assert!(conforms(fits.as_object().unwrap(), &outer));
        for (name, other) in [
            ("list", json!(null)),
            ("list", json!([{}])),
            ("list", json!("text")),
            ("single", json!({"required": "r"})),
            ("single", json!(null)),
            ("objects", json!({"k": {}})),
            ("objects", json!({"k": {"a": "x", "b": "y"}})),
            ("objects", json!(3)),
            ("nested", json!({"k": {"required": "r"}})),
            ("pair", json!(["x", "y"])),
            ("pair", json!([])),
            ("unknown", json!(1)),
        ] {
            let mut changed = fits.clone();
            changed[name] = other;
            let stays = state(changed.clone(), &outer) == changed;
            assert_eq!(conforms(changed.as_object().unwrap(), &outer), stays, "{name} {changed}");
        }
    }

    #[test]
    fn a_stored_value_of_another_kind_is_left_for_terraform_to_judge() {
        let mut outer = block();
        outer.blocks.insert("list".to_owned(), NestedBlock::List(block()));
        assert_eq!(state(json!({"list": "text"}), &outer)["list"], "text");
        assert_eq!(state(json!(3), &outer), 3);
    }
}
