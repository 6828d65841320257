//! The attributes of this resource's schemas, all of which hold texts.

use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Description};

pub(super) fn text_attribute(constraint: AttributeConstraint, description: &str) -> Attribute {
    Attribute {
        attr_type: AttributeType::String,
        description: Description::markdown(description),
        constraint,
        sensitive: false,
        deprecated: false,
    }
}
