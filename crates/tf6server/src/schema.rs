//! Schemas in the form of the protocol.

use std::collections::HashMap;

use tf_provider::schema::{
    Attribute, AttributeConstraint, AttributeType, Block, NestedBlock, Schema, StringKind,
};

use crate::identity::{IdentitySchema, OnImport};
use crate::proto::tfplugin6 as tf;

/// Zero: no limit on the number of blocks.
const UNLIMITED: i64 = 0;

pub(crate) fn to_proto(schema: &Schema) -> tf::Schema {
    tf::Schema { version: schema.version, block: Some(block(&schema.block)) }
}

pub(crate) fn identity_to_proto(schema: &IdentitySchema) -> tf::ResourceIdentitySchema {
    let attributes = schema.attributes.iter();
    tf::ResourceIdentitySchema {
        version: schema.version,
        identity_attributes: attributes
            .map(|attribute| tf::resource_identity_schema::IdentityAttribute {
                name: attribute.name.to_owned(),
                r#type: attribute.attr_type.to_string().into_bytes(),
                required_for_import: attribute.on_import == OnImport::Required,
                optional_for_import: attribute.on_import == OnImport::Optional,
                description: attribute.description.to_owned(),
            })
            .collect(),
    }
}

fn block(block: &Block) -> tf::schema::Block {
    tf::schema::Block {
        version: block.version,
        attributes: attributes(&block.attributes),
        block_types: sorted(&block.blocks).map(|(name, nested)| nested_block(name, nested)).collect(),
        description: block.description.content.clone(),
        description_kind: kind(&block.description.kind),
        deprecated: block.deprecated,
    }
}

fn nested_block(name: &str, nested: &NestedBlock) -> tf::schema::NestedBlock {
    use tf::schema::nested_block::NestingMode;
    let (mode, content, (min, max)) = match nested {
        NestedBlock::Single(content) => (NestingMode::Single, content, (1, 1)),
        NestedBlock::List(content) => (NestingMode::List, content, (0, UNLIMITED)),
        NestedBlock::Set(content) => (NestingMode::Set, content, (0, UNLIMITED)),
        NestedBlock::Map(content) => (NestingMode::Map, content, (0, UNLIMITED)),
        NestedBlock::Group(content) => (NestingMode::Group, content, (0, UNLIMITED)),
        NestedBlock::Optional(content) => (NestingMode::List, content, (0, 1)),
    };
    tf::schema::NestedBlock {
        type_name: name.to_owned(),
        block: Some(block(content)),
        nesting: mode.into(),
        min_items: min,
        max_items: max,
    }
}

fn attributes(attributes: &HashMap<String, Attribute>) -> Vec<tf::schema::Attribute> {
    sorted(attributes).map(|(name, attribute)| attribute_to_proto(name, attribute)).collect()
}

fn attribute_to_proto(name: &str, attribute: &Attribute) -> tf::schema::Attribute {
    use AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
    let nested_type = nested_type(&attribute.attr_type);
    let constraint = &attribute.constraint;
    tf::schema::Attribute {
        name: name.to_owned(),
        // Terraform takes one or the other, never both.
        r#type: match nested_type {
            Some(_) => Vec::new(),
            None => attribute.attr_type.to_string().into_bytes(),
        },
        nested_type,
        description: attribute.description.content.clone(),
        description_kind: kind(&attribute.description.kind),
        required: *constraint == Required,
        optional: matches!(constraint, Optional | OptionalComputed),
        computed: matches!(constraint, Computed | OptionalComputed),
        sensitive: attribute.sensitive,
        deprecated: attribute.deprecated,
        write_only: false,
    }
}

fn nested_type(attr_type: &AttributeType) -> Option<tf::schema::Object> {
    use tf::schema::object::NestingMode;
    let (mode, nested) = match attr_type {
        AttributeType::AttributeSingle(nested) => (NestingMode::Single, nested),
        AttributeType::AttributeList(nested) => (NestingMode::List, nested),
        AttributeType::AttributeSet(nested) => (NestingMode::Set, nested),
        AttributeType::AttributeMap(nested) => (NestingMode::Map, nested),
        _ => return None,
    };
    Some(tf::schema::Object { attributes: attributes(nested), nesting: mode.into() })
}

fn kind(kind: &StringKind) -> i32 {
    match kind {
        StringKind::Plain => tf::StringKind::Plain.into(),
        StringKind::Markdown => tf::StringKind::Markdown.into(),
    }
}

/// By name, so that the same schema is always the same bytes.
fn sorted<T>(map: &HashMap<String, T>) -> impl Iterator<Item = (&String, &T)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_unstable_by_key(|(name, _)| *name);
    entries.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(constraint: AttributeConstraint) -> Attribute {
        Attribute { attr_type: AttributeType::String, constraint, ..Attribute::default() }
    }

    fn one(attribute: &Attribute) -> tf::schema::Attribute {
        attribute_to_proto("a", attribute)
    }

    #[test]
    fn a_constraint_becomes_three_flags() {
        use AttributeConstraint::{Computed, Optional, OptionalComputed, Required};
        let flags = |constraint| {
            let sent = one(&text(constraint));
            (sent.required, sent.optional, sent.computed)
        };
        assert_eq!(flags(Required), (true, false, false));
        assert_eq!(flags(Optional), (false, true, false));
        assert_eq!(flags(OptionalComputed), (false, true, true));
        assert_eq!(flags(Computed), (false, false, true));
    }

    #[test]
    fn an_attribute_has_a_type_or_nested_attributes_never_both() {
        let plain = one(&text(AttributeConstraint::Required));
        assert_eq!((plain.r#type.as_slice(), plain.nested_type), (&b"\"string\""[..], None));
        let inner = HashMap::from([("b".to_owned(), text(AttributeConstraint::Required))]);
        let nested =
            one(&Attribute { attr_type: AttributeType::AttributeList(inner), ..Attribute::default() });
        assert_eq!(nested.r#type, b"");
        let object = nested.nested_type.unwrap();
        assert_eq!(object.nesting(), tf::schema::object::NestingMode::List);
        assert_eq!(object.attributes[0].name, "b");
    }

    #[test]
    fn a_block_says_how_often_it_may_appear() {
        let limits = |nested: &NestedBlock| {
            let sent = nested_block("b", nested);
            (sent.nesting(), sent.min_items, sent.max_items)
        };
        use tf::schema::nested_block::NestingMode;
        assert_eq!(limits(&NestedBlock::Optional(Block::default())), (NestingMode::List, 0, 1));
        assert_eq!(limits(&NestedBlock::List(Block::default())), (NestingMode::List, 0, UNLIMITED));
        assert_eq!(limits(&NestedBlock::Single(Block::default())), (NestingMode::Single, 1, 1));
    }

    #[test]
    fn the_same_schema_is_always_the_same_bytes() {
        let names = ["d", "a", "c", "b"].map(|name| (name.to_owned(), text(AttributeConstraint::Optional)));
        let block = Block { attributes: names.into(), ..Block::default() };
        let schema = to_proto(&Schema { version: 0, block }).block.unwrap();
        let order: Vec<_> = schema.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
        assert_eq!(order, ["a", "b", "c", "d"]);
    }
}
