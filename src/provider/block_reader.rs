//! Reads a block of the configuration, and learns its schema from what is read.
//!
//! [`block!`] declares a struct for a block: each field is an attribute or a nested
//! block, its doc comment the description that users see, and the word after `=` the
//! method of [`BlockReader`] that reads it and adds it to the schema.

use std::collections::BTreeMap;

use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, NestedBlock};
use tf_provider::value::ValueAny;
use tf_provider::{AttributePath, Diagnostic};

use super::endpoint_urls::origin_and_path;
use crate::diagnostic::about;

macro_rules! block {
    (
        $(#[doc = $about:literal])+
        $block:ident {
            $($(#[doc = $description:literal])+ $name:ident: $type:ty = $read:ident,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Default)]
        pub(super) struct $block {
            $($(#[doc = $description])+ pub(super) $name: $type,)+
        }

        impl $block {
            fn read(block: &mut BlockReader<'_>) -> Self {
                Self {
                    $($name: block.$read(Field {
                        name: stringify!($name),
                        description: concat!($($description),+),
                    }),)+
                }
            }
        }
    };
}
pub(super) use block;

/// A field of a block: an attribute, or the nested blocks of a name.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
}

/// A reader of one block.
pub(super) struct BlockReader<'a> {
    pub(super) schema: Block,
    /// Attributes whose value other resources have yet to give.
    pub(super) unknown: Vec<String>,
    pub(super) errors: Vec<Diagnostic>,
    values: &'a ValueAny,
    path: AttributePath,
}

impl<'a> BlockReader<'a> {
    /// A reader of the block at `path`.
    pub(super) fn new(path: AttributePath, description: &str, values: &'a ValueAny) -> Self {
        let description = Description::markdown(description.trim());
        let schema = Block { version: 0, description, ..Block::default() };
        Self { schema, unknown: Vec::new(), errors: Vec::new(), values, path }
    }

    /// Notes what is wrong with the attribute `name`.
    pub(super) fn refuse(&mut self, name: &'static str, summary: &'static str, detail: impl Into<String>) {
        self.errors.push(about(self.path.clone().attribute(name), summary, detail.into()));
    }

    /// Notes what is wrong with the element `key` of the map `name`.
    pub(super) fn refuse_element(
        &mut self,
        name: &'static str,
        key: String,
        summary: &'static str,
        detail: String,
    ) {
        self.errors.push(about(self.path.clone().attribute(name).key(key), summary, detail));
    }

    /// Whether the attribute `name` is not known yet.
    pub(super) fn is_unknown(&self, name: &'static str) -> bool {
        self.unknown.contains(&self.path.clone().attribute(name).to_string())
    }

    /// Reads every nested block of a name, each with `read`.
    pub(super) fn blocks<T>(
        &mut self,
        field: Field,
        nesting: fn(Block) -> NestedBlock,
        read: impl Fn(&mut BlockReader<'_>) -> T,
    ) -> Vec<T> {
        let path = self.path.clone().attribute(field.name);
        // Also when there is none, its schema is to be known.
        let mut empty = BlockReader::new(path.clone(), field.description, &ValueAny::Null);
        read(&mut empty);
        self.schema.blocks.insert(field.name.to_owned(), nesting(empty.schema));
        let ValueAny::List(blocks) = self.value(field.name) else { return Vec::new() };
        let blocks = (0_i64..).zip(blocks).map(|(index, values)| {
            let mut block = BlockReader::new(path.clone().index(index), field.description, values);
            let found = read(&mut block);
            self.unknown.append(&mut block.unknown);
            self.errors.append(&mut block.errors);
            found
        });
        blocks.collect()
    }

    /// A text; an empty one counts as not set, as in `AWS_*` variables.
    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        text(self.attribute(field, AttributeType::String, |_| {})).filter(|text| !text.is_empty())
    }

    /// A text that Terraform does not show.
    pub(super) fn secret(&mut self, field: Field) -> Option<String> {
        let secret = self.attribute(field, AttributeType::String, |schema| schema.sensitive = true);
        text(secret).filter(|text| !text.is_empty())
    }

    pub(super) fn flag(&mut self, field: Field) -> Option<bool> {
        let value = self.attribute(field, AttributeType::Bool, |_| {});
        if let ValueAny::Bool(flag) = value { Some(*flag) } else { None }
    }

    pub(super) fn texts(&mut self, field: Field) -> Vec<String> {
        let list = self.attribute(field, AttributeType::List(Box::new(AttributeType::String)), |_| {});
        let ValueAny::List(items) = list else { return Vec::new() };
        if items.contains(&ValueAny::Null) {
            // Left out, it could turn a list that restricts something into none.
            let hint = "Remove it, for example with compact([...]).";
            self.refuse(field.name, "Null in a List", format!("{} holds a null element. {hint}", field.name));
        }
        items.iter().filter_map(text).collect()
    }

    pub(super) fn map(&mut self, field: Field) -> BTreeMap<String, String> {
        self.elements(field).into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
    }

    /// A map of texts; `None` for an element that is null. Those that are not known yet are left
    /// out.
    pub(super) fn elements(&mut self, field: Field) -> BTreeMap<String, Option<String>> {
        match self.attribute(field, AttributeType::Map(Box::new(AttributeType::String)), |_| {}) {
            ValueAny::Map(items) => {
                let known = items.iter().filter(|(_, item)| **item != ValueAny::Unknown);
                known.map(|(key, item)| (key.clone(), text(item))).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// A whole number up to `most`; `hint` says what to give instead.
    pub(super) fn number(
        &mut self,
        field: Field,
        most: u32,
        summary: &'static str,
        hint: &str,
    ) -> Option<u32> {
        let number = match self.attribute(field, AttributeType::Number, |_| {}) {
            ValueAny::Number(number) => number.to_string(),
            // Terraform sends a number that is too large for 64 bits as a text.
            ValueAny::String(number) => number.clone(),
            _ => return None,
        };
        let found = number.parse().ok().filter(|number| *number <= most);
        if found.is_none() {
            self.refuse(field.name, summary, format!("{} is {number}. {hint}", field.name));
        }
        found
    }

    /// What `parse` makes of a text; `hint` says what to write if that is nothing.
    pub(super) fn parsed<T>(
        &mut self,
        field: Field,
        text: Option<String>,
        parse: impl Fn(&str) -> Option<T>,
        summary: &'static str,
        hint: &str,
    ) -> Option<T> {
        let text = text?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse(field.name, summary, format!("{} is {text:?}. {hint}", field.name));
        }
        parsed
    }

    /// A URL with the scheme http or https and a host.
    pub(super) fn url(&mut self, field: Field) -> Option<String> {
        self.url_such_as(field, "http://localhost:4566")
    }

    /// The URL of a proxy, with its scheme.
    pub(super) fn proxy(&mut self, field: Field) -> Option<String> {
        self.url_such_as(field, "http://proxy.example.com:3128")
    }

    fn url_such_as(&mut self, field: Field, example: &str) -> Option<String> {
        let url = self.text(field)?;
        if origin_and_path(&url).is_none() {
            // The URL itself stays out of the message: a proxy's may hold a password.
            let hint = format!("Write it with its scheme, http or https, such as {example:?}.");
            self.refuse(
                field.name,
                "Invalid URL",
                format!("The value of {} is not a URL. {hint}", field.name),
            );
        }
        Some(url)
    }

    /// Adds an attribute to the schema, there changed by `change`, and gives its value.
    fn attribute(
        &mut self,
        field: Field,
        attr_type: AttributeType,
        change: impl FnOnce(&mut Attribute),
    ) -> &'a ValueAny {
        let mut attribute = Attribute {
            attr_type,
            description: Description::markdown(field.description.trim()),
            constraint: AttributeConstraint::Optional,
            sensitive: false,
            deprecated: false,
        };
        change(&mut attribute);
        self.schema.attributes.insert(field.name.to_owned(), attribute);
        self.value(field.name)
    }

    /// The value of an attribute or of all nested blocks of a name; null if not set.
    fn value(&mut self, name: &'static str) -> &'a ValueAny {
        let value = match self.values {
            ValueAny::Map(values) => values.get(name).unwrap_or(&ValueAny::Null),
            _ => &ValueAny::Null,
        };
        let is_unknown = |value: &ValueAny| *value == ValueAny::Unknown;
        let has_unknown = match value {
            ValueAny::List(items) => items.iter().any(is_unknown),
            ValueAny::Map(items) => items.values().any(is_unknown),
            value => is_unknown(value),
        };
        if has_unknown {
            self.unknown.push(self.path.clone().attribute(name).to_string());
        }
        value
    }
}

fn text(value: &ValueAny) -> Option<String> {
    if let ValueAny::String(text) = value { Some(text.clone()) } else { None }
}
