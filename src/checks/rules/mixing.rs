//! A WebSocket API cannot share a custom domain name with HTTP or REST APIs
//! (documentation).

use crate::checks::facts::{Facts, MappingFacts};
use crate::checks::finding::{Finding, cannot_tell};
use crate::checks::planned_mapping::PlannedMapping;
use crate::checks::subject::Subject;
use crate::findings::FindingName::{WebsocketMayMix, WebsocketMixed};
use crate::gateway::{Mapping, Protocol};

const WAY_OUT: &str = "Give one of the two another domain name: a WebSocket API cannot share a custom domain name with \
     HTTP or REST APIs.";
const IF_NOT: &str = "If this configuration does not, apply fails.";
const LEAVING: &str = "This configuration manages them and may remove them or give them another API. Then apply works \
     if Terraform does that first, which depends_on ensures, unless they are in each other's way: then remove the old ones \
     in a run of their own.";

/// Mappings that exist.
pub(super) fn with_existing(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let (domain, others) = (facts.domain.as_ref()?, facts.others.known()?);
    let planned = &mapping.planned;
    let (api, kind) = (planned.api_id.as_ref()?, planned.protocol?);
    let kind_of_others = facts.excluded_by(planned)?;
    let (leaving, staying): (Vec<&Mapping>, Vec<&Mapping>) =
        others.iter().partition(|other| facts.may_leave(other));
    let found = format!(
        "The {kind} API \"{api}\" cannot be mapped beside the {} APIs that {domain} already maps: {}.",
        if kind_of_others == Protocol::WebSocket { "WebSocket" } else { "HTTP or REST" },
        two_of(if staying.is_empty() { &leaving } else { &staying }),
    );
    let is_managed = |other: &&Mapping| facts.plan_of(other).is_some() || facts.managed.contains(&other.id);
    let (finding, next) = match staying.is_empty() {
        true if leaving.iter().all(is_managed) => (WebsocketMayMix, LEAVING.to_owned()),
        true => (
            WebsocketMayMix,
            format!("{} {IF_NOT} {WAY_OUT}", cannot_tell("manages them and removes them first")),
        ),
        false => (WebsocketMixed, WAY_OUT.to_owned()),
    };
    let subject = Subject::ApiOn(domain.clone(), api.clone());
    let found = Finding::new(finding, "api_id", subject, format!("{found} {next}"));
    Some(if finding == WebsocketMixed { found.unless_resolved_earlier() } else { found })
}

/// Mappings that this run planned before.
pub(super) fn with_planned(facts: &Facts, mapping: &MappingFacts) -> Option<Finding> {
    let planned = &mapping.planned;
    let (domain, api, kind) = (facts.domain.as_ref()?, planned.api_id.as_ref()?, planned.protocol?);
    let (key, other_api, other_kind) = facts.planned_earlier(mapping).find_map(|earlier| {
        let other_kind = earlier.protocol.filter(|other| other.excludes(kind))?;
        planned.either_changes(earlier).then_some(())?;
        let (key, api) = (earlier.key.as_ref()?, earlier.api_id.as_ref()?);
        // `with_existing` reports what this run has created already.
        (!is_there(facts, earlier)).then_some((key, api, other_kind))
    })?;
    let detail = format!(
        "This run has the {kind} API \"{api}\" here, and the {other_kind} API \"{other_api}\" at {} of {domain}. \
         {WAY_OUT}",
        key.described(),
    );
    let subject = Subject::ApiOn(domain.clone(), api.clone());
    Some(Finding::new(WebsocketMixed, "api_id", subject, detail))
}

fn is_there(facts: &Facts, plan: &PlannedMapping) -> bool {
    let there = plan.key.as_ref().and_then(|key| facts.others.known()?.at(key));
    there.is_some_and(|there| plan.has_target_of(there))
}

