//! The `timeouts` block: how long each operation may take, its retries included.

use std::collections::BTreeMap;
use std::time::Duration;

use tf_provider::schema::{AttributeConstraint, Block, Description};
use tf_provider::value::{Value, ValueList, ValueString};
use tf_provider::{AttributePath, Diagnostics};

use super::text_attribute::text_attribute;
use crate::diagnostic::about;

/// The block as Terraform keeps it: there is at most one, with a text for each operation.
pub(super) type Blocks<'a> = ValueList<BTreeMap<String, ValueString<'a>>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Create,
    Read,
    Update,
    Delete,
}

/// Enough for a call that is throttled time and again; a call that is not takes a
/// second or two.
const DEFAULT: Duration = Duration::from_secs(5 * 60);

impl Operation {
    const ALL: [Self; 4] = [Self::Create, Self::Read, Self::Update, Self::Delete];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    pub(super) fn limit(self, blocks: &Blocks<'_>) -> Duration {
        let set = blocks.as_ref_option().and_then(|blocks| blocks.first()?.get(self.name())?.as_ref_option());
        set.and_then(|text| parse(text)).unwrap_or(DEFAULT)
    }
}

/// Reports texts that are not durations.
pub(super) fn validate(diags: &mut Diagnostics, blocks: &Blocks<'_>) {
    for (index, block) in (0_i64..).zip(blocks.as_ref_option().into_iter().flatten()) {
        for operation in Operation::ALL {
            let text = block.get(operation.name()).and_then(Value::as_ref_option);
            if let Some(text) = text.filter(|text| parse(text).is_none()) {
                let path = AttributePath::new("timeouts").index(index).attribute(operation.name());
                let detail = format!(
                    "{text:?} is not a duration. Write a number and a unit, such as \"30s\", \"10m\" or \"1h30m\"."
                );
                diags.add_error(about(path, "Invalid Timeout", detail));
            }
        }
    }
}

fn parse(text: &str) -> Option<Duration> {
    humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero())
}

pub(super) fn block() -> Block {
    let attributes = Operation::ALL.map(|operation| {
        let name = operation.name();
        let description =
            format!("How long the {name} may take, retries and all, such as `30s` or `10m`. Default: `5m`.");
        (name.to_owned(), text_attribute(AttributeConstraint::Optional, &description))
    });
    Block {
        version: 0,
        attributes: attributes.into(),
        description: Description::markdown("How long each operation may take."),
        ..Block::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(text: &str) -> Blocks<'static> {
        let create = ("create".to_owned(), Value::from(text.to_owned()));
        Value::Value(vec![[create, ("read".to_owned(), Value::Null)].into()])
    }

    #[test]
    fn what_is_set_holds_and_the_rest_has_five_minutes() {
        assert_eq!(Operation::Create.limit(&create("1h30m")), Duration::from_secs(90 * 60));
        assert_eq!(Operation::Read.limit(&create("30s")), DEFAULT);
        assert_eq!(Operation::Create.limit(&Value::Value(Vec::new())), DEFAULT);
        assert_eq!(Operation::Create.limit(&Value::Null), DEFAULT);
    }

    #[test]
    fn what_is_no_duration_is_reported_where_it_stands() {
        for text in ["soon", "", "10", "0s", "-5m"] {
            let mut diags = Diagnostics::default();
            validate(&mut diags, &create(text));
            assert_eq!(diags.errors.len(), 1, "{text:?}");
            assert_eq!(
                diags.errors[0].attribute,
                AttributePath::new("timeouts").index(0).attribute("create")
            );
        }
    }
}
