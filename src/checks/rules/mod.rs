//! The rules: what follows from the facts.
//!
//! A rule is a pure function. The row of its finding in `crate::findings` says how severe the
//! finding is, and where the evidence comes from.

mod domain;
mod enhanced_policies;
mod existence;
mod key;
mod key_text;
mod mixing;
mod multi_level_keys;
mod skipped;

use super::facts::{Facts, MappingFacts};
use super::finding::Finding;

/// A rule about the domain.
type DomainRule = fn(&Facts) -> Option<Finding>;

/// A rule about one of the planned mappings.
type MappingRule = fn(&Facts, &MappingFacts) -> Option<Finding>;

const DOMAIN_RULES: &[DomainRule] = &[
    existence::domain,
    domain::cannot_hold_mappings,
    domain::routing,
    domain::rules_beside_both_kinds,
    domain::not_available,
    multi_level_keys::first,
    multi_level_keys::too_many,
];

const MAPPING_RULES: &[MappingRule] = &[
    existence::api,
    existence::stage,
    existence::default_stage_of_a_rest_api,
    existence::private_api,
    enhanced_policies::of_the_domain,
    enhanced_policies::of_a_rest_api,
    mixing::with_existing,
    mixing::with_planned,
    multi_level_keys::on_websocket,
    key::held,
    key::planned_twice,
    key_text::comma,
    key_text::unusual_letters,
    skipped::of_mapping,
];

pub(super) use skipped::of_new_table;

/// What every rule finds.
pub(super) fn findings(facts: &Facts) -> Vec<Finding> {
    let about_domain = DOMAIN_RULES.iter().filter_map(|rule| rule(facts)).chain(skipped::of_domain(facts));
    let about_mappings = facts.mappings.iter().enumerate().flat_map(|(index, mapping)| {
        let found = MAPPING_RULES.iter().filter_map(|rule| rule(facts, mapping));
        found.map(move |finding| Finding { mapping: index, ..finding })
    });
    about_domain.chain(about_mappings).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::planned_mapping::{ChangedFields, PlannedMapping};
    use crate::checks::testing::{new, orders, plan, regional};
    use crate::findings::FindingName;
    use crate::gateway::{DomainFacts, Protocol, Routing};

    #[test]
    fn nothing_is_found_where_all_is_well_or_nothing_is_known() {
        assert_eq!(findings(&orders()), []);
        assert_eq!(findings(&Facts::default()), []);
        let unknown = Facts { mappings: vec![MappingFacts::default()], ..Facts::default() };
        assert_eq!(findings(&unknown), []);
    }

    #[test]
    fn nothing_is_found_in_a_plan_without_changes_whatever_exists() {
        let mut facts = orders();
        let exists = |id: &str, api: &str, kind| {
            let planned = plan(Some(id), "orders/v,2", api, kind);
            let planned = PlannedMapping { changed: ChangedFields::NONE, ..(*planned).clone() };
            MappingFacts { planned: planned.into(), ..MappingFacts::default() }
        };
        // Neither two kinds of APIs on one domain nor one key for two mappings.
        facts.mappings =
            vec![exists("m1", "a1b2c3d4", Protocol::WebSocket), exists("m2", "5h0p5h0p", Protocol::Http)];
        facts.domain_facts =
            Answer::Known(Some(DomainFacts { edge: true, routing: Routing::Rules, ..regional() }));
        facts.has_rules = Answer::Known(true);
        assert_eq!(findings(&facts), []);
        // The change of one of them is held against the other.
        Arc::make_mut(&mut facts.mappings[0].planned).changed =
            ChangedFields { api: true, ..ChangedFields::NONE };
        let found: Vec<_> = findings(&facts).into_iter().map(|finding| finding.name).collect();
        assert!(found.contains(&FindingName::WebsocketMixed), "{found:?}");
    }

    #[test]
    fn a_finding_names_the_mapping_that_it_is_about() {
        let mut facts = orders();
        let missing = new("5h0p5h0p", "shop", Protocol::WebSocket);
        facts.mappings.push(MappingFacts { api: Answer::Known(None), ..missing });
        let [finding] = &findings(&facts)[..] else { panic!("one finding") };
        assert_eq!((finding.mapping, finding.name), (1, FindingName::ApiMissing));
    }

    #[test]
    fn a_domain_is_judged_once_for_all_of_its_mappings() {
        let mut facts = orders();
        facts.mappings.push(new("a1b2c3d4", "shop", Protocol::WebSocket));
        facts.domain_facts = Answer::Known(None);
        let [finding] = &findings(&facts)[..] else { panic!("one finding") };
        assert_eq!((finding.mapping, finding.name), (0, FindingName::DomainMissing));
    }
}
