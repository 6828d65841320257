//! The parts of schemas.

use tf_provider::schema::AttributeConstraint::{self, Optional};
use tf_provider::schema::{Attribute, AttributeType, Block, Description};

use super::timeouts::Operation;

/// A block with these attributes.
pub(crate) fn block(description: &str, attributes: impl IntoIterator<Item = (String, Attribute)>) -> Block {
    let attributes = attributes.into_iter().collect();
    Block { version: 0, attributes, description: Description::markdown(description), ..Block::default() }
}

/// An attribute that holds a text.
pub(crate) fn text_attribute(
    name: &str,
    constraint: AttributeConstraint,
    description: &str,
) -> (String, Attribute) {
    attribute(name, AttributeType::String, constraint, description)
}

/// An attribute of any type.
pub(crate) fn attribute(
    name: &str,
    attr_type: AttributeType,
    constraint: AttributeConstraint,
    description: &str,
) -> (String, Attribute) {
    let attribute = Attribute {
        attr_type,
        description: Description::markdown(description),
        constraint,
        sensitive: false,
        deprecated: false,
    };
    (name.to_owned(), attribute)
}

/// The `timeouts` block. How long operations may take otherwise, in words, is `write` and `read`.
pub(crate) fn timeouts(write: &str, read: &str) -> Block {
    let attributes = Operation::ALL.map(|Operation(name)| {
        let default = if name == Operation::READ.0 { read } else { write };
        let description = format!(
            "How long the {name} may take, retries and all, such as `30s` or `10m`. Default: {default}."
        );
        text_attribute(name, Optional, &description)
    });
    block("How long each operation may take.", attributes)
}
