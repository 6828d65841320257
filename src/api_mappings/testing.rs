//! Tables made by hand, for tests.

use std::borrow::Cow;

use tf_provider::value::Value;

use super::state::{State, Target, text};

pub(super) type AnyTarget = Value<Target<'static>>;

/// What a key is mapped to.
pub(super) fn target(api: &str, stage: &str) -> AnyTarget {
    Value::Value(Target { api_id: text(api), stage: text(stage) })
}

/// The configuration of a table of `api.example.com`.
pub(super) fn config(elements: &[(&str, AnyTarget)]) -> State<'static> {
    let elements = elements.iter().map(|(key, target)| (Cow::Owned((*key).to_owned()), target.clone()));
    State {
        domain_name: text("api.example.com"),
        mappings: Value::Value(elements.collect()),
        timeouts: Value::Value(Vec::new()),
        ..State::default()
    }
}
