//! Keys with several levels, such as `orders/v2`.

use std::collections::HashSet;

use crate::checks::facts::{Facts, MappingFacts};
use crate::checks::finding::Finding;
use crate::checks::planned_mapping::PlannedMapping;
use crate::checks::subject::Subject;
use crate::findings::FindingName;
use crate::gateway::Protocol;
use crate::names::{MappingId, MappingKey};

/// How many multi-level mappings a domain may have.
const QUOTA: usize = MappingKey::MOST_WITH_LEVELS;

/// The documentation of WebSocket APIs contradicts itself: the characters of a key that
/// it lists leave `/` out, and a sentence further down speaks of keys with several levels
/// (websocket-api-mappings). No answer of the service is on record.
pub(super) fn on_websocket(_: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let planned = &mapping.planned;
    let api = planned.api_id.as_ref().filter(|_| planned.protocol == Some(Protocol::WebSocket))?;
    let key = planned.key.as_ref().filter(|key| key.has_levels())?;
    if !(planned.changed.key || planned.changed.api) {
        return None;
    }
    let detail = format!(
        "API \"{api}\" is a WebSocket API, and {} has several levels. A key without \"/\" is safe: the documentation \
         contradicts itself on whether WebSocket APIs may have several levels, so apply may fail.",
        key.described()
    );
    let subject = Subject::LevelsOf(api.clone());
    Some(Finding::new(FindingName::WebsocketMultiLevelKey, "api_mapping_key", subject, detail))
}

/// The first of the planned mappings that gets a key with several levels.
fn adding_levels(facts: &Facts) -> Option<usize> {
    let adds =
        |plan: &PlannedMapping| plan.changed.key && plan.key.as_ref().is_some_and(MappingKey::has_levels);
    facts.mappings.iter().position(|mapping| adds(&mapping.planned))
}

/// The first key with several levels changes what all APIs of the domain receive
/// (documentation, rest-api-mappings).
pub(super) fn first(facts: &Facts) -> Option<Finding> {
    let mapping = adding_levels(facts)?;
    let (domain, others) = (facts.domain.as_ref()?, facts.others.known()?);
    let own = facts.mappings.iter().filter_map(|mapping| others.key_of(&mapping.planned));
    if others.iter().map(|other| &other.key).chain(own).any(MappingKey::has_levels) {
        return None;
    }
    let detail = format!(
        "This is the first key with \"/\" on {domain}. Check that no API behind the domain name depends on capitals in \
         the names of headers: from then on API Gateway sends all of them in lower case, for every mapping. The longest \
         key that a path begins with also wins, so that /ordersandmore reaches \"orders\"."
    );
    let subject = Subject::LevelsOn(domain.clone());
    let found = Finding::new(FindingName::FirstMultiLevelKey, "api_mapping_key", subject, detail);
    Some(Finding { mapping, ..found })
}

