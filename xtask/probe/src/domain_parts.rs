//! What belongs to a domain name: a page of its mappings or rules, and what removes them.
//!
//! Version 2 of the service lists the mappings of Regional domain names alone, version 1
//! those of all.

use serde_json::Value;

use crate::call::{Call, Method};
use crate::calls;
use crate::handles::Handles;
use crate::ledger::Kind;
use crate::reply::Outcome;
use crate::session::{Session, Stop};

/// The answer to the listing, and a deletion for each item of its first page.
///
/// # Errors
/// The run ends.
pub(crate) async fn listed(
    session: &mut Session,
    kind: Kind,
    domain: &str,
) -> Result<(Outcome, Vec<Call>), Stop> {
    if kind == Kind::RoutingRules {
        return routing_rules(session, domain).await;
    }
    let listing = session.call(&calls::list(domain)).await?;
    let Outcome::Answered(reply) = &listing else { return Ok((listing, Vec::new())) };
    if !reply.is_success() {
        return base_path_mappings(session, domain).await;
    }
    let deletions = texts(&reply.body, "apiMappingId").map(|id| calls::delete(domain, id)).collect();
    Ok((listing, deletions))
}

async fn routing_rules(session: &mut Session, domain: &str) -> Result<(Outcome, Vec<Call>), Stop> {
    let rules = format!("/v2/domainnames/{domain}/routingrules");
    let listing = session.call(&Call::new("ListRoutingRules", Method::Get, rules)).await?;
    let ids = body(&listing).into_iter().flat_map(|body| texts(body, "routingRuleId"));
    let deletions = ids.map(|id| calls::delete_rule(domain, id)).collect();
    Ok((listing, deletions))
}

async fn base_path_mappings(session: &mut Session, domain: &str) -> Result<(Outcome, Vec<Call>), Stop> {
    let id = id_of_private(&session.handles, domain);
    let with_id = |call: Call| match &id {
        Some(id) => call.query("domainNameId", id.clone()),
        None => call,
    };
    let mappings = format!("/domainnames/{domain}/basepathmappings");
    let listing =
        session.call(&with_id(Call::new("GetBasePathMappings", Method::Get, mappings.clone()))).await?;
    let deletion = |base_path: &str| {
        let path = format!("{mappings}/{}", base_path.replace('/', "%2F"));
        with_id(Call::new("DeleteBasePathMapping", Method::Delete, path))
    };
    let deletions = body(&listing).into_iter().flat_map(|body| texts(body, "basePath")).map(deletion);
    let deletions = deletions.collect();
    Ok((listing, deletions))
}

fn id_of_private(handles: &Handles, domain: &str) -> Option<String> {
    let is_private = handles.get("private") == Some(domain);
    handles.get("private_id").filter(|_| is_private).map(str::to_owned)
}

fn body(listing: &Outcome) -> Option<&Value> {
    match listing {
        Outcome::Answered(reply) if reply.is_success() => Some(&reply.body),
        _ => None,
    }
}

fn texts<'a>(body: &'a Value, member: &'a str) -> impl Iterator<Item = &'a str> {
    let items = ["items", "item", "routingRules"].into_iter().find_map(|name| body.get(name)?.as_array());
    items.into_iter().flatten().filter_map(move |item| item.get(member)?.as_str())
}
