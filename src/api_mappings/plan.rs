//! What a plan says, from configuration, prior state and the kinds of the APIs.
//!
//! Terraform holds a provider to its plan: what is known in the plan comes out of apply the
//! same. A mapping that stays keeps its id, unless its API may turn out to be of another kind:
//! then it is deleted and made anew.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tf_provider::AttributePath;
use tf_provider::value::{Value, ValueString};

use super::schemes::Schemes;
use super::state::{State, Target, Texts};
use crate::names::{MappingKey, Region};
use crate::shared::location;
use crate::shared::url::{Scheme, url};

/// A region as it is planned, and the attributes whose change replaces the table.
pub(super) struct Replacement<'a> {
    pub(super) region: ValueString<'a>,
    pub(super) because_of: Vec<AttributePath>,
}

/// Whether a change replaces the table, which is in the region `there`; the provider works in
/// the region `here`. `None` is a region that is not known.
pub(super) fn replacement<'a>(
    prior: &State<'a>,
    config: &State<'a>,
    there: Option<&Region>,
    here: Option<&Region>,
) -> Replacement<'a> {
    let (region, leaves_region) =
        location::planned_region(config.region.clone(), prior.region.clone(), there, here);
    let replaces = [("domain_name", config.domain_name != prior.domain_name), ("region", leaves_region)];
    let because_of = replaces.iter().filter(|(_, is_new)| *is_new).map(|(name, _)| AttributePath::new(*name));
    Replacement { because_of: because_of.collect(), region }
}

/// The region of a table that does not exist yet, with a provider that works in the region
/// `here`; `None` while that is not known.
pub(super) fn new_region<'a>(config: &State<'a>, here: Option<&Region>) -> ValueString<'a> {
    match &config.region {
        Value::Null => here.map_or(Value::Unknown, |here| Value::from(here.to_string())),
        region => region.clone(),
    }
}

/// The plan for a table: a new one, or one that leaves its domain, where `prior` is `None`, or
/// one that stays.
pub(super) fn planned<'a>(
    prior: Option<&State<'a>>,
    config: State<'a>,
    region: ValueString<'a>,
    schemes: &Schemes,
) -> State<'a> {
    let unchanged = prior.filter(|prior| prior.mappings == config.mappings);
    let (api_mapping_ids, urls) = match unchanged {
        Some(prior) => (prior.api_mapping_ids.clone(), prior.urls.clone()),
        None => (planned_ids(prior, &config, schemes.is_same_kind()), planned_urls(&config, schemes.then)),
    };
    let id = config.domain_name.clone();
    State { region, api_mapping_ids, urls, id, ..config }
}

fn planned_ids<'a>(prior: Option<&State<'a>>, config: &State<'a>, is_same_kind: bool) -> Texts<'a> {
    let ids = prior.and_then(|prior| prior.api_mapping_ids.as_ref_option()).filter(|_| is_same_kind);
    each(config, |key, target| {
        let has_api = target.as_ref_option().is_some_and(|target| !target.api_id.is_unknown());
        let kept = ids.and_then(|ids| ids.get(key)).filter(|_| has_api);
        kept.cloned().unwrap_or(Value::Unknown)
    })
}

fn planned_urls<'a>(config: &State<'a>, scheme: Option<Scheme>) -> Texts<'a> {
    let domain = config.domain();
    let known = domain.zip(scheme);
    each(config, |key, _| match &known {
        Some((domain, scheme)) => Value::from(url(*scheme, domain, &MappingKey::from_api(key))),
        None => Value::Unknown,
    })
}