/// A domain has room for 200 multi-level mappings.
pub(super) fn too_many(facts: &Facts) -> Option<Finding> {
    let mapping = adding_levels(facts)?;
    let (domain, others) = (facts.domain.as_ref()?, facts.others.known()?);
    let planned_ids: HashSet<&MappingId> =
        facts.planned_before.iter().filter_map(|plan| plan.id.as_ref()).collect();
    let (leaving, staying): (Vec<_>, Vec<_>) =
        others.iter().filter(|other| !planned_ids.contains(&other.id)).partition(|other| facts.may_go(other));
    let here = facts.mappings.iter().map(|mapping| &mapping.planned);
    let planned = facts.planned_before.iter().chain(here).filter_map(|plan| plan.key.as_ref());
    // What this run planned before may be there by now: the same key counts once.
    let with_levels = |key: &&MappingKey| key.has_levels();
    let mut keys: HashSet<&MappingKey> =
        staying.iter().map(|other| &other.key).chain(planned).filter(with_levels).collect();
    let stays_beyond = keys.len() > QUOTA;
    keys.extend(leaving.iter().map(|other| &other.key).filter(with_levels));
    if keys.len() <= QUOTA {
        return None;
    }
    let detail = if stays_beyond {
        format!(
            "With this plan, {domain} has more than {QUOTA} mappings with \"/\" in their key. Spread them over several \
             domain names: {QUOTA} is the quota of a domain, and AWS does not raise it."
        )
    } else {
        format!(
            "{domain} has room for {QUOTA} mappings with \"/\" in their key, and not for those of this plan beside all \
             that are there. If this run removes enough of these, apply may still fail for some of the new ones, because \
             Terraform adds and removes in any order: apply again then, or remove the old ones in an apply of their own \
             before. If it does not, spread the mappings over several domain names: AWS does not raise this quota."
        )
    };
    let subject = Subject::LevelsOn(domain.clone());
    let found = Finding::new(FindingName::TooManyMultiLevelKeys, "api_mapping_key", subject, detail);
    Some(Finding { mapping, ..found })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::checks::facts::{Answer, Others};
    use crate::checks::planned_mapping::ChangedFields;
    use crate::checks::rules::findings;
    use crate::checks::testing::{API, key, mapping, new, only, orders, plan, planning, there, with};
    use crate::findings::Severity;

    /// Beside a key with several levels.
    fn multi_level(kind: Protocol) -> Facts {
        let others = there(vec![mapping("m0", "there/v0", API)]);
        Facts { mappings: vec![new(API, "orders/v2", kind)], others, ..orders() }
    }

    #[test]
    fn the_first_key_with_levels_on_a_domain_is_a_warning() {
        let others = |keys: &[&str]| {
            let numbered = keys.iter().enumerate();
            there(numbered.map(|(number, at)| mapping(&format!("m{number}"), at, API)).collect())
        };
        let http = multi_level(Protocol::Http);
        for beside in [&["shop/v1"][..], &["shop", "a/b/c"]] {
            assert_eq!(findings(&Facts { others: others(beside), ..http.clone() }), []);
        }
        for beside in [&[][..], &["shop", ""]] {
            let first = Facts { others: others(beside), ..http.clone() };
            let (severity, attribute, summary, detail) = only(findings(&first));
            let expected = (Severity::Warning, "api_mapping_key", "First Multi-Level Key of the Domain Name");
            assert_eq!((severity, attribute, summary), expected);
            assert!(detail.contains("on api.example.com. Check that no API"), "{detail}");
            assert_eq!(findings(&planning(&first, |plan| plan.changed.key = false)), []);
        }
        // A mapping that has levels already brings nothing new.
        let own = plan(Some("own"), "orders/v3", API, Protocol::Http);
        let all = [mapping("own", "orders/v2", API)].into_iter().collect();
        let renamed = Facts { others: Answer::Known(Others::than(std::slice::from_ref(&own), all)), ..http };
        assert_eq!(findings(&with(&renamed, |mapping| mapping.planned = own.clone())), []);
    }

    #[test]
    fn levels_are_a_warning_for_a_websocket_api_only() {
        for kind in [Protocol::Http, Protocol::Rest] {
            assert_eq!(findings(&multi_level(kind)), []);
        }
        let (severity, attribute, summary, detail) = only(findings(&multi_level(Protocol::WebSocket)));
        let expected = (Severity::Warning, "api_mapping_key", "Multi-Level Key for a WebSocket API");
        assert_eq!((severity, attribute, summary), expected);
        let start = "API \"a1b2c3d4\" is a WebSocket API, and key \"orders/v2\" has several levels.";
        assert!(detail.starts_with(start), "{detail}");
    }

    #[test]
    fn levels_matter_when_key_or_api_change_and_not_when_the_stage_does() {
        let changing = |changed| {
            findings(&planning(&multi_level(Protocol::WebSocket), |plan| plan.changed = changed)).len()
        };
        let none = ChangedFields::NONE;
        assert_eq!(changing(ChangedFields { stage: true, ..none }), 0);
        assert_eq!(changing(ChangedFields { api: true, ..none }), 1);
        assert_eq!(changing(ChangedFields { key: true, ..none }), 1);
    }

    #[test]
    fn one_websocket_api_is_one_cause() {
        let [finding] = &findings(&multi_level(Protocol::WebSocket))[..] else { panic!("one finding") };
        assert!(finding.cause.ends_with(": a1b2c3d4"), "{finding:#?}");
    }

    /// A new multi-level key of an HTTP API, beside so many that exist and are planned.
    fn crowd(count: usize, planned_before: Vec<Arc<PlannedMapping>>) -> Facts {
        let others = (0..count).map(|n| mapping(&format!("m{n}"), &format!("there/v{n}"), API));
        // Those with one level do not count.
        let others = others.chain((0..50).map(|n| mapping(&format!("s{n}"), &format!("single{n}"), API)));
        Facts { others: there(others.collect()), planned_before, ..multi_level(Protocol::Http) }
    }

    fn new_ones(count: usize) -> Vec<Arc<PlannedMapping>> {
        (0..count).map(|n| plan(None, &format!("new/v{n}"), API, Protocol::Http)).collect()
    }

    #[test]
    fn the_201st_multi_level_mapping_is_a_warning() {
        assert_eq!(too_many(&crowd(199, Vec::new())), None);
        assert_eq!(too_many(&crowd(190, new_ones(9))), None);
        for facts in [crowd(200, Vec::new()), crowd(190, new_ones(10))] {
            let (severity, attribute, summary, detail) = only(findings(&facts));
            let expected = (Severity::Warning, "api_mapping_key", "Too Many Multi-Level Mappings");
            assert_eq!((severity, attribute, summary), expected);
            assert!(
                detail.starts_with("With this plan, api.example.com has more than 200 mappings with \"/\"")
            );
        }
    }

    /// Terraform manages one of the 200, and may be about to remove it: the plan then ends with 200.
    #[test]
    fn a_mapping_that_this_run_may_remove_is_not_counted_as_one_that_stays() {
        let detail = |facts: &Facts| only(findings(facts)).3;
        let managed = |id: &str| [MappingId::from_api(id).unwrap()].into();
        let full = Facts { managed: managed("m7"), ..crowd(200, Vec::new()) };
        let start = "api.example.com has room for 200 mappings with \"/\" in their key";
        assert!(detail(&full).starts_with(start), "{}", detail(&full));
        // With one level, or planned to stay, its going makes no room.
        let no_room = "With this plan, api.example.com has more than 200 mappings";
        for facts in [
            Facts { managed: managed("s7"), ..full.clone() },
            Facts { planned_before: vec![plan(Some("m7"), "there/v7", API, Protocol::Http)], ..full.clone() },
            Facts { managed: managed("m7"), ..crowd(201, Vec::new()) },
        ] {
            assert!(detail(&facts).starts_with(no_room), "{}", detail(&facts));
        }
        // One that is to be replaced keeps its key, and one with another key is counted once.
        let replaced = planning(&full, |plan| plan.key = Some(key("there/v7")));
        assert_eq!(too_many(&replaced), None);
    }

    #[test]
    fn every_mapping_of_a_table_counts() {
        let mut facts = crowd(190, Vec::new());
        facts.mappings.extend((0..9).map(|n| new(API, &format!("new/v{n}"), Protocol::Http)));
        assert_eq!(too_many(&facts), None);
        facts.mappings.push(new(API, "single", Protocol::Http));
        assert_eq!(too_many(&facts), None);
        facts.mappings.push(new(API, "new/v10", Protocol::Http));
        assert!(too_many(&facts).is_some());
    }

    #[test]
    fn a_mapping_counts_once_whatever_is_planned_for_it() {
        let planned = vec![
            // Renamed, and left with one level.
            plan(Some("m0"), "renamed/v0", API, Protocol::Http),
            plan(Some("m1"), "single", API, Protocol::Http),
            // Planned as new, and there by now.
            plan(None, "there/v2", API, Protocol::Http),
            // With one level all along.
            plan(None, "another", API, Protocol::Http),
        ];
        assert_eq!(too_many(&crowd(200, planned.clone())), None);
        assert!(too_many(&crowd(201, planned)).is_some());
    }

    #[test]
    fn a_crowd_does_not_matter_to_a_key_that_has_one_level_or_stays() {
        let crowd = crowd(300, Vec::new());
        assert_eq!(findings(&planning(&crowd, |plan| plan.key = Some(key("orders")))), []);
        assert_eq!(findings(&planning(&crowd, |plan| plan.changed.key = false)), []);
    }
}
