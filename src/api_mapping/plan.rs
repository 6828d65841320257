//! What a plan says, from configuration and prior state alone.
//!
//! Terraform holds a provider to its plan: an attribute that the user set is
//! planned as set, and what is known in the plan comes out of apply the same.

use tf_provider::AttributePath;
use tf_provider::value::{Value, ValueString};

use super::state::State;
use crate::checks::ChangedFields;
use crate::names::Region;
use crate::shared::location;

/// The plan for a mapping that does not exist yet, with a provider that works in the region
/// `here`; `None` while that is not known.
pub(super) fn creation<'a>(config: State<'a>, here: Option<&Region>) -> State<'a> {
    State {
        api_mapping_key: planned_key(config.api_mapping_key, None),
        region: match config.region {
            Value::Null => here.map_or(Value::Unknown, |here| Value::from(here.to_string())),
            region => region,
        },
        id: Value::Unknown,
        api_mapping_id: Value::Unknown,
        url: Value::Unknown,
        ..config
    }
}

/// The plan for a mapping that exists in the region `there`, and the attributes whose change
/// replaces it. The provider works in the region `here`. `None` is a region that is not known.
pub(super) fn change<'a>(
    prior: State<'a>,
    config: State<'a>,
    there: Option<&Region>,
    here: Option<&Region>,
) -> (State<'a>, Vec<AttributePath>) {
    let (region, leaves_region) = location::planned_region(config.region, prior.region.clone(), there, here);
    let replaces = [("domain_name", config.domain_name != prior.domain_name), ("region", leaves_region)];
    let replaces: Vec<_> =
        replaces.iter().filter(|(_, is_new)| *is_new).map(|(name, _)| AttributePath::new(*name)).collect();
    let moves = !replaces.is_empty();
    let api_mapping_key = planned_key(config.api_mapping_key, Some(prior.api_mapping_key.clone()));
    let same_address = !moves && config.api_id == prior.api_id && api_mapping_key == prior.api_mapping_key;
    // A URL that could not be found out before may be found out by the update.
    let keeps_url = same_address && (!prior.url.is_null() || config.stage == prior.stage);
    // One that was not found by its key is found by the update, if it is there.
    let is_known = !moves && !prior.id.is_null();
    let planned = State {
        api_mapping_key,
        region,
        id: if is_known { prior.id } else { Value::Unknown },
        api_mapping_id: if is_known { prior.api_mapping_id } else { Value::Unknown },
        url: if keeps_url { prior.url } else { Value::Unknown },
        ..config
    };
    (planned, replaces)
}

/// What differs between the prior state and the plan.
pub(super) fn changed(prior: &State<'_>, planned: &State<'_>) -> ChangedFields {
    ChangedFields {
        // Another domain, or one of another region: the mapping gets another id.
        domain: planned.id != prior.id,
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
            region: Value::Null,
            id: Value::Null,
            api_mapping_id: Value::Null,
            url: Value::Null,
            timeouts: Value::Value(Vec::new()),
        }
    }

    fn existing(key: ValueString<'static>) -> State<'static> {
        let url = Value::from("wss://api.example.com/orders");
        let region = Value::from("eu-west-1");
        State { id: Value::from("m1"), api_mapping_id: Value::from("m1"), url, region, ..config(key) }
    }

    fn region(name: &str) -> Region {
        Region::from_api(name).unwrap()
    }

    /// The plan where mapping and provider are in eu-west-1.
    fn change<'a>(prior: State<'a>, config: State<'a>) -> (State<'a>, Vec<AttributePath>) {
        super::change(prior, config, Some(&region("eu-west-1")), Some(&region("eu-west-1")))
    }

    fn creation<'a>(config: State<'a>) -> State<'a> {
        super::creation(config, Some(&region("eu-west-1")))
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
    fn an_id_that_is_not_known_yet_is_unknown_and_nothing_is_replaced() {
        let prior = State { id: Value::Null, api_mapping_id: Value::Null, ..existing(Value::from("orders")) };
        let (planned, replaces) = change(prior, config(Value::from("orders")));
        assert_eq!((planned.id, planned.api_mapping_id), (Value::Unknown, Value::Unknown));
        assert!(replaces.is_empty());
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

    #[test]
    fn a_new_mapping_is_in_the_configured_region_else_in_the_providers() {
        let planned = |configured: ValueString<'static>, here: Option<&str>| {
            let config = State { region: configured, ..config(Value::from("orders")) };
            super::creation(config, here.map(region).as_ref()).region
        };
        assert_eq!(planned(Value::Null, Some("eu-west-1")), Value::from("eu-west-1"));
        assert_eq!(planned(Value::Null, None), Value::Unknown, "the provider block is not known yet");
        assert_eq!(planned(Value::from("us-east-1"), Some("eu-west-1")), Value::from("us-east-1"));
        assert_eq!(planned(Value::Unknown, Some("eu-west-1")), Value::Unknown);
    }

    #[test]
    fn another_region_replaces_the_mapping_and_an_empty_one_is_filled_in_without() {
        let (ireland, virginia) = (Some("eu-west-1"), Some("us-east-1"));
        // Configured, stored, where the mapping is, where the provider works; planned, replaced.
        for (configured, stored, there, here, planned, replaced) in [
            (None, ireland, ireland, ireland, ireland, false),
            (ireland, ireland, ireland, ireland, ireland, false),
            (ireland, ireland, ireland, virginia, ireland, false),
            (virginia, ireland, ireland, ireland, virginia, true),
            // The provider's region is another one, or the argument was removed.
            (None, ireland, ireland, virginia, virginia, true),
            // The provider block is not known yet.
            (None, ireland, ireland, None, ireland, false),
            (virginia, ireland, ireland, None, virginia, true),
            // A state from before there was the attribute, not read since.
            (None, None, ireland, ireland, None, false),
            (None, None, ireland, virginia, virginia, true),
            (None, None, ireland, None, None, false),
            (None, None, None, None, None, false),
            (ireland, None, ireland, virginia, ireland, false),
            (virginia, None, ireland, ireland, virginia, true),
            (virginia, None, None, None, virginia, false),
        ] {
            let text = |text: Option<&'static str>| text.map_or(Value::Null, Value::from);
            let prior = State { region: text(stored), ..existing(Value::from("orders")) };
            let new = State { region: text(configured), ..config(Value::from("orders")) };
            let (state, replaces) =
                super::change(prior.clone(), new, there.map(region).as_ref(), here.map(region).as_ref());
            let row = (configured, stored, there, here);
            assert_eq!(state.region, text(planned), "{row:?}");
            let expected = if replaced { vec![AttributePath::new("region")] } else { Vec::new() };
            assert_eq!(replaces, expected, "{row:?}");
            assert_eq!(state.id.is_unknown() && state.url.is_unknown(), replaced, "{row:?}");
            assert_eq!(changed(&prior, &state).domain, replaced, "{row:?}");
        }
    }

    #[test]
    fn a_region_that_is_unknown_replaces_the_mapping() {
        let new = State { region: Value::Unknown, ..config(Value::from("orders")) };
        let (planned, replaces) = change(existing(Value::from("orders")), new);
        assert_eq!((planned.region, planned.id), (Value::Unknown, Value::Unknown));
        assert_eq!(replaces, [AttributePath::new("region")]);
    }
}
