//! A WebSocket API cannot share a custom domain name with HTTP or REST APIs
//! (documentation).

use super::facts::Facts;
use super::finding::{Finding, IF_THIS_RUN_MENDS_IT};
use crate::gateway::{Mapping, MappingSpec, Protocol};

const SUMMARY: &str = "WebSocket and Other APIs on One Domain";
const SHOWN: usize = 5;

/// Mappings that are there already.
pub(super) fn with_existing(facts: &Facts) -> Vec<Finding> {
    let (Some(kind), Some(Some(neighbours)), Some(domain), Some(api), Some(others)) = (
        facts.protocol.known().copied().flatten(),
        facts.neighbours.known(),
        &facts.domain,
        &facts.api_id,
        facts.others.known(),
    ) else {
        return Vec::new();
    };
    if kind.is_websocket() == neighbours.is_websocket() {
        return Vec::new();
    }
    let in_the_way = others.iter().filter(|other| other.api_id != api.as_str());
    let (leaving, staying): (Vec<&Mapping>, Vec<&Mapping>) =
        in_the_way.partition(|other| facts.may_leave_its_api(other));
    let found = format!(
        "API \"{api}\" is {} API, and {domain} already maps {} APIs: {}. A WebSocket API cannot share a custom \
         domain name with HTTP or REST APIs.",
        with_article(kind),
        if neighbours.is_websocket() { "WebSocket" } else { "HTTP or REST" },
        list(if staying.is_empty() { &leaving } else { &staying }),
    );
    let finding = if staying.is_empty() {
        let detail = format!(
            "{found} This run plans to give them another API; apply works if Terraform does that first, which \
             depends_on ensures."
        );
        Finding::warning("api_id", SUMMARY, detail)
    } else {
        let detail = format!("{found} Give one of them another domain name. {IF_THIS_RUN_MENDS_IT}");
        Finding::error("api_id", SUMMARY, detail)
    };
    vec![finding.once_for(format!("{domain} {api}"))]
}

impl Facts {
    /// Whether this run has planned to send the mapping to another API.
    fn may_leave_its_api(&self, mapping: &Mapping) -> bool {
        let plan = self.planned.iter().find(|plan| plan.id.as_ref() == Some(&mapping.id));
        plan.is_some_and(|plan| plan.wanted.as_ref().is_none_or(|new| new.api_id.as_str() != mapping.api_id))
    }
}

/// Mappings that this run planned before this one.
pub(super) fn with_planned(facts: &Facts) -> Vec<Finding> {
    let (Some(kind), Some(domain), Some(api)) =
        (facts.protocol.known().copied().flatten(), &facts.domain, &facts.api_id)
    else {
        return Vec::new();
    };
    let there_already = |wanted: &MappingSpec| {
        facts.others.known().and_then(|others| others.at(&wanted.key)).is_some_and(|other| other.is(wanted))
    };
    let other = facts.planned.iter().find_map(|plan| {
        let other = plan.protocol.filter(|other| other.is_websocket() != kind.is_websocket())?;
        // `with_existing` speaks of what this run has already made.
        Some((plan, other, plan.wanted.as_ref().filter(|wanted| !there_already(wanted))?))
    });
    let Some((plan, other, wanted)) = other else { return Vec::new() };
    let detail = format!(
        "API \"{api}\" is {} API, and this run also plans {} of {domain} for API \"{}\", which is {} API. A \
         WebSocket API cannot share a custom domain name with HTTP or REST APIs. Give one of them another \
         domain name.",
        with_article(kind),
        plan.key.described(),
        wanted.api_id,
        with_article(other),
    );
    vec![Finding::error("api_id", SUMMARY, detail).once_for(format!("{domain} {api}"))]
}

fn with_article(kind: Protocol) -> String {
    match kind {
        Protocol::Http => format!("an {kind}"),
        Protocol::WebSocket | Protocol::Rest => format!("a {kind}"),
    }
}

