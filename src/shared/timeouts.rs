//! The `timeouts` block: how long each operation may take, its retries included.

use std::collections::BTreeMap;
use std::time::Duration;

use tf_provider::value::{Value, ValueList, ValueString};
use tf_provider::{AttributePath, Diagnostics};

use crate::diagnostic::about;

/// The block as Terraform keeps it: there is at most one, with a text for each operation.
pub(crate) type Blocks<'a> = ValueList<Value<BTreeMap<String, ValueString<'a>>>>;

/// An operation that may have a timeout, by the name of its attribute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation(pub(crate) &'static str);

/// Enough for a call that is throttled time and again; a call that is not takes a
/// second or two.
const DEFAULT: Duration = Duration::from_secs(5 * 60);

/// What is longer means no limit. A clock cannot hold every duration that can be written.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

impl Operation {
    pub(crate) const CREATE: Self = Self("create");
    pub(crate) const READ: Self = Self("read");
    pub(crate) const UPDATE: Self = Self("update");
    pub(crate) const DELETE: Self = Self("delete");
    pub(crate) const ALL: [Self; 4] = [Self::CREATE, Self::READ, Self::UPDATE, Self::DELETE];

    /// How long the operation may take by these blocks. A read goes by those in the state,
    /// where a limit that proved too short could never be raised: so it has at least the
    /// default.
    pub(crate) fn limit(self, blocks: &Blocks<'_>) -> Duration {
        self.limit_beside(Duration::ZERO, blocks)
    }

    /// The same for an operation whose calls alone take so long.
    pub(crate) fn limit_beside(self, calls: Duration, blocks: &Blocks<'_>) -> Duration {
        let default = DEFAULT.saturating_add(calls);
        let set = blocks
            .as_ref_option()
            .and_then(|blocks| blocks.first()?.as_ref_option()?.get(self.0)?.as_ref_option());
        let limit = set.and_then(|text| parse(text)).unwrap_or(default);
        if self.0 == Self::READ.0 { limit.max(default) } else { limit }
    }
}

/// Reports texts that are not durations.
pub(crate) fn validate(diags: &mut Diagnostics, blocks: &Blocks<'_>) {
    for (index, block) in (0_i64..).zip(blocks.as_ref_option().into_iter().flatten()) {
        for Operation(name) in Operation::ALL {
            let text = block.as_ref_option().and_then(|block| block.get(name)?.as_ref_option());
            if let Some(text) = text.filter(|text| parse(text).is_none()) {
                let path = AttributePath::new("timeouts").index(index).attribute(name);
                let detail = format!(
                    "{text:?} is not a duration. Write a number and a unit, such as \"30s\", \"10m\" or \"1h30m\"."
                );
                diags.add_error(about(path, "Invalid Timeout", detail));
            }
        }
    }
}

fn parse(text: &str) -> Option<Duration> {
    let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
    duration.map(|duration| duration.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(text: &str) -> Blocks<'static> {
        let create = ("create".to_owned(), Value::from(text.to_owned()));
        Value::Value(vec![Value::Value([create, ("read".to_owned(), Value::Null)].into())])
    }

    #[test]
    fn a_read_has_at_least_the_default_so_that_a_limit_in_the_state_is_no_trap() {
        let read = |text: &str| {
            Value::Value(vec![Value::Value([("read".to_owned(), Value::from(text.to_owned()))].into())])
        };
        assert_eq!(Operation::READ.limit(&read("1s")), DEFAULT);
        assert_eq!(Operation::READ.limit(&read("10m")), Duration::from_secs(600));
    }

    #[test]
    fn what_is_set_holds_and_the_rest_has_five_minutes() {
        assert_eq!(Operation::CREATE.limit(&create("1h30m")), Duration::from_secs(90 * 60));
        assert_eq!(Operation::READ.limit(&create("30s")), DEFAULT);
        assert_eq!(Operation::CREATE.limit(&Value::Value(Vec::new())), DEFAULT);
        assert_eq!(Operation::CREATE.limit(&Value::Null), DEFAULT);
    }

    #[test]
    fn a_limit_is_never_longer_than_a_clock_can_hold() {
        for text in ["1000y", "584542046090y", "18446744073709551615s", "18446744073709551615s 999ms"] {
            let limit = Operation::CREATE.limit(&create(text));
            assert_eq!(limit, LONGEST, "{text}");
        }
        // What no number holds is reported, and in a state it counts as not set.
        let beyond = create("18446744073709551616s");
        assert_eq!(Operation::CREATE.limit(&beyond), DEFAULT);
        let mut diags = Diagnostics::default();
        validate(&mut diags, &beyond);
        assert_eq!(diags.errors.len(), 1);
    }

    #[test]
    fn a_block_that_is_null_or_unknown_sets_nothing() {
        for block in [Value::Null, Value::Unknown] {
            let blocks = Value::Value(vec![block]);
            assert_eq!(Operation::CREATE.limit(&blocks), DEFAULT);
            let mut diags = Diagnostics::default();
            validate(&mut diags, &blocks);
            assert!(diags.errors.is_empty());
        }
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
