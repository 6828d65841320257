//! Reads a block of the configuration, and learns its schema from what is read.
//!
//! [`block!`] declares a struct for a block: each field is an attribute or a nested
//! block, its doc comment the description that users see, and the word after `=` the
//! method of [`BlockReader`] that reads it and adds it to the schema.

use std::collections::BTreeMap;

use tf_provider::schema::{Attribute, AttributeConstraint, AttributeType, Block, Description, NestedBlock};
use tf_provider::value::ValueAny;
use tf_provider::{AttributePath, Diagnostic};

use crate::diagnostic::about;

macro_rules! block {
    (
        $(#[doc = $about:literal])+
        $block:ident {
            $($(#[doc = $description:literal])+ $field:ident: $type:ty = $read:ident,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Default)]
        pub(super) struct $block {
            $($(#[doc = $description])+ pub(super) $field: $type,)+
        }

        impl $block {
            fn read(block: &mut BlockReader<'_>) -> Self {
                Self { $($field: block.$read(stringify!($field), concat!($($description),+).trim()),)+ }
            }
        }
    };
}
pub(super) use block;

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
        let description = Description::markdown(description);
        let schema = Block { version: 0, description, ..Block::default() };
        Self { schema, unknown: Vec::new(), errors: Vec::new(), values, path }
    }

    /// Reads every nested block called `name`, each with `read`.
    pub(super) fn blocks<T>(
        &mut self,
        name: &'static str,
        description: &str,
        nesting: fn(Block) -> NestedBlock,
        read: impl Fn(&mut BlockReader<'_>) -> T,
    ) -> Vec<T> {
        let path = self.path.clone().attribute(name);
        let mut none = BlockReader::new(path.clone(), description, &ValueAny::Null);
        read(&mut none);
        self.schema.blocks.insert(name.to_owned(), nesting(none.schema));
        let mut found = Vec::new();
        if let ValueAny::List(blocks) = self.value(name) {
            for (index, values) in (0_i64..).zip(blocks) {
                let mut block = BlockReader::new(path.clone().index(index), description, values);
                found.push(read(&mut block));
                self.unknown.append(&mut block.unknown);
                self.errors.append(&mut block.errors);
            }
        }
        found
    }

    /// Notes what is wrong with the attribute `name`.
    pub(super) fn refuse(&mut self, name: &'static str, summary: &'static str, detail: impl Into<String>) {
        self.errors.push(about(self.path.clone().attribute(name), summary, detail.into()));
    }

    /// Whether the attribute `name` is not known yet.
    pub(super) fn is_unknown(&self, name: &'static str) -> bool {
        self.unknown.contains(&self.path.clone().attribute(name).to_string())
    }

    /// A text; an empty one counts as not set, as in `AWS_*` variables.
    pub(super) fn text(&mut self, name: &'static str, description: &str) -> Option<String> {
        text(self.attribute(name, attribute(AttributeType::String, description)))
            .filter(|text| !text.is_empty())
    }

    /// A text that the block must have.
    pub(super) fn required_text(&mut self, name: &'static str, description: &str) -> Option<String> {
        let required = Attribute {
            constraint: AttributeConstraint::Required,
            ..attribute(AttributeType::String, description)
        };
        text(self.attribute(name, required))
    }

    /// A text that Terraform does not show.
    pub(super) fn secret(&mut self, name: &'static str, description: &str) -> Option<String> {
        let secret = Attribute { sensitive: true, ..attribute(AttributeType::String, description) };
        text(self.attribute(name, secret)).filter(|text| !text.is_empty())
    }

    pub(super) fn flag(&mut self, name: &'static str, description: &str) -> Option<bool> {
        match self.attribute(name, attribute(AttributeType::Bool, description)) {
            ValueAny::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub(super) fn texts(&mut self, name: &'static str, description: &str) -> Vec<String> {
        match self
            .attribute(name, attribute(AttributeType::List(Box::new(AttributeType::String)), description))
        {
            ValueAny::List(items) => items.iter().filter_map(text).collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn map(&mut self, name: &'static str, description: &str) -> BTreeMap<String, String> {
        match self
            .attribute(name, attribute(AttributeType::Map(Box::new(AttributeType::String)), description))
        {
            ValueAny::Map(items) => {
                items.iter().filter_map(|(key, item)| Some((key.clone(), text(item)?))).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    /// A whole number up to `most`; `hint` says what to give instead.
    pub(super) fn number(
        &mut self,
        name: &'static str,
        description: &str,
        most: u32,
        summary: &'static str,
        hint: &str,
    ) -> Option<u32> {
        let ValueAny::Number(number) = self.attribute(name, attribute(AttributeType::Number, description))
        else {
            return None;
        };
        let found = u32::try_from(*number).ok().filter(|number| *number <= most);
        if found.is_none() {
            self.refuse(name, summary, format!("{name} is {number}. {hint}"));
        }
        found
    }

    /// What `parse` makes of a text; `hint` says what to write if that is nothing.
    pub(super) fn parse<T>(
        &mut self,
        name: &'static str,
        text: Option<String>,
        parse: impl Fn(&str) -> Option<T>,
        summary: &'static str,
        hint: &str,
    ) -> Option<T> {
        let text = text?;
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse(name, summary, format!("{name} is {text:?}. {hint}"));
        }
        parsed
    }

    /// A URL with the scheme http or https and a host.
    pub(super) fn url(&mut self, name: &'static str, description: &str) -> Option<String> {
        let url = self.text(name, description)?;
        let is_url = url.parse::<http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
        });
        if !is_url {
            // The URL itself stays out of the message: a proxy's may hold a password.
            let detail = "is not a URL. Write it with its scheme, such as \"http://localhost:4566\".";
            self.refuse(name, "Invalid URL", format!("The value of {name} {detail}"));
        }
        Some(url)
    }

    /// Adds an attribute to the schema, and gives its value.
    fn attribute(&mut self, name: &'static str, attribute: Attribute) -> &'a ValueAny {
        self.schema.attributes.insert(name.to_owned(), attribute);
        self.value(name)
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

fn attribute(attr_type: AttributeType, description: &str) -> Attribute {
    Attribute {
        attr_type,
        description: Description::markdown(description),
        constraint: AttributeConstraint::Optional,
        sensitive: false,
        deprecated: false,
    }
}

fn text(value: &ValueAny) -> Option<String> {
    match value {
        ValueAny::String(text) => Some(text.clone()),
        _ => None,
    }
}
