//! Removes what the run has made.

use serde_json::{Value, json};

use crate::call::{self, Call, Method};
use crate::finding::{self, why};
use crate::handles::Handles;
use crate::ledger::{Entry, Kind};
use crate::pacing::Pace;
use crate::reply::Outcome;
use crate::request::Request;
use crate::session::{Session, Stop};

/// How often it is tried. What was used by something that has just been removed may be
/// held for a while.
const ATTEMPTS: u32 = 6;

/// What could not be removed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What it is.
    pub entry: Entry,
    /// Why it is still there.
    pub why: String,
}

/// Removes what has been made since a mark of the ledger, and says what is left.
///
/// # Errors
/// The run ends before everything has been tried.
pub async fn since(session: &mut Session, mark: usize) -> Result<Vec<Left>, Stop> {
    let mut left = Vec::new();
    for entry in session.ledger.since(mark) {
        if let Err(why) = remove(session, &entry).await? {
            left.push(Left { entry, why });
        }
    }
    Ok(left)
}

/// Removes one thing.
///
/// # Errors
/// Why it is still there, inside; outside, the run ends.
pub async fn remove(session: &mut Session, entry: &Entry) -> Result<Result<(), String>, Stop> {
    let mut reason = String::new();
    for attempt in 1..=ATTEMPTS {
        match once(session, entry).await? {
            Removed::Gone => {
                session.ledger.gone(entry.number);
                return Ok(Ok(()));
            }
            Removed::Refused(why) => return Ok(Err(why)),
            Removed::NotYet(why) => reason = why,
        }
        if attempt < ATTEMPTS {
            session.pause(attempt).await?;
        }
    }
    Ok(Err(reason))
}

enum Removed {
    Gone,
    /// It is of no use to try again.
    Refused(String),
    NotYet(String),
}

async fn once(session: &mut Session, entry: &Entry) -> Result<Removed, Stop> {
    if entry.kind == Kind::Mappings {
        return mappings(session, &entry.name).await;
    }
    let ids = match &entry.id {
        Some(id) => vec![id.clone()],
        None if matches!(entry.kind, Kind::Domain | Kind::DomainOfVersion1) => spellings(&entry.name),
        None => match finding::ids(session, entry).await? {
            Ok(ids) => ids,
            Err(why) => return Ok(Removed::NotYet(format!("it cannot be looked up: {why}"))),
        },
    };
    for id in ids {
        let outcome = delete(session, entry, &id).await?;
        if let Some(failed) = failure(&outcome) {
            return Ok(failed);
        }
    }
    Ok(Removed::Gone)
}

/// The service stores domain names in lower case; what stands in for it may not.
fn spellings(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    if lower == name { vec![lower] } else { vec![lower, name.to_owned()] }
}

async fn delete(session: &mut Session, entry: &Entry, id: &str) -> Result<Outcome, Stop> {
    let name = &entry.name;
    let (operation, path) = match entry.kind {
        Kind::Domain => ("DeleteDomainName", format!("/v2/domainnames/{id}")),
        Kind::DomainOfVersion1 => ("DeleteDomainName", format!("/domainnames/{id}")),
        Kind::PrivateDomain => ("DeleteDomainName", format!("/domainnames/{name}")),
        Kind::Api => ("DeleteApi", format!("/v2/apis/{id}")),
        Kind::RestApi => ("DeleteRestApi", format!("/restapis/{id}")),
        Kind::Certificate | Kind::Mappings => {
            let request = Request::of_acm("DeleteCertificate", &json!({ "CertificateArn": id }));
            return session.send(Pace::Ordinary, &request, None).await;
        }
    };
    let mut call = Call::new(operation, Method::Delete, path);
    if entry.kind == Kind::PrivateDomain {
        call = call.query("domainNameId", id);
    }
    session.call(&call).await
}

/// What keeps a thing from being gone, if something does.
fn failure(outcome: &Outcome) -> Option<Removed> {
    match outcome {
        Outcome::Answered(reply) if reply.is_success() || reply.says_not_found() => None,
        Outcome::Denied(reply) => Some(Removed::Refused(reply.summary())),
        other => Some(Removed::NotYet(why(other))),
    }
}

/// Removes all mappings of a domain name, which belongs to the run. Version 2 of the
/// service lists only those of Regional ones, version 1 those of all.
async fn mappings(session: &mut Session, domain: &str) -> Result<Removed, Stop> {
    let of_version_2 = session.call(&call::list(domain)).await?;
    let (deletions, listing) = match &of_version_2 {
        Outcome::Answered(reply) if reply.is_success() => {
            let ids = texts(&reply.body, "apiMappingId");
            (ids.iter().map(|id| call::delete(domain, id)).collect(), of_version_2)
        }
        Outcome::Answered(_) => of_version_1(session, domain).await?,
        other => return Ok(Removed::NotYet(why(other))),
    };
    if let Some(failed) = failure(&listing) {
        return Ok(failed);
    }
    let was_empty = deletions.is_empty();
    for deletion in deletions {
        if let Some(failed) = failure(&session.call(&deletion).await?) {
            return Ok(failed);
        }
    }
    // A listing may be one page of several.
    if was_empty { Ok(Removed::Gone) } else { Box::pin(mappings(session, domain)).await }
}

async fn of_version_1(session: &mut Session, domain: &str) -> Result<(Vec<Call>, Outcome), Stop> {
    let id = id_of_private(&session.handles, domain);
    let with_id = |call: Call| match &id {
        Some(id) => call.query("domainNameId", id.clone()),
        None => call,
    };
    let path = format!("/domainnames/{domain}/basepathmappings");
    let listing = session.call(&with_id(Call::new("GetBasePathMappings", Method::Get, path.clone()))).await?;
    let paths = match &listing {
        Outcome::Answered(reply) if reply.is_success() => texts(&reply.body, "basePath"),
        _ => Vec::new(),
    };
    let deletion = |base: &String| {
        let base = base.replace('/', "%2F");
        with_id(Call::new("DeleteBasePathMapping", Method::Delete, format!("{path}/{base}")))
    };
    Ok((paths.iter().map(deletion).collect(), listing))
}

fn id_of_private(handles: &Handles, domain: &str) -> Option<String> {
    let is_private = handles.get("private") == Some(domain);
    handles.get("private_id").filter(|_| is_private).map(str::to_owned)
}

fn texts(body: &Value, member: &str) -> Vec<String> {
    let items = ["items", "item"].into_iter().find_map(|name| body.get(name)?.as_array());
    let texts = items.into_iter().flatten().filter_map(|item| item.get(member)?.as_str());
    texts.map(str::to_owned).collect()
}