/// The first two mappings by key, and how many more there are.
fn two_of(mappings: &[&Mapping]) -> String {
    let mut sorted = mappings.to_vec();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    let name = |mapping: &&Mapping| {
        format!("mapping {} ({}, API {})", mapping.id, mapping.key.described(), mapping.api_id)
    };
    let named: Vec<String> = sorted.iter().take(2).map(name).collect();
    match (&named[..], sorted.len().saturating_sub(2)) {
        ([first, second], more) if more > 0 => format!("{first}, {second} and {more} more"),
        _ => named.join(" and "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::facts::Answer;
    use crate::checks::rules::findings;
    use crate::checks::testing::{API, mapping, new, only, orders, plan, planning, there, with};
    use crate::findings::Severity;

    const SHOP: &str = "5h0p5h0p";
    const SUMMARY: &str = "WebSocket and Other APIs on One Domain Name";
    const MAY_MIX: &str = "WebSocket and Other APIs May Meet on One Domain Name";

    /// A mapping of an API of this kind, onto a domain with these, of that kind.
    fn beside(kind: Protocol, kind_of_others: Protocol, others: Vec<Mapping>) -> Facts {
        Facts {
            mappings: vec![new(API, "orders", kind)],
            kind_of_others: Answer::Known(Some(kind_of_others)),
            others: there(others),
            ..orders()
        }
    }

    fn shops() -> Vec<Mapping> {
        vec![mapping("m2", "shop", SHOP), mapping("m1", "", SHOP)]
    }

    #[test]
    fn kinds_that_go_together_are_fine() {
        use Protocol::{Http, Rest, WebSocket};
        for (kind, others) in [(WebSocket, WebSocket), (Http, Http), (Http, Rest), (Rest, Http)] {
            assert_eq!(findings(&beside(kind, others, shops())), [], "{kind} {others}");
        }
    }

    #[test]
    fn the_mappings_in_the_way_are_named_in_either_direction() {
        for (kind, others, sentence) in [
            (
                Protocol::WebSocket,
                Protocol::Rest,
                "The WebSocket API \"a1b2c3d4\" cannot be mapped beside the HTTP or REST APIs that api.example.com already maps: mapping \
                 m1 (the root path, API 5h0p5h0p) and mapping m2 (key \"shop\", API 5h0p5h0p). Give",
            ),
            (
                Protocol::Http,
                Protocol::WebSocket,
                "The HTTP API \"a1b2c3d4\" cannot be mapped beside the WebSocket APIs that api.example.com already maps: mapping m1",
            ),
        ] {
            let (severity, attribute, summary, detail) = only(findings(&beside(kind, others, shops())));
            assert_eq!((severity, attribute, summary), (Severity::Error, "api_id", SUMMARY));
            assert!(detail.starts_with(sentence), "{detail}");
            assert!(
                detail.ends_with("set websocket_mixed = \"warning\" in `findings` of the provider block."),
                "{detail}"
            );
        }
    }

    #[test]
    fn two_mappings_are_named_and_the_others_counted() {
        let with = |count: usize| {
            let others = (0..count).map(|n| mapping(&format!("m{n}"), &format!("k{n}"), SHOP)).collect();
            only(findings(&beside(Protocol::WebSocket, Protocol::Http, others))).3
        };
        assert!(with(1).contains("already maps: mapping m0 (key \"k0\", API 5h0p5h0p). "), "{}", with(1));
        assert!(with(2).contains(") and mapping m1 (key \"k1\", API 5h0p5h0p). "), "{}", with(2));
        assert!(with(3).contains("), mapping m1 (key \"k1\", API 5h0p5h0p) and 1 more. "), "{}", with(3));
    }

    #[test]
    fn mappings_for_which_this_run_plans_another_api_are_a_warning() {
        let planned_before = vec![
            plan(Some("m1"), "", API, Protocol::WebSocket),
            plan(Some("m2"), "shop", API, Protocol::WebSocket),
        ];
        let facts = Facts { planned_before, ..beside(Protocol::WebSocket, Protocol::Http, shops()) };
        let (severity, attribute, summary, detail) = only(findings(&facts));
        assert_eq!((severity, attribute, summary), (Severity::Warning, "api_id", MAY_MIX));
        assert!(
            detail.contains("apply works if Terraform does that first, which depends_on ensures, unless")
        );

        // As those that this configuration manages and has not planned: it may remove them.
        let managed = facts.planned_before.iter().filter_map(|plan| plan.id.clone()).collect();
        let unplanned = Facts { planned_before: Vec::new(), managed, ..facts.clone() };
        assert_eq!(only(findings(&unplanned)), (severity, attribute, summary, detail));

        // One that stays is enough for a refusal, and the only one to be named.
        let before = facts.planned_before[..1].to_vec();
        let (severity, .., detail) = only(findings(&Facts { planned_before: before, ..facts.clone() }));
        assert_eq!(severity, Severity::Error);
        assert!(detail.contains("mapping m2") && !detail.contains("mapping m1"), "{detail}");

        // An API that is not known yet may be another one; the same one is not.
        let with_api = |api: Option<&str>| {
            let mut facts = facts.clone();
            for before in &mut facts.planned_before {
                let plan = std::sync::Arc::make_mut(before);
                plan.api_id = api.and_then(|api| crate::names::ApiId::parse(api).ok());
                plan.protocol = None;
            }
            only(findings(&facts)).0
        };
        assert_eq!(with_api(None), Severity::Warning);
        assert_eq!(with_api(Some(SHOP)), Severity::Error);
    }

    #[test]
    fn a_mapping_planned_before_is_in_the_way_as_well() {
        let planned_before = vec![plan(None, "shop", SHOP, Protocol::Http)];
        let (severity, attribute, summary, detail) = only(findings(&Facts { planned_before, ..orders() }));
        assert_eq!((severity, attribute, summary), (Severity::Error, "api_id", SUMMARY));
        let sentence = "This run has the WebSocket API \"a1b2c3d4\" here, and the HTTP API \"5h0p5h0p\" at key \"shop\" \
                        of api.example.com.";
        assert!(detail.starts_with(sentence), "{detail}");
        let planned_before = vec![plan(None, "shop", SHOP, Protocol::WebSocket)];
        assert_eq!(findings(&Facts { planned_before, ..orders() }), []);
    }

    #[test]
    fn two_kinds_in_one_table_are_refused_at_the_second() {
        let mut facts = orders();
        facts.mappings.push(new(SHOP, "shop", Protocol::Http));
        let [finding] = &findings(&facts)[..] else { panic!("one finding") };
        assert_eq!((finding.mapping, finding.name), (1, WebsocketMixed));
        assert!(finding.cause.ends_with(": api.example.com 5h0p5h0p"), "{finding:#?}");
    }

    #[test]
    fn what_this_run_has_created_already_is_reported_once() {
        let planned_before = vec![plan(None, "shop", SHOP, Protocol::Http)];
        let created = vec![mapping("m2", "shop", SHOP)];
        let facts = Facts { planned_before, ..beside(Protocol::WebSocket, Protocol::Http, created) };
        let (severity, .., detail) = only(findings(&facts));
        assert_eq!(severity, Severity::Error);
        assert!(detail.contains("already maps"), "{detail}");
    }

    #[test]
    fn a_kind_that_is_not_known_is_not_compared() {
        for (kind, others) in [(Protocol::Other, Protocol::WebSocket), (Protocol::WebSocket, Protocol::Other)]
        {
            assert_eq!(findings(&beside(kind, others, shops())), [], "{kind} {others}");
        }
    }

    #[test]
    fn an_api_that_stays_or_whose_kind_is_unknown_is_not_compared() {
        let facts = beside(Protocol::Http, Protocol::WebSocket, shops());
        assert_eq!(findings(&planning(&facts, |plan| plan.changed.api = false)), []);
        let planned_before = vec![plan(None, "shop", SHOP, Protocol::WebSocket)];
        let unknown = planning(&Facts { planned_before, ..facts }, |plan| plan.protocol = None);
        assert_eq!(findings(&with(&unknown, |mapping| mapping.api = Answer::NotAsked)), []);
    }
}
