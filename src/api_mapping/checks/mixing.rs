//! A WebSocket API cannot share a custom domain name with HTTP or REST APIs
//! (documentation).

use super::facts::Facts;
use super::finding::{Finding, IF_THIS_RUN_MENDS_IT};
use crate::gateway::{Mapping, Protocol};

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
    let in_the_way: Vec<&Mapping> = others.iter().filter(|other| other.api_id != api.as_str()).collect();
    let detail = format!(
        "API \"{api}\" is {} API, and {domain} already maps {} APIs: {}. A WebSocket API cannot share a custom \
         domain name with HTTP or REST APIs. Give one of them another domain name. {IF_THIS_RUN_MENDS_IT}",
        with_article(kind),
        if neighbours.is_websocket() { "WebSocket" } else { "HTTP or REST" },
        list(&in_the_way),
    );
    vec![Finding::error("api_id", SUMMARY, detail)]
}

/// Mappings that this run planned before this one.
pub(super) fn with_planned(facts: &Facts) -> Vec<Finding> {
    let (Some(kind), Some(domain), Some(api)) =
        (facts.protocol.known().copied().flatten(), &facts.domain, &facts.api_id)
    else {
        return Vec::new();
    };
    let other = facts.planned.iter().find_map(|plan| {
        let other = plan.protocol.filter(|other| other.is_websocket() != kind.is_websocket())?;
        Some((plan, other, plan.wanted.as_ref()?))
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
    vec![Finding::error("api_id", SUMMARY, detail)]
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
