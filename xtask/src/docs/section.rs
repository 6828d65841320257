//! The schema section of a page, in the form that tfplugindocs gave to every
//! page in the registries: Required, Optional and Read-Only, nested blocks
//! below with an anchor each.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::kind;
use super::schema::{Attribute, Block, Identity, NestedBlock};

/// The arguments and attributes of a provider or resource.
pub(crate) fn schema(block: &Block) -> String {
    let mut text = String::new();
    groups(&mut text, block, "", |group| format!("### {group}"));
    nested(&mut text, block, "");
    text.trim_end().to_owned()
}

/// The attributes of a resource's identity.
pub(crate) fn identity(identity: &Identity) -> String {
    let mut text = String::new();
    for (title, required) in [("Required", true), ("Optional", false)] {
        let lines = identity
            .attributes
            .iter()
            .filter(|(_, attribute)| attribute.required_for_import == required)
            .map(|(name, attribute)| line(name, &kind::of(&attribute.r#type), &attribute.description));
        group(&mut text, &format!("#### {title}"), lines);
    }
    text.trim_end().to_owned()
}

/// Which heading something is listed under.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    Required,
    Optional,
    ReadOnly,
}

const GROUPS: [(Group, &str); 3] =
    [(Group::Required, "Required"), (Group::Optional, "Optional"), (Group::ReadOnly, "Read-Only")];

fn group_of_attribute(attribute: &Attribute) -> Group {
    match attribute {
        Attribute { required: true, .. } => Group::Required,
        Attribute { optional: true, .. } => Group::Optional,
        _ => Group::ReadOnly,
    }
}

fn group_of_block(block: &NestedBlock) -> Group {
    if block.min_items > 0 { Group::Required } else { Group::Optional }
}

/// The lists of one block, each under what `heading` makes of its name.
fn groups(text: &mut String, block: &Block, path: &str, heading: impl Fn(&str) -> String) {
    for (wanted, title) in GROUPS {
        let attributes = block.attributes.iter().filter(|(_, it)| group_of_attribute(it) == wanted);
        let blocks = block.block_types.iter().filter(|(_, it)| group_of_block(it) == wanted);
        // Attributes and blocks are one list, sorted by name.
        let lines: BTreeMap<&String, String> = attributes
            .map(|(name, attribute)| (name, attribute_line(name, attribute)))
            .chain(blocks.map(|(name, block)| (name, block_line(name, block, path))))
            .collect();
        group(text, &heading(title), lines.into_values());
    }
}

fn attribute_line(name: &str, attribute: &Attribute) -> String {
    line(name, &kind::of_attribute(attribute), &attribute.description)
}

fn block_line(name: &str, block: &NestedBlock, path: &str) -> String {
    let anchor = anchor(&join(path, name));
    let link = format!("(see [below for nested schema](#{anchor}))");
    line(name, &kind::of_block(block), &format!("{} {link}", block.block.description))
}

/// The sections of the blocks in a block, and of the blocks in those.
fn nested(text: &mut String, block: &Block, path: &str) {
    for (name, inner) in &block.block_types {
        let path = join(path, name);
        let anchor = anchor(&path);
        // Writing to a String cannot fail.
        let _ = write!(text, "<a id=\"{anchor}\"></a>\n### Nested Schema for `{path}`\n\n");
        groups(text, &inner.block, &path, |group| format!("{group}:"));
        nested(text, &inner.block, &path);
    }
}

fn group(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        let _ = write!(text, "{heading}\n\n{}\n\n", lines.join("\n"));
    }
}

fn line(name: &str, kind: &str, description: &str) -> String {
    // A line break would end the list item.
    let words: Vec<&str> = description.split_whitespace().collect();
    format!("- `{name}` ({kind}) {}", words.join(" ")).trim_end().to_owned()
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn anchor(path: &str) -> String {
    format!("nestedblock--{}", path.replace('.', "--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(json: serde_json::Value) -> Block {
        serde_json::from_value(json).expect("a block")
    }

    #[test]
    fn every_attribute_is_in_the_group_it_belongs_to() {
        let block = block(serde_json::json!({"attributes": {
            "stage": {"type": "string", "required": true, "description": "The stage."},
            "key": {"type": "string", "optional": true, "computed": true},
            "token": {"type": "string", "optional": true, "sensitive": true},
            "id": {"type": "string", "computed": true},
        }}));
        assert_eq!(
            schema(&block),
            "### Required\n\n- `stage` (String) The stage.\n\n\
             ### Optional\n\n- `key` (String)\n- `token` (String, Sensitive)\n\n\
             ### Read-Only\n\n- `id` (String)"
        );
    }

    #[test]
    fn attributes_and_blocks_are_sorted_by_name_together() {
        let block = block(serde_json::json!({
            "attributes": {"role_arn": {"optional": true}, "region": {"optional": true}},
            "block_types": {"role": {"nesting_mode": "single"}},
        }));
        let text = schema(&block);
        let names = text.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next());
        assert_eq!(names.collect::<Vec<_>>(), ["region", "role", "role_arn"]);
    }

    #[test]
    fn a_nested_block_is_linked_to_its_section() {
        let block = block(serde_json::json!({"block_types": {
            "endpoints": {"nesting_mode": "list", "max_items": 1, "block": {
                "description": "Where the services are.",
                "attributes": {"sts": {"type": "string", "optional": true}},
            }},
        }}));
        assert_eq!(
            schema(&block),
            "### Optional\n\n\
             - `endpoints` (Block List, Max: 1) Where the services are. \
             (see [below for nested schema](#nestedblock--endpoints))\n\n\
             <a id=\"nestedblock--endpoints\"></a>\n\
             ### Nested Schema for `endpoints`\n\n\
             Optional:\n\n- `sts` (String)"
        );
    }

    #[test]
    fn an_identity_has_what_an_import_needs_first() {
        let identity_of = serde_json::json!({"attributes": {
            "region": {"type": "string", "optional_for_import": true},
            "domain_name": {"type": "string", "required_for_import": true},
        }});
        let schema: Identity = serde_json::from_value(identity_of).expect("an identity");
        assert_eq!(
            identity(&schema),
            "#### Required\n\n- `domain_name` (String)\n\n#### Optional\n\n- `region` (String)"
        );
    }
}