fn list(mappings: &[&Mapping]) -> String {
    let mut sorted = mappings.to_vec();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    let mut shown: Vec<String> = sorted
        .iter()
        .take(SHOWN)
        .map(|mapping| {
            format!("mapping {} ({}, API {})", mapping.id, mapping.key.described(), mapping.api_id)
        })
        .collect();
    if sorted.len() > SHOWN {
        shown.push(format!("and {} more", sorted.len() - SHOWN));
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_mapping::checks::facts::Lookup;
    use crate::api_mapping::checks::facts::testing::{API, mapping, only, orders, plan, there};
    use crate::api_mapping::checks::finding::Severity;

    /// A mapping of an API of this kind, onto a domain with these, of that kind.
    fn beside(kind: Protocol, neighbours: Protocol, others: Vec<Mapping>) -> Facts {
        Facts {
            protocol: Lookup::Known(Some(kind)),
            neighbours: Lookup::Known(Some(neighbours)),
            others: there(others),
            ..orders()
        }
    }

    fn shops() -> Vec<Mapping> {
        vec![mapping("m2", "shop", "5h0p5h0p"), mapping("m1", "", "5h0p5h0p")]
    }

    #[test]
    fn kinds_that_go_together_are_passed_in_silence() {
        use Protocol::{Http, Rest, WebSocket};
        for (kind, neighbours) in [(WebSocket, WebSocket), (Http, Http), (Http, Rest), (Rest, Http)] {
            assert!(with_existing(&beside(kind, neighbours, shops())).is_empty(), "{kind} {neighbours}");
        }
        assert!(with_existing(&orders()).is_empty() && with_planned(&orders()).is_empty());
    }

    #[test]
    fn the_mappings_in_the_way_are_named_in_either_direction() {
        for (kind, neighbours, sentence) in [
            (
                Protocol::WebSocket,
                Protocol::Rest,
                "API \"a1b2c3d4\" is a WebSocket API, and api.example.com already maps HTTP or REST APIs: mapping \
                 m1 (the root of the domain, API 5h0p5h0p), mapping m2 (key \"shop\", API 5h0p5h0p).",
            ),
            (
                Protocol::Http,
                Protocol::WebSocket,
                "API \"a1b2c3d4\" is an HTTP API, and api.example.com already maps WebSocket APIs: mapping m1",
            ),
        ] {
            let (severity, attribute, summary, detail) =
                only(with_existing(&beside(kind, neighbours, shops())));
            assert_eq!((severity, attribute, summary), (Severity::Error, "api_id", SUMMARY));
            assert!(detail.starts_with(sentence), "{detail}");
            assert!(detail.ends_with(IF_THIS_RUN_MENDS_IT), "{detail}");
        }
    }

    #[test]
    fn mappings_of_the_same_api_are_not_in_the_way_and_many_are_counted() {
        let mut others = vec![mapping("own", "mine", API)];
        others.extend((0..8).map(|n| mapping(&format!("m{n}"), &format!("k{n}"), "5h0p5h0p")));
        let (.., detail) = only(with_existing(&beside(Protocol::WebSocket, Protocol::Http, others)));
        assert!(!detail.contains("mapping own"), "{detail}");
        assert!(detail.contains("mapping m4 (key \"k4\", API 5h0p5h0p), and 3 more."), "{detail}");
    }

    #[test]
    fn mappings_that_this_run_sends_elsewhere_are_a_warning() {
        let planned = vec![
            plan(Some("m1"), "", API, Protocol::WebSocket),
            plan(Some("m2"), "shop", API, Protocol::WebSocket),
        ];
        let facts = Facts { planned, ..beside(Protocol::WebSocket, Protocol::Http, shops()) };
        let (severity, attribute, summary, detail) = only(with_existing(&facts));
        assert_eq!((severity, attribute, summary), (Severity::Warning, "api_id", SUMMARY));
        assert!(detail.ends_with("apply works if Terraform does that first, which depends_on ensures."));

        // One that stays is enough to be refused, and the only one to be named.
        let staying = Facts { planned: facts.planned[..1].to_vec(), ..facts };
        let (severity, .., detail) = only(with_existing(&staying));
        assert_eq!(severity, Severity::Error);
        assert!(detail.contains("mapping m2") && !detail.contains("mapping m1"), "{detail}");
    }

    #[test]
    fn a_mapping_planned_before_is_in_the_way_as_well() {
        let planned = vec![plan(None, "shop", "5h0p5h0p", Protocol::Http)];
        let (severity, attribute, summary, detail) = only(with_planned(&Facts { planned, ..orders() }));
        assert_eq!((severity, attribute, summary), (Severity::Error, "api_id", SUMMARY));
        assert!(
            detail.starts_with(
                "API \"a1b2c3d4\" is a WebSocket API, and this run also plans key \"shop\" of api.example.com for \
                 API \"5h0p5h0p\", which is an HTTP API."
            ),
            "{detail}"
        );
    }

    #[test]
    fn what_this_run_has_made_already_is_told_once_and_not_as_a_plan() {
        let planned = vec![plan(None, "shop", "5h0p5h0p", Protocol::Http)];
        let made = vec![mapping("m2", "shop", "5h0p5h0p")];
        let facts = Facts { planned, ..beside(Protocol::WebSocket, Protocol::Http, made) };
        assert_eq!(only(with_existing(&facts)).0, Severity::Error);
        assert!(with_planned(&facts).is_empty());
    }

    #[test]
    fn nothing_is_said_of_an_api_whose_kind_is_unknown() {
        let planned = vec![plan(None, "shop", "5h0p5h0p", Protocol::Http)];
        for protocol in [Lookup::NotAsked, Lookup::Known(None)] {
            let facts = Facts {
                protocol,
                planned: planned.clone(),
                ..beside(Protocol::Http, Protocol::WebSocket, shops())
            };
            assert!(with_existing(&facts).is_empty() && with_planned(&facts).is_empty());
        }
    }
}
