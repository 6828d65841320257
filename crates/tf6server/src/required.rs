//! Arguments that must have a value.
//!
//! Terraform checks only that a required argument is written. One that is written and
//! null, such as a variable that is not set, reaches the provider (terraform#28894); a
//! replacement would destroy the old object before the new one fails.

use std::collections::{BTreeMap, HashMap};

use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, NestedBlock};
use tf_provider::{AttributePath, Diagnostic, Diagnostics};

use crate::proto::tfplugin6::DynamicValue;
use crate::{codec, configured::Configured};

/// Reports required arguments of a configuration that are null, at every depth. There is no
/// result then. Unknown values are not judged.
pub(crate) fn check(config: Option<&DynamicValue>, schema: &Block, found: &mut Diagnostics) -> Option<()> {
    // What cannot be read is reported by the codec, to which the types are known.
    let Ok(config) = codec::decode::<Configured>(config) else { return Some(()) };
    let mut nulls = Vec::new();
    block(&config, schema, &AttributePath::default(), &mut nulls);
    let complete = nulls.is_empty();
    found.errors.extend(nulls.into_iter().map(is_null));
    complete.then_some(())
}

fn is_null(attribute: AttributePath) -> Diagnostic {
    let detail = format!(
        "{attribute} is null and must have a value. If it is set to a variable, an output or a condition, give that a \
         value, or write one here."
    );
    Diagnostic { summary: "Required Argument Is Null".into(), detail: detail.into(), attribute }
}

fn block(value: &Configured, schema: &Block, path: &AttributePath, nulls: &mut Vec<AttributePath>) {
    attributes(value, &schema.attributes, path, nulls);
    let Configured::Object(values) = value else { return };
    for (name, value) in values {
        let path = path.clone().attribute(name.clone());
        match schema.blocks.get(name) {
            Some(NestedBlock::Single(schema)) => block(value, schema, &path, nulls),
            Some(NestedBlock::List(schema) | NestedBlock::Optional(schema) | NestedBlock::Map(schema)) => {
                value.each(&path, |value, path| block(value, schema, path, nulls));
            }
            // The elements of a set have no path of their own.
            Some(NestedBlock::Set(schema)) => {
                value.each(&path, |value, _| block(value, schema, &path, nulls));
            }
            // A group that is left out cannot be told from one whose arguments are all null.
            Some(NestedBlock::Group(_)) | None => {}
        }
    }
}

fn attributes(
    value: &Configured,
    schema: &HashMap<String, Attribute>,
    path: &AttributePath,
    nulls: &mut Vec<AttributePath>,
) {
    let Configured::Object(values) = value else { return };
    let in_order: BTreeMap<_, _> = schema.iter().collect();
    for (name, attribute) in in_order {
        let path = path.clone().attribute(name.clone());
        let value = values.iter().find(|(key, _)| key == name).map_or(&Configured::Null, |(_, value)| value);
        match &attribute.attr_type {
            _ if matches!(value, Configured::Null)
                && attribute.constraint == AttributeConstraint::Required =>
            {
                nulls.push(path);
            }
            AttributeType::AttributeSingle(schema) => attributes(value, schema, &path, nulls),
            AttributeType::AttributeList(schema) | AttributeType::AttributeMap(schema) => {
                value.each(&path, |value, path| attributes(value, schema, path, nulls));
            }
            AttributeType::AttributeSet(schema) => {
                value.each(&path, |value, _| attributes(value, schema, &path, nulls));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;
    use tf_provider::value::ValueString;

    use super::*;

    fn attribute(constraint: AttributeConstraint, attr_type: AttributeType) -> Attribute {
        Attribute { attr_type, constraint, ..Attribute::default() }
    }

    fn flat() -> HashMap<String, Attribute> {
        use AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
        let all = [
            ("must", Required),
            ("needed", Required),
            ("may", Optional),
            ("both", OptionalComputed),
            ("computed", Computed),
        ];
        let text =
            |(name, constraint): (&str, _)| (name.to_owned(), attribute(constraint, AttributeType::String));
        all.into_iter().map(text).collect()
    }

    /// The flat attributes, in every kind of block and nested attribute as well.
    fn deep() -> Block {
        let inner = || Block { attributes: flat(), ..Block::default() };
        let blocks = [
            ("single", NestedBlock::Single(inner())),
            ("list", NestedBlock::List(inner())),
            ("set", NestedBlock::Set(inner())),
            ("map", NestedBlock::Map(inner())),
            ("optional", NestedBlock::Optional(inner())),
            ("group", NestedBlock::Group(inner())),
        ];
        let mut attributes = flat();
        for (name, nested) in [
            ("one", AttributeType::AttributeSingle(flat())),
            ("many", AttributeType::AttributeList(flat())),
            ("distinct", AttributeType::AttributeSet(flat())),
            ("named", AttributeType::AttributeMap(flat())),
        ] {
            attributes.insert(name.to_owned(), attribute(AttributeConstraint::Optional, nested));
        }
        let blocks = blocks.map(|(name, block)| (name.to_owned(), block)).into();
        Block { attributes, blocks, ..Block::default() }
    }

    fn nulls(config: &impl Serialize) -> Vec<String> {
        let mut found = Diagnostics::default();
        let config = DynamicValue { msgpack: rmp_serde::to_vec_named(config).unwrap(), json: Vec::new() };
        let complete = check(Some(&config), &deep(), &mut found);
        assert_eq!(complete.is_none(), !found.errors.is_empty());
        found.errors.iter().map(|error| error.attribute.to_string()).collect()
    }

    #[test]
    fn only_required_arguments_must_have_a_value() {
        assert_eq!(nulls(&json!({"must": "m", "needed": "n", "may": null, "both": null})), [""; 0]);
        assert_eq!(nulls(&json!({"must": null, "needed": "n"})), ["must"]);
        assert_eq!(nulls(&json!({"may": "m"})), ["must", "needed"]);
        assert_eq!(nulls(&json!({"must": "", "needed": 0.5})), [""; 0]);
    }

    #[test]
    fn an_object_without_a_configuration_misses_nothing() {
        assert_eq!(nulls(&json!(null)), [""; 0]);
    }

    #[test]
    fn a_null_is_found_at_every_depth() {
        let inner = || json!({"must": null, "needed": "n"});
        let mut config = json!({"must": "m", "needed": "n"});
        for one in ["single", "one", "group"] {
            config[one] = inner();
        }
        for several in ["list", "set", "optional", "many", "distinct"] {
            config[several] = json!([{"must": "m", "needed": "n"}, inner()]);
        }
        for by_key in ["map", "named"] {
            config[by_key] = json!({"a": inner()});
        }
        let expected = [
            "distinct.must",
            "many[1].must",
            "named[\"a\"].must",
            "one.must",
            "list[1].must",
            "map[\"a\"].must",
            "optional[1].must",
            "set.must",
            "single.must",
        ];
        assert_eq!(nulls(&config), expected);
    }

    #[test]
    fn what_is_unknown_is_not_judged() {
        type Unknown = ValueString<'static>;
        #[derive(Serialize)]
        struct Config {
            must: Unknown,
            needed: Unknown,
            list: Unknown,
            many: Unknown,
            single: Unknown,
        }
        let unknown = || Unknown::Unknown;
        let config = Config {
            must: unknown(),
            needed: unknown(),
            list: unknown(),
            many: unknown(),
            single: unknown(),
        };
        assert_eq!(nulls(&config), [""; 0]);
        assert_eq!(nulls(&unknown()), [""; 0]);
    }
}
