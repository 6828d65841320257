//! Short forms for schemas.

use std::collections::HashMap;

use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Description};

pub(super) fn text(what: &str, constraint: AttributeConstraint) -> Attribute {
    Attribute {
        attr_type: AttributeType::String,
        description: Description::plain(what),
        constraint,
        ..Attribute::default()
    }
}

pub(super) fn named<const N: usize>(attributes: [(&str, Attribute); N]) -> HashMap<String, Attribute> {
    attributes.map(|(name, attribute)| (name.to_owned(), attribute)).into()
}
