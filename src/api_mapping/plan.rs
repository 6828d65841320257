//! What a plan says, from configuration and prior state alone.
//!
//! Terraform holds a provider to its plan: an attribute that the user set is
//! planned as set, and what is known in the plan comes out of apply the same.

use tf_provider::AttributePath;
use tf_provider::value::{Value, ValueString};

use super::state::State;
use crate::checks::ChangedFields;

/// The plan for a mapping that does not exist yet.
pub(super) fn creation<'a>(config: State<'a>) -> State<'a> {
    State {
        api_mapping_key: planned_key(config.api_mapping_key, None),
        id: Value::Unknown,
        api_mapping_id: Value::Unknown,
        url: Value::Unknown,
        ..config
    }
}

/// The plan for a mapping that exists, and the attributes whose change replaces it.
pub(super) fn change<'a>(prior: State<'a>, config: State<'a>) -> (State<'a>, Vec<AttributePath>) {
    let moves = config.domain_name != prior.domain_name;
    let api_mapping_key = planned_key(config.api_mapping_key, Some(prior.api_mapping_key.clone()));
    let same_address = !moves && config.api_id == prior.api_id && api_mapping_key == prior.api_mapping_key;
    // A URL that could not be found out before may be found out by the update.
    let keeps_url = same_address && (!prior.url.is_null() || config.stage == prior.stage);
    let planned = State {
        api_mapping_key,
        id: if moves { Value::Unknown } else { prior.id },
        api_mapping_id: if moves { Value::Unknown } else { prior.api_mapping_id },
        url: if keeps_url { prior.url } else { Value::Unknown },
        ..config
    };
    let replaces = if moves { vec![AttributePath::new("domain_name")] } else { Vec::new() };
    (planned, replaces)
}

/// What differs between the prior state and the plan.
pub(super) fn changed(prior: &State<'_>, planned: &State<'_>) -> ChangedFields {
    ChangedFields {
        domain: planned.domain_name != prior.domain_name,
        api: planned.api_id != prior.api_id,
        stage: planned.stage != prior.stage,
        key: planned.api_mapping_key != prior.api_mapping_key,
    }
}

/// A key that is not configured is the root, which is kept as it is stored. That
/// the attribute is also computed is what lets null take the stored form: core
/// would show a difference between null and "" otherwise.
fn planned_key<'a>(config: ValueString<'a>, prior: Option<ValueString<'a>>) -> ValueString<'a> {
    match (config, prior) {
        (Value::Null, Some(prior)) if prior.as_ref_option().is_none_or(|key| key.is_empty()) => prior,
        (Value::Null, _) => Value::from(""),
        (config, _) => config,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(key: ValueString<'static>) -> State<'static> {
        State {
            domain_name: Value::from("api.example.com"),
            api_id: Value::from("a1b2c3d4"),
            stage: Value::from("production"),
            api_mapping_key: key,
            id: Value::Null,
            api_mapping_id: Value::Null,
            url: Value::Null,
            timeouts: Value::Value(Vec::new()),
        }
    }

    fn existing(key: ValueString<'static>) -> State<'static> {
        let url = Value::from("wss://api.example.com/orders");
        State { id: Value::from("m1"), api_mapping_id: Value::from("m1"), url, ..config(key) }
    }

    #[test]
    fn ids_are_unknown_until_the_mapping_exists() {
        let planned = creation(config(Value::from("orders")));
        assert_eq!((planned.id, planned.api_mapping_id), (Value::Unknown, Value::Unknown));
    }

    #[test]
    fn nothing_changes_while_the_configuration_says_what_is() {
        let (planned, replaces) = change(existing(Value::from("orders")), config(Value::from("orders")));
        assert_eq!(planned, existing(Value::from("orders")));
        assert!(replaces.is_empty());
    }

    #[test]
    fn null_and_empty_are_the_same_root() {
        for stored in [Value::from(""), Value::Null] {
            let (planned, _) = change(existing(stored.clone()), config(Value::Null));
            assert_eq!(planned.api_mapping_key, stored);
        }
        let (planned, _) = change(existing(Value::from("")), config(Value::from("")));
        assert_eq!(planned, existing(Value::from("")));
        assert_eq!(creation(config(Value::Null)).api_mapping_key, Value::from(""));
    }

    #[test]
    fn removing_the_key_plans_the_root() {
        let (planned, replaces) = change(existing(Value::from("orders")), config(Value::Null));
        assert_eq!(planned.api_mapping_key, Value::from(""));
        assert_eq!(planned.id, Value::from("m1"));
        assert!(replaces.is_empty());
    }

    #[test]
    fn the_address_stays_known_while_only_the_stage_changes() {
        let new = State { stage: Value::from("test"), ..config(Value::from("orders")) };
        let (planned, _) = change(existing(Value::from("orders")), new);
        assert_eq!(planned.url, Value::from("wss://api.example.com/orders"));
        let (planned, _) = change(existing(Value::from("orders")), config(Value::from("v2")));
        assert_eq!(planned.url, Value::Unknown);
    }

    #[test]
    fn a_url_that_is_not_known_yet_is_unknown_in_an_update_and_no_change_by_itself() {
        let prior = || State { url: Value::Null, ..existing(Value::from("orders")) };
        let (planned, _) = change(prior(), config(Value::from("orders")));
        assert_eq!(planned.url, Value::Null);
        let new = State { stage: Value::from("test"), ..config(Value::from("orders")) };
        assert_eq!(change(prior(), new).0.url, Value::Unknown);
    }

    #[test]
    fn api_stage_and_key_change_in_place() {
        let new = State { api_id: Value::Unknown, stage: Value::from("test"), ..config(Value::from("v2")) };
        let (planned, replaces) = change(existing(Value::from("orders")), new);
        assert_eq!(planned.id, Value::from("m1"));
        assert!(replaces.is_empty());
    }

    #[test]
    fn a_new_domain_replaces_the_mapping_even_while_it_is_unknown() {
        for domain in [Value::from("shop.example.com"), Value::Unknown] {
            let new = State { domain_name: domain, ..config(Value::from("orders")) };
            let (planned, replaces) = change(existing(Value::from("orders")), new);
            assert_eq!(replaces, [AttributePath::new("domain_name")]);
            assert_eq!(planned.id, Value::Unknown);
        }
    }
}