/// A text for each element; unknown while the map is.
fn each<'a>(
    config: &State<'a>,
    value: impl Fn(&Cow<'a, str>, &Value<Target<'a>>) -> ValueString<'a>,
) -> Texts<'a> {
    match &config.mappings {
        Value::Value(elements) => {
            let texts = elements.iter().map(|(key, target)| (key.clone(), value(key, target)));
            Value::Value(texts.collect::<BTreeMap<_, _>>())
        }
        Value::Unknown | Value::Null => Value::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mappings::testing::{config, target};
    use crate::gateway::Protocol;

    fn same_kind() -> Schemes {
        let wss = Scheme::of_kind(Protocol::WebSocket);
        Schemes { now: wss, then: wss, has_api_that_stays: false }
    }

    fn other_kind() -> Schemes {
        Schemes { then: Scheme::of_kind(Protocol::Http), ..same_kind() }
    }

    fn unknown_kind() -> Schemes {
        Schemes { then: None, ..same_kind() }
    }

    /// A table with `a` and `b` on the domain.
    fn existing() -> State<'static> {
        let texts = |of: [&str; 2]| {
            let texts = ["a", "b"].into_iter().zip(of);
            Value::Value(texts.map(|(key, text)| (key.into(), Value::from(text.to_owned()))).collect())
        };
        State {
            api_mapping_ids: texts(["m1", "m2"]),
            urls: texts(["wss://api.example.com/a", "wss://api.example.com/b"]),
            id: Value::from("api.example.com"),
            region: Value::from("eu-west-1"),
            ..config(&[("a", target("a1", "prod")), ("b", target("a2", "prod"))])
        }
    }

    fn change(config: State<'static>, schemes: &Schemes) -> State<'static> {
        planned(Some(&existing()), config, Value::from("eu-west-1"), schemes)
    }

    fn at<'a>(texts: &'a Texts<'_>, key: &str) -> &'a ValueString<'a> {
        &texts.as_ref_option().expect("a map")[key]
    }

    #[test]
    fn nothing_changes_while_the_configuration_says_what_is() {
        let same = config(&[("a", target("a1", "prod")), ("b", target("a2", "prod"))]);
        for schemes in [same_kind(), other_kind(), unknown_kind()] {
            assert_eq!(change(same.clone(), &schemes), existing());
        }
    }

    #[test]
    fn a_key_that_stays_keeps_its_id_and_a_new_one_gets_one() {
        let planned =
            change(config(&[("a", target("a2", "test")), ("c", target("a2", "prod"))]), &same_kind());
        assert_eq!(at(&planned.api_mapping_ids, "a"), &Value::from("m1"));
        assert_eq!(at(&planned.api_mapping_ids, "c"), &Value::Unknown);
        assert_eq!(at(&planned.urls, "c"), &Value::from("wss://api.example.com/c"));
        assert_eq!(planned.api_mapping_ids.as_ref_option().map(BTreeMap::len), Some(2));
    }

    #[test]
    fn ids_are_unknown_where_the_kind_changes_or_may_change() {
        let new = config(&[("a", target("h1", "prod"))]);
        for schemes in [other_kind(), unknown_kind()] {
            assert_eq!(at(&change(new.clone(), &schemes).api_mapping_ids, "a"), &Value::Unknown);
        }
        assert_eq!(
            at(&change(new.clone(), &other_kind()).urls, "a"),
            &Value::from("https://api.example.com/a")
        );
        assert_eq!(at(&change(new, &unknown_kind()).urls, "a"), &Value::Unknown);
    }

    #[test]
    fn an_element_whose_api_is_unknown_may_get_another_id() {
        let unknown_api = Value::Value(Target { api_id: Value::Unknown, stage: Value::from("prod") });
        let unknown_stage = Value::Value(Target { api_id: Value::from("a1"), stage: Value::Unknown });
        let stays = Schemes { has_api_that_stays: true, ..same_kind() };
        let planned =
            change(config(&[("a", unknown_api), ("b", unknown_stage), ("c", Value::Unknown)]), &stays);
        assert_eq!(at(&planned.api_mapping_ids, "a"), &Value::Unknown);
        assert_eq!(at(&planned.api_mapping_ids, "b"), &Value::from("m2"));
        assert_eq!(at(&planned.urls, "a"), &Value::from("wss://api.example.com/a"));
    }

    #[test]
    fn while_the_map_is_unknown_everything_is() {
        let planned = change(State { mappings: Value::Unknown, ..config(&[]) }, &same_kind());
        assert_eq!((planned.api_mapping_ids, planned.urls), (Value::Unknown, Value::Unknown));
    }

    #[test]
    fn a_new_table_has_the_id_of_its_domain_and_no_other_id_yet() {
        let new = config(&[("", target("a1", "prod"))]);
        let planned = planned(None, new, Value::from("eu-west-1"), &same_kind());
        assert_eq!(planned.id, Value::from("api.example.com"));
        assert_eq!(at(&planned.api_mapping_ids, ""), &Value::Unknown);
        assert_eq!(at(&planned.urls, ""), &Value::from("wss://api.example.com"));
    }

    #[test]
    fn another_domain_or_region_replaces_the_table() {
        let ireland = Region::from_api("eu-west-1");
        let replaced = |config: &State<'static>| {
            let found = replacement(&existing(), config, ireland.as_ref(), ireland.as_ref());
            found.because_of.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(replaced(&existing()), [""; 0]);
        assert_eq!(replaced(&State { region: Value::Null, ..existing() }), [""; 0]);
        assert_eq!(replaced(&State { domain_name: Value::Unknown, ..existing() }), ["domain_name"]);
        assert_eq!(replaced(&State { region: Value::from("us-east-1"), ..existing() }), ["region"]);
    }
}
