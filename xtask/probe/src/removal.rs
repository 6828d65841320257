//! Removes what the run has made.

use serde_json::json;

use crate::call::{Call, Method};
use crate::domain_parts;
use crate::finding::{self, why};
use crate::ledger::{Entry, Kind};
use crate::pacing::Pace;
use crate::progress::say;
use crate::reply::Outcome;
use crate::request::Request;
use crate::session::{Session, Stop};

/// How often it is tried. What was used by something that has just been removed may be
/// held for a while.
const ATTEMPTS: u32 = 6;

/// How often it is tried while it is said to be in use. API Gateway may hold the certificate of
/// a deleted domain name for more than 15 minutes; with half a minute in between this is 20.
const ATTEMPTS_IN_USE: u32 = 41;

/// What could not be removed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    /// What it is.
    pub(crate) entry: Entry,
    /// Why it is still there.
    pub(crate) why: String,
}

/// Removes everything that has been made, and enters what is left. `begin` is told of each thing.
///
/// # Errors
/// The run ends before everything has been tried.
pub(crate) async fn of_everything(
    session: &mut Session,
    left: &mut Vec<Left>,
    begin: impl Fn(&Entry),
) -> Result<(), Stop> {
    for entry in session.ledger.all() {
        begin(&entry);
        if let Err(why) = remove(session, &entry).await? {
            left.push(Left { entry, why });
        }
    }
    Ok(())
}

/// Removes one thing.
///
/// # Errors
/// Why it is still there, inside; outside, the run ends.
pub(crate) async fn remove(session: &mut Session, entry: &Entry) -> Result<Result<(), String>, Stop> {
    let (mut attempt, mut in_use) = (0, 0);
    loop {
        match once(session, entry).await? {
            Removed::Gone => {
                session.ledger.gone(entry.number);
                if matches!(entry.kind, Kind::Domain | Kind::DomainOfVersion1 | Kind::PrivateDomain) {
                    session.ledger.gone_with(&entry.name);
                }
                return Ok(Ok(()));
            }
            Removed::Refused(why) => return Ok(Err(why)),
            Removed::InUse(why) => {
                in_use += 1;
                if in_use == ATTEMPTS_IN_USE {
                    return Ok(Err(why));
                }
                if in_use == 1 {
                    say(&format!("  {} is still in use: waiting", entry.words()));
                }
                session.wait_while_in_use().await?;
            }
            Removed::NotYet(why) => {
                attempt += 1;
                if attempt == ATTEMPTS {
                    return Ok(Err(why));
                }
                session.pause(attempt).await?;
            }
        }
    }
}

enum Removed {
    Gone,
    /// It is of no use to try again.
    Refused(String),
    NotYet(String),
    /// Something that has just been removed holds it for a while.
    InUse(String),
}

async fn once(session: &mut Session, entry: &Entry) -> Result<Removed, Stop> {
    if entry.kind.is_part() {
        return parts(session, entry).await;
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
        Kind::Certificate | Kind::Mappings | Kind::RoutingRules => {
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
        Outcome::Answered(reply) if reply.says_in_use() => Some(Removed::InUse(reply.summary())),
        Outcome::Denied(reply) => Some(Removed::Refused(reply.summary())),
        other => Some(Removed::NotYet(why(other))),
    }
}

/// How many pages of parts a domain name can have.
const PAGES: usize = 20;

/// Removes all mappings or rules of a domain name, which belongs to the run.
async fn parts(session: &mut Session, entry: &Entry) -> Result<Removed, Stop> {
    for _ in 0..PAGES {
        let (listing, deletions) = domain_parts::listed(session, entry.kind, &entry.name).await?;
        if let Some(failed) = failure(&listing) {
            return Ok(failed);
        }
        if deletions.is_empty() {
            return Ok(Removed::Gone);
        }
        for deletion in deletions {
            if let Some(failed) = failure(&session.call(&deletion).await?) {
                return Ok(failed);
            }
        }
    }
    Ok(Removed::NotYet("the listing goes on showing what has been deleted".to_owned()))
}
